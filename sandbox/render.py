"""Text with entities as safe HTML for the page."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
BLOCKS = ("</blockquote>", "</pre>")  # what follows begins on a line of its own anyway: one line feed less
SCHEMES = ("http://", "https://", "mailto:", "tel:", "tg://")


def as_html(text: str, entities: list[dict[str, Any]]) -> str:
    """Escaped HTML in which only known tags and link schemes occur; properly nested even if entities overlap."""
    units = text.encode("utf-16-le")
    cuts = {0, len(units) // 2}
    for entity in entities:
        cuts |= {entity["offset"], entity["offset"] + entity["length"]}
    points = sorted(cut for cut in cuts if 0 <= cut <= len(units) // 2)
    pieces: list[tuple[list[dict[str, Any]], str]] = []
    for start, end in pairwise(points):
        inside = [e for e in entities if e["offset"] <= start and end <= e["offset"] + e["length"]]
        pieces.append((inside, units[start * 2 : end * 2].decode("utf-16-le", "replace")))
    return _nest(pieces, units)


def _nest(pieces: list[tuple[list[dict[str, Any]], str]], units: bytes) -> str:
    out: list[str] = []
    open_now: list[tuple[dict[str, Any], str]] = []
    for inside, text in pieces:
        keep = 0
        while keep < len(open_now) and keep < len(inside) and open_now[keep][0] is inside[keep]:
            keep += 1
        out.extend(close for _, close in reversed(open_now[keep:]))
        open_now = open_now[:keep]
        for entity in inside[keep:]:
            opening, closing = _tags(entity, units)
            out.append(opening)
            open_now.append((entity, closing))
        shown = text.removeprefix("\n") if out and out[-1] in BLOCKS else text
        out.append(escape(shown).replace("\n", "<br>"))
    out.extend(close for _, close in reversed(open_now))
    return "".join(out)


def _tags(entity: dict[str, Any], units: bytes) -> tuple[str, str]:
    kind = entity["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    if kind == "spoiler":
        return '<span class="tg-spoiler">', "</span>"
    if url := _url(entity, units):
        return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return f'<span class="{escape(kind)}">', "</span>"


def _url(entity: dict[str, Any], units: bytes) -> str:
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    words = units[start:end].decode("utf-16-le", "replace")
    url = {"text_link": entity.get("url", ""), "url": words, "email": f"mailto:{words}"}.get(entity["type"], "")
    return url if url.startswith(SCHEMES) else ""
