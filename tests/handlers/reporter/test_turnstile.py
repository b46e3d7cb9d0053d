"""Too much at once: answers come later, then one sentence, then nothing for an hour; and no report is lost to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.house import House
from rules.access import Role
from storage import bans, reporters, staff
from storage.tables import Ban
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = "Piles of rubbish on Berawa beach for a week"


@pytest.fixture
def tight(emma: Phone, house: House) -> Phone:
    """A region that slows down after five messages a minute and stops after eight; two reports a day, three new
    accounts a minute."""
    limits = replace(house.region.flood, slow_per_minute=5, most_per_minute=8, reports_per_day=2, new_per_minute=3)
    emma.house = replace(house, region=replace(house.region, flood=limits))
    return emma


async def file(phone: Phone, story: str = STORY) -> None:
    """One whole report."""
    await phone.photo(story)
    await phone.pin(TIBUBENENG)
    await phone.tap_if_asked("Rubbish")
    phone.later(minutes=2)
    await phone.tap("Submit report")
    phone.later(minutes=2)


def count(phone: Phone) -> int:
    """How many messages the person was sent."""
    return len(phone.shown)


async def test_answers_come_later_and_as_one(tight: Phone) -> None:
    """What was sent is kept; the question comes once, when it is quieter."""
    await tight.agree()
    tight.later(minutes=1)
    for _ in range(5):
        await tight.photo()
    before = count(tight)
    for _ in range(3):
        await tight.photo()
    assert before == count(tight)

    tight.later(seconds=25)
    await tight.deliver()
    assert before + 1 == count(tight)
    assert "8 files" in tight.text


async def test_then_one_sentence_and_silence(tight: Phone) -> None:
    """For an hour; the draft is there afterwards and can be submitted."""
    await tight.agree()
    await tight.say(STORY)
    tight.later(minutes=1)
    for _ in range(30):
        await tight.photo()
    tight.later(minutes=2)
    await tight.deliver()
    said = [shown.text for shown in tight.shown if "too much at once" in shown.text]
    assert 1 == len(said)
    assert "your draft is kept" in said[0]

    before = count(tight)
    await tight.say("Hello? Is anybody there?")
    await tight.say("/mine")
    assert before == count(tight)

    tight.later(minutes=61)
    await tight.pin(TIBUBENENG)
    await tight.tap_if_asked("Rubbish")
    await tight.tap("Submit report")
    [report] = await tight.reports()
    assert STORY in report.body


async def test_danger_is_answered_in_the_silence(tight: Phone) -> None:
    """The numbers come at once, whatever was sent before."""
    await tight.agree()
    tight.later(minutes=1)
    for _ in range(12):
        await tight.photo()

    await tight.say("FIRE, the house is burning!")

    assert "112" in tight.text
    assert "113" in tight.text


async def test_danger_is_answered_at_once_when_others_wait(tight: Phone) -> None:
    """Between slow and silent."""
    await tight.agree()
    tight.later(minutes=1)
    for _ in range(6):
        await tight.photo()

    await tight.say("FIRE, the house is burning!")
    tight.later(seconds=11)
    await tight.deliver()

    assert any("113" in shown.text for shown in tight.shown)


async def test_a_report_over_the_days_number_waits_as_a_draft(tight: Phone) -> None:
    """Tomorrow it only has to be sent."""
    await tight.agree()
    tight.later(minutes=1)
    for _ in range(3):
        await file(tight)
    assert 2 == len(await tight.reports())
    assert "2 reports a day" in tight.text

    tight.later(days=1)
    await tight.tap("Submit report")
    assert 3 == len(await tight.reports())


async def test_in_danger_there_is_no_such_number(tight: Phone) -> None:
    """Whoever reports a fire is not counted."""
    await tight.agree()
    tight.later(minutes=1)
    for story in (STORY, STORY, "The house is on fire, next to the temple in Berawa"):
        await file(tight, story)

    assert 3 == len(await tight.reports())


async def ban(phone: Phone, days: int = 7) -> None:
    """An operator shuts the person out because of their report."""
    async with phone.storage.work(phone.now) as work:
        person = await reporters.by_telegram_id(work.session, phone.who)
        assert person is not None
        ayu = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
        [report] = await phone.reports()
        work.session.add(
            Ban(
                reporter_id=person.id, report_id=report.id, staff_id=ayu.id, reason="Twenty false alarms",
                at=work.now, until=work.now + timedelta(days=days),
            )
        )  # fmt: skip


async def test_who_is_shut_out_hears_it_once(emma: Phone) -> None:
    """Why, until when, and where else to complain; the draft waits."""
    await emma.agree()
    await file(emma)
    await ban(emma)
    before = count(emma)
    for _ in range(3):
        await emma.say("Another pile of rubbish on Berawa beach")
    await emma.photo()

    assert before + 1 == count(emma)
    for words in ("Twenty false alarms", "Monday, 30 November 2026", "lapor.go.id", "Ombudsman"):
        assert words in emma.text
    assert await emma.draft() is None


async def test_who_is_shut_out_can_read_and_use_their_rights(emma: Phone) -> None:
    """Their reports, their data, the emergency numbers, help; not report, not add."""
    await emma.agree()
    await file(emma)
    [report] = await emma.reports()
    await ban(emma)

    await emma.say("/mine")
    assert report.code in emma.text
    await emma.say(report.code)
    assert report.code in emma.text
    await emma.tap("Manage")
    await emma.say("/privacy")
    assert "Erase me" in str(emma.buttons())
    await emma.tap("Correct")
    await emma.say("/help")
    await emma.say("There is a fire in the kitchen!")
    assert "113" in "\n".join(shown.text for shown in emma.shown[-2:])
    await emma.press(f"r.add:{report.id}")
    assert emma.toast


async def test_after_its_time_or_when_lifted_all_is_as_before(emma: Phone) -> None:
    """Nobody has to be let in again."""
    await emma.agree()
    await file(emma)
    await ban(emma, days=1)
    emma.later(days=1, minutes=1)
    await emma.say("Another pile of rubbish on Berawa beach")
    assert await emma.draft() is not None

    await emma.say("/cancel")
    await emma.tap("Delete")
    await ban(emma)
    async with emma.storage.work(emma.now) as work:
        [report] = await emma.reports()
        assert await bans.lift(work, report.id, 1)
        assert not await bans.lift(work, report.id, 1)
    await emma.say("Another pile of rubbish on Berawa beach")
    assert await emma.draft() is not None
