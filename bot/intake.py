"""Intake: takes stored updates, in order per chat and in parallel across chats, each in one transaction."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog

from bot import lanes, language, waiting
from handlers import say
from handlers.screens import Screen
from rules import reader
from rules.delivery import Kind
from storage import inbox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from bot.metrics import Metrics
    from handlers.house import House
    from storage.inbox import Stored
    from storage.work import Storage, Work

log = structlog.get_logger()

PAUSES: Final = (0.0, 1.0, 5.0)  # seconds before each attempt, in the update's own lane
LIMIT_SECONDS: Final = 10.0
AT_ONCE: Final = 32
BATCH: Final = 200
IN_HAND: Final = 1000  # updates in memory; after an outage the rest stays in the table
LOOK_SECONDS: Final = 5.0  # should ever a wake be lost
OUTAGE_SECONDS: Final = 1.0
# An apology answers what a person did; being blocked, or added to a group, asks for none.
_DOINGS: Final = frozenset({"message", "edited_message", "callback_query"})


class Feed(Protocol):
    """A framework behind one bot."""

    def parse(self, raw: dict[str, Any]) -> Any:
        """The update in the framework's words; any exception: it cannot be read. Outside of any transaction."""

    async def handle(self, update: Any, work: Work) -> None:
        """Act on it within the transaction; an exception rolls everything back."""


