"""What reporters were told of their reports and will be told, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from rules.delivery import Kind
from storage import outbox, reports, told
from storage.tables import STANDING_STILL
from storage.work import Storage
from tests.storage.conftest import MADE

WEEK = timedelta(days=7)


async def test_what_stands_still_is_found_by_reporter(storage: Storage, now: datetime, filed: Any) -> None:
    """Open reports of which nothing was said for long, the longest wait first; not muted, answered or ended ones."""
    async with storage.work(now) as work:
        first, second = [await filed(work, code) for code in ("BDG-1", "BDG-2")]
        for code, values in (
            ("BDG-3", {"muted": True}),
            ("BDG-4", {"status": "answered"}),
            ("BDG-5", {"status": "closed"}),
        ):
            assert await reports.change(work, await filed(work, code), **values)
    async with storage.work(now + timedelta(days=1)) as work:
        await told.now(work, second.id)

    async with storage.read() as session:
        assert [] == list(await told.standing_still(session, now - timedelta(seconds=1), 10))
        assert [first.reporter_id] == list(await told.standing_still(session, now, 10))
        everyone = await told.still_of(session, [first.reporter_id], now + WEEK)
        longest = await told.still_of(session, [first.reporter_id], now)

    assert [(first.reporter_id, first.id), (first.reporter_id, second.id)] == [tuple(row) for row in everyone]
    assert [(first.reporter_id, first.id)] == [tuple(row) for row in longest]


async def test_the_look_for_them_reads_an_index(sqlite_url: str) -> None:
    """Reports that ended long ago are in nobody's way."""
    async with Storage.open(sqlite_url) as storage, storage.read() as session:
        statement = f"SELECT reporter_id FROM report WHERE {STANDING_STILL} AND told_at <= '2027' ORDER BY told_at"
        plan = (await (await session.connection()).execute(text(f"EXPLAIN QUERY PLAN {statement}"))).all()

    assert ["SEARCH report USING INDEX ix_report_standing_still (told_at<?)"] == [row[3] for row in plan]


async def test_notices_of_a_day_are_counted(storage: Storage, now: datetime, filed: Any, say: Any) -> None:
    """Messages of their own that ring or will, of that report and that time; no reply, no edit, nothing of the desk."""
    async with storage.work(now) as work:
        report = await filed(work)
        other = await filed(work, "BDG-2")
        notice = {"kind": Kind.NOTICE, "report_id": report.id}
        await say(work, "counts", **notice)
        await say(work, "of the morning", **notice, due_at=now + timedelta(hours=1))
        await say(work, "of tomorrow", **notice, due_at=now + timedelta(days=1))
        await say(work, "edit", **notice, method="edit", edit_message_id=5)
        await say(work, "desk", **{**notice, "bot": "desk"})
        await say(work, "reply", report_id=report.id)
        await say(work, "other", kind=Kind.NOTICE, report_id=other.id)

        assert 2 == await told.notices(work.session, report.id, now, now + timedelta(hours=8))
        assert 0 == await told.notices(work.session, report.id, now - timedelta(hours=8), now)


async def test_a_waiting_summary_learns_more_and_may_go_earlier(storage: Storage, now: datetime, say: Any) -> None:
    """Until it is on its way: then it is too late, and no summary waits."""
    tomorrow = now + timedelta(days=1)
    async with storage.work(now) as work:
        assert await told.waiting_summary(work.session, MADE) is None
        await say(work, "", screen=None, intent="summary", kind=Kind.NOTICE, data={"since_event": 5}, due_at=tomorrow)
        waiting = await told.waiting_summary(work.session, MADE)
        assert waiting is not None
        assert await told.amend(work, waiting, {"since_event": 4})
        assert await told.hasten(work, waiting, now)
        assert not await told.hasten(work, waiting, tomorrow)
    async with storage.work(now) as work:
        (claimed,) = await outbox.claim(work, 5)
        assert {"since_event": 4} == claimed.data
        assert not await told.amend(work, waiting, {})
        assert not await told.hasten(work, waiting, now - timedelta(hours=1))
        assert await told.waiting_summary(work.session, MADE) is None
