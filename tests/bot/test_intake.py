"""Intake: each update once, in order per chat, and no update in another chat's way."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from sqlalchemy import text

from bot import intake as module
from bot import lanes
from bot.intake import Intake
from bot.metrics import Metrics
from handlers import say
from handlers.house import House
from handlers.screens import Screen
from storage import inbox
from storage.work import Storage, Work
from tests.bot.conftest import eventually, utc_now


@dataclass
class Echo:
    """A framework that notes what it handles; `trouble` may do anything first."""

    trouble: Callable[[dict[str, Any]], Any] | None = None
    seen: list[int] = field(default_factory=list)

    def parse(self, raw: dict[str, Any]) -> dict[str, Any]:
        if raw.get("message", {}).get("text") == "unreadable":
            raise ValueError("secret words")
        return raw

    async def handle(self, update: dict[str, Any], work: Work) -> None:
        await say.to(work, "public", lanes.lane_of(update), Screen("echo"))
        if self.trouble is not None and (waiting := self.trouble(update)) is not None:
            await waiting
        self.seen.append(update["update_id"])
        work.toast = "done"


@dataclass
class Hall:
    storage: Storage
    intake: Intake
    feed: Echo
    answered: list[tuple[str, str, str]]
    metrics: Metrics

    async def bring(self, *updates: dict[str, Any]) -> int:
        async with self.storage.work(utc_now()) as work:
            new = await inbox.store(work, "public", [lanes.incoming(update) for update in updates])
        self.intake.wake()
        return new

    async def query(self, sentence: str) -> list[tuple[Any, ...]]:
        async with self.storage.read() as session:
            return [tuple(row) for row in await session.exec(cast(Any, text(sentence)))]

    async def states(self) -> list[Any]:
        return [row[0] for row in await self.query("SELECT state FROM inbox ORDER BY id")]

    async def until(self, *states: str) -> None:
        await eventually(self.states, list(states))


@asynccontextmanager
async def hall(store: Storage, house: House, feed: Echo, **options: Any) -> AsyncIterator[Hall]:
    answered: list[tuple[str, str, str]] = []

    async def answer(*words: str) -> None:
        answered.append(cast(Any, words))

    metrics = Metrics()
    intake = Intake(store, {"public": feed}, answer, utc_now, house, metrics, pauses=(0, 0.05, 0.1), **options)
    task = asyncio.create_task(intake.run())
    yield Hall(store, intake, feed, answered, metrics)
    intake.stop()
    await asyncio.wait_for(task, 10)


@pytest.fixture
async def it(store: Storage, house: House) -> AsyncIterator[Hall]:
    async with hall(store, house, Echo()) as opened:
        yield opened


def message(update_id: int, chat: int = 7, words: str = "hello") -> dict[str, Any]:
    sender = {"id": chat, "is_bot": False, "first_name": "T", "language_code": "id"}
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "from": sender, "text": words}}


async def test_an_update_is_handled_once_however_often_it_comes(it: Hall) -> None:
    """Twice in one batch, and again later: one row, one handling, one answer."""
    assert 1 == await it.bring(message(1), message(1))
    await it.until("done")
    assert 0 == await it.bring(message(1))
    await asyncio.sleep(0.1)

    assert [1] == it.feed.seen
    assert [(1,)] == await it.query("SELECT count(*) FROM push")


async def test_what_is_from_nobody_is_set_apart(it: Hall) -> None:
    """Before any handler could write to a chat that is none."""
    await it.bring({"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": "me"}, "text": "x"}})
    await it.until("quarantined")

    assert [] == it.feed.seen
    assert [(0,)] == await it.query("SELECT count(*) FROM push")


async def test_updates_of_a_chat_keep_their_order(store: Storage, house: House) -> None:
    """Even if an earlier one takes longer."""
    feed = Echo(lambda update: asyncio.sleep(0.05) if update["update_id"] % 3 == 0 else None)
    async with hall(store, house, feed) as it:
        await it.bring(*[message(n, chat=7 + n % 2) for n in range(40)])
        await it.until(*["done"] * 40)

        assert list(range(0, 40, 2)) == [n for n in it.feed.seen if n % 2 == 0]
        assert list(range(1, 40, 2)) == [n for n in it.feed.seen if n % 2 == 1]


async def test_a_failing_update_is_tried_three_times_and_set_apart(store: Storage, house: House) -> None:
    """Nothing of it stays but an apology, in the chat's language; the chat goes on, another never waited."""
    tried = []

    def trouble(update: dict[str, Any]) -> None:
        if update["update_id"] == 1:
            tried.append(time.monotonic())
            raise RuntimeError("secret words")

    async with hall(store, house, Echo(trouble)) as it:
        await it.bring(message(1), message(2), message(3, chat=8))
        await it.until("quarantined", "done", "done")

        assert 3 == len(tried)
        assert [3, 2] == it.feed.seen
        pushes = await it.query("SELECT chat_id, body FROM push ORDER BY id")
        assert [8, 7, 7] == [row[0] for row in pushes]
        assert house.catalog.say("id", "error.sorry") == json.loads(pushes[1][1])["text"]
        assert [("failed: RuntimeError",)] == await it.query("SELECT error FROM inbox WHERE id = 1")


