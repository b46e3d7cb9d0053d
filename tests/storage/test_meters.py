"""What comes in is counted within a window, for each account apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import meters
from storage.work import Storage

THEN = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)


async def test_a_window_counts_and_the_next_begins_anew(storage: Storage) -> None:
    """One row for an account, whatever time goes by."""
    later = THEN + timedelta(minutes=1)
    async with storage.work(THEN) as work:
        counted = [await meters.count(work, meters.MESSAGES, 1, THEN) for _ in range(3)]
        other = await meters.count(work, meters.MESSAGES, 2, THEN)
        apart = await meters.count(work, meters.WRONG, 1, THEN)
        anew = await meters.count(work, meters.MESSAGES, 1, later)
    assert ([1, 2, 3], 1, 1, 1) == (counted, other, apart, anew)

    async with storage.read() as session:
        read = [await meters.read(session, meters.MESSAGES, who, at) for who in (1, 2, 3) for at in (THEN, later)]
    assert [0, 1, 1, 0, 0, 0] == read


async def test_of_the_forgotten_nothing_is_counted(storage: Storage) -> None:
    """Others stay."""
    async with storage.work(THEN) as work:
        for who in (1, 2):
            await meters.count(work, meters.MESSAGES, who, THEN)
        await meters.forget(work, [1])
        left = [await meters.read(work.session, meters.MESSAGES, who, THEN) for who in (1, 2)]

    assert [0, 1] == left
