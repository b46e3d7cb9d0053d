"""`kill -9` while the clock works: what is due is done once, whatever moment the kill comes.

`KILLS=100` in the environment makes it the long run of before a release.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rules.draft import Draft, Part
from storage import drafts, reporters
from storage.work import Storage
from tests.acceptance.program import Program

pytestmark = pytest.mark.acceptance
KILLS = int(os.environ.get("KILLS", "5"))
DRAFTS = 400 + 40 * KILLS
STARTED = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
DUE = STARTED + timedelta(hours=25)
# Says when it begins, so that the kill comes while it works.
TICK = f"""
from bot import cli_tick, clock
clock.FULL_BATCH = 10  # many transactions, for many moments to be killed at
print("go", flush=True)
cli_tick.tick(at="{DUE.isoformat()}", dry_run=False, as_json=False)
"""


async def _begin(url: str) -> None:
    async with Storage.open(url) as storage, storage.work(STARTED) as work:
        for number in range(DRAFTS):
            reporter = await reporters.seen(work, 1000 + number, "", "", "id")
            await drafts.save(work, reporter.id, Draft(parts=(Part(1, "Lubang"),)))


async def _tick(kanal: Program, kill_after: int | None, pause: float = 0.0) -> bool:
    """One run of the clock, killed a moment after it has done so many more; whether it came to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", TICK, env=kanal.environment, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"go\n"
    reading = asyncio.create_task(process.stdout.read())
    if kill_after is not None:
        enough = _done(kanal) + kill_after
        while _done(kanal) < enough and not reading.done():
            await asyncio.sleep(0.002)
        await asyncio.sleep(pause)
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
    await reading
    return await process.wait() == 0


def _done(kanal: Program) -> int:
    count: int = kanal.rows("SELECT count(*) FROM draft WHERE reminded_at IS NOT NULL")[0][0]
    return count


@pytest.mark.timeout(120 + 10 * KILLS)
async def test_a_killed_tick_does_all_once(tmp_path: Path) -> None:
    """Kills at random moments of a large round: at its end each draft was remembered once and none was forgotten."""
    kanal = Program(tmp_path, "http://127.0.0.1:9")
    await kanal.command("migrate")
    await _begin(f"sqlite:///{kanal.database}")
    chance = random.Random(20270201)

    for _ in range(KILLS):
        assert not await _tick(kanal, chance.randint(0, 40), chance.uniform(0, 0.02))
    assert 0 < _done(kanal) < DRAFTS
    assert await _tick(kanal, None)

    assert _done(kanal) == DRAFTS
    assert kanal.rows("SELECT count(*), count(DISTINCT chat_id) FROM push WHERE intent = 'reminder'") == [
        (DRAFTS, DRAFTS)
    ]
