"""How long a broadcast to very many takes to plan, and how it is sent: how much of the limit it uses, whether it earns
a 429, and how long replies take meanwhile.

`python -m bench.broadcast [--recipients 1000000] [--postgresql] [--seconds 60] [--rate 30] [--replies 2]`. First a
database of that many reporters is made and a broadcast to all of them planned; nothing is sent. Then Kanal runs as a
process of its own against the sandbox, which enforces Telegram's 30 messages a second, and sends for so many seconds
while reporters ask for help.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "acceptance"))

from program import DESK_TOKEN, PUBLIC_TOKEN, Program
from sqlalchemy import insert

from bench.reply import Stopwatch, processor_seconds
from bench.tick import database, megabytes
from bot import region
from bot.clock import Tick
from handlers.desk import broadcast_progress
from handlers.house import House
from locales.catalog import Catalog
from rules.access import Role
from rules.broadcast import Audience, Move
from sandbox.server import Sandbox
from storage import audience, broadcasts, migrate, outbox, recipients, staff
from storage.tables import Reporter, table_of
from storage.work import Storage

NOON = datetime(2027, 2, 2, 4, 0, tzinfo=UTC)  # in Badung
CHUNK = 20_000
LIMIT = 30  # messages a second, by Telegram
TEXTS = {"id": "Halo {nama}, pantai ditutup sampai Jumat.", "en": "Hello {name}, the beach is closed until Friday."}
ASKING = 40


def fill(url: str, count: int, first: int = 7_000_000_000) -> None:
    """So many reporters who want announcements."""

    async def rows() -> None:
        async with Storage.open(url) as storage:
            for start in range(0, count, CHUNK):
                async with storage.work(NOON) as work:
                    values = [_reporter(first + number) for number in range(start, min(start + CHUNK, count))]
                    await work.session.execute(insert(table_of(Reporter)), values)

    migrate.upgrade(url)
    asyncio.run(rows())


def _reporter(account: int) -> dict[str, Any]:
    at = NOON - timedelta(days=9)
    row = {"telegram_id": account, "name": f"N{account}", "username": "", "origin": "", "language_chosen": False}
    return row | {"language": "en" if account % 3 else "id", "consent_version": "1", "consent_at": at,
                  "created_at": at, "seen_at": at}  # fmt: skip


async def approve(storage: Storage) -> int:
    """A broadcast to everybody that may go at once; its id."""
    async with storage.work(NOON) as work:
        writer = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
        row = await broadcasts.open(work, writer.id)
        await broadcasts.change(work, row, texts=TEXTS)
        frozen = {"approved_at": work.now, "goes_at": work.now, "size": 1, "card_at": work.now}
        await broadcasts.move(work, row, Move.APPROVE, writer.id, **frozen)
    return row.id


async def plan(url: str) -> dict[str, Any]:
    """Plan it as the clock does; seconds, milliseconds, megabytes."""
    house = House(region.load("badung"), Catalog.load(), "lapor_bot", "meja_bot")
    tick = Tick("broadcasts", timedelta(seconds=1), broadcast_progress.look)
    async with Storage.open(url) as storage:
        started = time.perf_counter()
        async with storage.read() as session:
            people = sum((await audience.count(session, Audience(), NOON)).values())
        counted = time.perf_counter() - started
        number = await approve(storage)
        async with storage.work(NOON) as work:
            await tick.look(work, house)  # what is made once, the first time
        before, longest, started = megabytes(), 0.0, time.perf_counter()
        more = house.batch
        while more >= house.batch:
            began = time.perf_counter()
            async with storage.work(NOON) as work:
                more = await tick.look(work, house)
            longest = max(longest, time.perf_counter() - began)
        seconds, grew = time.perf_counter() - started, megabytes() - before
        async with storage.read() as session:
            found = await recipients.counts(session, number)
        claims = [await _claim(storage) for _ in range(50)]
    return {"people": people, "counted_s": counted, "planned": found, "planned_s": seconds,
            "longest_transaction_ms": 1000 * longest, "grew_mb": grew,
            "claim_ms": 1000 * statistics.median(claims)}  # fmt: skip


async def _claim(storage: Storage) -> float:
    started = time.perf_counter()
    async with storage.rehearsal(NOON) as work:
        await outbox.claim(work, 12)
    return time.perf_counter() - started


async def send(seconds: int, rate: int, replies: float) -> dict[str, Any]:
    """Send it, and ask meanwhile; messages a second, refusals, milliseconds until an answer."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        async with Sandbox(enforce_limits=True) as sandbox:
            public = sandbox.bot(PUBLIC_TOKEN, "lapor_badung_bot")
            sandbox.bot(DESK_TOKEN, "meja_badung_bot")
            kanal = Program(Path(folder), sandbox.url, level="WARNING", rate=rate)
            count, first = rate * (seconds + 20), 7_000_000_000
            for number in range(first, first + count):
                sandbox.stage.seed(sandbox.person("N", id=number), public)
            filling = get_context("spawn").Process(target=fill, args=(kanal.url, count, first))
            filling.start()
            await asyncio.to_thread(filling.join)
            await kanal.start("--from", NOON.isoformat())
            try:
                return await _drive(sandbox, public, kanal, seconds, replies)
            finally:
                await kanal.stop()


