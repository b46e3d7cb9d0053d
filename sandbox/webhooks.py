"""Pushes updates to a bot's webhook: repeated until it answers 2xx, in order within a chat, chats side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import aiohttp

from sandbox.accounts import Bot, Hook
from sandbox.updates import Update

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
TIMEOUT = aiohttp.ClientTimeout(total=60)
# Telegram waits longer; a stand-in for tests should not.
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0

Answer = Callable[[Bot, dict[str, object]], Awaitable[None]]


class Pusher:
    """Serves one webhook until it is closed. `answer` runs a method a bot put into its response."""

    def __init__(self, bot: Bot, session: aiohttp.ClientSession, answer: Answer, clock: Callable[[], float]) -> None:
        self._bot = bot
        self._hook: Hook = bot.hook
        self._session = session
        self._answer = answer
        self._clock = clock
        self._seen = 0
        self._places = asyncio.Semaphore(bot.hook.max_connections)
        self._lanes: dict[str, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._start(self._collect())

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def close(self) -> None:
        self.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _collect(self) -> None:
        """Sorts arriving updates into one lane per chat."""
        while True:
            for update in self._bot.queue.since(self._seen):
                self._seen = update.id
                if update.lane in self._lanes:
                    self._lanes[update.lane].append(update)
                else:
                    self._lanes[update.lane] = deque([update])
                    self._start(self._drain(update.lane))
            await self._bot.queue.wait(None)

    async def _drain(self, lane: str) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(waiting[0])
            waiting.popleft()
        del self._lanes[lane]

    async def _deliver(self, update: Update) -> None:
        """Tries until it succeeds or the update was dropped."""
        pause = FIRST_PAUSE_SECONDS
        while update.id in self._bot.queue.pending:
            async with self._places:
                if await self._push(update):
                    self._bot.queue.pending.pop(update.id, None)
                    return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _push(self, update: Update) -> bool:
        headers = {SECRET_HEADER: self._hook.secret} if self._hook.secret else {}
        try:
            async with self._session.post(
                self._hook.url, json=update.raw, headers=headers, timeout=TIMEOUT
            ) as response:
                if response.status // 100 != 2:
                    self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                    return False
                if response.content_type == "application/json":
                    await self._execute(await response.json())
                return True
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._failed("Read timeout expired" if isinstance(error, TimeoutError) else "Connection refused")
            return False

    async def _execute(self, body: object) -> None:
        if isinstance(body, dict) and "method" in body:
            await self._answer(self._bot, body)

    def _failed(self, why: str) -> None:
        self._hook.last_error_date = int(self._clock())
        self._hook.last_error_message = why
