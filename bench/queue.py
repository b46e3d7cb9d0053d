"""How long the queue and a search take with very many open reports.

`python -m bench.queue [--reports 100000] [--rounds 20] [--postgresql]`. Each view, for a coordinator and for a liaison,
its first page and one far behind; the counts of all views; searches that find much, little and nothing. Milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from multiprocessing import get_context

from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from bench.regency import ADDRESSED, NOW, Regency
from bench.tick import database, prepare
from bot import region
from rules import query
from rules.queue import PAGE, View
from storage import queue, search
from storage.queue import Asked
from storage.search import Wanted
from storage.work import Storage

Ask = Callable[[AsyncSession], Awaitable[object]]
STORY = (
    " Setiap hari banyak kendaraan lewat sini dan beberapa orang sudah jatuh, terutama pada malam hari ketika hujan. "
    "Kami sudah melapor kepada kepala lingkungan tetapi belum ada perbaikan sampai sekarang. Mohon segera ditangani."
)
FAR = 1000  # reports before the page
LINES = (
    "jalan rusak",
    "jalan rusak tibubeneng",
    "lampu padam",
    "lampu padam kerobokan",
    "kategori waste",
    "minggu ini",
)
BADUNG = region.load("badung")


async def vary(storage: Storage) -> None:
    """Stories of a usual length, a thing in a thousand that nobody else reports, and words that did not arrive."""
    async with storage.work(NOW) as work:
        for statement in (
            f"UPDATE report SET body = body || '{STORY}'",
            "UPDATE report SET body = 'Lampu jalan padam. ' || body WHERE id % 1000 = 0",
            "UPDATE push SET purpose = 'words', state = 'unreachable' WHERE bot = 'public' AND report_id % 200 = 0",
        ):
            await work.session.exec(text(statement))  # type: ignore[call-overload]
    if not storage.is_sqlite:
        async with storage.work(NOW) as work:
            await work.session.exec(text("ANALYZE"))  # type: ignore[call-overload]


def asks() -> dict[str, Ask]:
    """What is measured, by name."""
    found: dict[str, Ask] = {}
    for who, agency in (("all", None), (ADDRESSED, ADDRESSED)):
        asked = Asked(agency, 1, NOW, NOW + timedelta(hours=14))
        found[f"counts, {who}"] = lambda session, asked=asked: queue.counts(session, asked)
        for view in View:
            for start in (0, FAR):
                found[f"{view}, {who}, from {start}"] = lambda session, view=view, asked=asked, start=start: queue.page(
                    session, view, asked, PAGE, start
                )
    for line in LINES:
        asked_for = query.read(line, BADUNG, NOW.date())
        wanted = Wanted(
            agency=None,
            terms=[query.forms(word) for word in asked_for.words],
            villages=asked_for.villages,
            category=asked_for.category,
            since=NOW - timedelta(days=7 if asked_for.span else 365),
        )
        found[f"find “{line}”"] = lambda session, wanted=wanted: search.find(session, wanted)
    return found


async def measure(rounds: int, url: str) -> dict[str, list[float]]:
    """Milliseconds of each round, by what was asked."""
    times: dict[str, list[float]] = {}
    async with Storage.open(url) as storage:
        await vary(storage)
        for name, ask in asks().items():
            for _ in range(rounds):
                async with storage.read() as session:
                    started = time.perf_counter()
                    await ask(session)
                    times.setdefault(name, []).append(1000 * (time.perf_counter() - started))
    return times


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with database(postgresql=options.postgresql) as url:
        filling = get_context("spawn").Process(target=prepare, args=(Regency(options.reports), url))
        filling.start()
        filling.join()
        found = asyncio.run(measure(options.rounds, url))
    table = Table("asked", "median ms", "max ms")
    for name, times in found.items():
        table.add_row(name, f"{statistics.median(times):.1f}", f"{max(times):.1f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