async def _drive(sandbox: Sandbox, public: Any, kanal: Program, seconds: int, replies: float) -> dict[str, Any]:
    watch = Stopwatch()
    phones = [sandbox.phone(sandbox.person(f"R{n}", language_code="en"), public) for n in range(ASKING)]
    ids = {phone.line.handset.person.id for phone in phones}
    for phone in phones:  # the greeting is not what is measured
        await phone.line.act("say", {"text": "/start"})
    await asyncio.sleep(5)

    def listen(room: Any) -> None:
        if room is not None and room.chat.id in ids and getattr(room.messages[max(room.messages)].author, "token", ""):
            watch.answered(room.chat.id)

    sandbox.world.listeners.append(listen)
    async with Storage.open(kanal.url) as storage:
        await approve(storage)
    await asyncio.sleep(6)  # the clock has seen it, and the rate is steady
    sandbox.calls.clear()
    started, used = time.perf_counter(), processor_seconds(kanal.pid)
    for number in range(int(seconds * replies)):
        await asyncio.sleep(max(0.0, started + number / replies - time.perf_counter()))
        phone = phones[number % len(phones)]
        watch.asked[phone.line.handset.person.id] = time.perf_counter()
        await phone.line.act("say", {"text": f"/help {number}"})
    await asyncio.sleep(max(0.0, started + seconds - time.perf_counter()))
    elapsed, used = time.perf_counter() - started, processor_seconds(kanal.pid) - used
    calls = [call for call in sandbox.calls.of("sendMessage") if call.bot == PUBLIC_TOKEN.partition(":")[0] + ":***"]
    sent = sum(call.outcome == "ok" for call in calls)
    await asyncio.sleep(2)
    cuts = statistics.quantiles(sorted(1000 * took for took in watch.took), n=100)
    return {
        "seconds": elapsed, "sent_a_second": sent / elapsed, "share_of_the_limit": sent / elapsed / LIMIT,
        "processor_share": used / elapsed, "refused_429": sum(call.outcome == "429" for call in calls),
        "replies": len(watch.took), "unanswered": len(watch.asked), "reply_p50_ms": cuts[49], "reply_p99_ms": cuts[98],
        "reply_max_ms": 1000 * max(watch.took),
    }  # fmt: skip


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipients", type=int, default=1_000_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=LIMIT)
    parser.add_argument("--replies", type=float, default=2.0, help="a second")
    options = parser.parse_args()
    found: dict[str, Any] = {}
    if options.recipients:
        with database(postgresql=options.postgresql) as url:
            filling = get_context("spawn").Process(target=fill, args=(url, options.recipients))
            filling.start()
            filling.join()
            found["plan"] = asyncio.run(plan(url))
    if options.seconds:
        found["send"] = asyncio.run(send(options.seconds, options.rate, options.replies))
    print(json.dumps(found, default=str, indent=2))


if __name__ == "__main__":
    main()
