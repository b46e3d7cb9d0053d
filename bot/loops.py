"""The loops of the process that leads: in, out and time, made with explicit arguments and ended in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot, JobQueue

from bot import feeds, forums, menus, webhook
from bot.clock import Chore, Ticks
from bot.courier import Courier
from bot.files import Downloader, FileStore
from bot.intake import Intake
from bot.interpreter import Interpreter
from bot.pacing import Pacing
from bot.polling import Poller
from bot.recall import recall
from bot.sender import Sender, make_bot
from bot.settings import SettingsError
from bot.shredder import shred, sweep
from bot.telegram import Answers, Api, ApiError
from bot.translator import Translator
from bot.workshop import Workshop, clear
from handlers import compose, desk, reporter
from storage import exports
from storage.fsm import SqlStorage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.metrics import Metrics
    from bot.settings import Settings, Tokens
    from handlers.house import House
    from storage.work import Storage

log = structlog.get_logger()

LONGEST_PAUSE = 30.0
FINISH_SECONDS = 20.0  # what a clean stop may take before the rest is left to the next start


class Loops:
    """`run(stop)` until the event is set, then let end what is in hand. `ticks` is there while it runs."""

    ticks: Ticks

    def __init__(
        self,
        settings: Settings,
        tokens: Tokens,
        storage: Storage,
        house: House,
        apis: Mapping[str, Api],
        metrics: Metrics,
        clock: Callable[[], datetime],
        speed: float = 1.0,
    ) -> None:
        self._settings, self._storage, self._house, self._apis = settings, storage, house, apis
        self._clock, self._speed = clock, speed
        self._keys = {"public": tokens.public, "desk": tokens.desk}
        pacing = {name: Pacing(settings.send_rate) for name in self._keys}
        self._bots = {name: make_bot(key, settings.telegram_api, pacing[name]) for name, key in self._keys.items()}
        files = FileStore(settings.files_dir)
        senders = {name: Sender(name, bot, pacing[name], storage, files) for name, bot in self._bots.items()}
        self._downloader = Downloader(storage, apis, files, clock, house.region.picture_points_max)
        self._workshop = Workshop(storage, files, house, clock, settings.database_url)
        self._chores = (
            Chore("exports", timedelta(minutes=1), partial(clear, storage, clock)),
            Chore("files", timedelta(days=1), partial(sweep, storage, files)),
            Chore("lessons", timedelta(minutes=5), partial(recall, storage, house)),
            Chore("shredder", timedelta(minutes=1), partial(shred, storage, files, clock)),
        )
        self.courier = Courier(storage, senders, compose.COMPOSERS, house, clock, metrics)
        self._translator = _translator(settings)
        self._interpreter = Interpreter(storage, self._translator, clock) if self._translator else None
        self._public = _public_bot(tokens.public, settings.telegram_api)
        self._dispatcher = _dispatcher()
        self._desk = _desk_application(self._bots["desk"], house)
        self.intake = Intake(
            storage,
            {
                "public": feeds.public_feed(self._dispatcher, self._public, house),
                "desk": feeds.desk_feed(self._desk),
            },
            Answers(apis),
            clock,
            house,
            metrics,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Start everything, wait, stop: first what comes in, then what is in hand, then what goes out."""
        async with AsyncExitStack() as stack:
            for name, bot in self._bots.items():
                await _initialise(name, bot)
                stack.push_async_callback(bot.shutdown)
            stack.push_async_callback(self._public.session.close)
            if self._translator is not None:
                await stack.enter_async_context(self._translator)
            await stack.enter_async_context(self._ticking())
            self._storage.on_commit = self._woken
            group = await stack.enter_async_context(asyncio.TaskGroup())
            receiving = [group.create_task(loop) for loop in self._receiving()]
            ending = [group.create_task(self.intake.run()), group.create_task(self.courier.run())]
            await stop.wait()  # a loop that fails cancels this wait
            for task in receiving:
                task.cancel()
            self.intake.stop()
            await asyncio.wait(ending[:1], timeout=FINISH_SECONDS)
            self.courier.stop()
            await asyncio.wait(ending, timeout=FINISH_SECONDS)
            for task in ending:
                task.cancel()

    def _receiving(self) -> list[Coroutine[Any, Any, None]]:
        """What may be cut off at any moment."""
        published = [
            menus.publish(api, name, self._house.catalog, self._house.region.title) for name, api in self._apis.items()
        ]
        if self._settings.webhook_url and self._settings.webhook_secret:
            secret = self._settings.webhook_secret.get_secret_value()
            incoming = [self._register(name, self._settings.webhook_url, secret) for name in self._apis]
        else:
            incoming = [
                Poller(name, api, self._storage, self._clock, self.intake.wake).run()
                for name, api in self._apis.items()
            ]
        known = forums.learn(self._apis["desk"], self._storage, self._clock)
        drafting = [self._interpreter.run()] if self._interpreter else []
        return [*incoming, *published, known, self._downloader.run(), self._workshop.run(), *drafting]

    async def _register(self, name: str, url: str, secret: str) -> None:
        try:
            await webhook.register(self._apis[name], name, url, secret)
        except ApiError as error:
            raise SettingsError(f"Telegram refuses KANAL_WEBHOOK_URL: {error.description}.") from None

    def _woken(self, whom: set[str]) -> None:
        if "courier" in whom:
            self.courier.wake()
        if "files" in whom:
            self._downloader.wake()
        if exports.JOB in whom:
            self._workshop.wake()
        if "translator" in whom and self._interpreter is not None:
            self._interpreter.wake()

    @asynccontextmanager
    async def _ticking(self) -> AsyncIterator[None]:
        """The desk's framework and its JobQueue, which is the clock."""
        async with self._desk:
            queue: JobQueue[Any] | None = self._desk.job_queue
            if queue is None:
                raise RuntimeError("python-telegram-bot was installed without its job queue")
            wakes = (self.courier.wake, self.intake.wake, self._downloader.wake)
            self.ticks = Ticks(
                queue, self._storage, self._clock, self._house, wakes, chores=self._chores, speed=self._speed
            )
            self.ticks.start()
            await queue.start()
            try:
                yield
            finally:
                await queue.stop(wait=False)


def _translator(settings: Settings) -> Translator | None:
    """The server that drafts translations, if there is to be one."""
    if settings.translator_url is None:
        return None
    key = settings.translator_key
    return Translator(settings.translator_url, key.get_secret_value() if key else None)


def _public_bot(token: str, api_url: str) -> Bot:
    """aiogram's idea of the public bot: it reads updates and never sends."""
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))


def _dispatcher() -> Dispatcher:
    dispatcher = Dispatcher(storage=SqlStorage())
    dispatcher.include_router(reporter.router())
    return dispatcher


def _desk_application(bot: ExtBot[Any], house: House) -> Application[Any, Any, Any, Any, Any, Any]:
    application = ApplicationBuilder().bot(bot).updater(None).build()
    application.bot_data["house"] = house
    application.add_handlers(desk.handlers())
    return application


async def _initialise(name: str, bot: ExtBot[Any]) -> None:
    """The library asks getMe once more, and gives up at the first failure. We do not."""
    pause = 1.0
    while True:
        try:
            await bot.initialize()
        except TelegramError as error:  # its text may have the token
            log.warning("telegram.unreachable", bot=name, error=type(error).__name__, pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return
