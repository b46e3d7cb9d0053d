"""The desk is warned in time, in one message a chat, and only while the office is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers import casework
from handlers.desk import warnings
from rules.access import Role
from rules.delivery import State
from rules.lifecycle import Actor, Step
from storage import desk_chats, outbox, reports, staff
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, Shown, Stage, labels

WITA = ZoneInfo("Asia/Makassar")
LEADER = 21


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """The stage with a leader, who reads English."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, LEADER, "Putu", Role.LEADER, language="en")
    return stage


async def look(stage: Stage, at: str) -> int:
    """A round of the clock at that moment, and what it ordered a minute later; how many promises it saw to."""
    stage.now = wita(at)
    async with stage.storage.work(stage.now) as work:
        count = await warnings.warn(work, stage.house)
    stage.later(minutes=1)
    await stage.deliver()
    return count


async def step(stage: Stage, report: Report, step_: Step, who: int = AYU, **values: Any) -> None:
    """An operator does something."""
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        actor = Actor.COORDINATOR if who == AYU else Actor.LIAISON
        person = await staff.by_telegram_id(work.session, who)
        await casework.take_step(work, stage.house, found, step_, actor=actor, staff=person, **values)


async def supply(stage: Stage, report: Report) -> None:
    """The reporter answers what was asked."""
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, "Behind the gate", [], 9)


def warned(stage: Stage, chat: int) -> list[Shown]:
    """The warnings a chat got."""
    return [shown for shown in stage.seen(chat) if shown.push.intent == "warning"]


def counts(stage: Stage) -> tuple[int, int, int]:
    """How many warnings the coordinators, the agency and the leader have."""
    coordinators, agency, leader = (len(warned(stage, chat)) for chat in (COORDINATORS, DLHK, LEADER))
    return coordinators, agency, leader


async def test_a_verification_that_nobody_makes(desk: Stage) -> None:
    """At half time, as its last day begins, when it is late, each working day, and at twice the time to the leader.

    Filed on Monday at noon, 28 working hours before Thursday's closing.
    """
    report = await desk.file()  # Monday, 23 November 2026
    for at, expected in (
        ("2026-11-24T15:00", 0),
        ("2026-11-25T09:59", 0),
        ("2026-11-25T10:00", 1),  # half of it has passed
        ("2026-11-25T10:05", 1),
        ("2026-11-26T08:00", 2),  # one working day is left
        ("2026-11-26T15:59", 2),
        ("2026-11-26T16:05", 2),  # late, and the office is closed
        ("2026-11-27T06:45", 2),  # open, but it may not ring before seven
        ("2026-11-27T07:00", 3),
        ("2026-11-28T09:00", 3),  # Saturday
        ("2026-11-30T08:00", 4),
        ("2026-12-01T08:00", 5),
    ):
        await look(desk, at)
        assert expected == len(warned(desk, COORDINATORS)), at
    assert [] == warned(desk, LEADER)

    await look(desk, "2026-12-02T14:30")  # 28 working hours after Thursday's closing: 5.5 + 8 + 8 + 6.5
    assert (6, 0, 1) == counts(desk)
    assert f"🔴 <b>{report.code}</b>" in warned(desk, LEADER)[0].screen.text
    await look(desk, "2026-12-03T08:00")
    assert (7, 0, 1) == counts(desk)  # the leader is told once


async def test_a_leader_off_duty_is_stood_in_for(desk: Stage) -> None:
    """What has taken twice its time is told to whoever they named."""
    async with desk.storage.work(desk.now) as work:
        other = await staff.add(work, LEADER + 1, "Komang", Role.LEADER)
        putu = await staff.by_telegram_id(work.session, LEADER)
        assert putu is not None
        await staff.change(work, putu.id, off_since=desk.now, stand_in_id=other.id)
    await desk.file()
    for at in ("2026-11-25T10:00", "2026-11-27T07:00", "2026-12-02T14:30"):
        await look(desk, at)

    assert [] == warned(desk, LEADER)
    assert 1 == len(warned(desk, LEADER + 1))


async def test_what_a_warning_says(desk: Stage) -> None:
    """The light, the code, what it is about, what is due by when, a button for the card; nothing of the person."""
    report = await desk.file(anonymous=True, confidential=True)
    await look(desk, "2026-11-25T10:00")

    shown = warned(desk, COORDINATORS)[0]
    assert shown.screen.text == (
        "⏰ <b>1 laporan perlu dikerjakan</b>, yang paling mendesak dahulu\n\n"
        f"🟢 <b>{report.code}</b> · Sampah menumpuk · verifikasi paling lambat 26 Nov 2026 16.00 WITA"
    )
    assert [report.code] == labels(shown.screen)
    await desk.press(AYU, COORDINATORS, report.code, shown.message_id)
    assert desk.last(COORDINATORS).push.intent == "card"

    await look(desk, "2026-11-26T08:00")
    assert "🟡" in warned(desk, COORDINATORS)[-1].screen.text
    await look(desk, "2026-11-30T08:00")
    assert warned(desk, COORDINATORS)[-1].screen.text.endswith("16.00 WITA · terlambat 2 hari kerja")


