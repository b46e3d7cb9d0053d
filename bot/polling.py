"""Long polling: updates are stored first, and confirmed to Telegram only by the next request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot import lanes
from bot.telegram import ALLOWED_UPDATES, Api, ApiError, ConnectionFailed
from storage import inbox
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.work import Storage

log = structlog.get_logger()

POLL_SECONDS: Final = 25
ANSWER_SECONDS: Final = 10.0  # beyond the poll, until the line counts as dead
LONGEST_PAUSE: Final = 30.0
NO_METHOD: Final = 404


class Poller:
    """Brings one bot's updates to the inbox, for ever: no answer of Telegram ends it. Cancel it to stop it."""

    def __init__(
        self,
        name: str,
        api: Api,
        storage: Storage,
        clock: Callable[[], datetime],
        on_new: Callable[[], None],
        *,
        first_pause: float = 1.0,
    ) -> None:
        self._name, self._api, self._storage = name, api, storage
        self._clock, self._on_new, self._first_pause = clock, on_new, first_pause
        self._offset: int | None = None
        self._clean = False
        self._failures = 0

    async def run(self) -> None:
        """Poll until cancelled. A 401 or 404 is waited out: it ended python-telegram-bot's polling for good."""
        while True:
            try:
                await self._round()
            except (ApiError, ConnectionFailed, Fault) as error:
                await self._back_off(error)
            else:
                self._failures = 0

    async def _round(self) -> None:
        await self._leave_webhook()
        updates = await self._api.call(
            "getUpdates",
            within=POLL_SECONDS + ANSWER_SECONDS,
            offset=self._offset,
            limit=100,
            timeout=POLL_SECONDS,
            allowed_updates=ALLOWED_UPDATES,
        )
        if not isinstance(updates, list):
            raise ApiError(200, "these are no updates")
        if updates:
            await self._keep(updates)

    async def _leave_webhook(self) -> None:
        """A webhook set earlier makes every getUpdates a 409. A server that knows no webhooks needs none deleted."""
        if self._clean:
            return
        try:
            await self._api.call("deleteWebhook")
        except ApiError as error:
            if error.code != NO_METHOD:
                raise
        self._clean = True

    async def _keep(self, updates: list[Any]) -> None:
        items = [lanes.incoming(update) for update in updates]
        if all(item.malformed for item in items):
            raise ApiError(200, "no update has an id")  # nothing to confirm them by: neither spin nor keep them again
        async with self._storage.work(self._clock()) as work:
            new = await inbox.store(work, self._name, items)
        ids = [item.update_id for item in items if item.update_id is not None]
        self._offset = max(ids) + 1
        log.debug("updates.received", bot=self._name, count=len(items), new=new)
        if new:
            self._on_new()

    async def _back_off(self, error: Exception) -> None:
        self._failures += 1
        pause = min(self._first_pause * 2.0 ** min(self._failures - 1, 10), LONGEST_PAUSE)
        code = error.code if isinstance(error, ApiError) else None
        if isinstance(error, ApiError) and error.retry_after is not None:
            pause = error.retry_after
        self._clean = self._clean and code != 409
        log.warning("polling.failed", bot=self._name, code=code, error=type(error).__name__, pause=pause)
        await asyncio.sleep(pause)
