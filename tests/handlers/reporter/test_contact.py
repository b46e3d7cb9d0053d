"""The service as an entry for the address book."""

from __future__ import annotations

from dataclasses import replace

from handlers.house import House
from handlers.reporter.pages import guide
from handlers.reporter.view import View
from handlers.screens import from_body
from tests.handlers.reporter.phone import Phone


async def test_the_contact_can_be_saved(made: Phone) -> None:
    """/kontak brings the complaint line with a name, and the bot's address, in the reader's language."""
    await made.say("/kontak")

    contact = made.last.screen.contact
    assert contact is not None
    assert ("Lapor Kabupaten Badung", "14084") == (contact.name, contact.number)
    assert "URL:https://t.me/lapor_badung_bot" in contact.vcard
    assert "telepon 112" in contact.vcard
    assert "14084" in made.text
    assert from_body(made.last.screen.body()).contact == contact


async def test_in_english(emma: Phone) -> None:
    """The same in English."""
    await emma.say("/contact")

    contact = emma.last.screen.contact
    assert contact is not None
    assert "Report to Badung Regency" == contact.name
    assert "call 112" in contact.vcard


def test_a_region_without_a_complaint_line(house: House, emma: Phone) -> None:
    """Without a confirmed line to call the bot's address is said, and no contact is made up."""
    region = replace(house.region, emergency=tuple(number for number in house.region.emergency if number.urgent))
    screen = guide.contact(View(replace(house, region=region), "en", emma.now.date()))

    assert screen.contact is None
    assert "https://t.me/lapor_badung_bot" in screen.text
