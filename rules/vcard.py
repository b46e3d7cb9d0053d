"""An entry for an address book, as vCard 3.0 (RFC 2426), which every phone reads."""

from __future__ import annotations

from typing import Final

TELEGRAM_BYTES: Final = 2048  # of a vCard in sendContact


def make(name: str, number: str, url: str, note: str) -> str:
    """An organisation with a number, an address on the web and a note. ValueError when Telegram would not take it."""
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(name)};;;;",
        f"FN:{_escaped(name)}",
        f"ORG:{_escaped(name)}",
        f"TEL;TYPE=WORK,VOICE:{number}",
        f"URL:{url}",
        f"NOTE:{_escaped(note)}",
        "END:VCARD",
    )
    card = "\r\n".join(lines) + "\r\n"
    if len(card.encode()) > TELEGRAM_BYTES:
        raise ValueError(f"a vCard must fit in {TELEGRAM_BYTES} bytes")
    return card


def _escaped(text: str) -> str:
    """Text of a value: what separates values is escaped (RFC 2426, 4)."""
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")
