"""Attachments: whose they are, what their names may tell, and which bytes are needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from rules.draft import Draft, Part
from storage import attachments, drafts, reporters, reports
from storage.work import Storage, Work


async def add(work: Work, **fields: Any) -> int:
    settings = {"bot": "public", "kind": "photo", "file_id": "x", "file_unique_id": "x", "message_id": 1, **fields}
    return (await attachments.add(work, **settings)).id


async def report(work: Work, telegram_id: int, **marks: Any) -> int:
    reporter = await reporters.seen(work, telegram_id, "Budi", "", "id")
    row = await drafts.save(work, reporter.id or 0, replace(Draft(parts=(Part(1, "Hole"),)), **marks))
    filed = await reports.file(work, reporter, row, drafts.load(row), f"BDG-{telegram_id}", "Hole")
    await drafts.drop(work, row)
    return filed.id or 0


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ({}, True),
        ({"anonymous": True}, False),
        ({"confidential": True}, False),
        ({"anonymous": True, "confidential": True}, False),
    ],
)
async def test_a_name_is_shown_of_a_report_that_hides_nothing(
    storage: Storage, now: datetime, marks: dict[str, Any], shown: bool
) -> None:
    """An operator's always; that of a draft not yet."""
    async with storage.work(now) as work:
        filed = await report(work, 7, **marks)
        theirs, ours = await add(work, report_id=filed), await add(work, report_id=filed, bot="desk")
        drafted = await add(work)

    async with storage.read() as session:
        found = await attachments.open_names(session, [theirs, ours, drafted, 4711])
    assert found == ({theirs, ours} if shown else {ours})


async def test_a_file_has_the_reporter_of_its_draft_or_report(storage: Storage, now: datetime) -> None:
    """Nobody's is a file of neither, and one that is gone."""
    async with storage.work(now) as work:
        filed = await add(work, report_id=await report(work, 7))
        other = await reporters.seen(work, 8, "Emma", "", "en")
        draft = await drafts.save(work, other.id or 0, Draft(parts=(Part(1, "Hole"),)))
        numbers = [filed, await add(work, draft_id=draft.id), await add(work), 4711]

    async with storage.read() as session:
        owners = [await attachments.reporter_of(session, number) for number in numbers]
    assert [7, 8, None, None] == [owner and owner.telegram_id for owner in owners]


async def test_bytes_are_needed_while_an_attachment_refers_to_them(storage: Storage, now: datetime) -> None:
    """Of two attachments with the same bytes, either."""
    async with storage.work(now) as work:
        first, second = await add(work, sha256="a"), await add(work, sha256="a")
        await add(work)
        assert {"a"} == await attachments.referenced(work.session, ["a", "b"])
        await attachments.remove(work, first)
        assert {"a"} == await attachments.referenced(work.session, ["a", "b"])
        await attachments.remove(work, second)
        assert set() == await attachments.referenced(work.session, ["a", "b"])
        assert set() == await attachments.referenced(work.session, [])
