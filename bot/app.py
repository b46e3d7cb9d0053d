"""The composition root: every part is made here, with explicit arguments, and ended here."""

from __future__ import annotations

import asyncio
import gc
import shutil
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import structlog

from bot import boundaries, leader, logs, region
from bot.clock import rounds
from bot.lapse import Lapse
from bot.loops import Loops
from bot.metrics import Metrics
from bot.settings import Settings, SettingsError, Tokens, tokens
from bot.telegram import Api, ApiError, ConnectionFailed
from bot.webhook import Server
from handlers.house import House
from locales.catalog import Catalog
from storage import engine, installation, migrate
from storage.migrate import MigrationError
from storage.work import Storage

log = structlog.get_logger()

BOTS: Final = ("public", "desk")
LONGEST_PAUSE: Final = 30.0
NO_BOT: Final = (401, 404)  # a revoked token, and one that never was
SWITCH_SECONDS: Final = 0.0005  # a thread that ends a COMMIT gets its turn soon, not after Python's 5 ms
Clock = Callable[[], datetime]
Keeping = Callable[[], Coroutine[Any, Any, None]]
T = TypeVar("T")


def utc_now() -> datetime:
    """The one place where the running program looks at a clock."""
    return datetime.now(UTC)


def _free_bytes(settings: Settings) -> int | None:
    """What is left on the fullest disk that evidence or the database grows on."""
    file = engine.sqlite_file(settings.database_url)
    folders = [folder for folder in (settings.files_dir, file.parent if file else None) if folder is not None]
    try:
        return min(shutil.disk_usage(_existing(folder)).free for folder in folders)
    except OSError:
        return None


def _existing(folder: Path) -> Path:
    return next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))


def run(settings: Settings, begins: datetime | None = None, speed: float = 1.0) -> None:
    """Run until SIGINT or SIGTERM. Whatever the user can mend is raised as a sentence.

    In the sandbox the clock may begin at another moment, and run ahead.
    """
    keys = tokens(settings)
    others = [one.get_secret_value() for one in (settings.webhook_secret, settings.translator_key) if one]
    logs.configure(settings.log_level, secrets=[keys.public, keys.desk, *others])
    if not migrate.is_current(settings.database_url):
        raise MigrationError("The database is not up to date: run `kanal migrate` first.")
    gc.freeze()  # what the frameworks made lives for ever: never look at it again
    gc.enable()
    sys.setswitchinterval(SWITCH_SECONDS)
    clock = Lapse(begins or utc_now(), speed) if begins or speed != 1 else utc_now
    asyncio.run(App(settings, keys, clock, speed).run_until_signalled())


@dataclass
class App:
    """One Kanal, from its settings. `loops` is there while this process leads."""

    settings: Settings
    tokens: Tokens
    clock: Clock = utc_now
    speed: float = 1.0
    port: int = 0
    loops: Loops | None = None

    async def run_until_signalled(self) -> None:
        """Run; SIGINT and SIGTERM end it after what is in hand."""
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await self.run(stop)

    async def run(self, stop: asyncio.Event) -> None:
        """Take webhooks at once, lead when the lock is ours, end when told to."""
        chosen = region.load(self.settings.region)
        drawn = await asyncio.to_thread(boundaries.load, chosen)
        async with AsyncExitStack() as stack:
            storage = await stack.enter_async_context(Storage.open(self.settings.database_url))
            metrics = Metrics()
            server = await stack.enter_async_context(self._server(storage, metrics))
            self.port = server.port
            keys = {"public": self.tokens.public, "desk": self.tokens.desk}
            apis = {
                name: await stack.enter_async_context(Api(self.settings.telegram_api, key))
                for name, key in keys.items()
            }
            connection = await self._lead(stack, storage, stop)
            if connection is None:
                return
            names = await _unless(stop, _introduce(apis))
            if names is None:
                return
            disks = partial(_free_bytes, self.settings)
            async with storage.work(self.clock()) as work:
                secret = await installation.make_key(work)
            house = House(
                chosen,
                Catalog.load(),
                names["public"],
                names["desk"],
                disks,
                translates=bool(self.settings.translator_url),
                secret=secret,
                boundaries=drawn,
                rounds=rounds(self.speed),
            )
            self.loops = Loops(self.settings, self.tokens, storage, house, apis, metrics, self.clock, self.speed)
            try:
                await _together(self.loops.run(stop), connection)
            finally:
                self.loops = None

    def _server(self, storage: Storage, metrics: Metrics) -> Server:
        secret = self.settings.webhook_secret
        return Server(
            self.settings.http_host,
            self.settings.http_port,
            storage,
            self.clock,
            metrics,
            self._ready,
            bots=BOTS,
            secret=secret.get_secret_value() if secret else None,
            on_new=self._new_update,
        )

    def _ready(self) -> dict[str, bool]:
        """A process that stands by is not ready: a balancer should send nothing but webhooks to it."""
        alive = self.loops is not None and self.loops.courier.alive
        return {"bots": self.loops is not None, "courier": alive}

    def _new_update(self) -> None:
        if self.loops is not None:
            self.loops.intake.wake()

    async def _lead(self, stack: AsyncExitStack, storage: Storage, stop: asyncio.Event) -> Keeping | None:
        """Hold the lock until the stack ends; what watches it. None: told to stop while standing by."""
        if (file := engine.sqlite_file(self.settings.database_url)) is not None:
            stack.enter_context(leader.lead_file(file))
            return lambda: asyncio.sleep(0)
        connection = await _unless(stop, stack.enter_async_context(leader.lead_postgres(storage.writer)))
        return None if connection is None else lambda: leader.keep(connection)


async def _introduce(apis: Mapping[str, Api]) -> dict[str, str]:
    """Each bot's user name. A refused token is a sentence; an unreachable Telegram is waited for."""
    known = {}
    for name, api in apis.items():
        pause = 1.0
        while name not in known:
            try:
                known[name] = _username(await api.call("getMe"))
            except (ApiError, ConnectionFailed) as error:
                if isinstance(error, ApiError) and error.code in NO_BOT:
                    raise SettingsError(
                        f"Telegram knows no bot with KANAL_{name.upper()}_TOKEN: ask @BotFather for it."
                    ) from None
                log.warning("telegram.unreachable", bot=name, error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
    return known


def _username(me: Any) -> str:
    """The name in getMe's result, without @; `ApiError` when it is no such result."""
    if not isinstance(me, dict) or not isinstance(me.get("id"), int):
        raise ApiError(200, "this is no bot")
    return str(me.get("username") or f"bot{me['id']}")


async def _unless(stop: asyncio.Event, doing: Coroutine[Any, Any, T]) -> T | None:
    """The result, or None if told to stop before it is there."""
    task, told = asyncio.ensure_future(doing), asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
        return None
    return task.result()


async def _together(loops: Coroutine[Any, Any, None], watch: Keeping) -> None:
    """Run the loops until they end, or until the lock is lost."""
    try:
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(watch())
            await loops
            watching.cancel()
    except* leader.LeadershipLostError:
        raise leader.LeaderError("The leader's lock was lost: start again.") from None
