"""Making words fit into a message: Telegram counts UTF-16 units of what is visible, not of the HTML."""

from __future__ import annotations

import html
import re
from typing import Final

MESSAGE_UNITS: Final = 4096
CAPTION_UNITS: Final = 1024

_TAG: Final = re.compile(r"<[^>]*>")


def units(text: str) -> int:
    """The length of plain words as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def visible(markup: str) -> int:
    """The length of a text in Telegram's HTML, without its tags and with its entities read."""
    return units(plain(markup))


def plain(markup: str) -> str:
    """What is visible of a text in Telegram's HTML."""
    return html.unescape(_TAG.sub("", markup))


def cut(words: str, room: int) -> str:
    """Plain words that take at most `room` units, ended by an ellipsis where something is left out."""
    if units(words) <= room:
        return words
    return f"{_first(words, max(0, room - 1)).rstrip()}…"


def split(words: str, room: int) -> tuple[str, ...]:
    """Plain words in pieces of at most `room` units each, parted at a line or a space where there is one."""
    pieces = []
    while units(words) > room:
        piece = _first(words, room)
        at = max(piece.rfind("\n"), piece.rfind(" "))
        piece = piece[:at] if at > len(piece) // 2 else piece
        pieces.append(piece.rstrip())
        words = words[len(piece) :].lstrip()
    return (*pieces, words)


def _first(words: str, room: int) -> str:
    # Half of a character outside the basic plane is dropped, never sent.
    return words.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore")
