"""Open reports near a place, found by indexes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event as hooks

from rules.draft import Draft, Part, Place
from storage import attachments, drafts, nearby, reporters, reports
from storage.tables import Report
from storage.work import Storage

PIN = (-8.66, 115.14)
VILLAGE = "51.03.06.2004"


async def file(storage: Storage, now: datetime, number: int, place: Place, **values: Any) -> Report:
    """A report at a place."""
    async with storage.work(now) as work:
        reporter = await reporters.seen(work, 500 + number, "P", "", "id")
        draft = Draft(parts=(Part(1, "Sampah menumpuk di sini"),), place=place, category="waste")
        row = await drafts.save(work, reporter.id, draft)
        report = await reports.file(work, reporter, row, draft, code=f"BDG-{number}", title="Sampah")
        await drafts.drop(work, row)
        if values:
            await reports.change(work, report, **values)
        return report


async def codes(storage: Storage, now: datetime, **asked: Any) -> list[str]:
    """What is found."""
    question: dict[str, Any] = {"kind": "complaint", "pin": PIN, "village": VILLAGE, "metres": 120.0}
    question |= {"since": now - timedelta(days=14), "limit": 50, **asked}
    async with storage.read() as session:
        return sorted(one.code for one in await nearby.candidates(session, **question))


@pytest.fixture
async def town(storage: Storage, now: datetime) -> Storage:
    """Reports near and far, old and new, open and not."""
    here = Place(*PIN, VILLAGE, "Tibubeneng")
    await file(storage, now, 1, here)
    await file(storage, now, 2, Place(PIN[0] + 0.0009, PIN[1], VILLAGE))  # 100 m
    await file(storage, now, 3, Place(PIN[0] + 0.0012, PIN[1], VILLAGE))  # 134 m
    await file(storage, now, 4, Place(village=VILLAGE))
    await file(storage, now, 5, Place(village="51.03.06.2005"))
    await file(storage, now - timedelta(days=15), 6, here)
    await file(storage, now, 7, here, confidential=True)
    await file(storage, now, 8, here, status="withdrawn")
    await file(storage, now, 9, here, status="answered")
    await file(storage, now, 10, here, status="in_progress")
    await file(storage, now, 11, here, kind="suggestion")
    return storage


async def test_near_and_open_and_neither_old_nor_confidential(town: Storage, now: datetime) -> None:
    """Within the box, or of the village where there is no pin; never confidential, withdrawn or ended ones."""
    assert await codes(town, now) == ["BDG-1", "BDG-10", "BDG-2", "BDG-4"]


async def test_without_a_pin_the_whole_village(town: Storage, now: datetime) -> None:
    """Everything of the village may be meant; without either there is nothing to look for."""
    assert await codes(town, now, pin=None) == ["BDG-1", "BDG-10", "BDG-2", "BDG-3", "BDG-4"]
    assert await codes(town, now, pin=None, village=None) == []


async def test_it_is_answered_by_indexes(sqlite_url: str, now: datetime) -> None:
    """However many reports there are, it reads those of the place."""
    plans: list[str] = []
    async with Storage.open(sqlite_url) as store:

        def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            if statement.startswith("SELECT"):
                cursor = connection.connection.dbapi_connection.cursor()
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.extend(row[3] for row in cursor.fetchall() if "report" in row[3])
                cursor.close()

        hooks.listen(store.reader.sync_engine, "before_cursor_execute", explain)
        await codes(store, now)

    assert len(plans) == 2
    assert "ix_report_place" in plans[0]
    assert "ix_report_village" in plans[1]


async def test_what_pictures_look_like(town: Storage, now: datetime) -> None:
    """By report; what was let go is known no more."""
    async with town.work(now) as work:
        one = await reports.by_code(work.session, "BDG-1")
        assert one is not None
        for number, phash in enumerate(("aaaaaaaaaaaaaaaa", None)):
            file_ = await attachments.add(
                work,
                report_id=one.id,
                bot="public",
                kind="photo",
                file_id="f",
                file_unique_id=f"u{number}",
                message_id=1,
            )
            await attachments.stored(work, file_.id, "0" * 64, 10, "image/jpeg", phash=phash)
        assert await nearby.photos(work.session, [one.id]) == {one.id: ("aaaaaaaaaaaaaaaa",)}
