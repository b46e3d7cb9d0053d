"""Claiming: who is served next."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.access import Role
from rules.delivery import Kind, Later, Sent, settle
from storage import outbox, staff
from storage.tables import Broadcast, Push
from storage.work import Storage, Work

SECOND = timedelta(seconds=1)


async def _claim(
    storage: Storage,
    at: datetime,
    limit: int = 10,
    held: Collection[tuple[str, int]] = (),
    paused: Collection[str] = (),
) -> list[str]:
    async with storage.work(at) as work:
        return [_text(push) for push in await outbox.claim(work, limit, held, dict.fromkeys(paused, 0))]


def _text(push: Push) -> str:
    assert push.body is not None
    return str(push.body["text"])


async def test_replies_go_before_notices_before_broadcasts(storage: Storage, now: datetime, say: Any) -> None:
    """By rank, then by due time; no more than asked for."""
    async with storage.work(now) as work:
        await say(work, "broadcast", chat_id=1, kind=Kind.BROADCAST, due_at=now - SECOND)
        await say(work, "upkeep", chat_id=5, kind=Kind.UPKEEP, due_at=now - 2 * SECOND)
        await say(work, "notice", chat_id=2, kind=Kind.NOTICE)
        await say(work, "reply", chat_id=3)
        await say(work, "older reply", chat_id=4, due_at=now - SECOND)

    assert await _claim(storage, now, limit=3) == ["older reply", "reply", "notice"]
    assert await _claim(storage, now) == ["upkeep", "broadcast"]


async def test_one_row_a_chat_is_in_flight(storage: Storage, now: datetime, say: Any) -> None:
    """The second message of a chat waits until the first is settled; another bot's chat of that id does not."""
    async with storage.work(now) as work:
        await say(work, "first")
        await say(work, "second")
        await say(work, "from the desk", bot="desk")
    async with storage.work(now) as work:
        claimed = await outbox.claim(work, 10)

    assert [_text(push) for push in claimed] == ["first", "from the desk"]
    assert [(push.state, push.attempts, push.claimed_at) for push in claimed] == [("sending", 1, now)] * 2
    assert await _claim(storage, now) == []

    async with storage.work(now) as work:
        sent = Sent(1)
        await outbox.settle(work, claimed[0], settle(sent, Kind.REPLY, 1, False, now), sent)
    assert await _claim(storage, now) == ["second"]


async def test_held_chats_and_paused_bots_wait(storage: Storage, now: datetime, say: Any) -> None:
    """A held chat does not use up the limit, nor does a paused bot."""
    async with storage.work(now) as work:
        for chat_id in (1, 2, -1_002_345_678_901):
            await say(work, f"to {chat_id}", chat_id=chat_id)
        await say(work, "desk", bot="desk", chat_id=1)

    held = [("public", 1), ("public", -1_002_345_678_901)]
    assert await _claim(storage, now, 1, held, ["desk"]) == ["to 2"]
    assert await _claim(storage, now, 10, held) == ["desk"]


async def test_nothing_leaves_before_it_is_due(storage: Storage, now: datetime, say: Any) -> None:
    """A row of later is not claimed and holds up nobody; the next due time is the earliest."""
    async with storage.read() as session:
        assert await outbox.next_due(session, now) is None
    async with storage.work(now) as work:
        await say(work, "in the morning", due_at=now + 9 * SECOND)
        await say(work, "later", chat_id=2, due_at=now + 10 * SECOND)

    assert await _claim(storage, now) == []
    async with storage.read() as session:
        assert await outbox.next_due(session, now) == now + 9 * SECOND
    assert await _claim(storage, now + 9 * SECOND) == ["in the morning"]


async def test_a_dedup_key_counts_for_ever(storage: Storage, now: datetime, say: Any) -> None:
    """Said once under a key, the same is not said again, in this work or another; without a key it is."""
    async with storage.work(now) as work:
        assert await say(work, "a", dedup_key="apology:1")
        assert work.wakes == {"courier"}
        assert not await say(work, "b", dedup_key="apology:1")
    async with storage.work(now) as work:
        assert not await say(work, "c", dedup_key="apology:1")
        assert work.wakes == set()
        assert await say(work, "d")
        assert await say(work, "d")
    async with storage.read() as session:
        assert await outbox.counts(session, datetime(2000, 1, 1, tzinfo=UTC)) == {"waiting": 3}


async def test_a_retry_keeps_the_order_of_its_chat(storage: Storage, now: datetime, say: Any) -> None:
    """What waited behind a row that must be tried again, and what is said meanwhile, stays behind it."""
    async with storage.work(now) as work:
        for text in ("1", "2", "3"):
            await say(work, text)
        await say(work, "elsewhere", chat_id=2)
    async with storage.work(now) as work:
        first, elsewhere = await outbox.claim(work, 10)
        later = Later("500", timedelta(seconds=30), counts=False)
        await outbox.settle(work, first, settle(later, Kind.REPLY, 1, False, now), later)
        sent = Sent(1)
        await outbox.settle(work, elsewhere, settle(sent, Kind.REPLY, 1, False, now), sent)
    async with storage.work(now + SECOND) as work:
        await say(work, "4")
        await say(work, "elsewhere again", chat_id=2)

    assert await _claim(storage, now + SECOND) == ["elsewhere again"]
    order: list[str] = []
    moment = now + 30 * SECOND
    while len(order) < 4:
        async with storage.work(moment) as work:
            [push] = await outbox.claim(work, 10, [("public", 2)])
            order.append(_text(push))
            await outbox.settle(work, push, settle(sent, Kind.REPLY, 1, False, moment), sent)
    assert order == ["1", "2", "3", "4"]


