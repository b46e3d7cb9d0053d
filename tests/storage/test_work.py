"""The unit of work: all or nothing, one writer after the other, wakes after the commit."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import col, select

from storage import inbox, reporters, ticks
from storage.inbox import Incoming
from storage.tables import Reporter
from storage.work import CURRENT, Storage


class _BrokenError(Exception):
    pass


async def test_an_exception_undoes_everything(storage: Storage, now: datetime, someone: Any) -> None:
    """A work that raises leaves no row and wakes nobody."""
    woken: list[set[str]] = []
    storage.on_commit = woken.append
    with pytest.raises(_BrokenError):
        async with storage.work(now) as work:
            await someone(work)
            work.wake("courier")
            raise _BrokenError

    assert await _reporters(storage) == []
    assert woken == []


async def test_a_doomed_work_is_undone(storage: Storage, now: datetime, someone: Any) -> None:
    """`fail` undoes the work although the block ended well, and the first failure is what is raised."""
    with pytest.raises(_BrokenError, match="first"):
        async with storage.work(now) as work:
            await someone(work)
            work.fail(_BrokenError("first"))
            work.fail(_BrokenError("second"))

    assert await _reporters(storage) == []


async def test_wakes_come_after_the_commit(storage: Storage, now: datetime, someone: Any) -> None:
    """Nobody is woken before a reader could see what there is; a work without wakes calls nobody."""
    woken: list[set[str]] = []
    storage.on_commit = woken.append
    async with storage.work(now) as work:
        await someone(work)
        work.wake("courier")
        work.wake("courier")

        assert woken == []
        assert await _reporters(storage) == []

    assert woken == [{"courier"}]
    async with storage.work(now) as work:
        await ticks.note(work, "prune")
    assert woken == [{"courier"}]


async def test_the_current_work_is_known_inside_only(storage: Storage, now: datetime) -> None:
    """aiogram's storage and python-telegram-bot's handlers find the work; outside there is none."""
    async with storage.work(now) as work:
        assert CURRENT.get() is work
    with pytest.raises(LookupError):
        CURRENT.get()


async def test_eight_writers_wait_for_each_other(storage: Storage, now: datetime) -> None:
    """Reading, then writing, in many works at once: no database is locked and no update is lost."""
    async with storage.work(now) as work:
        await inbox.store(work, "public", [Incoming(1, 1, "{}")])
        [row] = await inbox.waiting(work.session, 1)

    async def write() -> None:
        for _ in range(10):
            async with storage.work(now) as work:
                await inbox.waiting(work.session, 1)
                await inbox.failed(work, row.id, "again")

    await asyncio.gather(*(write() for _ in range(8)))

    async with storage.read() as session:
        [counted] = await inbox.waiting(session, 1)
    assert counted.attempts == 80


async def test_a_reader_changes_nothing(sqlite_url: str, now: datetime) -> None:
    """The reading side of SQLite refuses to write."""
    async with Storage.open(sqlite_url) as storage, storage.read() as session:
        session.add(Reporter(telegram_id=1, language="id", created_at=now))
        with pytest.raises(DBAPIError, match="readonly"):
            await session.flush()


async def test_wide_ids_and_negative_ones_survive(storage: Storage, now: datetime, someone: Any) -> None:
    """Ids of 52 bits, and a supergroup's negative ones, come back as they were."""
    for telegram_id in (2**52 - 1, -1_002_345_678_901):
        async with storage.work(now) as work:
            await someone(work, telegram_id)
        async with storage.read() as session:
            kept = await reporters.by_telegram_id(session, telegram_id)
        assert kept is not None


async def test_moments_are_aware_and_come_back_in_utc(storage: Storage, now: datetime, someone: Any) -> None:
    """A moment given in Badung's time comes back as the same moment in UTC; one without a zone is refused."""
    in_badung = now.astimezone(timezone(timedelta(hours=8)))
    async with storage.work(in_badung) as work:
        await someone(work)
    [kept] = await _reporters(storage)

    assert kept.created_at == now
    assert kept.created_at.tzinfo is UTC
    with pytest.raises(StatementError, match="timezone"):
        async with storage.work(now.replace(tzinfo=None)) as work:
            await someone(work, 1)


async def test_ids_are_never_given_twice(storage: Storage, now: datetime, someone: Any) -> None:
    """The id of a row that is gone is not given to the next: buttons and outbox rows remember it."""
    async with storage.work(now) as work:
        first = await someone(work, 1)
        await work.session.delete(first)
    async with storage.work(now) as work:
        second = await someone(work, 2)

    assert second.id > first.id


async def test_ticks_keep_the_last_moment(storage: Storage, now: datetime) -> None:
    """Each tick says when it last finished."""
    for minutes in (0, 5):
        async with storage.work(now + timedelta(minutes=minutes)) as work:
            await ticks.note(work, "courier")
    async with storage.read() as session:
        assert await ticks.all(session) == {"courier": now + timedelta(minutes=5)}


async def _reporters(storage: Storage) -> list[Reporter]:
    async with storage.read() as session:
        return list((await session.exec(select(Reporter).order_by(col(Reporter.id)))).all())
