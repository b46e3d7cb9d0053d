"""The promises of a report in the course of its life: when they are made, what moves them, and what ends them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from handlers import casework, news, overdue
from handlers.desk import warnings
from locales import formats
from rules import lifecycle
from rules.deadline import Klass
from rules.draft import ReportKind
from rules.lifecycle import ENDED, TABLE, Actor, Case, Moved, Status, Step
from storage import deadlines, events, reports
from storage.tables import Event, Report
from tests.handlers.stage import EMMA, KETUT, MADE, Stage

ANSWER = "The rubbish was collected this morning."


def wita(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


async def dates(stage: Stage, report: Report) -> dict[str, datetime]:
    async with stage.storage.read() as session:
        return await deadlines.dates_of(session, report.id or 0)


def printed(*words: str) -> dict[str, datetime]:
    output = CliRunner().invoke(app, ["deadline", "--json", *words], catch_exceptions=False).output
    found: dict[str, Any] = json.loads(output)
    return {one["promise"]: datetime.fromisoformat(one["due"]) for one in found["deadlines"]}


@pytest.mark.parametrize("klass", list(Klass))
@pytest.mark.parametrize(
    ("filed", "forwarded", "answered"),
    [
        ("2027-03-05T11:30", "2027-03-05T11:59", "2027-03-17T09:00"),  # Friday noon, Nyepi, Eid
        ("2027-03-08T12:00", "2027-03-16T08:00", "2027-03-19T12:30"),
        ("2027-01-11T10:00", "2027-01-15T07:00", "2027-01-22T10:00"),  # Galungan, Kuningan
    ],
)
async def test_kanal_deadline_prints_what_is_stored(
    stage: Stage, klass: Klass, filed: str, forwarded: str, answered: str
) -> None:
    """The same moments as a report of that class has that was filed, forwarded and answered then."""
    kinds = {Klass.INFORMATION: ReportKind.QUESTION, Klass.SUGGESTION: ReportKind.SUGGESTION}
    stage.now = wita(filed)
    report = await stage.file(kind=kinds.get(klass, ReportKind.COMPLAINT))
    if klass is Klass.OVERSIGHT:
        await stage.desk_takes(report, Step.CLASSIFY, klass=klass.value)
    stage.now = wita(forwarded)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    stage.now = wita(answered)
    await stage.desk_takes(report, Step.REPLY, KETUT, text=ANSWER)
    await stage.desk_takes(report, Step.FINISH, KETUT)

    when = ("--filed", f"{filed}+08:00", "--forwarded", f"{forwarded}+08:00", "--answered", f"{answered}+08:00")
    assert await dates(stage, report) == printed(*when, "--class", klass.value)


# How a report comes to where a step is taken.
PATHS: dict[Status, tuple[Step, ...]] = {
    Status.RECEIVED: (),
    Status.FORWARDED: (Step.FORWARD,),
    Status.IN_PROGRESS: (Step.FORWARD, Step.TAKE),
    Status.NEEDS_INFO: (Step.FORWARD, Step.ASK),
    Status.ANSWERED: (Step.FORWARD, Step.REPLY, Step.FINISH),
    Status.CLOSED: (Step.FORWARD, Step.REPLY, Step.FINISH, Step.CLOSE),
    Status.REFERRED: (Step.REFER,),
    Status.ARCHIVED: (Step.ARCHIVE,),
}
VALUES: dict[Step, dict[str, str]] = {
    Step.FORWARD: {"agency": "dlhk"},
    Step.ASK: {"text": "Where exactly is it?"},
    Step.REPLY: {"text": ANSWER},
    Step.RETURN: {"text": "not ours"},
    Step.REFER: {"referred_to": "pln"},
    Step.ARCHIVE: {"archive_reason": "unclear"},
}
HEARD = news.ANNOUNCED | {Step.ASK, Step.REPLY}


def steps() -> Iterator[tuple[Step, Status, Actor]]:
    """Each step of the desk and of the clock that the reporter hears of, from each status in which it can be taken."""
    for row in TABLE.values():
        actors = [actor for actor in (Actor.COORDINATOR, Actor.LIAISON, Actor.CLOCK) if actor in row.actors]
        for source in sorted(row.sources - {Status.WITHDRAWN}):
            for actor in actors[:: len(actors) - 1 or 1] if row.step is Step.CLOSE else actors[:1]:
                if row.step in HEARD:
                    yield row.step, source, actor


def test_every_step_that_moves_a_report_is_heard_of() -> None:
    """What the desk does to a status reaches the reporter; only what the reporter does is answered on the spot.

    That an officer left the desk is its own affair: the reporter hears of the next one who takes the report.
    """
    for step, row in TABLE.items():
        for source in row.sources:
            case = Case(source, agency="dlhk", taken=True, replied=True)
            moves = [
                actor
                for actor in row.actors
                if isinstance(found := lifecycle.move(step, case, actor), Moved) and found.changed
            ]
            assert step in HEARD or step is Step.RELEASE or set(moves) <= {Actor.REPORTER}, (step, source)


@pytest.mark.parametrize(("step", "source", "actor"), list(steps()))
async def test_what_the_reporter_hears_names_the_next_promise(
    stage: Stage, step: Step, source: Status, actor: Actor
) -> None:
    """With its date, in both languages, as long as the report is open; the reporter's own time while it is their turn;
    of an ended report no promise."""
    filed = {"en": await stage.file(), "id": await stage.file(MADE, "id")}
    for before in PATHS[source]:
        stage.later(days=1)
        for report in filed.values():
            await stage.step(report, before, Actor.COORDINATOR, **VALUES.get(before, {}))
    stage.later(days=1)
    for locale, report in filed.items():
        if step is Step.FINISH:  # never without an answer
            await stage.step(report, Step.REPLY, actor, text=ANSWER)
        assert isinstance(await stage.step(report, step, actor, **VALUES.get(step, {})), Moved)
        text = stage.last(MADE if locale == "id" else EMMA, "public").screen.text
        status = (await stage.report(report)).status
        async with stage.storage.read() as session:
            shown = deadlines.shown(status, await deadlines.rows_of(session, report.id or 0))
        assert report.code in text
        assert (shown is None) == (status in ENDED)
        if shown is not None:
            assert moment(stage, shown.due_at, locale) in text
        else:
            assert not [at for at in (await dates(stage, report)).values() if moment(stage, at, locale) in text]
            assert not {"Next:", "Berikutnya:"} & set(text.split())


def moment(stage: Stage, at: datetime, locale: str) -> str:
    return formats.moment(at, locale, stage.house.region.tz, stage.house.region.zone_label)


async def supply(stage: Stage, report: Report, text: str) -> Event:
    """The reporter answers in the chat."""
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        event = await casework.add_from_reporter(work, stage.house, found, text, [], 9)
    await stage.deliver()
    return event


@pytest.mark.parametrize(
    ("filed", "asked", "answered", "verify", "resolve"),
    [
        # 600 minutes: all of Monday and two hours of Tuesday. Verification until Monday the 12th, the answer until
        # Tuesday the 27th, both at 16:00: a day and two hours later
        (
            "2027-04-07T10:00",
            "2027-04-09T12:00",
            "2027-04-13T10:00",
            ("2027-04-12T16:00", "2027-04-14T10:00"),
            ("2027-04-27T16:00", "2027-04-29T10:00"),
        ),
        # 120 minutes: Nyepi, Eid and its leave are no opening hours. The answer was due on a Friday at noon
        (
            "2027-03-03T10:00",
            "2027-03-05T12:00",
            "2027-03-16T10:00",
            ("2027-03-16T16:00", "2027-03-17T10:00"),
            ("2027-04-02T12:00", "2027-04-05T10:00"),
        ),
        # asked and answered while the office is closed: nothing moves, and the event says nothing
        (
            "2027-04-07T10:00",
            "2027-04-09T12:00",
            "2027-04-11T20:00",
            ("2027-04-12T16:00", "2027-04-12T16:00"),
            ("2027-04-27T16:00", "2027-04-27T16:00"),
        ),
    ],
)
async def test_a_question_moves_the_promises_by_the_opening_hours_of_the_wait(
    stage: Stage, filed: str, asked: str, answered: str, verify: tuple[str, str], resolve: tuple[str, str]
) -> None:
    """Asked on a Friday at noon, answered the next week: to the minute, and the event says from when to when."""
    stage.now = wita(filed)
    report = await stage.file()
    stage.now = wita(asked)
    await stage.desk_takes(report, Step.ASK, text="Where exactly?")
    promised = {"verify": tuple(map(wita, verify)), "resolve": tuple(map(wita, resolve))}
    found = await dates(stage, report)
    assert {kind: found[kind] for kind in promised} == {kind: before for kind, (before, _) in promised.items()}

    stage.now = wita(answered)
    event = await supply(stage, report, "Behind the second gate")

    found = await dates(stage, report)
    assert {kind: found[kind] for kind in promised} == {kind: after for kind, (_, after) in promised.items()}
    assert (event.step, event.actor, event.text) == (Step.SUPPLY, Actor.REPORTER, "Behind the second gate")
    said = {kind: tuple(map(datetime.fromisoformat, pair)) for kind, pair in event.data.get("moved", {}).items()}
    assert said == {kind: pair for kind, pair in promised.items() if pair[0] != pair[1]}


async def test_a_second_question_moves_them_again(stage: Stage) -> None:
    """Each wait counts once, from its own question to its own answer."""
    stage.now = wita("2027-04-07T10:00")
    report = await stage.file()
    for asked, answered in (("04-08T10:00", "04-08T11:00"), ("04-09T11:00", "04-12T08:30")):  # 60 and 60 + 30 minutes
        stage.now = wita(f"2027-{asked}")
        await stage.desk_takes(report, Step.ASK, text="Where exactly?")
        stage.now = wita(f"2027-{answered}")
        await supply(stage, report, "Behind the gate")

    assert (await dates(stage, report))["resolve"] == wita("2027-04-28T10:30")  # from Tuesday, 27 April 16:00


async def test_the_clock_stops_at_the_answer(stage: Stage) -> None:
    """Every promise of the desk is met: dates stand as they were, and nobody is warned or told of a missed one."""
    stage.now = wita("2027-04-07T10:00")
    report = await stage.file()
    stage.later(hours=1)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.REPLY, KETUT, text=ANSWER)
    before = await dates(stage, report)
    stage.later(days=2)
    await stage.desk_takes(report, Step.FINISH, KETUT)

    stage.later(days=90)
    async with stage.storage.work(stage.now) as work:
        assert [await tick(work, stage.house) for tick in (warnings.warn, overdue.tell)] == [0, 0]
    after = await dates(stage, report)
    assert after.pop("reply") == wita("2027-04-23T12:00")  # ten working days from Friday, the 9th
    assert after == before
    async with stage.storage.read() as session:
        assert ["reply"] == [row.kind for row in await deadlines.rows_of(session, report.id or 0)]


async def test_only_an_event_that_says_why_moves_a_promise(stage: Stage) -> None:
    """A life with a return, a question, another class and a dispute: each date is the first one or an event's."""
    report = await stage.file()
    first = await dates(stage, report)
    course: tuple[tuple[Step, Actor], ...] = (
        (Step.FORWARD, Actor.COORDINATOR),
        (Step.ASK, Actor.LIAISON),
        (Step.SUPPLY, Actor.REPORTER),
        (Step.CLASSIFY, Actor.COORDINATOR),
        (Step.RETURN, Actor.LIAISON),
        (Step.FORWARD, Actor.COORDINATOR),
        (Step.TAKE, Actor.LIAISON),
        (Step.REPLY, Actor.LIAISON),
        (Step.FINISH, Actor.LIAISON),
        (Step.REOPEN, Actor.REPORTER),
    )
    seen = first
    for step, actor in course:
        stage.later(days=1)
        if step is Step.SUPPLY:
            await supply(stage, report, "Behind the gate")
        else:
            values = {**VALUES, Step.CLASSIFY: {"klass": "oversight"}}.get(step, {})
            await stage.step(report, step, actor, **values)
        async with stage.storage.read() as session:
            event = (await events.of_report(session, report.id or 0))[-1]
        now = await dates(stage, report)
        moved = {
            kind: [seen[kind].isoformat(), at.isoformat()]
            for kind, at in now.items()
            if kind in seen and kind != "reply" and seen[kind] != at
        }
        assert event.step == step
        assert event.data.get("moved", {}) == moved
        seen = now
    assert seen["resolve"] - first["resolve"] > timedelta(days=60)
