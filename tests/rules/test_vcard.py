"""An entry for an address book."""

from __future__ import annotations

import pytest

from rules import vcard


def test_a_card() -> None:
    """Name, number, address and note, a line each, ended as RFC 2426 wants; what separates values is escaped."""
    card = vcard.make(
        "Lapor Kabupaten Badung", "14084", "https://t.me/lapor_bot", "Gratis; siang, malam\nsetiap hari \\o/"
    )

    assert card == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lapor Kabupaten Badung;;;;\r\nFN:Lapor Kabupaten Badung\r\n"
        "ORG:Lapor Kabupaten Badung\r\nTEL;TYPE=WORK,VOICE:14084\r\nURL:https://t.me/lapor_bot\r\n"
        "NOTE:Gratis\\; siang\\, malam\\nsetiap hari \\\\o/\r\nEND:VCARD\r\n"
    )


def test_more_than_telegram_takes() -> None:
    """A card of more than 2048 bytes is refused here, not by Telegram."""
    with pytest.raises(ValueError, match="2048"):
        vcard.make("Lapor", "112", "https://t.me/x", "n" * 2048)
