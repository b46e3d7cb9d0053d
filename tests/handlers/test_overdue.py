"""What a reporter hears of a missed deadline, and of the Ombudsman."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from handlers import casework, overdue
from handlers.desk import warnings
from handlers.house import House
from rules.access import Role
from rules.lifecycle import Actor, Step
from storage import reporters, reports, staff
from storage.tables import Deadline, Report
from tests.handlers.stage import AYU, EMMA, KETUT, MADE, Shown, Stage, labels

WITA = ZoneInfo("Asia/Makassar")
LATE = "2026-11-26T16:05"  # verification of a report of Monday the 23rd was due at four


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


async def look(stage: Stage, at: str) -> int:
    """A round of both ticks at that moment, and what it ordered; how many things it did."""
    stage.now = wita(at)
    async with stage.storage.work(stage.now) as work:
        count = await overdue.tell(work, stage.house) + await overdue.point_on(work, stage.house)
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
    await stage.deliver()


def told(stage: Stage, intent: str = "missed", who: int = EMMA) -> list[Shown]:
    """The messages of a sort that a reporter got."""
    return [shown for shown in stage.seen(who, "public") if shown.push.intent == intent]


async def test_a_missed_deadline_is_told_once(stage: Stage) -> None:
    """What was promised by when, who has it, what happens now, where else to turn; buttons as under any notice."""
    report = await stage.file()
    await look(stage, "2026-11-26T15:59")
    assert [] == told(stage)

    assert 1 == await look(stage, LATE)
    for at in ("2026-11-26T16:10", "2026-11-27T16:05", "2026-11-30T16:05"):
        assert 0 == await look(stage, at)

    [shown] = told(stage)
    assert shown.screen.text == (
        f"⚠️ <b>Report {report.code}</b>\nPiles of rubbish behind the beach bar, it smells\n\n"
        "<b>We missed a deadline. We are sorry.</b>\n\n"
        "• Your report has not been checked and passed on. We promised that by Thursday, 26 November 2026 16:00 WITA."
        "\n\n"
        "Your report is with the coordinator, the <b>Communication and Informatics Agency</b>. The officers are "
        "reminded every working day until this is done.\n\n"
        "Next: the final answer from the Communication and Informatics Agency, by Friday, 11 December 2026 12:00 WITA "
        "at the latest.\n\n"
        "Your right: if this report is not settled within 60 days of being sent (Monday, 23 November 2026), from "
        "Friday, 22 January 2027 you may complain to the <b>Ombudsman, Bali office (137)</b>."
    )
    assert ["➕ Add something", "🔎 See status"] == labels(shown.screen)[:2]
    assert ("notice", report.id) == (shown.push.purpose, shown.push.report_id)  # an answer to it is an addition


async def test_it_is_told_in_the_readers_language_when_it_may_ring(stage: Stage) -> None:
    """Kanal was down until the night: at seven, in the language chosen meanwhile."""
    await stage.file(MADE)
    await look(stage, "2026-11-26T22:00")
    assert [] == told(stage, who=MADE)
    async with stage.storage.work(stage.now) as work:
        made = await reporters.by_telegram_id(work.session, MADE)
        assert made is not None
        await reporters.choose_language(work, made, "id")
    stage.now = wita("2026-11-27T07:00")
    await stage.deliver()

    assert "Batas waktu kami terlewati" in told(stage, who=MADE)[0].screen.text


async def test_several_missed_promises_are_one_text(stage: Stage) -> None:
    """Nobody looked for a month: verification and the answer are both late, and the leader knows."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, 21, "Putu", Role.LEADER)
    await stage.file()
    stage.now = wita("2026-12-21T09:00")
    async with stage.storage.work(stage.now) as work:
        await warnings.warn(work, stage.house)
    assert 2 == await look(stage, "2026-12-21T09:05")

    [shown] = told(stage)
    assert 2 == shown.screen.text.count("• Your report")
    assert "The management has been told too." in shown.screen.text


