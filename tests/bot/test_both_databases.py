"""The loops' own questions to the database, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from handlers.house import House
from rules import delivery
from rules.delivery import Kind, NotYet
from storage import inbox, outbox
from storage.inbox import Incoming
from storage.work import Storage
from tests.bot.conftest import opened

SECOND = timedelta(seconds=1)


async def test_a_full_lane_hides_no_other(storage: Storage, now: datetime) -> None:
    """The lanes left out are a bot's and a chat's together."""
    async with storage.work(now) as work:
        await inbox.store(work, "public", [Incoming(number, 7, "{}") for number in range(5)])
        await inbox.store(work, "public", [Incoming(9, 8, "{}")])
        await inbox.store(work, "desk", [Incoming(10, 7, "{}")])

    async with storage.read() as session:
        rows = await inbox.waiting(session, 3, {1}, [("public", 7)])
    assert [("public", 8), ("desk", 7)] == [(row.bot, row.lane) for row in rows]


async def test_what_is_not_yet_to_be_said_delays_nothing(storage: Storage, now: datetime) -> None:
    """A row that was only asked takes its turn again later; what waits behind it goes first, also what comes new."""
    async with storage.work(now) as work:
        for number in (1, 2):
            await outbox.put(work, bot="desk", chat_id=-100, kind=Kind.NOTICE, screen={"text": str(number)})
        [first] = await outbox.claim(work, 10)
        outcome = NotYet(2 * SECOND)
        await outbox.settle(work, first, delivery.settle(outcome, Kind.NOTICE, first.attempts, False, now), outcome)
        assert now == await outbox.next_due(work.session, now)
        assert now + 2 * SECOND == await outbox.next_due(work.session, now, later=True)
        await outbox.put(work, bot="desk", chat_id=-100, kind=Kind.NOTICE, screen={"text": "3"})

        [second] = await outbox.claim(work, 10)
        assert {"text": "2"} == second.body
        sent = delivery.Sent(1)
        await outbox.settle(work, second, delivery.settle(sent, Kind.NOTICE, 1, False, now), sent)
        assert [{"text": "3"}] == [row.body for row in await outbox.claim(work, 10)]


async def test_the_courier_delivers(storage: Storage, house: House, tmp_path: Path) -> None:
    """Claimed, sent, settled, one after the other, in one chat and in others."""
    async with opened(storage, house, tmp_path) as post:
        post.start()
        phones = [post.phone(f"P{number}") for number in range(4)]
        for phone in phones:
            for words in ("one", "two"):
                await post.say(int(phone.line.handset.person.id), words)

        await post.until(*["sent"] * 8)
        assert [["one", "two"]] * 4 == [[bubble.text for bubble in await phone.messages()] for phone in phones]
