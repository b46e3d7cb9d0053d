"""Somebody scans the code of a poster."""

from __future__ import annotations

from rules.draft import Slot
from storage import drafts, reporters
from tests.handlers.reporter.phone import TIBUBENENG, Phone

POSTER = "/start p-kuta_beach-hotel_7"


async def source_of(phone: Phone) -> str:
    async with phone.storage.read() as session:
        person = await reporters.by_telegram_id(session, phone.who)
        return person.origin if person else ""


async def test_the_place_is_filled_in_and_the_source_counted(emma: Phone) -> None:
    """A first contact by a poster: after the consent only what happened is asked; the report knows place and source."""
    await emma.say(POSTER)
    await emma.tap("I agree")
    assert "What happened" in emma.text or "what happened" in emma.text

    await emma.say("The shower on the beach runs all day and nobody turns it off")
    row = await emma.draft()
    assert row is not None
    assert drafts.load(row).place is not None
    while "Submit report" not in emma.buttons():
        await emma.tap("Skip")
    assert "Kuta Beach" in emma.text
    await emma.tap("Submit report")

    report = (await emma.reports())[0]
    assert ("Kuta", "Kuta Beach", "hotel_7") == (report.place_name, report.place_words, report.origin)
    assert report.latitude is None  # a poster says where it hangs, not where the damage is
    assert await source_of(emma) == "hotel_7"


async def test_the_place_is_shown_at_once_and_can_be_changed(guest: Phone) -> None:
    """Nothing is taken over unseen: the place is said on arrival, in the reader's language, and one tap changes it."""
    await guest.say(POSTER)

    assert "Kuta Beach" in guest.text
    row = await guest.draft()
    assert row is not None
    await guest.pin(TIBUBENENG)
    changed = await guest.draft()
    assert changed is not None
    place = drafts.load(changed).place
    assert place is not None
    assert place.name == "Tibubeneng"


async def test_a_report_begun_goes_on(guest: Phone) -> None:
    """Whoever scans a poster in the middle of a report keeps it; a place already told is not replaced."""
    await guest.say("The pavement is broken in front of the school")
    await guest.pin(TIBUBENENG)
    await guest.say(POSTER)

    row = await guest.draft()
    assert row is not None
    draft = drafts.load(row)
    assert draft.place is not None
    assert draft.place.name == "Tibubeneng"
    assert draft.text == "The pavement is broken in front of the school"
    assert "already begun a report" in guest.text


async def test_a_poster_whose_place_is_gone_still_counts(made: Phone) -> None:
    """The link of an old poster opens a report; only the place is asked for."""
    await made.agree()
    await made.say("/start p-demolished-workshop_2026")
    row = await made.draft()
    assert row is not None
    assert drafts.load(row).place is None
    assert drafts.load(row).origin == "workshop_2026"
    assert Slot.WHERE not in drafts.load(row).skipped


async def test_the_first_source_stays_with_the_person(emma: Phone) -> None:
    """A second poster counts for its own report; the person was brought by the first."""
    await emma.say("/start p-kuta_beach-hotel_7")
    await emma.say("/start p--workshop")

    assert await source_of(emma) == "hotel_7"


async def test_a_link_that_says_nothing(made: Phone) -> None:
    """It opens the bot as any start does, and keeps nothing."""
    await made.say("/start p-Kuta-x-y")

    assert await made.draft() is None
    assert "Setuju" in made.buttons()
