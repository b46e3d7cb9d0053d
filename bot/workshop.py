"""The workshop: makes what was asked for as files, one after the other, each in a process of its own; puts them into
the store and orders the message they go with. It holds no transaction open meanwhile, and takes the files away again.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from bot import waiting
from bot.orders import Order, Product, Result
from handlers.desk import parcel
from rules.export import Format
from storage import attachments, exports
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.files import FileStore
    from handlers.house import House
    from storage.tables import Export
    from storage.work import Storage, Work

log = structlog.get_logger()

LOOK_SECONDS: Final = 5.0  # should ever a wake be lost
PAUSE_SECONDS: Final = 2.0  # after something went wrong
PATIENCE_SECONDS: Final = 900.0
SAME: Final = timedelta(minutes=1)  # the very same pictures are not drawn twice within it
KEPT: Final = timedelta(minutes=2)  # longer than that, so that they are there for whoever asks for the same
_BATCH: Final = 50


class MakingError(Exception):
    """The process that makes files ended without a result; the message is for the log, and has no words of reports."""


class Workshop:
    """Makes what waits, for ever. Cancel it to stop it: what was begun is begun again."""

    def __init__(
        self,
        storage: Storage,
        store: FileStore,
        house: House,
        clock: Callable[[], datetime],
        database_url: str,
        make: Callable[[Order], Awaitable[Result]] | None = None,
    ) -> None:
        self._storage, self._store, self._house, self._clock = storage, store, house, clock
        self._database_url = database_url
        self._make = make or in_a_process
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There is something to make."""
        self._awake.set()

    async def run(self) -> None:
        """Look, make, wait to be woken."""
        while True:
            self._awake.clear()
            if not await self.once():
                await waiting.until(self._awake, LOOK_SECONDS)

    async def once(self) -> bool:
        """Make what has waited longest; False: nothing waits. Whatever goes wrong is another try."""
        try:
            async with self._storage.read() as session:
                export = await exports.next_waiting(session)
                known = await exports.like(session, export, self._clock() - SAME) if export else None
        except Fault as error:
            log.warning("workshop.blind", error=type(error).__name__)
            return False
        if export is None:
            return False
        try:
            await self._settle(export, known)
        except (MakingError, OSError, Fault, ValueError, LookupError, TypeError) as error:
            why = str(error) if isinstance(error, MakingError) else ""
            log.warning("workshop.failed", export_id=export.id, error=type(error).__name__, why=why)
            await self._again(export)
        return True

    async def _settle(self, export: Export, known: Export | None) -> None:
        if export.sort == Format.PICTURES and known is not None:
            async with self._storage.work(self._clock()) as work:
                ids = [
                    await self._attach(work, export, file.name, file.kind, file.mime, file.sha256 or "", file.size or 0)
                    for file in await attachments.by_ids(work.session, known.files)
                ]
                await self._send(work, export, known.rows or 0, ids)
            return
        result = await self._make(self._order(export))
        kept = [(product, await self._store.keep(Path(product.path))) for product in result.files]
        async with self._storage.work(self._clock()) as work:
            ids = [
                await self._attach(work, export, product.name, product.kind, product.mime, one.sha256, one.size)
                for product, one in kept
            ]
            await self._send(work, export, result.rows, ids)

    async def _attach(self, work: Work, export: Export, name: str, kind: str, mime: str, sha256: str, size: int) -> int:
        file = await attachments.add(
            work,
            bot=attachments.HOUSE,
            kind=kind,
            file_id="",
            file_unique_id=f"{exports.key(export.id)}:{sha256[:16]}",
            message_id=0,
            mime=mime,
            name=name,
            size=size,
            state=attachments.STORED,
            sha256=sha256,
        )
        return file.id

    async def _send(self, work: Work, export: Export, rows: int, ids: list[int]) -> None:
        if await exports.made(work, export, rows, ids):
            await parcel.send(work, self._house, export, rows, await attachments.by_ids(work.session, ids))
        log.info("workshop.made", export_id=export.id, sort=export.sort, rows=rows)

    async def _again(self, export: Export) -> None:
        try:
            async with self._storage.work(self._clock()) as work:
                if await exports.tried(work, export, give_up=False):
                    await parcel.give_up(work, self._house, export)
        except Fault as error:
            log.warning("workshop.not_noted", export_id=export.id, error=type(error).__name__)
        await asyncio.sleep(PAUSE_SECONDS)

    def _order(self, export: Export) -> Order:
        return Order(
            export.sort,
            export.since.isoformat(),
            export.until.isoformat(),
            export.agency,
            export.personal,
            export.language,
            str(self._store.draft()),
            self._database_url,
            self._house.region.name,
        )


async def in_a_process(order: Order) -> Result:
    """Have the files made by `python -m bot.making`; it ends when we do. What it says of a failure is for the log."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.making",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "MPLCONFIGDIR": str(Path(order.path).parent.parent / "matplotlib")},
    )  # fmt: skip
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise MakingError("no pipes")
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
            await process.stdin.drain()
            said, complained = await asyncio.gather(process.stdout.read(), process.stderr.read())
            code = await process.wait()
    except TimeoutError:
        raise MakingError("it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if code != 0:
        raise MakingError(complained.decode(errors="replace").strip().rpartition("\n")[2][:100])
    answer = json.loads(said)
    return Result(answer["rows"], tuple(Product(**one) for one in answer["files"]))


async def clear(storage: Storage, clock: Callable[[], datetime]) -> int:
    """Let go of the files of exports whose message has come to its end; how many. The shredder does the rest."""
    done = 0
    while True:
        async with storage.work(clock()) as work:
            found = await exports.delivered(work.session, work.now - KEPT, _BATCH)
            for export in found:
                await attachments.shred(work, attachments.among(export.files))
                await exports.gone(work, export)
        if not found:
            return done
        done += len(found)