async def test_a_reply_does_not_wait_for_a_notice_that_is_tried_again(
    storage: Storage, now: datetime, say: Any
) -> None:
    """Only what ranks the same or lower stays behind a retry."""
    async with storage.work(now) as work:
        await say(work, "notice", kind=Kind.NOTICE)
    async with storage.work(now) as work:
        [notice] = await outbox.claim(work, 1)
        later = Later("502", timedelta(minutes=10))
        await outbox.settle(work, notice, settle(later, Kind.NOTICE, 1, False, now), later)
        await say(work, "reply")
        await say(work, "broadcast", kind=Kind.BROADCAST)

    assert await _claim(storage, now) == ["reply"]


async def test_two_couriers_claim_nothing_twice(storage: Storage, now: datetime, say: Any) -> None:
    """Although only one should run: a row is claimed by one of them."""
    async with storage.work(now) as work:
        for chat_id in range(1, 41):
            await say(work, str(chat_id), chat_id=chat_id)

    batches = await asyncio.gather(*(_claim(storage, now, limit=20) for _ in range(4)))

    claimed = [text for batch in batches for text in batch]
    assert len(claimed) == len(set(claimed))
    while rest := await _claim(storage, now):
        claimed += rest
    assert sorted(claimed, key=int) == [str(chat_id) for chat_id in range(1, 41)]


async def _announce(work: Work, chats: Collection[int], due_at: datetime, **broadcast: Any) -> int:
    """A broadcast with a row for each chat; its id."""
    person = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
    settings = {"state": "running", "goes_at": due_at, "created_at": due_at, "touched_at": due_at, **broadcast}
    row = Broadcast(staff_id=person.id, **settings)
    work.session.add(row)
    await work.session.flush()
    for chat_id in chats:
        body = {"text": f"{row.id} to {chat_id}"}
        rank = {"kind": "broadcast", "rank": 2, "broadcast_id": row.id}
        work.session.add(Push(bot="public", chat_id=chat_id, body=body, due_at=due_at, created_at=due_at, **rank))
    return row.id


async def test_a_broadcast_waits_for_everybody_else(storage: Storage, now: datetime, say: Any) -> None:
    """Its rows come after replies and notices, and in a chat after what waits there."""
    async with storage.work(now) as work:
        await _announce(work, [1, 2], now - SECOND)
        await say(work, "reply", chat_id=2)
        await say(work, "notice", chat_id=3, kind=Kind.NOTICE)

    assert await _claim(storage, now) == ["reply", "notice", "1 to 1"]


async def test_only_a_broadcast_that_may_go_on_is_sent(storage: Storage, now: datetime) -> None:
    """A paused one, a cancelled one and one whose hour has not come wait, and nobody is kept awake by them."""
    async with storage.work(now) as work:
        await _announce(work, [1], now, state="paused")
        await _announce(work, [2], now, state="cancelled")
        await _announce(work, [3], now, goes_at=now + 9 * SECOND)

    assert await _claim(storage, now) == []
    async with storage.read() as session:
        assert await outbox.next_due(session, now) is None
        assert await outbox.next_due(session, now + 9 * SECOND) == now

    assert await _claim(storage, now + 9 * SECOND) == ["3 to 3"]


async def test_one_broadcast_at_a_time_an_emergency_first(storage: Storage, now: datetime) -> None:
    """The older one goes on when nothing of the emergency is due."""
    async with storage.work(now) as work:
        await _announce(work, [1, 2], now - SECOND)
        await _announce(work, [3, 4], now, emergency=True)

    assert await _claim(storage, now, limit=1) == ["2 to 3"]
    assert await _claim(storage, now) == ["2 to 4"]
    assert await _claim(storage, now) == ["1 to 1", "1 to 2"]


async def test_no_more_of_a_broadcast_than_there_is_room_for(storage: Storage, now: datetime) -> None:
    """A reply that comes meanwhile finds the way free."""
    async with storage.work(now) as work:
        await _announce(work, range(1, 10), now)
    async with storage.work(now) as work:
        assert len(await outbox.claim(work, 8, (), {"public": 3, "desk": 5})) == 3
        assert len(await outbox.claim(work, 8, (), {"public": 0, "desk": 5})) == 0
        assert len(await outbox.claim(work, 8, (), {"public": 0, "desk": 0})) == 0


async def test_two_announcements_reach_a_chat_one_after_the_other(storage: Storage, now: datetime) -> None:
    """The second waits until the first is settled, though it is the current one by then."""
    async with storage.work(now) as work:
        await _announce(work, [1], now - SECOND)
        await _announce(work, [1, 2], now)

    assert await _claim(storage, now) == ["1 to 1"]
    assert await _claim(storage, now) == ["2 to 2"]