async def test_an_unreadable_update_is_set_apart_at_once(it: Hall) -> None:
    """With an apology that goes after everybody's answers; a second one within the minute needs no second apology."""
    await it.bring(message(1, words="unreadable"), message(2, words="unreadable"), message(3))
    await it.until("quarantined", "quarantined", "done")

    assert [("notice", 1), ("reply", 0)] == await it.query("SELECT kind, silent FROM push ORDER BY kind")
    assert [("unreadable: ValueError",)] == await it.query("SELECT error FROM inbox WHERE id = 1")
    assert 'result="unreadable"} 2.0' in (await it.metrics.page(it.storage, utc_now())).decode()


async def test_nobody_is_apologised_to_for_what_they_did_not_do(store: Storage, house: House) -> None:
    """Being blocked or added to a group asks for no words; nor does a group of strangers."""

    def trouble(update: dict[str, Any]) -> None:
        raise RuntimeError

    async with hall(store, house, Echo(trouble)) as it:
        await it.bring(
            {"update_id": 1, "my_chat_member": {"chat": {"id": 7}, "from": {"id": 7}}},
            {"update_id": 2, "poll": {"id": "x"}},
            message(3, chat=-100),
        )
        await it.until("quarantined", "quarantined", "quarantined")

        assert [] == await it.query("SELECT * FROM push")


async def test_a_thousand_broken_updates_keep_nobody_waiting(it: Hall) -> None:
    """From one chat or from many: a person who writes in their midst is served within seconds."""
    broken = [message(n, chat=1000 + n % 50, words="unreadable") for n in range(1000)]
    await it.bring(*broken[:500])
    await it.bring(*broken[500:], message(5000, chat=7))
    started = time.monotonic()
    while 5000 not in it.feed.seen:
        await asyncio.sleep(0.02)

    assert time.monotonic() - started < 10
    await eventually(lambda: it.query("SELECT count(*) FROM inbox WHERE state = 'quarantined'"), [(1000,)], 60)


async def test_a_flooding_chat_keeps_nobody_waiting(store: Storage, house: House) -> None:
    """Three hundred updates of one chat, each slow, are before the other's in the table: it does not matter."""
    feed = Echo(lambda update: asyncio.sleep(0.02) if update["update_id"] < 1000 else None)
    async with hall(store, house, feed) as it:
        await it.bring(*[message(n) for n in range(1, 301)])
        await it.bring(message(1000, chat=8))
        while 1000 not in feed.seen:
            await asyncio.sleep(0.02)

        assert len(feed.seen) < 60
        it.intake.stop()


async def test_a_pressed_button_is_answered_after_the_commit(it: Hall) -> None:
    """With the words that only the presser sees; also when the press could not be handled."""
    press = {"id": "abc", "from": {"id": 7}, "message": {"chat": {"id": 7}}}
    await it.bring({"update_id": 1, "callback_query": press})
    await it.until("done")
    await asyncio.sleep(0.05)

    assert [("public", "abc", "done")] == it.answered


async def test_an_update_that_takes_too_long_is_ended(store: Storage, house: House) -> None:
    """After the limit it counts as failed, and the next one's turn comes."""
    feed = Echo(lambda update: asyncio.sleep(60) if update["update_id"] == 1 else None)
    async with hall(store, house, feed, limit_seconds=0.05) as it:
        await it.bring(message(1), message(2))
        await it.until("quarantined", "done")


async def test_a_failure_of_the_database_is_not_the_updates(
    store: Storage, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot even be written down does not count: the update is tried until the database is back."""
    monkeypatch.setattr(module, "OUTAGE_SECONDS", 0.02)
    down, real_take, real_failed = iter(range(5)), inbox.take, inbox.failed

    async def take(*args: Any) -> bool:
        if next(down, None) is not None:
            raise OSError("disk")
        return await real_take(*args)

    async def failed(*args: Any) -> bool:
        if next(down, None) is not None:
            raise OSError("disk")
        return await real_failed(*args)

    monkeypatch.setattr(inbox, "take", take)
    monkeypatch.setattr(inbox, "failed", failed)
    async with hall(store, house, Echo()) as it:
        await it.bring(message(1))
        await it.until("done")

        assert [(1,)] == await it.query("SELECT count(*) FROM push")


async def test_a_stop_lets_the_update_in_hand_end(store: Storage, house: House) -> None:
    """The rest stays in the table for the next start."""
    feed = Echo(lambda update: asyncio.sleep(0.2))
    async with hall(store, house, feed) as it:
        await it.bring(message(1), message(2))
        await asyncio.sleep(0.1)
        it.intake.stop()
        await it.until("done", "waiting")
    assert [1] == feed.seen
