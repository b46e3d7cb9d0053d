"""Links that give a report to somebody else, and what goes over with it, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from rules import delivery
from rules.delivery import Kind, Sent
from storage import handovers, outbox, reporters
from storage.tables import Push
from storage.work import Storage
from tests.storage.conftest import MADE

DAY = timedelta(days=1)
KOMANG = MADE + 1


async def test_a_new_link_ends_the_one_before(storage: Storage, now: datetime, filed: Any) -> None:
    """Of the same report; what was used stays, for it says that the report was given away."""
    async with storage.work(now) as work:
        report, other = await filed(work, "BDG-1"), await filed(work, "BDG-2")
        await handovers.make(work, other.id, "of another", now + DAY)
        used = await handovers.make(work, report.id, "used", now + DAY)
        assert await handovers.use(work, used.id)
        await handovers.make(work, report.id, "first", now + DAY)
        second = await handovers.make(work, report.id, "second", now + DAY)

        assert await handovers.by_digest(work.session, "first") is None
        assert second == await handovers.newest(work.session, report.id)
        assert [True, True] == [
            await handovers.by_digest(work.session, digest) is not None for digest in ("used", "of another")
        ]
        assert 1 == await handovers.cancel(work, report.id)
        assert 0 == await handovers.cancel(work, report.id)
        assert await handovers.was_used(work.session, report.id)
        assert not await handovers.was_used(work.session, other.id)


async def test_a_link_works_once_and_not_for_ever(storage: Storage, now: datetime, filed: Any) -> None:
    """To the moment; a cancelled one and one that never was do not."""
    async with storage.work(now) as work:
        report = await filed(work)
        link = await handovers.make(work, report.id, "a", now + DAY)
    async with storage.work(now + DAY) as work:
        assert not await handovers.use(work, link.id)
    async with storage.work(now + DAY - timedelta(microseconds=1)) as work:
        assert await handovers.use(work, link.id)
        assert not await handovers.use(work, link.id)
        assert not await handovers.use(work, link.id + 1)
        found = await handovers.by_id(work.session, link.id)
        assert found is not None
        assert work.now == found.used_at


async def test_of_two_at_once_one_wins(storage: Storage, now: datetime, filed: Any) -> None:
    """However close together they come."""
    async with storage.work(now) as work:
        link = await handovers.make(work, (await filed(work)).id, "a", now + DAY)

    async def use() -> bool:
        async with storage.work(now) as work:
            won = await handovers.use(work, link.id)
            await asyncio.sleep(0.05)  # the other one comes meanwhile
            return won

    assert [False, True] == sorted(await asyncio.gather(use(), use()))


async def test_what_was_offered_is_remembered(storage: Storage, now: datetime, someone: Any) -> None:
    """With the person, until they answer."""
    async with storage.work(now) as work:
        await reporters.offer(work, await someone(work), 7)
    async with storage.work(now) as work:
        assert 7 == (await someone(work)).offered_id
        await reporters.offer(work, await someone(work), None)
    async with storage.work(now) as work:
        assert (await someone(work)).offered_id is None


async def test_what_waits_goes_to_the_new_reporter(storage: Storage, now: datetime, filed: Any, say: Any) -> None:
    """What is composed when it is sent and the desk's words, also those in the middle of an edit; not the answers to
    what the former one did, nor what is about another report, nor what is on its way."""
    async with storage.work(now) as work:
        report, other = await filed(work, "BDG-1"), await filed(work, "BDG-2")
        await say(work, "on its way", report_id=report.id, purpose="words")
        assert 1 == len(await outbox.claim(work, 1))
        intent = {"screen": None, "kind": Kind.NOTICE}
        await say(work, "", **intent, intent="notice", report_id=report.id, method="edit", edit_message_id=5)
        await say(work, "", **intent, intent="survey", report_id=report.id, due_at=now + DAY)
        await say(work, "words", report_id=report.id, purpose="words")
        await say(work, "question", report_id=report.id, purpose="question")
        await say(work, "receipt", report_id=report.id, purpose="receipt")
        await say(work, "", **intent, intent="notice", report_id=other.id)
        assert 4 == await outbox.readdress(work, report.id, MADE, KOMANG)
        rows = (await work.session.exec(select(Push).where(col(Push.chat_id) == KOMANG).order_by(col(Push.id)))).all()

    assert ["notice", "survey", None, None] == [row.intent for row in rows]
    assert {("send", None)} == {(row.method, row.edit_message_id) for row in rows}


async def test_what_gives_something_away_is_not_kept(storage: Storage, now: datetime, say: Any) -> None:
    """Once it was said, or never will be; a message like any other stays for its term."""
    async with storage.work(now) as work:
        await say(work, "the link", purpose=outbox.ONCE)
        await say(work, "the receipt", purpose="receipt", chat_id=KOMANG)
    async with storage.work(now) as work:
        for push in await outbox.claim(work, 5):
            outcome = Sent(9)
            settlement = delivery.settle(outcome, Kind(push.kind), push.attempts, push.repeat, now)
            assert await outbox.settle(work, push, settlement, outcome)
    async with storage.read() as session:
        rows = (await session.exec(select(Push.purpose, Push.body))).all()

    assert {outbox.ONCE: None, "receipt": {"text": "the receipt"}} == dict(rows)
