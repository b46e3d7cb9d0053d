"""Drafts that nobody touches: remembered once, announced before they go, and deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from handlers import idle
from storage import attachments, outbox, reporters
from tests.handlers.reporter.phone import Phone

STORY = "The lamp in front of our villa does not work"
NIGHT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # eleven in the evening in Badung


async def remind(phone: Phone) -> int:
    """A round of the clock, and what is to be sent now."""
    async with phone.storage.work(phone.now) as work:
        count = await idle.remind(work, phone.house)
    await phone.deliver()
    return count


async def fade(phone: Phone) -> int:
    """Another one."""
    async with phone.storage.work(phone.now) as work:
        count = await idle.fade(work, phone.house)
    await phone.deliver()
    return count


async def test_an_idle_draft_is_remembered_once(guest: Phone) -> None:
    """A day after the last answer, in daytime, and never again."""
    await guest.say(STORY)
    guest.later(hours=23, minutes=59)
    assert 0 == await remind(guest)
    guest.later(minutes=2)
    assert 1 == await remind(guest)
    assert "not submitted yet" in guest.text
    guest.later(hours=24)

    assert 0 == await remind(guest)


async def test_who_blocked_us_is_left_alone(guest: Phone) -> None:
    """Neither remembered nor told; the draft goes all the same."""
    await guest.say(STORY)
    async with guest.storage.work(guest.now) as work:
        await reporters.blocked(work, guest.who, guest.now)
    before = len(guest.shown)
    guest.later(hours=25)
    assert 0 == await remind(guest)
    guest.later(days=5)
    assert 1 == await fade(guest)
    guest.later(days=1)
    assert 1 == await fade(guest)

    assert (None, before) == (await guest.draft(), len(guest.shown))


async def test_a_reminder_waits_for_the_morning(guest: Phone) -> None:
    """Nobody is woken by an unfinished draft."""
    guest.now = NIGHT
    await guest.say(STORY)
    guest.later(hours=24, minutes=1)
    assert 1 == await remind(guest)
    assert "not submitted yet" not in guest.text
    async with guest.storage.read() as session:
        assert datetime(2026, 11, 24, 23, 0, tzinfo=UTC) == await outbox.next_due(session, guest.now)


@pytest.mark.parametrize(("language", "words"), [("en", "will be deleted on Monday"), ("id", "akan dihapus Senin")])
async def test_a_draft_of_a_week_goes_after_it_was_announced(
    phones: Callable[..., Phone], language: str, words: str
) -> None:
    """A day before, with the moment and the way to keep it; then without another word, its files too."""
    phone = phones(language=language)
    await phone.agree()
    await phone.say(STORY)
    await phone.photo()
    draft = await phone.draft()
    assert draft is not None
    phone.later(days=6, minutes=-1)
    assert 0 == await fade(phone)
    phone.later(minutes=2)
    assert 1 == await fade(phone)
    assert words in phone.text
    assert "30 November 2026 12" in phone.text
    shown = len(phone.shown)

    phone.later(hours=23, minutes=58)
    assert 0 == await fade(phone)
    phone.later(minutes=2)
    assert 1 == await fade(phone)
    assert None is await phone.draft()
    assert shown == len(phone.shown)
    async with phone.storage.read() as session:
        assert [] == await attachments.of_draft(session, draft.id)


@pytest.mark.parametrize("back", ["Continue", "words"])
async def test_a_draft_touched_after_the_announcement_stays(guest: Phone, back: str) -> None:
    """Tapping on or writing keeps it for another week, at whose end it is announced again."""
    await guest.say(STORY)
    guest.later(days=6, minutes=1)
    await fade(guest)
    guest.later(hours=23)
    if back == "Continue":
        await guest.tap("Continue")
    else:
        await guest.say("It is dark there")
    guest.later(days=2)
    assert 0 == await fade(guest)
    assert await guest.draft() is not None

    guest.later(days=5)
    assert 1 == await fade(guest)
    assert "will be deleted" in guest.text


async def test_an_announcement_of_the_night_leaves_a_day_from_the_morning(guest: Phone) -> None:
    """The day that is promised begins when the message may ring."""
    guest.now = NIGHT
    await guest.say(STORY)
    guest.later(days=6, minutes=1)
    await fade(guest)
    guest.now = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)
    await guest.deliver()
    assert "will be deleted on Tuesday, 1 December 2026 07:00 WITA" in guest.text


async def test_a_draft_waits_for_its_announcement(guest: Phone) -> None:
    """As long as the message cannot go out nothing is deleted."""
    await guest.say(STORY)
    guest.later(days=6, minutes=1)
    async with guest.storage.work(guest.now) as work:
        await idle.fade(work, guest.house)
    guest.later(days=3)
    async with guest.storage.work(guest.now) as work:
        assert 1 == await idle.fade(work, guest.house)
    assert await guest.draft() is not None
    await guest.deliver()
    assert "will be deleted on Thursday, 3 December 2026" in guest.text

    guest.later(days=1)
    assert 1 == await fade(guest)
    assert await guest.draft() is None


async def test_after_a_long_silence_the_announcement_is_all(guest: Phone) -> None:
    """Kanal was down for ten days: no reminder on top, and a day to come back."""
    await guest.say(STORY)
    guest.later(days=10)
    assert 0 == await remind(guest)
    assert 1 == await fade(guest)
    assert 0 == await remind(guest)
    assert "will be deleted on Friday, 4 December 2026" in guest.text
    guest.later(days=1, minutes=-1)
    assert 0 == await fade(guest)


async def test_who_never_agreed_is_not_written_to(emma: Phone) -> None:
    """What they had begun goes in silence."""
    await emma.say(STORY)
    shown = len(emma.shown)
    emma.later(days=6, minutes=1)
    await fade(emma)
    emma.later(days=1)
    await fade(emma)

    assert (None, shown) == (await emma.draft(), len(emma.shown))


async def test_on_nyepi_nobody_is_remembered_and_whoever_writes_is_answered(guest: Phone) -> None:
    """The day of silence is 8 March 2027: the reminder rings on the 9th at seven, an answer comes at once."""
    guest.now = datetime(2027, 3, 7, 1, 0, tzinfo=UTC)  # nine on the eve
    await guest.say(STORY)
    guest.now = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)
    before = len(guest.shown)
    assert 1 == await remind(guest)
    assert before == len(guest.shown)
    await guest.say("/help")
    assert before + 1 == len(guest.shown)
    guest.now = datetime(2027, 3, 8, 22, 59, 59, tzinfo=UTC)
    await remind(guest)
    assert before + 1 == len(guest.shown)

    guest.later(seconds=1)
    await remind(guest)
    assert before + 2 == len(guest.shown)
    assert "not submitted yet" in guest.text
