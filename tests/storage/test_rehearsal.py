"""A rehearsal: nothing of it stays, and nobody waits for it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from storage import rehearsal, reporters
from storage.work import Storage

AYU, BUDI = 7_123_456_789, 7_123_456_790


async def test_what_is_tried_is_gone(database_url: str, now: datetime, tmp_path: Path) -> None:
    """It sees what there is and what it did itself; in the end the database is as it was, and no copy is left."""
    async with Storage.open(database_url) as storage:
        async with storage.work(now) as work:
            await reporters.seen(work, AYU, "Ayu", "", "id")
        async with rehearsal.rehearse(database_url, now) as work:
            assert await reporters.by_telegram_id(work.session, AYU) is not None
            await reporters.seen(work, BUDI, "Budi", "", "id")
            assert await reporters.by_telegram_id(work.session, BUDI) is not None
        async with storage.read() as session:
            assert await reporters.by_telegram_id(session, BUDI) is None

    assert [] == list(tmp_path.glob(".rehearsal-*"))


async def test_a_running_kanal_writes_meanwhile(database_url: str, now: datetime) -> None:
    """However long the rehearsal takes."""
    async with Storage.open(database_url) as storage:
        async with rehearsal.rehearse(database_url, now) as work:
            await reporters.seen(work, BUDI, "Budi", "", "id")
            async with asyncio.timeout(3), storage.work(now) as other:  # SQLite gives up after five seconds
                await reporters.seen(other, AYU, "Ayu", "", "id")
        async with storage.read() as session:
            assert await reporters.by_telegram_id(session, AYU) is not None
