"""The running stand-in: Bot API, control API and page behind one port of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from sandbox import seed
from sandbox.accounts import Bot, Person
from sandbox.api import BotApi
from sandbox.calls import CallLog
from sandbox.chats import Room
from sandbox.control import Control
from sandbox.faults import FaultScript
from sandbox.phone import LocalLine, Phone
from sandbox.stage import Stage
from sandbox.webhooks import Pusher
from sandbox.world import World

PAGE = Path(__file__).parent / "page"


class Sandbox:
    """`async with Sandbox() as sandbox:` serves until the block ends. Port 0 takes a free one.

    `enforce_limits` answers 429 as Telegram's rate limits would; `clock` gives the time of messages.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        enforce_limits: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._host = host
        self._port = port
        self.world = World(clock=clock)
        self.stage = Stage(self.world)
        self._api = BotApi(self.world, self._hook, enforce_limits=enforce_limits)
        self._pushers: dict[int, Pusher] = {}
        self._closing: list[Pusher] = []
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """The base URL, without a slash at the end: a bot's `TELEGRAM_API`."""
        return f"http://{self._host}:{self._port}"

    @property
    def faults(self) -> FaultScript:
        return self._api.faults

    @property
    def calls(self) -> CallLog:
        return self._api.calls

    def bot(self, token: str, username: str, name: str = "", *, sees_all: bool = False) -> Bot:
        return self.stage.bot(token, username, name, sees_all=sees_all)

    def person(self, first_name: str, **details: Any) -> Person:
        """Somebody new; details are last_name, username, language_code, id."""
        return self.stage.person(first_name, **details)

    def group(self, title: str, people: list[Person], bots: list[Bot], *, forum: bool = False, **details: Any) -> Room:
        """A supergroup; details are admins, supergroup=False for a basic group, id."""
        return self.stage.group(title, people, bots, forum=forum, **details)

    def phone(
        self, person: Person, chat: Bot | Room, label: str = "", locale: str = "", *, started: bool = False
    ) -> Phone:
        """A phone on the person's chat with a bot or on a group; `started` lets the bot write first."""
        if started and isinstance(chat, Bot):
            self.stage.seed(person, chat)
        return Phone(LocalLine(self.stage.handset(person, chat, label, locale)))

    def play(self, script: dict[str, Any]) -> None:
        """Sets the stage from a script as `python -m sandbox --script` reads it."""
        seed.play(self.stage, script)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        # Long polls and event streams are cut off at the end; nobody waits for them.
        self._runner = web.AppRunner(self._app(), shutdown_timeout=0.05, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pusher in [*self._pushers.values(), *self._closing]:
            await pusher.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("GET", "/bot{token:[^/]+}/{method}", self._api.handle)
        app.router.add_route("POST", "/bot{token:[^/]+}/{method}", self._api.handle)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._api.download)
        app.add_subapp("/control", Control(self.stage, self._api).app())
        app.router.add_get("/", index)
        if PAGE.is_dir():
            app.router.add_static("/page", PAGE)
            app.on_response_prepare.append(always_fresh)
        return app

    def _hook(self, bot: Bot) -> None:
        """Starts or ends pushing after the bot's webhook was set or deleted."""
        if old := self._pushers.pop(bot.id, None):
            old.stop()
            self._closing.append(old)
        if bot.hook.url and self._session is not None:
            self._pushers[bot.id] = Pusher(bot, self._session, self._api.run_response, self.world.clock)


async def always_fresh(request: web.Request, response: web.StreamResponse) -> None:
    """After an upgrade a browser must not mix old modules with new ones."""
    if request.path.startswith("/page/"):
        response.headers.setdefault("Cache-Control", "no-cache")


async def index(_request: web.Request) -> web.StreamResponse:
    page = PAGE / "index.html"
    if not page.is_file():
        raise web.HTTPNotFound(text="The page is not installed.")
    return web.FileResponse(page, headers={"Cache-Control": "no-cache"})
