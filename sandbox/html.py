"""Telegram's HTML: text and entities out of tags, with Telegram's words for what is wrong.

The rules and the wording follow the parser of the Bot API server (tdlib, `parse_html`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError, bad
from sandbox.limits import utf16

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "tg-emoji": "custom_emoji", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote",
}  # fmt: skip
ESCAPES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ESCAPE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.\-]+)))?""")


@dataclass(slots=True)
class Tag:
    """An open tag: where its entity starts in the finished text, in UTF-16 units."""

    name: str
    start: int
    attributes: dict[str, str]


class Parser:
    """One pass over one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text: list[str] = []
        self.length = 0
        self.open: list[Tag] = []
        self.entities: list[dict[str, Any]] = []

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        """The text without tags and its entities in order, or the error Telegram would give."""
        at = 0
        while at < len(self.source):
            if self.source[at] == "<":
                at = self._end(at) if self.source.startswith("</", at) else self._start(at)
            else:
                at = self._character(at)
        if self.open:
            raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{self.open[-1].name}\"")
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.text), self.entities

    def _character(self, at: int) -> int:
        match = ESCAPE.match(self.source, at)
        plain = unescape(match) if match else None
        character = self.source[at] if plain is None else plain
        self.text.append(character)
        self.length += utf16(character)
        return match.end() if match and plain is not None else at + 1

    def _start(self, at: int) -> int:
        end = self.source.find(">", at)
        if end < 0:
            raise self._error("Unclosed start tag", at)
        name, *rest = self.source[at + 1 : end].split(None, 1) or [""]
        name = name.lower()
        if name not in TAGS:
            raise self._error(f'Unsupported start tag "{name}"', at)
        attributes = self._attributes(name, rest[0] if rest else "", at)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', at)
        self.open.append(Tag(name, self.length, attributes))
        return end + 1

    def _attributes(self, tag: str, source: str, at: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        for match in ATTRIBUTE.finditer(source):
            value = next((group for group in match.groups()[1:] if group is not None), None)
            if value is None and not (tag == "blockquote" and match[1] == "expandable"):
                raise self._error(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', at)
            attributes[match[1].lower()] = ESCAPE.sub(lambda found: unescape(found) or found[0], value or "")
        return attributes

    def _end(self, at: int) -> int:
        if not self.open:
            raise self._error("Unexpected end tag", at)
        end = self.source.find(">", at)
        if end < 0:
            raise self._error("Unclosed end tag", at)
        found = self.source[at + 2 : end].strip().lower()
        tag = self.open.pop()
        if found and found != tag.name:
            raise bad(
                f"can't parse entities: Unmatched end tag at byte offset {self._offset(at)}, "
                f'expected "</{tag.name}>", found "</{found}>"'
            )
        if self.length > tag.start:
            self._close(tag)
        return end + 1

    def _close(self, tag: Tag) -> None:
        entity: dict[str, Any] = {"type": TAGS[tag.name], "offset": tag.start, "length": self.length - tag.start}
        if tag.name == "a":
            if "href" not in tag.attributes:
                return
            entity["url"] = tag.attributes["href"]
        if tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        if tag.name == "code" and tag.attributes.get("class", "").startswith("language-") and self.open:
            self.open[-1].attributes["language"] = tag.attributes["class"].removeprefix("language-")
            return
        if tag.name == "pre" and "language" in tag.attributes:
            entity["language"] = tag.attributes["language"]
        self.entities.append(entity)

    def _error(self, what: str, at: int) -> ApiError:
        return bad(f"can't parse entities: {what} at byte offset {self._offset(at)}")

    def _offset(self, at: int) -> int:
        return len(self.source[:at].encode())


def unescape(match: re.Match[str]) -> str | None:
    """The character an escape stands for; Telegram knows four names and every number."""
    if match[3]:
        return ESCAPES.get(match[3])
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if 0 < number < 0x110000 else None


def parse(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of a source in Telegram's HTML, trimmed as Telegram trims."""
    return trim(*Parser(source).parse())


def trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without white space around the text; entities move with it and end where it ends."""
    lead = utf16(text[: len(text) - len(text.lstrip())])
    text = text.strip()
    length = utf16(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept
