"""Drafts of translations: asked for by rows, fetched one after the other by a job that holds no transaction open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog

from bot import waiting
from bot.translator import TranslationFailed, Translator
from handlers import translation
from handlers.translation import Failed, Task
from rules.translation import Failure
from storage import translations
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.work import Storage

log = structlog.get_logger()

LOOK_SECONDS: Final = 30.0


class Interpreter:
    """Has what waits translated, for ever. Cancel it to stop it: what was begun is begun again."""

    def __init__(self, storage: Storage, translator: Translator, clock: Callable[[], datetime]) -> None:
        self._storage, self._translator, self._clock = storage, translator, clock
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There is something to translate."""
        self._awake.set()

    async def run(self) -> None:
        """Do all that waits, wait to be woken."""
        while True:
            self._awake.clear()
            try:
                await self.catch_up()
            except Fault as error:
                log.warning("translator.blind", error=type(error).__name__)
            await waiting.until(self._awake, LOOK_SECONDS)

    async def catch_up(self) -> None:
        """Do all that waits."""
        while await self._next():
            pass

    async def _next(self) -> bool:
        """Do one; False: nothing waits."""
        async with self._storage.read() as session:
            row = await translations.waiting(session)
            task = await translation.task(session, row) if row is not None else None
        if row is None:
            return False
        answer = await self._ask(task) if task is not None else Failed(Failure.STALE)
        async with self._storage.work(self._clock()) as work:
            await translation.settle(work, row, task, answer)
        log.info("translation.settled", translation_id=row.id, why=answer.why if isinstance(answer, Failed) else "")
        return True

    async def _ask(self, task: Task) -> str | Failed:
        try:
            return await self._translator.translate(task.text, task.source, task.target)
        except TranslationFailed as failed:
            return Failed(failed.why, failed.limit)
