"""Travellers' reports, on both databases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from storage import deadlines, reporters, reports, stays, warnings
from storage.stays import Leaver
from storage.warnings import Audience, Mark
from storage.work import Storage
from tests.storage.conftest import MADE

FRIDAY = date(2026, 11, 27)
DAY = timedelta(days=1)


async def test_what_is_not_finished_and_how_long_they_stay(storage: Storage, now: datetime, filed: Any) -> None:
    """Open and answered reports; a day that has passed, or of a report that has ended, says nothing."""
    async with storage.work(now) as work:
        first, second, third = [await filed(work, code) for code in ("BDG-1", "BDG-2", "BDG-3")]
        assert await reports.change(work, second, status="answered", stay_until=FRIDAY)
        assert await reports.change(work, third, status="closed", stay_until=FRIDAY + DAY)
        found = await stays.unfinished(work.session, first.reporter_id)
        assert ["BDG-1", "BDG-2"] == [report.code for report in found]
        assert FRIDAY == await stays.last_day(work.session, first.reporter_id, FRIDAY)
        assert await stays.last_day(work.session, first.reporter_id, FRIDAY + DAY) is None
        assert await stays.last_day(work.session, first.reporter_id + 1, FRIDAY) is None


async def test_who_is_to_be_told_before_leaving(storage: Storage, now: datetime, filed: Any) -> None:
    """When their moment has come, the earliest first, once."""
    async with storage.work(now) as work:
        for code, leave_at in (("BDG-1", now), ("BDG-2", now - DAY), ("BDG-3", now + DAY), ("BDG-4", None)):
            await stays.note(work, await filed(work, code), FRIDAY, leave_at)
        await reporters.blocked(work, MADE, now)
    async with storage.work(now) as work:
        found = await stays.leaving(work, 10)
        assert [2, 1] == [one.report_id for one in found]
        assert Leaver(2, found[0].reporter_id, MADE, True, FRIDAY) == found[0]
        assert [2] == [one.report_id for one in await stays.leaving(work, 1)]
        await stays.told(work, [1, 2])
        assert [] == await stays.leaving(work, 10)


async def test_what_they_are_told_of(storage: Storage, now: datetime, filed: Any) -> None:
    """Open reports with that day, not the muted ones."""
    async with storage.work(now) as work:
        for code, values in (
            ("BDG-1", {"stay_until": FRIDAY}),
            ("BDG-2", {"stay_until": FRIDAY, "muted": True}),
            ("BDG-3", {"stay_until": FRIDAY, "status": "answered"}),
            ("BDG-4", {"stay_until": FRIDAY + DAY}),
            ("BDG-5", {}),
        ):
            report = await filed(work, code)
            assert await reports.change(work, report, **values)
        found = await stays.still_open(work.session, report.reporter_id, FRIDAY)

    assert ["BDG-1"] == [one.code for one in found]


async def test_the_look_for_them_reads_an_index(sqlite_url: str) -> None:
    """However many reports are open."""
    async with Storage.open(sqlite_url) as storage, storage.read() as session:
        statement = "SELECT id FROM report WHERE leave_at <= '2027' ORDER BY leave_at"
        plan = (await (await session.connection()).execute(text(f"EXPLAIN QUERY PLAN {statement}"))).all()

    assert ["SEARCH report USING COVERING INDEX ix_report_leaving (leave_at<?)"] == [row[3] for row in plan]


async def test_the_desks_warnings_name_those_who_leave_first(storage: Storage, now: datetime, filed: Any) -> None:
    """Those who leave on one of the days, then by date."""
    async with storage.work(now) as work:
        marks = []
        for number, last_day in enumerate((None, FRIDAY + DAY, FRIDAY, FRIDAY - DAY), start=1):
            report = await filed(work, f"BDG-{number}")
            assert await reports.change(work, report, stay_until=last_day)
            await deadlines.set(work, report.id, "verify", now + number * DAY, warn_at=now)
        marks = [Mark(one.id, None, desk=True) for one in await warnings.due(work, 10)]
        await warnings.mark(work, marks)
        options = (work.session, Audience(), now, now, now, 10)
        first, _ = await warnings.told(*options, (FRIDAY, FRIDAY))
        both, _ = await warnings.told(*options, (FRIDAY, FRIDAY + DAY))
        plain, _ = await warnings.told(*options)

    assert ["BDG-3", "BDG-1", "BDG-2", "BDG-4"] == [item.code for item in first]
    assert ["BDG-2", "BDG-3", "BDG-1", "BDG-4"] == [item.code for item in both]
    assert ["BDG-1", "BDG-2", "BDG-3", "BDG-4"] == [item.code for item in plain]
    assert FRIDAY == first[0].stay_until
