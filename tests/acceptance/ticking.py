"""The clock in a process that says where it is, so that whoever kills it knows what was hit."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any
from unittest.mock import patch

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot import clock, region
from handlers.house import House
from locales.catalog import Catalog
from storage.work import Storage

PAUSE = 0.002  # seconds
REGION, CATALOG = region.load("badung"), Catalog.load()  # once: processes are forked from one that has them


@dataclass
class Talk:
    """Says before each step which tick it belongs to, and whether the transaction begins, goes on or is committed; in
    one tick it pauses there, so that there is time for a kill."""

    says: Connection
    slow: str
    tick: str = ""

    def listen(self, engine: Engine) -> None:
        """From now on."""
        event.listen(engine, "begin", lambda _connection: self._say("begin"))
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "commit", lambda _connection: self._say("commit"))

    def _statement(self, *_all: Any) -> None:
        self._say("statement")

    def _say(self, step: str) -> None:
        self.says.send((self.tick, step))
        if self.tick == self.slow:
            time.sleep(PAUSE)


def run(url: str, now: datetime, batch: int, says: Connection | None = None, slow: str = "") -> None:
    """One round of every tick at that moment, as the running program does it; but receipts are no matter of chance."""
    with patch("secrets.randbelow", return_value=7):
        asyncio.run(_round(url, now, batch, Talk(says, slow) if says else None))


async def _round(url: str, now: datetime, batch: int, talk: Talk | None) -> None:
    house = House(REGION, CATALOG, "", "", batch=batch)
    async with Storage.open(url) as storage:
        if talk is not None:
            talk.listen(storage.writer.sync_engine)
        for tick in clock.TICKS:
            if talk is not None:
                talk.tick = tick.name
            await clock.everything(tick, storage, now, house)
