"""Whom the clock has to tell of which promise: the desk before it is late, the reporter once it is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from rules.delivery import Kind
from rules.lifecycle import Status
from storage import deadlines, outbox, overdue, reporters, reports, warnings
from storage.tables import Deadline, Report
from storage.warnings import Audience, Mark
from storage.work import Storage, Work

DAY = timedelta(days=1)
LINES = 20


async def _promise(work: Work, report: Report, kind: str, due_at: datetime, warn_at: datetime | None = None) -> int:
    await deadlines.set(work, report.id, kind, due_at, warn_at=warn_at)
    statement = select(Deadline.id).where(col(Deadline.report_id) == report.id, col(Deadline.kind) == kind)
    return (await work.session.exec(statement)).one()


async def _codes(work: Work, audience: Audience, since: datetime, now: datetime) -> tuple[list[str], int]:
    items, total = await warnings.told(work.session, audience, since, now, now, LINES)
    return [item.code for item in items], total


async def test_the_moments_that_have_come(storage: Storage, now: datetime, filed: Any) -> None:
    """The oldest first, at most so many; one whose clock stands still is said to; what is met is none."""
    async with storage.work(now) as work:
        first, second = await filed(work, "BDG-1"), await filed(work, "BDG-2")
        later = await _promise(work, first, "resolve", now + 9 * DAY, now)
        sooner = await _promise(work, second, "resolve", now + 9 * DAY, now - DAY)
        await _promise(work, first, "verify", now + DAY, now + DAY)
        await _promise(work, first, "follow_up", now - DAY, now - DAY)
        await deadlines.met(work, first.id, "follow_up")
        await _promise(work, first, "reply", now + DAY, now - DAY)  # when its reporter is asked again: not the desk's
        assert await reports.change(work, second, status=str(Status.NEEDS_INFO), agency="dlhk")

        found = await warnings.due(work, 10)
        assert [(one.id, one.paused, one.agency) for one in found] == [(sooner, True, "dlhk"), (later, False, None)]
        assert [one.id for one in await warnings.due(work, 1)] == [sooner]

        await warnings.mark(work, [Mark(sooner, None), Mark(later, now + DAY, desk=True)])
        assert await warnings.due(work, 10) == []
    async with storage.work(now + DAY) as work:
        assert {one.id: one.warn_at for one in await warnings.due(work, 10)}[later] == now + DAY


async def test_a_mark_keeps_what_it_does_not_say(storage: Storage, now: datetime, filed: Any) -> None:
    """The desk's and the leader's moments are told apart; no marks are no statement."""
    async with storage.work(now) as work:
        number = await _promise(work, await filed(work), "verify", now, now)
        await warnings.mark(work, [])
        await warnings.mark(work, [Mark(number, now, desk=True)])
    async with storage.work(now + DAY) as work:
        await warnings.mark(work, [Mark(number, None, leader=True)])
        row = (await work.session.exec(select(Deadline))).one()

    assert (row.warn_at, row.warned_at, row.escalated_at) == (None, now, now + DAY)


async def test_who_is_told_of_what(storage: Storage, now: datetime, filed: Any) -> None:
    """An agency of its own; the coordinators of what has none, of agencies without a chat, and of what is late."""
    async with storage.work(now) as work:
        marks = []
        for code, agency, due_at in (
            ("BDG-OURS", None, now + DAY),
            ("BDG-DLHK", "dlhk", now + 2 * DAY),
            ("BDG-PUPR", "pupr", now + 3 * DAY),
            ("BDG-LATE", "dlhk", now),
        ):
            report = await filed(work, code)
            await reports.change(work, report, agency=agency)
            marks += [  # two promises of a report are one line
                Mark(await _promise(work, report, kind, due_at), None, True, code == "BDG-LATE")
                for kind in ("verify", "resolve")
            ]
        await warnings.mark(work, marks)

        coordinators = Audience(shared={"dlhk"})
        assert await _codes(work, coordinators, now, now) == (["BDG-LATE", "BDG-OURS", "BDG-PUPR"], 3)
        assert await _codes(work, Audience(agency="dlhk"), now, now) == (["BDG-LATE", "BDG-DLHK"], 2)
        assert await _codes(work, Audience(leader=True), now, now) == (["BDG-LATE"], 1)
        assert await _codes(work, Audience(), now + DAY, now + DAY) == ([], 0)
        items, total = await warnings.told(work.session, Audience(), now, now, now, 2)
        assert ([item.code for item in items], total) == (["BDG-LATE", "BDG-OURS"], 4)

        await work.session.exec(update(Report).values(status=str(Status.NEEDS_INFO)))
        assert await _codes(work, coordinators, now, now) == ([], 0)


async def test_a_warning_that_waits_gathers_more(storage: Storage, now: datetime, say: Any) -> None:
    """Its chat is named until it is taken, and no other row counts."""
    async with storage.work(now) as work:
        await say(work, "hi", chat_id=-5)
        await say(work, "", chat_id=-6, bot="desk", kind=Kind.NOTICE, screen=None, intent="warning")
        assert await warnings.waiting(work) == {-6}
        await outbox.claim(work, 10)
        assert await warnings.waiting(work) == set()


async def test_what_became_of_a_row_by_its_key(storage: Storage, now: datetime, say: Any) -> None:
    """Of the keys that were used; for what must not be said twice on a day."""
    async with storage.work(now) as work:
        await say(work, "one", dedup_key="a")
        await say(work, "two", dedup_key="b", chat_id=9)
        assert await outbox.states(work, ["a", "c"]) == {"a": "waiting"}
        await outbox.claim(work, 10)
        assert await outbox.states(work, ["a", "b"]) == {"a": "sending", "b": "sending"}


async def test_two_clocks_do_not_see_to_the_same_promise(storage: Storage, now: datetime, filed: Any) -> None:
    """On PostgreSQL the second one passes over what the first holds; on SQLite it waits and finds it done."""
    async with storage.work(now) as work:
        report = await filed(work)
        for kind in ("verify", "resolve"):
            await _promise(work, report, kind, now, now)

    async def look() -> int:
        async with storage.work(now) as work:
            found = await warnings.due(work, 10)
            await asyncio.sleep(0.05)
            await warnings.mark(work, [Mark(one.id, None, desk=True) for one in found])
            return len(found)

    assert sorted(await asyncio.gather(look(), look())) == [0, 2]


async def test_the_missed_promises_nobody_was_told_of(storage: Storage, now: datetime, filed: Any) -> None:
    """The longest late first, with where their reporter is; none that is met, waits for the reporter, or was told."""
    async with storage.work(now) as work:
        report, asked = await filed(work, "BDG-1"), await filed(work, "BDG-2")
        assert await reports.change(work, asked, status=str(Status.NEEDS_INFO))
        await _promise(work, asked, "verify", now - DAY)
        await _promise(work, report, "reply", now - DAY)
        verify = await _promise(work, report, "verify", now - DAY)
        resolve = await _promise(work, report, "resolve", now)
        await _promise(work, report, "follow_up", now + timedelta(microseconds=1))

        found = await overdue.missed(work, 10)
        assert [(one.id, one.report_id, one.blocked) for one in found] == [
            (verify, report.id, False),
            (resolve, report.id, False),
        ]
        assert {one.chat_id for one in found} == {7_123_456_789}
        assert len(await overdue.missed(work, 1)) == 1
        assert [one.id for one in await overdue.late(work.session, report.id, now)] == [verify, resolve]

        await overdue.told(work, [verify], [report.id])
        await reporters.blocked(work, 7_123_456_789, now)
        assert [(one.id, one.blocked) for one in await overdue.missed(work, 10)] == [(resolve, True)]
        await deadlines.met(work, report.id, "resolve")
        assert await overdue.missed(work, 10) == []
    async with storage.read() as session:
        told = await reports.by_id(session, report.id)
    assert told is not None
    assert (told.told_at, told.ombudsman_at) == (now, None)


async def test_the_reports_that_were_not_settled_in_time(storage: Storage, now: datetime, filed: Any) -> None:
    """The oldest that the desk still has; not while it waits for the reporter, nor once it was said."""
    async with storage.work(now) as work:
        report = await filed(work)
        assert await overdue.unsettled(work, now - timedelta(microseconds=1), 10) == []
        assert [one.report_id for one in await overdue.unsettled(work, now, 10)] == [report.id]
        for status in (Status.NEEDS_INFO, Status.ANSWERED, Status.CLOSED):
            assert await reports.change(work, report, status=str(status))
            assert await overdue.unsettled(work, now, 10) == []
        assert await reports.change(work, report, status=str(Status.FORWARDED))
        await overdue.pointed_on(work, [report.id])
        assert await overdue.unsettled(work, now, 10) == []
