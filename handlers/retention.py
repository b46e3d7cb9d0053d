"""What has been kept for its term goes, once a night: deleted, or made anonymous and still counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from handlers import cards
from rules import retention
from rules.retention import Sort
from storage import anonymous, ticks, tombstones
from storage import retention as rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping
    from datetime import datetime

    from handlers.house import House
    from storage.anonymous import Centres
    from storage.tables import Reporter
    from storage.work import Work

NIGHT: Final = "retention.night"  # the tick's row that says which night is done
ROWS: Final = 20  # times as many rows that need no look as reports and people, in one transaction
_GONE: Final[tuple[tuple[str, Sort, Callable[[Work, datetime, int], Awaitable[int]], int], ...]] = (
    ("updates", Sort.UPDATE, rows.updates, ROWS),
    ("messages", Sort.PUSH, rows.messages, ROWS),
    ("links", Sort.PUSH, rows.links, ROWS),
    ("compositions", Sort.PUSH, rows.compositions, ROWS),
    ("unsent_files", Sort.DRAFT, rows.unsent_files, ROWS),
    ("evidence", Sort.EVIDENCE, rows.evidence, 1),
    ("histories", Sort.EVENT, rows.history, 1),
)


async def nightly(work: Work, house: House) -> int:
    """A batch of what is over its term, until a night has none left; then nothing before the next one."""
    night = retention.last_night(work.now, house.region.tz)
    if (await ticks.all(work.session)).get(NIGHT) == night:
        return 0
    gone = await sweep(work, house)
    if gone.total() < house.batch:
        await ticks.note(work, NIGHT, night)
    return gone.total()


async def sweep(work: Work, house: House) -> Counter[str]:
    """A batch of everything that is over its term now: how many of each sort. Nothing of an open report."""
    before = retention.cutoffs(house.region.retention, work.now)
    gone = Counter({name: await step(work, before[sort], times * house.batch) for name, sort, step, times in _GONE})
    gone["reports"] = await _reports(work, house, before)
    gone["strangers"] = await _people(work, house, await rows.strangers(work, before[Sort.DRAFT], house.batch))
    gone["people"] = await _people(work, house, await rows.people(work, before[Sort.REPORTER], house.batch))
    await rows.shells(work, ROWS * house.batch)
    return gone


def centres(house: House) -> Centres:
    """The middle of each village, to which a pin is rounded."""
    return {village.code: (village.latitude, village.longitude) for village in house.region.villages}


async def _reports(work: Work, house: House, before: Mapping[Sort, datetime]) -> int:
    old = await anonymous.due(work, before[Sort.REPORT], house.batch)
    await anonymous.make(work, old, rows.WHY, centres(house), known="desk")
    of_erased = await anonymous.of_the_erased(work, house.batch)
    await anonymous.make(work, of_erased, "erasure", centres(house), known="desk")
    for report in (*old, *of_erased):
        await cards.forget(work, report)
        await cards.redraw(work, report, f"anonymous:{report.version}")
    return len(old) + len(of_erased)


async def _people(work: Work, house: House, gone: Collection[Reporter]) -> int:
    for person in gone:
        name = house.pseudonym(person.id)
        await tombstones.add(work, "reporter", name, rows.WHY, **tombstones.consent_of(person))
    return len(gone)