class Intake:
    """`run()` until `stop()`, which lets the updates in hand end. `wake()` when the inbox has something new."""

    def __init__(
        self,
        storage: Storage,
        feeds: Mapping[str, Feed],
        answer: Callable[[str, str, str], Awaitable[None]],
        clock: Callable[[], datetime],
        house: House,
        metrics: Metrics,
        *,
        pauses: Sequence[float] = PAUSES,
        limit_seconds: float = LIMIT_SECONDS,
    ) -> None:
        self._storage, self._feeds, self._answer, self._clock = storage, feeds, answer, clock
        self._house, self._metrics, self._pauses, self._limit = house, metrics, pauses, limit_seconds
        self._lanes = lanes.Lanes()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._awake, self._stopping = asyncio.Event(), asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look into the inbox."""
        self._awake.set()

    def stop(self) -> None:
        """Take nothing new; `run` returns when the updates in hand are done."""
        self._stopping.set()
        self._awake.set()

    async def run(self) -> None:
        """Look, hand out, wait to be woken. Nothing an update does ends this loop."""
        try:
            while not self._stopping.is_set():
                self._awake.clear()
                await self._look()
                await waiting.until(self._awake, LOOK_SECONDS)
            await asyncio.gather(*self._tasks)
        finally:
            for task in self._tasks:
                task.cancel()

    async def _look(self) -> None:
        if len(self._lanes.ids) >= IN_HAND:
            return  # an update that is done wakes us
        try:
            async with self._storage.read() as session:
                rows = await inbox.waiting(session, BATCH, self._lanes.ids, self._lanes.full())
        except Exception:
            log.exception("intake.blind")
            await waiting.until(self._stopping, OUTAGE_SECONDS)
            self._awake.set()
            return
        for lane in self._lanes.add(rows):
            self._start(self._serve(lane))
        if len(rows) == BATCH:
            self._awake.set()  # there is more

    def _start(self, what: Any) -> None:
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, lane: lanes.Lane) -> None:
        """Handle the lane's updates one after the other until none is in hand."""
        while (row := self._lanes.first(lane)) is not None:
            if not self._stopping.is_set():
                await self._finish(row)
            if self._lanes.drop(lane) or len(self._lanes.ids) == IN_HAND - 1:
                self._awake.set()  # what did not fit into memory is in the table

    async def _finish(self, row: Stored) -> None:
        """Try until the update is done or set apart. A failure counts only if it can be written down."""
        attempts = row.attempts
        while not self._stopping.is_set():
            pause = self._pauses[min(attempts, len(self._pauses) - 1)]
            if pause and await waiting.until(self._stopping, pause):
                return
            async with self._slots:
                try:
                    await self._attempt(row)
                except Exception as error:
                    log.warning("update.failed", bot=row.bot, inbox_id=row.id, attempt=attempts + 1, exc_info=error)
                    attempts += await self._note_failure(row, attempts + 1, error)
                else:
                    return
            if attempts >= len(self._pauses):
                return

    async def _attempt(self, row: Stored) -> None:
        started = time.perf_counter()
        try:
            raw, update = self._parsed(row)
        except Exception as error:
            await self._set_apart(row, error, "unreadable")
            return
        async with self._storage.work(self._clock()) as work:
            if not await inbox.take(work, row.id):
                return
            async with asyncio.timeout(self._limit):
                await self._feeds[row.bot].handle(update, work)
        self._metrics.handled(row.bot, "done", time.perf_counter() - started)
        log.debug("update.done", bot=row.bot, inbox_id=row.id)
        self._answer_press(row.bot, raw, work.toast)

    def _parsed(self, row: Stored) -> tuple[dict[str, Any], Any]:
        """The update as it came, and in its framework's words; any exception: it cannot be read."""
        raw = lanes.legible(json.loads(row.raw))
        if lanes.is_astray(raw):
            raise ValueError("it names nobody")
        return raw, self._feeds[row.bot].parse(raw)

    async def _note_failure(self, row: Stored, attempt: int, error: Exception) -> int:
        """Write the failure down; 1 if that could be done, else 0: then it is the database that fails."""
        try:
            if attempt >= len(self._pauses):
                await self._set_apart(row, error, "failed")
            else:
                async with self._storage.work(self._clock()) as work:
                    await inbox.failed(work, row.id, type(error).__name__)
        except Exception:
            log.exception("intake.outage")
            await waiting.until(self._stopping, OUTAGE_SECONDS)
            return 0
        return 1

    async def _set_apart(self, row: Stored, error: Exception, why: str) -> None:
        """Quarantine the update, apologise to its chat, end the waiting of a pressed button."""
        raw = _read(row.raw)
        async with self._storage.work(self._clock()) as work:
            if not await inbox.quarantine(work, row.id, f"{why}: {type(error).__name__}"):
                return
            await self._apologise(work, row, raw)
        self._metrics.handled(row.bot, why, None)
        log.error("update.quarantined", bot=row.bot, inbox_id=row.id, why=why, error=type(error).__name__)
        self._answer_press(row.bot, raw, "")

    async def _apologise(self, work: Work, row: Stored, raw: dict[str, Any]) -> None:
        chat_id = lanes.chat_of(raw)
        if chat_id is None or not _DOINGS & raw.keys() or (row.bot == "public" and chat_id < 0):
            return
        sender = lanes.content_of(raw).get("from")
        code = sender.get("language_code") if isinstance(sender, dict) else None
        greeting = reader.best(code if isinstance(code, str) else None, self._house.catalog.locales)
        locale = await language.of_chat(work.session, row.bot, chat_id, greeting)
        key = "error.sorry" if row.bot == "public" else "error.sorry_desk"
        await say.to(
            work,
            row.bot,
            chat_id,
            Screen(self._house.catalog.say(locale, key)),
            kind=Kind.NOTICE,  # a thousand of them go after everybody's answers
            silent=True,
            dedup_key=f"sorry:{row.bot}:{chat_id}:{work.now:%Y%m%d%H%M}",  # one a minute says enough
        )

    def _answer_press(self, bot: str, raw: dict[str, Any], toast: str) -> None:
        press = raw.get("callback_query")
        if isinstance(press, dict) and isinstance(press.get("id"), (str, int)):
            self._start(self._quietly(self._answer(bot, str(press["id"]), toast)))

    async def _quietly(self, answering: Awaitable[None]) -> None:
        try:
            await answering
        except Exception:
            log.exception("callback.unanswered")


def _read(raw: str) -> dict[str, Any]:
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return update if isinstance(update, dict) else {}
