"""The loops of the program against the sandbox, without handlers: rows in, messages out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from bot.courier import Courier
from bot.files import FileStore
from bot.metrics import Metrics
from bot.pacing import Pacing
from bot.sender import Sender, make_bot
from handlers.house import House
from handlers.screens import Screen
from locales.catalog import Catalog
from rules.delivery import Kind
from rules.quiet import Quiet
from sandbox.server import Sandbox
from storage import outbox
from storage.work import Storage

PUBLIC_TOKEN = "7000000001:AApublic-token-of-a-test-0123456789"
DESK_TOKEN = "7000000002:AAdesk-token-of-a-test-0123456789012"


def utc_now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Storage]:
    """An SQLite database, open. What differs on PostgreSQL is the storage tests' business."""
    async with Storage.open(sqlite_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load()


@pytest.fixture
def house(catalog: Catalog) -> House:
    """A house with texts and quiet hours; the loops need no more of a region."""
    quiet = Quiet(time(7), time(21), ZoneInfo("Asia/Makassar"))
    return House(cast(Any, SimpleNamespace(quiet=quiet)), catalog, "lapor_bot", "meja_bot")


@dataclass
class Post:
    """A courier with both bots, and the sandbox it sends to."""

    sandbox: Sandbox
    storage: Storage
    courier: Courier
    senders: dict[str, Sender]
    composers: dict[str, Any]
    metrics: Metrics
    public: Any
    desk: Any
    files: FileStore
    running: list[asyncio.Task[None]] = field(default_factory=list)

    async def say(self, chat_id: int, text: str | Screen, **options: Any) -> None:
        """Put something in the outbox of the public bot."""
        screen = Screen(text) if isinstance(text, str) else text
        settings: dict[str, Any] = {"bot": "public", "kind": Kind.REPLY, "screen": screen.body(), **options}
        async with self.storage.work(utc_now()) as work:
            await outbox.put(work, chat_id=chat_id, **settings)

    def phone(self, name: str = "Emma") -> Any:
        """A person who started the public bot."""
        return self.sandbox.phone(self.sandbox.person(name, language_code="en"), self.public, started=True)

    def start(self) -> None:
        self.running.append(asyncio.create_task(self.courier.run()))

    async def stop(self) -> None:
        self.courier.stop()
        await asyncio.wait_for(asyncio.gather(*self.running), 20)

    async def rows(self, column: str = "state") -> list[Any]:
        """A column of every row of the outbox, in order."""
        from sqlalchemy import text

        async with self.storage.read() as session:
            return [row[0] for row in (await session.exec(cast(Any, text(f"SELECT {column} FROM push ORDER BY id"))))]

    async def until(self, *states: str, within: float = 10) -> None:
        """Wait until the outbox's rows are in these states."""
        await eventually(self.rows, list(states), within)


async def eventually(look: Callable[[], Awaitable[Any]], expected: Any, within: float = 10) -> None:
    """Wait until something is as expected; fail with what it is instead."""
    deadline = asyncio.get_running_loop().time() + within
    while (found := await look()) != expected:
        assert asyncio.get_running_loop().time() < deadline, f"{found} and not {expected}"
        await asyncio.sleep(0.02)


def awake(house: House) -> House:
    """The same house at whatever hour the tests are run: there everything may ring."""
    return _open(house, time.min, time.max)


def asleep(house: House) -> House:
    """The same house, where nothing may ring at any hour."""
    return _open(house, time.max, time.max)


def _open(house: House, opens: time, closes: time) -> House:
    quiet = replace(house.region.quiet, opens=opens, closes=closes)
    return replace(house, region=cast(Any, SimpleNamespace(quiet=quiet)))


@asynccontextmanager
async def opened(storage: Storage, house: House, folder: Path, **sandbox_options: Any) -> AsyncIterator[Post]:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(port=0, **sandbox_options))
        public, desk = sandbox.bot(PUBLIC_TOKEN, "lapor_bot"), sandbox.bot(DESK_TOKEN, "meja_bot")
        files, senders = FileStore(folder / "files"), {}
        for name, token in (("public", PUBLIC_TOKEN), ("desk", DESK_TOKEN)):
            pacing = Pacing(30)
            bot = await stack.enter_async_context(make_bot(token, sandbox.url, pacing))
            senders[name] = Sender(name, bot, pacing, storage, files)
        composers: dict[str, Any] = {}
        metrics = Metrics()
        courier = Courier(storage, senders, composers, house, utc_now, metrics)
        storage.on_commit = lambda wakes: courier.wake() if "courier" in wakes else None
        post = Post(sandbox, storage, courier, senders, composers, metrics, public, desk, files)
        yield post
        for task in post.running:
            task.cancel()
        await asyncio.gather(*post.running, return_exceptions=True)


@pytest.fixture
async def post(store: Storage, house: House, tmp_path: Path) -> AsyncIterator[Post]:
    """A courier that runs."""
    async with opened(store, awake(house), tmp_path) as post:
        post.start()
        yield post