async def test_an_agency_is_warned_of_its_own_and_the_coordinators_once_it_is_late(desk: Stage) -> None:
    """Forwarded on Monday at noon, the first follow-up is due on the Monday after at 16:00."""
    report = await desk.file()
    await step(desk, report, Step.FORWARD, agency="dlhk")
    await look(desk, "2026-11-26T10:15")  # half of 41.5 working hours
    assert (0, 1, 0) == counts(desk)
    await look(desk, "2026-11-30T08:00")
    assert (0, 2, 0) == counts(desk)
    await look(desk, "2026-12-01T08:00")
    assert (1, 3, 0) == counts(desk)
    assert " · DLHK · tindak lanjut pertama" in warned(desk, COORDINATORS)[0].screen.text
    assert "DLHK" not in warned(desk, DLHK)[-1].screen.text

    await step(desk, report, Step.TAKE, KETUT)
    await look(desk, "2026-12-02T08:00")
    assert (1, 3, 0) == counts(desk)  # the answer has time until the eleventh


async def test_an_agency_without_a_chat_is_warned_through_the_coordinators(desk: Stage) -> None:
    """PUPR has none."""
    report = await desk.file()
    await step(desk, report, Step.FORWARD, agency="pupr")
    await look(desk, "2026-11-26T10:15")

    assert (1, 0, 0) == counts(desk)
    assert " · PUPR · " in warned(desk, COORDINATORS)[0].screen.text


async def test_one_message_a_chat_however_many_reports(desk: Stage) -> None:
    """The most urgent twenty, how many more there are, and a button for each shown."""
    for number in range(25):
        await desk.file(telegram_id=1000 + number)
    assert 25 == await look(desk, "2026-11-25T10:00")

    shown = warned(desk, COORDINATORS)
    assert 1 == len(shown)
    assert "<b>25 laporan" in shown[0].screen.text
    assert shown[0].screen.text.endswith("… dan 5 lagi: /antrean")
    assert 20 == len(labels(shown[0].screen))


async def test_a_second_message_within_the_hour_goes_with_the_next_hour(desk: Stage) -> None:
    """What comes due in between gathers there."""
    for minutes in range(0, 50, 10):
        desk.now = wita(f"2026-11-23T12:{minutes:02}")
        await desk.file(telegram_id=1000 + minutes)
    for minutes in range(0, 50, 5):  # the five are at half time between 10:00 and 10:20 of Wednesday
        await look(desk, f"2026-11-25T10:{minutes:02}")
    assert 1 == len(warned(desk, COORDINATORS))
    desk.now = wita("2026-11-25T11:00")
    await desk.deliver()

    first, second = warned(desk, COORDINATORS)
    assert ("<b>1 laporan" in first.screen.text, "<b>4 laporan" in second.screen.text) == (True, True)


async def test_batches_of_one_round_are_one_message(desk: Stage) -> None:
    """However many transactions a round takes."""
    for number in range(7):
        await desk.file(telegram_id=1000 + number)
    desk.now = wita("2026-11-25T10:00")
    house = type(desk.house)(desk.house.region, desk.house.catalog, "", "", batch=2)
    found = []
    while not found or found[-1]:
        async with desk.storage.work(desk.now) as work:
            found.append(await warnings.warn(work, house))
        await desk.deliver()
    assert [2, 2, 2, 1, 0] == found
    desk.later(minutes=1)
    await desk.deliver()

    assert 1 == len(warned(desk, COORDINATORS))
    assert "<b>7 laporan" in warned(desk, COORDINATORS)[0].screen.text


async def test_what_was_done_meanwhile_is_not_in_it(desk: Stage) -> None:
    """Composed when it is sent; with nothing left to say nothing is sent."""
    first, second = await desk.file(), await desk.file(telegram_id=502)
    for report, left in ((first, 1), (second, 0)):
        desk.now = wita("2026-11-25T10:00" if left else "2026-11-26T08:00")
        async with desk.storage.work(desk.now) as work:
            assert await warnings.warn(work, desk.house) > 0
        await step(desk, report, Step.FORWARD, agency="dlhk")
        desk.later(minutes=1)
        await desk.deliver()
        assert 1 == len(warned(desk, COORDINATORS))

    assert second.code in warned(desk, COORDINATORS)[0].screen.text
    assert first.code not in warned(desk, COORDINATORS)[0].screen.text


