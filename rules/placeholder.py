"""What of a text must not reach a translator, or must not be changed by it, stands there as a number in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

# Links, addresses, accounts, report codes, fields and blanks of a template, and what looks like a placeholder already.
_KEPT: Final = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{3,}|\b[A-Z]{2,5}-[A-Z0-9]{4}-[A-Z0-9]{3}\b|\{[^{}\n]*\}|_{3,}|\[\s*\d+\s*\]"
)
_PLACE: Final = re.compile(r"\[\s*(\d+)\s*\]")


def hide(text: str, names: Sequence[tuple[str, str]] = ()) -> tuple[str, tuple[str, ...]]:
    """The text with placeholders, and what stands for them in order. `names`: of people, each with a user name or "".

    Besides names: numbers to call, addresses, identity numbers, pins, links, codes and blanks.
    """
    masked = _KEPT.sub(redact.MARK, text)
    for name, username in names:
        masked = redact.nameless(masked, name, username)
    pieces = redact.mask(masked).split(redact.MARK)
    if len(pieces) == 1:
        return text, ()
    hidden = _between(text, pieces)
    numbered = (f"{piece}[{number}]" for number, piece in enumerate(pieces[:-1], start=1))
    return "".join((*numbered, pieces[-1])), hidden


def show(text: str, hidden: Sequence[str]) -> str | None:
    """The text with what stands for each placeholder; None when one is missing, or there twice."""
    there = sorted(int(number) for number in _PLACE.findall(text))
    if there != list(range(1, len(hidden) + 1)):
        return None
    return _PLACE.sub(lambda found: hidden[int(found[1]) - 1], text)


def _between(text: str, pieces: Sequence[str]) -> tuple[str, ...]:
    """What stands in the text between the pieces, which are all of it but that."""
    at, found = len(pieces[0]), []
    for piece in pieces[1:-1]:
        next_at = text.index(piece, at + 1)
        found.append(text[at:next_at])
        at = next_at + len(piece)
    found.append(text[at : len(text) - len(pieces[-1])])
    return tuple(found)
