"""The HTTP server: Telegram's webhook calls, answered only when they are stored; and health, readiness, metrics."""

from __future__ import annotations

import asyncio
import hmac
from typing import TYPE_CHECKING, Final, Self

import structlog
from aiohttp import web

from bot import lanes, reading
from bot.settings import SettingsError
from bot.telegram import ALLOWED_UPDATES, Api, ApiError, ConnectionFailed
from storage import inbox
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime
    from types import TracebackType

    from bot.metrics import Metrics
    from storage.work import Storage

log = structlog.get_logger()

BODY_BYTES: Final = 1024 * 1024
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LONGEST_PAUSE: Final = 60.0


class Server:
    """`async with Server(…)`: listens until the block ends. Without `secret` there is no webhook, only the probes.

    `ready` gives each part's name and whether it answers; the database is asked here.
    """

    def __init__(
        self,
        host: str,
        port: int,
        storage: Storage,
        clock: Callable[[], datetime],
        metrics: Metrics,
        ready: Callable[[], dict[str, bool]],
        *,
        bots: Collection[str] = (),
        secret: str | None = None,
        on_new: Callable[[], None] = lambda: None,
    ) -> None:
        self._host, self.port = host, port
        self._storage, self._clock, self._metrics, self._ready = storage, clock, metrics, ready
        self._bots, self._secret, self._on_new = frozenset(bots), secret, on_new
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=5)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise SettingsError(
                f"KANAL_HTTP_PORT: cannot listen on {self._host}:{self.port} ({error.strerror})."
            ) from None
        self.port = int(self._runner.addresses[0][1])
        log.info("http.listening", host=self._host, port=self.port, webhook=self._secret is not None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=BODY_BYTES)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._page)
        if self._secret is not None:
            app.router.add_post("/telegram/{bot}", self._receive)
        return app

    async def _receive(self, request: web.Request) -> web.Response:
        """403 for a stranger, 413 for too much, 500 (Telegram comes again) if it cannot be stored, else 200."""
        bot = request.match_info["bot"]
        if bot not in self._bots:
            raise web.HTTPNotFound
        if not self._is_telegram(request):
            log.warning("webhook.stranger", bot=bot)
            raise web.HTTPForbidden
        item = _read(await request.read())
        try:
            async with self._storage.work(self._clock()) as work:
                new = await inbox.store(work, bot, [item])
        except Fault as error:
            log.error("webhook.not_stored", bot=bot, error=type(error).__name__)  # noqa: TRY400 - its text has the update
            raise web.HTTPServiceUnavailable from None
        if item.malformed:
            log.warning("webhook.malformed", bot=bot)
        elif new:
            self._on_new()
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, (self._secret or "").encode())

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _readyz(self, _request: web.Request) -> web.Response:
        parts = {"database": await self._database_answers(), **self._ready()}
        return web.json_response(parts, status=200 if all(parts.values()) else 503)

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(5), self._storage.read() as session:
                await inbox.waiting(session, 1)
        except (Fault, TimeoutError):
            return False
        return True

    async def _page(self, _request: web.Request) -> web.Response:
        try:
            page = await self._metrics.page(self._storage, self._clock())
        except Fault:
            raise web.HTTPServiceUnavailable from None
        return web.Response(body=page, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def register(api: Api, bot: str, url: str, secret: str) -> None:
    """Have Telegram call us, however long it takes to reach it; `ApiError` when it refuses the address."""
    pause = 1.0
    while True:
        try:
            await api.call(
                "setWebhook",
                url=f"{url.rstrip('/')}/telegram/{bot}",
                secret_token=secret,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=40,
            )
        except (ApiError, ConnectionFailed) as error:
            if isinstance(error, ApiError) and error.code == 400:
                raise
            log.warning("webhook.unregistered", bot=bot, error=type(error).__name__, pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            log.info("webhook.registered", bot=bot)
            return


def _read(body: bytes) -> inbox.Incoming:
    """The update of a body; what is none is kept as it is for the engineer, so that Telegram need not come again."""
    try:
        update = reading.read(body)
    except ValueError:
        text = body.decode("utf-8", "replace").replace("\x00", "\ufffd")  # PostgreSQL keeps no NUL
        return inbox.Incoming(None, 0, text, malformed=True)
    return lanes.incoming(update)
