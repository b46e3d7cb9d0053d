"""`kill -9` while the clock works: what is due is done once, whatever moment the kill comes, in every tick.

`KILLS=100` in the environment makes it the long run of before a release.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing
from math import ceil
from pathlib import Path

import pytest
from ticking import run

from bench.regency import NOW, OVER, STANDSTILL, Regency
from bot import clock
from storage.work import Storage

pytestmark = pytest.mark.acceptance
EVERY = 20  # one in so many is due
BATCH = 2  # things in a transaction: many transactions, for many moments to be killed at
NAMES = [tick.name for tick in clock.TICKS]
KILLS = int(os.environ.get("KILLS", str(len(NAMES))))
EACH = ceil(KILLS / len(NAMES))  # kills in each tick
BROADCASTS = 10  # are planned in one transaction
DUE = 10 + 10 * EACH  # things for each, more than are done until its last kill
AT_ONCE, DAILY, ANSWERS = range(3)  # what people chose: the remainder of their number by three

Where = tuple[str, str]  # a tick, and the step of its transaction
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["ticking"])


@pytest.fixture(scope="module")
def regency() -> Regency:
    """For each tick the same number of things is due, or a part of them."""
    return Regency(reports=EVERY * DUE, every=EVERY, others=EVERY * DUE, broadcasts=BROADCASTS)


@pytest.fixture
def begun(sqlite_url: str, regency: Regency) -> Path:
    """Its database."""

    async def fill() -> None:
        async with Storage.open(sqlite_url) as storage:
            await regency.fill(storage)

    asyncio.run(fill())
    return Path(sqlite_url.removeprefix("sqlite:///"))


def killed(database: Path, tick: str, chance: random.Random) -> Where:
    """A round that is killed when it has come to that tick, a few steps on; the step it was in."""
    listens, says = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=run, args=(f"sqlite:///{database}", NOW, BATCH, says, tick))
    process.start()
    says.close()
    where = ("", "")
    while where[0] != tick:
        where = listens.recv()
    time.sleep(chance.uniform(0, 0.04))
    process.kill()
    try:
        while True:
            where = listens.recv()  # what it said before it died
    except EOFError:
        listens.close()
    process.join()
    assert process.exitcode == -9
    return where


def dump(database: Path) -> list[str]:
    """Everything that stands in it."""
    with closing(_opened(database)) as connection:
        return list(connection.iterdump())


def counts(database: Path, query: str) -> dict[str, int]:
    with closing(_opened(database)) as connection:
        return dict(connection.execute(query).fetchall())


def _opened(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True)


def chose(regency: Regency, due: int, *choices: int) -> int:
    """How many of those for whom this is due."""
    return sum(number % 3 in choices for number in regency.open if number % EVERY == due)


def assert_all_is_done(database: Path, regency: Regency) -> None:
    """Each thing that was due, once: what is to be sent, what ended, what went."""
    one_each = dict.fromkeys(("missed", "ombudsman", "leaving", "survey", "reminder", "expiring", "farewell"), DUE)
    addressed = [number for number in (*regency.open, *regency.ended) if number % 4 == 0]
    in_hand = [number for number in addressed if number in regency.ended or number % 10]  # the others nobody has yet
    said = "SELECT coalesce(intent, purpose), count(*) FROM push WHERE state = 'waiting' GROUP BY 1"
    assert counts(database, said) == {
        **one_each,
        "warning": 3,  # the department's group, the coordinators', the leader
        "weekly": 5,  # the coordinators' group and four departments'
        "notice": chose(regency, OVER, AT_ONCE, ANSWERS),
        "summary": chose(regency, STANDSTILL, AT_ONCE, DAILY) + chose(regency, OVER, DAILY),
        "card": 3 * DUE + DUE // 5,  # with another light, closed, without their reporter, or anonymous
        "addition": DUE,  # that somebody was erased
        "clear": DUE + DUE // 5,  # of who was erased, and of what became anonymous after its term
        "words": DUE,  # what was said to all who reported the same
        "announcement": BROADCASTS * len(in_hand),
    }
    public = "FROM push WHERE state = 'waiting' AND bot = 'public' AND broadcast_id IS NULL"
    twice = f"SELECT coalesce(intent, purpose), count(*) - count(DISTINCT chat_id) {public} GROUP BY 1"
    assert set(counts(database, twice).values()) == {0}
    assert counts(database, "SELECT actor, count(*) FROM event WHERE actor = 'clock' GROUP BY 1") == {"clock": DUE}
    assert counts(database, "SELECT sort, count(*) FROM tombstone GROUP BY 1") == {
        "evidence": DUE // 5,
        "report": DUE // 5,
        "event": DUE // 5,
        "reporter": 2 * DUE,  # who never agreed, and who wanted to be forgotten
    }
    assert counts(database, "SELECT 'drafts', count(*) FROM draft UNION SELECT 'updates', count(*) FROM inbox") == {
        "drafts": (EVERY - 1) * DUE,
        "updates": (EVERY - 1) * DUE // 2,
    }


@pytest.mark.timeout(120 + 10 * KILLS)
def test_whatever_is_killed_is_done_once(begun: Path, regency: Regency, tmp_path: Path) -> None:
    """Killed in the middle of every tick, the clock leaves the very rows it leaves when nobody kills it."""
    untouched = tmp_path / "untouched.db"
    shutil.copy(begun, untouched)
    run(f"sqlite:///{untouched}", NOW, BATCH)
    assert_all_is_done(untouched, regency)

    chance = random.Random(20270202)
    hits = Counter(killed(begun, tick, chance) for tick in NAMES for _ in range(EACH))
    run(f"sqlite:///{begun}", NOW, BATCH)

    print(f"{hits.total()} kills:", *(f"{hits[where]} in {' '.join(where)}" for where in sorted(hits)), sep="\n  ")
    assert {tick for tick, _ in hits} == set(NAMES)
    assert sum(hits[tick, "statement"] for tick in NAMES) >= hits.total() / 4  # with something to roll back
    assert dump(begun) == dump(untouched)