async def test_the_clock_stands_still_while_the_reporter_is_asked(desk: Stage) -> None:
    """No warning, however long; then the promise goes on with the time it had left."""
    report = await desk.file()
    await step(desk, report, Step.ASK, text="Where exactly?")
    for at in ("2026-11-25T10:00", "2026-11-27T07:00", "2026-12-14T08:00"):
        await look(desk, at)
    assert (0, 0, 0) == counts(desk)

    desk.now = wita("2026-12-14T12:00")  # a Monday three weeks later, at the hour it was filed
    await supply(desk, report)
    await look(desk, "2026-12-16T09:55")
    assert (0, 0, 0) == counts(desk)
    await look(desk, "2026-12-16T10:00")
    assert (1, 0, 0) == counts(desk)
    assert "17 Des 2026 16.00" in warned(desk, COORDINATORS)[0].screen.text


async def test_nothing_rings_over_a_long_weekend_with_nyepi(desk: Stage) -> None:
    """Filed on Tuesday 2 March 2027, due on Friday's noon: told when the office opens again, and not before."""
    desk.now = wita("2027-03-02T10:00")
    await desk.file()
    await look(desk, "2027-03-03T15:45")
    await look(desk, "2027-03-04T12:00")
    assert (2, 0, 0) == counts(desk)
    for at in ("2027-03-05T12:00", "2027-03-05T15:00", "2027-03-06T10:00", "2027-03-07T10:00", "2027-03-08T10:00"):
        await look(desk, at)
    assert (2, 0, 0) == counts(desk)
    opening = desk.house.region.calendar.next_open(wita("2027-03-08T10:00"))
    await look(desk, opening.astimezone(WITA).replace(tzinfo=None).isoformat())

    assert (3, 0, 0) == counts(desk)
    assert "paling lambat 5 Mar 2027 12.00 WITA" in warned(desk, COORDINATORS)[-1].screen.text


@pytest.mark.parametrize(
    ("filed", "back", "leader"),
    [
        ("2027-03-03T10:00", "2027-03-16T09:00", 0),  # over a weekend, Nyepi and Eid
        ("2027-01-06T10:00", "2027-01-25T09:00", 1),  # Galungan lies within: it takes twice the time
    ],
)
async def test_days_of_silence_are_one_warning(desk: Stage, filed: str, back: str, leader: int) -> None:
    """Kanal was down: one message a chat, as things are now."""
    desk.now = wita(filed)
    for number in range(3):
        await desk.file(telegram_id=1000 + number)
    await look(desk, back)
    await look(desk, back.replace(":00", ":05"))

    assert (1, 0, leader) == counts(desk)
    assert "<b>3 laporan" in warned(desk, COORDINATORS)[0].screen.text
    assert leader == "".join(shown.screen.text for shown in warned(desk, LEADER)).count("3 reports have taken twice")


async def test_what_could_not_be_sent_by_day_waits_for_the_next(desk: Stage) -> None:
    """Telegram was away at closing time: in the morning there is one message, with what that morning brings."""
    await desk.file()
    desk.now = wita("2026-11-25T15:59")
    async with desk.storage.work(desk.now) as work:
        assert 1 == await warnings.warn(work, desk.house)
    desk.now = wita("2026-11-25T16:30")
    await desk.deliver()
    assert (0, 0, 0) == counts(desk)

    await look(desk, "2026-11-26T08:00")
    assert (1, 0, 0) == counts(desk)


async def test_a_warning_for_a_chat_that_is_the_desks_no_more(desk: Stage) -> None:
    """Nothing is told to a group that was unbound, nor to a leader who is one no longer."""
    await desk.file()
    desk.now = wita("2026-12-14T08:00")
    async with desk.storage.work(desk.now) as work:
        await warnings.warn(work, desk.house)
        await desk_chats.unbind(work, COORDINATORS)
        await staff.add(work, LEADER, "Putu", Role.LIAISON, "dlhk")
    desk.later(minutes=1)
    await desk.deliver()

    assert (0, 0, 0) == counts(desk)
    async with desk.storage.read() as session:
        assert 2 == (await outbox.counts(session, desk.now))[State.DROPPED]


async def test_the_last_day_of_the_calendar(desk: Stage) -> None:
    """Beyond the years it knows nobody is warned, and nothing breaks."""
    await desk.file()
    desk.now = wita(f"{desk.house.region.calendar.last_year + 1}-01-04T09:00")
    async with desk.storage.work(desk.now) as work:
        assert 0 == await warnings.warn(work, desk.house)
