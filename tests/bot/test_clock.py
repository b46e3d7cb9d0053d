"""The clock: ticks that ask what is due, and may be missed or doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.ext import Application, ApplicationBuilder

from bot import clock
from bot.clock import Chore, Tick, Ticks
from handlers.house import House
from sandbox.server import Sandbox
from storage import inbox, ticks
from storage.inbox import Incoming
from storage.work import Storage, Work
from tests.bot.conftest import DESK_TOKEN, utc_now

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # in Badung
DAY = timedelta(days=1)


async def test_handled_updates_are_forgotten_after_two_days(store: Storage, house: House) -> None:
    """What Telegram might still repeat stays."""
    for number, at in enumerate((NOON - 3 * DAY, NOON - DAY)):
        async with store.work(at) as work:
            await inbox.store(work, "public", [Incoming(number, 7, "{}")])
            [row] = await inbox.waiting(work.session, 1)
            await inbox.take(work, row.id)

    async with store.work(NOON) as work:
        assert 1 == await clock.prune(work, house)


@pytest.fixture
async def application() -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    async with Sandbox(port=0) as sandbox:
        sandbox.bot(DESK_TOKEN, "meja_bot")
        builder = ApplicationBuilder().token(DESK_TOKEN).updater(None).base_url(f"{sandbox.url}/bot")
        async with builder.build() as application:
            await application.start()
            yield application
            await application.stop()


async def test_a_tick_is_noted_and_a_failing_one_comes_again(
    store: Storage,
    house: House,
    application: Application[Any, Any, Any, Any, Any, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The failing tick stops neither itself nor another; wakes need no database, chores no transaction."""
    rounds = {"good": 0, "bad": 0, "wake": 0, "chore": 0}

    async def chore() -> int:
        rounds["chore"] += 1
        async with store.work(utc_now()) as work:  # no other transaction is open, which SQLite would wait for
            await ticks.note(work, "from within")
        return 0

    async def good(_work: Work, _house: House) -> int:
        rounds["good"] += 1
        return 0

    async def bad(_work: Work, _house: House) -> int:
        rounds["bad"] += 1
        raise RuntimeError("bug")

    def wake() -> None:
        rounds["wake"] += 1

    monkeypatch.setattr(clock, "WAKE_SECONDS", 0.2)
    every = timedelta(seconds=0.2)
    assert application.job_queue is not None
    tick = Ticks(
        application.job_queue, store, utc_now, house, [wake], [Tick("good", every, good), Tick("bad", every, bad)],
        [Chore("chore", every, chore)],
    )  # fmt: skip
    tick.start()
    for _ in range(200):
        if min(rounds.values()) >= 2:
            break
        await asyncio.sleep(0.02)

    assert min(rounds.values()) >= 2
    async with store.read() as session:
        assert {"good", "chore", "from within"} == set(await ticks.all(session))
