"""The clock: ticks that hold no data. Each asks the database what is due; a missed or doubled tick changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog

from handlers import closing, idle, linked, overdue, retention, rights, stay, summaries
from handlers.desk import broadcast_progress, lights, warnings, weekly
from storage import inbox, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telegram.ext import JobQueue

    from handlers.house import House
    from storage.work import Storage, Work

log = structlog.get_logger()

# The defaults drop a run that is a second late (the loop was busy): python-telegram-bot's JobQueue, APScheduler 3.
KEEP_LATE: Final = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
WAKE_SECONDS: Final = 2.0
NOTE_EVERY: Final = timedelta(minutes=1)  # rounds in which nothing was due are noted no more often
FASTEST: Final = timedelta(seconds=1)  # however fast the clock runs
KEEP_INBOX: Final = timedelta(hours=48)  # Telegram repeats an update for 24 hours
_BATCHES: Final = 5000


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing to look after, every so often. `look` does about `House.batch` of what is due in one transaction, and
    says how much; 0: nothing is left. What it marks there makes that a kill leaves each thing done, or to be done."""

    name: str
    every: timedelta
    look: Callable[[Work, House], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing to look after that takes its time, and so holds no transaction open meanwhile."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[int]]


async def prune(work: Work, house: House) -> int:
    """Forget handled updates that Telegram will not send again; how many."""
    return await inbox.prune(work, work.now - KEEP_INBOX, house.batch)


TICKS: Final = (
    Tick("warnings", timedelta(minutes=5), warnings.warn),
    Tick("lights", timedelta(minutes=1), lights.relight),
    Tick("missed", timedelta(minutes=5), overdue.tell),
    Tick("unsettled", timedelta(hours=1), overdue.point_on),
    Tick("standstill", timedelta(minutes=10), summaries.look),  # after what says more
    Tick("reminders", timedelta(minutes=5), idle.remind),
    Tick("drafts", timedelta(hours=1), idle.fade),
    Tick("leaving", timedelta(minutes=5), stay.look),
    Tick("survey", timedelta(minutes=5), closing.ask_again),
    Tick("closing", timedelta(minutes=5), closing.close),
    Tick("broadcasts", timedelta(seconds=1), broadcast_progress.look),
    Tick("linked", timedelta(seconds=5), linked.look),
    Tick("weekly", timedelta(minutes=5), weekly.look),
    Tick("erasures", timedelta(minutes=5), rights.look),
    Tick("prune", timedelta(hours=1), prune),
    Tick("retention", timedelta(minutes=10), retention.nightly),
)


def rounds(speed: float = 1.0) -> dict[str, timedelta]:
    """How often each tick comes round, by the clock that runs `speed` times as fast."""
    return {tick.name: max(tick.every, FASTEST * speed) for tick in TICKS}


async def everything(tick: Tick, storage: Storage, now: datetime, house: House) -> int:
    """All that is due for a tick, a batch a transaction so that nobody waits long for the database; how many."""
    done = 0
    for _ in range(_BATCHES):
        async with storage.work(now) as work:
            count = await tick.look(work, house)
        if not count:
            break
        done += count
        await asyncio.sleep(0)
    return done


async def all_batches(tick: Tick, work: Work, house: House) -> int:
    """The same within one transaction, for a rehearsal."""
    done = 0
    for _ in range(_BATCHES):
        count = await tick.look(work, house)
        if not count:
            break
        done += count
    return done


class Ticks:
    """Winds up a job queue. `wakes` are called every two seconds: what a lost wake delayed goes on. With a clock that
    runs ahead, `speed` says how many times as often the rounds come; never more than one a second."""

    def __init__(
        self,
        jobs: JobQueue[Any],
        storage: Storage,
        clock: Callable[[], datetime],
        house: House,
        wakes: Sequence[Callable[[], None]],
        all_ticks: Sequence[Tick] = TICKS,
        chores: Sequence[Chore] = (),
        speed: float = 1.0,
    ) -> None:
        self._jobs, self._storage, self._clock, self._house = jobs, storage, clock, house
        self._wakes, self._speed = wakes, speed
        self._rounds: tuple[Tick | Chore, ...] = (*all_ticks, *chores)
        self._noted: dict[str, datetime] = {}

    def start(self) -> None:
        """Schedule everything; the first round soon, for what was missed while nobody was there."""
        self._jobs.run_repeating(self._wake, WAKE_SECONDS, first=WAKE_SECONDS, name="wake", job_kwargs=dict(KEEP_LATE))
        for tick in self._rounds:
            every = min(tick.every, max(tick.every / self._speed, FASTEST))
            self._jobs.run_repeating(
                self._job(tick), every, first=timedelta(seconds=1), name=tick.name, job_kwargs=dict(KEEP_LATE)
            )

    async def once(self) -> None:
        """One round of each, now."""
        for tick in self._rounds:
            await self.run(tick)

    async def run(self, tick: Tick | Chore) -> None:
        """One round, noted when it is done. Whatever goes wrong, the next round is another chance."""
        try:
            done = tick.do() if isinstance(tick, Chore) else everything(tick, self._storage, self._clock(), self._house)
            count = await done
            await self._note(tick.name, count)
        except Exception:
            log.exception("tick.failed", tick=tick.name)
        else:
            (log.info if count else log.debug)("tick.done", tick=tick.name, count=count)

    async def _note(self, name: str, count: int) -> None:
        now = self._clock()
        if not count and now - self._noted.get(name, now - NOTE_EVERY) < NOTE_EVERY:
            return
        async with self._storage.work(now) as work:
            await ticks.note(work, name)
        self._noted[name] = now

    async def _wake(self, _context: Any) -> None:
        for wake in self._wakes:
            wake()

    def _job(self, tick: Tick | Chore) -> Callable[[Any], Coroutine[Any, Any, None]]:
        async def job(_context: Any) -> None:
            await self.run(tick)

        return job
