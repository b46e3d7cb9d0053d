"""How long the clock's ticks take with very many open reports, and how much memory they need.

`python -m bench.tick [--reports 100000]`. A database of that many open reports of as many reporters, each with its
promise, is made in a temporary folder; then each tick runs on a morning when a day's work is due, and five minutes
later, when nearly nothing is.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot import clock, region
from handlers.house import House
from locales.catalog import Catalog
from storage import migrate
from storage.tables import Deadline, Report, Reporter, table_of
from storage.work import Storage

NOW = datetime(2027, 2, 2, 2, 0, tzinfo=UTC)  # a Tuesday at ten in Badung
SPREAD = timedelta(days=10)
CHUNK = 5000


async def measure(reports: int) -> dict[str, Any]:
    """Milliseconds a tick, and megabytes at most."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        url = f"sqlite:///{folder}/kanal.db"
        migrate.upgrade(url)
        house = House(region.load("badung"), Catalog.load(), "lapor_bot", "meja_bot")
        async with Storage.open(url) as storage:
            await _fill(storage, reports)
            before = _megabytes()
            morning = await _round(storage, house, NOW)
            usual = await _round(storage, house, NOW + timedelta(minutes=5))
            return {
                "reports": reports,
                "usual_ms": usual,
                "usual_total_ms": round(sum(took for took, _ in usual.values())),
                "morning_ms": morning,
                "megabytes_before": before,
                "megabytes_after": _megabytes(),
            }


async def _round(storage: Storage, house: House, at: datetime) -> dict[str, tuple[float, int]]:
    """Each tick: how long it took, and how much it did."""
    found = {}
    for tick in clock.TICKS:
        started = time.perf_counter()
        count = await clock.everything(tick, storage, at, house)
        found[tick.name] = (round(1000 * (time.perf_counter() - started), 1), count)
    return found


async def _fill(storage: Storage, reports: int) -> None:
    """Open reports filed over the last days, their promises due over the next ones: one in a hundred is due today."""
    for first in range(0, reports, CHUNK):
        numbers = range(first + 1, min(first + CHUNK, reports) + 1)
        async with storage.work(NOW) as work:
            connection = await work.session.connection()
            await connection.execute(insert(table_of(Reporter)), [_reporter(number) for number in numbers])
            await connection.execute(insert(table_of(Report)), [_report(number, reports) for number in numbers])
            await connection.execute(insert(table_of(Deadline)), [_deadline(number, reports) for number in numbers])


def _reporter(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "telegram_id": 10_000_000 + number,
        "name": "",
        "username": "",
        "language": "id" if number % 2 else "en",
        "language_chosen": False,
        "origin": "",
        "created_at": NOW,
        "updates": "at_once",
    }


def _report(number: int, reports: int) -> dict[str, Any]:
    filed = NOW - SPREAD * number / reports
    return {
        "id": number,
        "code": f"BDG-{number:08d}",
        "reporter_id": number,
        "draft_id": number,
        "kind": "complaint",
        "title": "Jalan rusak",
        "body": "Jalan rusak di depan pasar.",
        "category": "road",
        "language": "id",
        "village": None,
        "place_name": "Tibubeneng",
        "district": "Kuta Utara",
        "regency": "",
        "place_words": "",
        "outside": False,
        "happening_now": False,
        "anonymous": False,
        "confidential": False,
        "status": "forwarded",
        "agency": "pupr",
        "replied": False,
        "filed_at": filed,
        "changed_at": filed,
        "version": 1,
        "muted": False,
        "told_at": filed + SPREAD * 0.29,  # of one in a hundred nothing was said for a week
    }


def _deadline(number: int, reports: int) -> dict[str, Any]:
    warn_at = NOW + SPREAD * (number / reports - 0.01)
    return {
        "id": number,
        "report_id": number,
        "kind": "resolve",
        "due_at": warn_at + timedelta(days=2),
        "set_at": NOW - SPREAD,
        "warn_at": warn_at,
    }


def _megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    print(json.dumps(asyncio.run(measure(parser.parse_args().reports)), indent=1))


if __name__ == "__main__":
    main()
