"""Entities Telegram finds by itself: commands, links, mentions, hashtags, addresses, phone numbers."""

from __future__ import annotations

import re
from typing import Any

from sandbox import html
from sandbox.errors import bad
from sandbox.limits import utf16

FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
    r"|(?P<phone_number>(?<![\w+])\+?\d(?:[ -]?\d){8,13}(?!\w))"
)


def find(text: str, marked: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """The marked entities and those found in the rest of the text, in order."""
    entities = list(marked or [])
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in {"code", "pre", "text_link"}]
    for match in FOUND.finditer(text):
        start, length = utf16(text[: match.start()]), utf16(match[0])
        if not any(start < end and begin < start + length for begin, end in taken):
            entities.append({"type": match.lastgroup, "offset": start, "length": length})
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def of_call(text: str, parse_mode: str, given: list[dict[str, Any]] | None) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of what a bot sends: HTML, or explicit entities, or plain. Markdown is not spoken here."""
    if parse_mode.lower() == "html":
        text, marked = html.parse(text)
    elif parse_mode:
        raise bad("unsupported parse_mode")
    else:
        text, marked = html.trim(text, given or [])
    return text, find(text, marked)