async def test_a_leader_is_promised_only_where_there_is_one(stage: Stage) -> None:
    """Forwarded, and the first follow-up is missed: the agency and the coordinator are named."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, 21, "Putu", Role.LEADER)
    report = await stage.file()
    await step(stage, report, Step.FORWARD, agency="dlhk")
    await look(stage, "2026-11-30T16:05")

    assert "with the <b>Environment and Cleanliness Agency</b>. Its officers" in told(stage)[0].screen.text
    assert "If it takes twice the time, the management is told." in told(stage)[0].screen.text


async def test_a_second_miss_of_the_same_day_waits_for_the_next(stage: Stage) -> None:
    """Never more than one such message for a report and day."""
    report = await stage.file()
    await look(stage, LATE)
    await step(stage, report, Step.FORWARD, agency="dlhk")
    async with stage.storage.work(stage.now) as work:
        await work.session.exec(update(Deadline).values(due_at=wita("2026-11-26T16:20")))
    await look(stage, "2026-11-26T16:30")
    assert 1 == len(told(stage))
    stage.now = wita("2026-11-27T16:30")
    await stage.deliver()

    assert ["checked and passed on" in shown.screen.text for shown in told(stage)] == [True, False]


@pytest.mark.parametrize("meanwhile", ["done", "asked"])
async def test_nothing_is_said_that_is_no_longer_so(stage: Stage, meanwhile: str) -> None:
    """Passed on, or waiting for the reporter, between the order and the sending."""
    report = await stage.file()
    stage.now = wita(LATE)
    async with stage.storage.work(stage.now) as work:
        assert 1 == await overdue.tell(work, stage.house)
    if meanwhile == "done":
        await step(stage, report, Step.FORWARD, agency="dlhk")
    else:
        await step(stage, report, Step.ASK, text="Where?")
    await stage.deliver()

    assert [] == told(stage)


async def test_a_promise_whose_clock_stands_still_is_not_missed(stage: Stage) -> None:
    """While the reporter is asked; moved, it is missed at its new date."""
    report = await stage.file()
    await step(stage, report, Step.ASK, text="Where?")
    assert 0 == await look(stage, LATE)
    stage.now = wita("2026-11-30T12:00")
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, "Behind the gate", [], 9)
    assert 0 == await look(stage, "2026-12-03T15:55")
    assert 1 == await look(stage, "2026-12-03T16:00")


async def test_a_promise_made_anew_can_be_missed_anew(stage: Stage) -> None:
    """Returned by the department, the report has a new date for passing on."""
    report = await stage.file()
    await look(stage, LATE)
    await step(stage, report, Step.FORWARD, agency="dlhk")
    await step(stage, report, Step.RETURN, KETUT, text="no")
    await look(stage, "2026-12-01T16:05")

    assert 2 == len(told(stage))


async def test_who_blocked_us_is_left_alone(stage: Stage) -> None:
    """Their deadlines are no longer looked at, and nothing is sent."""
    await stage.file()
    async with stage.storage.work(stage.now) as work:
        await reporters.blocked(work, EMMA, stage.now)

    assert [1, 0] == [await look(stage, LATE), await look(stage, "2026-11-26T16:10")]
    assert [1, 0] == [await look(stage, "2026-12-11T16:05"), await look(stage, "2026-12-11T16:10")]
    assert [1, 0] == [await look(stage, "2027-01-22T14:00"), await look(stage, "2027-01-22T15:00")]
    assert [] == stage.seen(EMMA, "public")


async def test_after_sixty_days_the_ombudsman_is_named_once(stage: Stage) -> None:
    """The report is in work and no deadline falls on that day: a message of its own, with the contact."""
    report = await stage.file()
    await step(stage, report, Step.FORWARD, agency="dlhk")
    await step(stage, report, Step.TAKE, KETUT)
    await look(stage, "2026-12-11T16:05")  # the answer was due
    await look(stage, "2027-01-22T11:55")
    assert (1, 0) == (len(told(stage)), len(told(stage, "ombudsman")))
    for at in ("2027-01-22T12:00", "2027-01-22T13:00", "2027-03-22T13:00"):
        await look(stage, at)

    [shown] = told(stage, "ombudsman")
    assert shown.screen.text == (
        f"⚖️ <b>Report {report.code}</b>\nPiles of rubbish behind the beach bar, it smells\n\n"
        "<b>Your report is still not settled. We are sorry.</b>\n\n"
        "Your right: this report is more than 60 days old (sent Monday, 23 November 2026), and since Friday, 22 "
        "January 2027 you may complain to the <b>Ombudsman, Bali office (137)</b>. Name the code of your report.\n\n"
        "We are still working on your report. It is now with the Environment and Cleanliness Agency."
    )
    assert ("notice", report.id) == (shown.push.purpose, shown.push.report_id)


async def test_a_deadline_missed_after_sixty_days_says_it_already(stage: Stage) -> None:
    """Kanal was down: one message, not two."""
    await stage.file()
    await look(stage, "2027-02-01T09:00")

    assert (1, 0) == (len(told(stage)), len(told(stage, "ombudsman")))
    assert "since Friday, 22 January 2027 you may complain" in told(stage)[0].screen.text


async def test_what_was_answered_needs_no_ombudsman(stage: Stage) -> None:
    """Sixty days later nothing is said."""
    report = await stage.file()
    await step(stage, report, Step.FORWARD, agency="dlhk")
    await step(stage, report, Step.TAKE, KETUT)
    await step(stage, report, Step.REPLY, KETUT, text="The truck came on Tuesday and took everything away.")
    await step(stage, report, Step.FINISH, KETUT)
    await look(stage, "2027-01-22T12:00")

    assert [] == told(stage, "ombudsman")


async def test_of_a_muted_report_it_is_told_without_a_sound(stage: Stage) -> None:
    """As the person was told when they muted it."""
    report = await stage.file()
    async with stage.storage.work(stage.now) as work:
        await work.session.exec(update(Report).values(muted=True))
    await look(stage, LATE)
    await step(stage, report, Step.FORWARD, agency="dlhk")
    await step(stage, report, Step.TAKE, KETUT)
    await look(stage, "2026-12-11T16:05")
    await look(stage, "2027-01-22T12:00")

    shown = [*told(stage), *told(stage, "ombudsman")]
    assert [True] * 3 == [one.push.silent for one in shown]


async def test_a_region_without_an_ombudsman_of_its_own(stage: Stage) -> None:
    """The national one is named, without a number that nobody gave us."""
    region = replace(stage.house.region, authorities={})
    stage.house = House(region, stage.house.catalog, "", "")
    await stage.file()
    await look(stage, LATE)

    assert "complain to the <b>Ombudsman of the Republic of Indonesia</b>." in told(stage)[0].screen.text


async def test_all_late_reports_of_a_person_are_one_message(stage: Stage) -> None:
    """Forty reports of a hotel, all late at four: one message with the first ten, a button to each."""
    filed = [await stage.file() for _ in range(40)]
    assert 40 == await look(stage, LATE)

    [shown] = told(stage)
    text = shown.screen.text
    assert text.startswith("⚠️ <b>We missed deadlines for 40 of your reports. We are sorry.</b>")
    assert "if a report is not settled within 60 days of being sent, you may complain about it to the" in text
    assert 10 == text.count("has not been checked and passed on. We promised that by Thursday, 26 November 2026")
    assert "… and your other reports: /mine" in text
    assert [report.code for report in filed[:10]] == labels(shown.screen)[:10]
    assert shown.push.report_id is None


async def test_of_several_late_reports_those_done_meanwhile_are_left_out(stage: Stage) -> None:
    """At night one of two is passed on: the message of the morning is about the other one, as if it had been alone."""
    done, late = await stage.file(MADE, "id"), await stage.file(MADE, "id")
    stage.now = wita("2026-11-26T22:00")
    async with stage.storage.work(stage.now) as work:
        assert 2 == await overdue.tell(work, stage.house)
    await step(stage, done, Step.FORWARD, agency="dlhk")
    stage.now = wita("2026-11-27T07:00")
    await stage.deliver()

    [shown] = told(stage, who=MADE)
    assert f"⚠️ <b>Laporan {late.code}</b>" in shown.screen.text
    assert ("notice", late.id) == (shown.push.purpose, shown.push.report_id)


async def test_what_is_late_while_a_message_waits_is_in_it(stage: Stage) -> None:
    """Found late in two rounds of one night: one message in the morning."""
    first, second = await stage.file(), await stage.file()
    async with stage.storage.work(stage.now) as work:
        late = update(Deadline).where(Deadline.report_id == second.id)
        await work.session.exec(late.values(due_at=wita("2026-11-26T22:03")))
    await look(stage, "2026-11-26T22:00")
    await look(stage, "2026-11-26T22:05")
    stage.now = wita("2026-11-27T07:00")
    await stage.deliver()

    [shown] = told(stage)
    assert "deadlines for 2 of your reports" in shown.screen.text
    assert {first.code, second.code} <= set(labels(shown.screen))


async def test_the_ombudsman_is_named_once_for_all_reports_of_a_person(stage: Stage) -> None:
    """Sent on one day, none of them settled: one message after sixty days."""
    for _ in range(3):
        await stage.file(MADE, "id")
    await look(stage, "2026-12-11T16:05")
    assert 3 == await look(stage, "2027-01-22T14:00")

    [shown] = told(stage, "ombudsman", MADE)
    assert shown.screen.text.startswith("⚖️ <b>3 laporan Anda belum juga selesai. Kami mohon maaf.</b>")
    assert "dalam 60 hari sejak dikirim dapat Anda adukan kepada <b>Ombudsman" in shown.screen.text
