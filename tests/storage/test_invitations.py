"""An invitation is used once, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.access import Role
from storage import invitations, staff

if TYPE_CHECKING:
    from datetime import datetime

    from storage.tables import Invitation
    from storage.work import Storage


async def made(storage: Storage, now: datetime) -> Invitation:
    """A link of Ayu's, good for two days."""
    async with storage.work(now) as work:
        ayu = await staff.add(work, 11, "Ayu", Role.ADMIN)
        return await invitations.make(work, "digest", Role.LIAISON, "dlhk", ayu.id, now + timedelta(days=2))


async def test_of_two_at_once_one_gets_it(storage: Storage, now: datetime) -> None:
    """However close their taps are."""
    row = await made(storage, now)

    async def use() -> bool:
        async with storage.work(now) as work:
            return await invitations.use(work, row.id)

    assert [False, True] == sorted(await asyncio.gather(use(), use()))


async def test_its_time_ends_and_it_can_be_cancelled(storage: Storage, now: datetime) -> None:
    """An old one is not listed and not used; a cancelled one is gone; a used one cannot be cancelled."""
    row = await made(storage, now)
    late = now + timedelta(days=2)
    async with storage.work(late) as work:
        assert [] == await invitations.open_ones(work.session, late)
        assert not await invitations.use(work, row.id)
    async with storage.work(now) as work:
        assert [row.id] == [one.id for one in await invitations.open_ones(work.session, now)]
        assert await invitations.use(work, row.id)
        assert not await invitations.cancel(work, row.id)
        other = await invitations.make(work, "other", Role.LEADER, None, row.made_by, late)
        assert 1 == await invitations.of_maker(work, row.made_by)
        assert not await invitations.use(work, other.id)
