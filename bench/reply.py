"""How long a reply takes: updates at a steady rate against the sandbox, from the update's arrival to the bot's answer.

`make bench`, or `python -m bench.reply --rate 20 --seconds 30 [--webhook]`. Kanal runs as a process of its own; this
process plays Telegram and the reporters, so the figures hold both on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "acceptance"))

from program import DESK_TOKEN, PUBLIC_TOKEN, Program

from sandbox.server import Sandbox

REPORTERS = 100


class Stopwatch:
    """The moments at which updates were put to a chat, and how long the answer to each took, in seconds."""

    def __init__(self) -> None:
        self.asked: dict[int, float] = {}
        self.took: list[float] = []

    def answered(self, chat_id: int) -> None:
        """The first message to a chat after an update is its answer."""
        started = self.asked.pop(chat_id, None)
        if started is not None:
            self.took.append(time.perf_counter() - started)


async def measure(rate: float, seconds: float, webhook: bool) -> dict[str, Any]:
    """Run it; the figures in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        async with Sandbox() as sandbox:
            public = sandbox.bot(PUBLIC_TOKEN, "lapor_badung_bot")
            sandbox.bot(DESK_TOKEN, "meja_badung_bot")
            kanal = Program(Path(folder), sandbox.url, webhook=webhook, level="WARNING")
            await kanal.command("migrate")
            await kanal.start()
            try:
                return await _drive(sandbox, public, kanal, rate, seconds)
            finally:
                await kanal.stop()


def processor_seconds(pid: int) -> float:
    """How long a process has used the processor, in user and system mode (Linux: proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _drive(sandbox: Sandbox, public: Any, kanal: Program, rate: float, seconds: float) -> dict[str, Any]:
    watch = Stopwatch()
    phones = [sandbox.phone(sandbox.person(f"R{n}", language_code="en"), public) for n in range(REPORTERS)]
    ids = {phone.line.handset.person.id for phone in phones}

    def listen(room: Any) -> None:
        if room is not None and room.chat.id in ids and room.messages:
            newest = room.messages[max(room.messages)]
            if newest.author is not None and getattr(newest.author, "token", None):
                watch.answered(room.chat.id)

    for phone in phones:  # the greeting and the consent are not what is measured
        await phone.line.act("say", {"text": "/start"})
    await asyncio.sleep(8)
    sandbox.world.listeners.append(listen)
    started, count, used = time.perf_counter(), int(rate * seconds), processor_seconds(kanal.pid)
    for number in range(count):
        await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
        phone = phones[number % len(phones)]
        watch.asked[phone.line.handset.person.id] = time.perf_counter()
        await phone.line.act("say", {"text": f"/help {number}"})
    await asyncio.sleep(3)
    used = processor_seconds(kanal.pid) - used
    took = sorted(1000 * value for value in watch.took)
    cuts = statistics.quantiles(took, n=100)
    return {
        "updates": count,
        "answered": len(took),
        "p50_ms": cuts[49],
        "p90_ms": cuts[89],
        "p99_ms": cuts[98],
        "max_ms": took[-1],
        "processor_ms_per_update": 1000 * used / count,
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20.0, help="updates a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--webhook", action="store_true")
    options = parser.parse_args()
    figures = asyncio.run(measure(options.rate, options.seconds, options.webhook))
    print(json.dumps({name: round(value, 1) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
