"""Reports and what hangs on them: history, promises, cards, words to confirm."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from rules.access import Role
from rules.draft import Draft, Part, Place, ReportKind, Slot, When
from rules.lifecycle import Status
from rules.queue import View
from storage import cards, compositions, deadlines, drafts, events, queue, reports, staff
from storage.queue import Asked
from storage.tables import Card, Deadline
from storage.work import Storage

FULL = Draft(
    parts=(Part(1, "Lampu jalan padam"), Part(4, "sejak Senin")),
    place=Place(-8.7, 115.2, "51.03.01.1001", "Kuta", "Kuta", "Badung", "depan pasar", message_id=2),
    category="street-light",
    when=When(date(2026, 11, 22), now=True),
    evidence=2,
    kind=ReportKind.SUGGESTION,
    anonymous=True,
    confidential=True,
    skipped=frozenset({Slot.EVIDENCE, Slot.WHEN}),
    editing=Slot.WHERE,
)


def test_a_draft_survives_json() -> None:
    """Every answer comes back as it was; an empty draft and the JSON of an older version do too."""
    assert drafts.from_json(drafts.to_json(FULL)) == FULL
    assert drafts.from_json(drafts.to_json(Draft())) == Draft()
    assert drafts.from_json({}) == Draft()
    assert drafts.from_json({"when": {"day": None, "now": False}}).when == When(None)
    guessed = Draft(when=When(date(2026, 11, 22), assumed=True))
    assert drafts.from_json(drafts.to_json(guessed)) == guessed


async def test_what_was_answered_is_what_is_filed(storage: Storage, now: datetime, someone: Any) -> None:
    """Every answer of the draft stands in the report, which is received; filed twice it is the same report."""
    async with storage.work(now) as work:
        reporter = await someone(work)
        row = await drafts.save(work, reporter.id, FULL)
        first = await reports.file(work, reporter, row, drafts.load(row), "BDG-2345-678", "Lampu")
        second = await reports.file(work, reporter, row, FULL, "BDG-9999-999", "Lampu")
        assert second is first
    async with storage.read() as session:
        report = await reports.by_code(session, "BDG-2345-678")

    assert report is not None
    assert (report.body, report.status, report.kind) == ("Lampu jalan padam\nsejak Senin", "received", "suggestion")
    assert (report.latitude, report.village, report.place_words) == (-8.7, "51.03.01.1001", "depan pasar")
    assert (report.happened_on, report.happening_now) == (date(2026, 11, 22), True)
    assert (report.anonymous, report.confidential, report.language) == (True, True, "id")
    assert (report.filed_at, report.version) == (now, 1)


async def test_of_two_at_once_one_changes_the_report(storage: Storage, now: datetime, filed: Any) -> None:
    """Both read it, both want it: one wins, and the other sees what the first made of it."""
    async with storage.work(now) as work:
        report_id = (await filed(work)).id
    ready = asyncio.Barrier(2)

    async def take(status: Status) -> tuple[bool, str, int]:
        async with storage.read() as session:
            seen = await reports.by_id(session, report_id)
            assert seen is not None
        await ready.wait()
        async with storage.work(now) as work:
            report = await work.session.merge(seen, load=False)
            won = await reports.change(work, report, status=status)
            return won, report.status, report.version

    results = await asyncio.gather(take(Status.FORWARDED), take(Status.ARCHIVED))

    assert sorted(won for won, _, _ in results) == [False, True]
    assert len({(status, version) for _, status, version in results}) == 1
    assert results[0][2] == 2


async def test_a_change_is_dated(storage: Storage, now: datetime, filed: Any) -> None:
    """The object shows the new values at once, words as words."""
    async with storage.work(now) as work:
        report_id = (await filed(work)).id
    later = now + timedelta(hours=1)
    async with storage.work(later) as work:
        report = await reports.by_id(work.session, report_id)
        assert report is not None
        assert await reports.change(work, report, status=Status.FORWARDED, agency="dlhk")

    assert (report.status, report.agency, report.version, report.changed_at) == ("forwarded", "dlhk", 2, later)


async def test_a_reporter_sees_the_newest_first(storage: Storage, now: datetime, filed: Any) -> None:
    """At most as many as asked for."""
    async with storage.work(now) as work:
        for code in ("BDG-1", "BDG-2", "BDG-3"):
            report = await filed(work, code)
    async with storage.read() as session:
        found = await reports.of_reporter(session, report.reporter_id, 2)

    assert [report.code for report in found] == ["BDG-3", "BDG-2"]


async def test_history_is_read_from_a_line_on(storage: Storage, now: datetime, filed: Any) -> None:
    """In order, after a line, and only what the reader may see."""
    async with storage.work(now) as work:
        report = await filed(work)
        first = await events.add(work, report, "reporter", "filed", "received", "received")
        await events.add(work, report, "liaison", "note", "received", "received", "internal", visibility="desk")
        last = await events.add(work, report, "coordinator", "forward", "received", "forwarded", data={"to": "dlhk"})
    async with storage.read() as session:
        history = await events.of_report(session, report.id)
        told = await events.of_report(session, report.id, first.id, "reporter")

    assert [event.step for event in history] == ["filed", "note", "forward"]
    assert [(event.id, event.data) for event in told] == [(last.id, {"to": "dlhk"})]


async def test_promises_are_open_until_met(storage: Storage, now: datetime, filed: Any) -> None:
    """The nearest first; a met one keeps its first moment; set anew it is open again."""
    day = timedelta(days=1)
    async with storage.work(now) as work:
        report = await filed(work)
        await deadlines.set(work, report.id, "resolve", now + 9 * day)
        await deadlines.set(work, report.id, "verify", now + 3 * day)
        assert [row.kind for row in await deadlines.rows_of(work.session, report.id)] == ["verify", "resolve"]

        await deadlines.met(work, report.id, "verify")
        assert await deadlines.open_of(work.session, report.id) == {"resolve": now + 9 * day}

        await deadlines.set(work, report.id, "verify", now + 4 * day)
        assert list(await deadlines.open_of(work.session, report.id)) == ["verify", "resolve"]
        for kind in ("verify", "resolve"):
            await deadlines.met(work, report.id, kind)
        assert await deadlines.rows_of(work.session, report.id) == []


async def test_a_moved_promise_counts_from_when_it_did(storage: Storage, now: datetime, filed: Any) -> None:
    """Another date leaves its beginning, and one that was met stays met."""
    async with storage.work(now) as work:
        report = await filed(work)
        await deadlines.set(work, report.id, "resolve", now, since=now - timedelta(days=2))
        await deadlines.set(work, report.id, "verify", now)
        await deadlines.met(work, report.id, "verify")
    async with storage.work(now + timedelta(hours=1)) as work:
        for kind in ("resolve", "verify"):
            await deadlines.move(work, report.id, kind, now + timedelta(days=9))
        rows = {row.kind: row for row in (await work.session.exec(select(Deadline))).all()}

    assert (now + timedelta(days=9), now - timedelta(days=2)) == (rows["resolve"].due_at, rows["resolve"].set_at)
    assert now == rows["verify"].due_at


async def test_only_running_promises_of_the_desk_are_urgent(storage: Storage, now: datetime, filed: Any) -> None:
    """What waits for the reporter has the reporter's own date, whatever the desk's; their window is no urgency."""
    hour = timedelta(hours=1)
    async with storage.work(now) as work:
        waits, runs = await filed(work, "BDG-1"), await filed(work, "BDG-2")
        assert await reports.change(work, waits, status=str(Status.NEEDS_INFO))
        await deadlines.set(work, waits.id, "resolve", now + hour)
        await deadlines.set(work, runs.id, "reply", now + hour)
        await deadlines.set(work, runs.id, "verify", now + 3 * hour)
        await deadlines.set(work, runs.id, "resolve", now + 9 * hour)
        await deadlines.set(work, waits.id, "reply", now + 5 * hour)
        rows = await queue.page(work.session, View.ALL, Asked(None, 0, now, now), 9)
        found = [(report.code, promise and (promise.kind, promise.due_at)) for report, promise in rows]

    assert [("BDG-2", ("verify", now + 3 * hour)), ("BDG-1", ("reply", now + 5 * hour))] == found


async def test_a_promise_is_warned_of_as_long_as_it_is_open(storage: Storage, now: datetime, filed: Any) -> None:
    """What was said of it stays said when it is moved; set anew nothing was said; once met nobody is warned."""
    day = timedelta(days=1)

    async def stored() -> tuple[datetime | None, datetime | None]:
        statement = select(Deadline.warn_at, Deadline.told_at).where(col(Deadline.report_id) == report.id)
        warn_at, told_at = (await work.session.exec(statement)).one()
        return warn_at, told_at

    async with storage.work(now) as work:
        report = await filed(work)
        await deadlines.set(work, report.id, "verify", now + 3 * day, warn_at=now + day)
        await work.session.exec(update(Deadline).values(told_at=now))

        await deadlines.move(work, report.id, "verify", now + 6 * day, warn_at=now + 4 * day)
        assert (now + 4 * day, now) == await stored()
        await deadlines.set(work, report.id, "verify", now + 9 * day, warn_at=now + 7 * day)
        assert (now + 7 * day, None) == await stored()
        await deadlines.met(work, report.id, "verify")
        assert (None, None) == await stored()


async def test_a_chat_has_one_card_of_a_report(storage: Storage, now: datetime, filed: Any) -> None:
    """Opened twice it is the same card."""
    async with storage.work(now) as work:
        report = await filed(work)
        first = await cards.open(work, report.id, -100)
        await cards.shown(work, first.id, 5)
        second = await cards.open(work, report.id, -100)
        await cards.open(work, report.id, -200)

        assert (second.id, second.message_id) == (first.id, 5)
        assert len((await work.session.exec(select(Card))).all()) == 2


async def test_words_are_confirmed_once(storage: Storage, now: datetime, filed: Any) -> None:
    """Of two taps on Send, one acts."""
    async with storage.work(now) as work:
        report = await filed(work)
        ayu = await staff.add(work, 5, "Ayu", Role.COORDINATOR)
        words = await compositions.open(work, report.id, ayu.id, -100, 3, "reply", "Sudah diperbaiki")

    async def confirm() -> bool:
        async with storage.work(now) as work:
            return await compositions.close(work, words.id, compositions.DONE)

    assert sorted(await asyncio.gather(confirm(), confirm())) == [False, True]
