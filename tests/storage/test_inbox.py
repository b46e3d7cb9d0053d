"""The inbox: every update once, in order, none lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import inbox
from storage.inbox import Incoming, Stored
from storage.tables import InboxRow
from storage.work import Storage

CHAT = -1_002_345_678_901


def _update(number: int) -> Incoming:
    return Incoming(number, CHAT, f'{{"update_id":{number}}}')


async def _stored(storage: Storage, now: datetime, *numbers: int) -> list[Stored]:
    async with storage.work(now) as work:
        await inbox.store(work, "public", [_update(number) for number in numbers])
    async with storage.read() as session:
        return await inbox.waiting(session, 100)


async def test_an_update_is_kept_once(storage: Storage, now: datetime) -> None:
    """The same update again, in the same batch or a later one, is not new; another bot's is."""
    async with storage.work(now) as work:
        assert await inbox.store(work, "public", [_update(7), _update(8), _update(7)]) == 2
    async with storage.work(now) as work:
        assert await inbox.store(work, "public", [_update(8), _update(9)]) == 1
        assert await inbox.store(work, "desk", [_update(9)]) == 1
        assert await inbox.store(work, "public", []) == 0


async def test_updates_wait_in_the_order_they_came(storage: Storage, now: datetime) -> None:
    """Oldest first, whatever their numbers; without those in hand; no more than asked for."""
    rows = await _stored(storage, now, 5_000_000_000, 3, 4)

    assert [row.update_id for row in rows] == [5_000_000_000, 3, 4]
    assert rows[0].lane == CHAT
    async with storage.read() as session:
        assert [row.update_id for row in await inbox.waiting(session, 1, {rows[0].id})] == [3]


async def test_what_is_no_update_is_kept_in_quarantine(storage: Storage, now: datetime) -> None:
    """Bodies without an update id are all kept and never handled."""
    async with storage.work(now) as work:
        assert await inbox.store(work, "public", [Incoming(None, 0, "garbage", malformed=True)] * 2) == 2
    async with storage.read() as session:
        assert await inbox.waiting(session, 10) == []
        assert await inbox.counts(session) == {"quarantined": 2}


async def test_done_is_taken_no_more(storage: Storage, now: datetime) -> None:
    """An update is handled in one work; a second one finds nothing to take."""
    [row] = await _stored(storage, now, 1)
    assert row.raw == '{"update_id":1}'
    async with storage.work(now) as work:
        assert await inbox.take(work, row.id)
    async with storage.work(now) as work:
        assert not await inbox.take(work, row.id)
        assert not await inbox.quarantine(work, row.id, "bad")


async def test_a_failure_is_counted_and_the_update_waits_on(storage: Storage, now: datetime) -> None:
    """A failed attempt leaves the update waiting with its count and the last error."""
    [row] = await _stored(storage, now, 1)
    for error in ("KeyError", "ValueError"):
        async with storage.work(now) as work:
            await inbox.failed(work, row.id, error)
    async with storage.read() as session:
        [again] = await inbox.waiting(session, 10)
        kept = await session.get_one(InboxRow, row.id)

    assert again.attempts == 2
    assert kept.error == "ValueError"


async def test_quarantine_blocks_nobody(storage: Storage, now: datetime) -> None:
    """A quarantined update no longer waits; the one behind it does."""
    bad, good = await _stored(storage, now, 1, 2)
    async with storage.work(now) as work:
        await inbox.quarantine(work, bad.id, "hidden_user without a name")
    async with storage.read() as session:
        assert [row.id for row in await inbox.waiting(session, 10)] == [good.id]


async def test_only_old_handled_updates_are_forgotten(storage: Storage, now: datetime) -> None:
    """Pruning takes what was done before the day, not what waits, is quarantined or is recent."""
    rows = await _stored(storage, now, 1, 2, 3, 4)
    async with storage.work(now) as work:
        await inbox.take(work, rows[0].id)
        await inbox.quarantine(work, rows[1].id, "bad")
    async with storage.work(now + timedelta(days=2)) as work:
        await inbox.take(work, rows[2].id)
        assert await inbox.prune(work, now + timedelta(days=1), 10) == 1
        assert await inbox.counts(work.session) == {"done": 1, "quarantined": 1, "waiting": 1}
