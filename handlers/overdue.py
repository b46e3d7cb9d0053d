"""When a reporter is told of a missed deadline and of the Ombudsman: once, and of all their reports in one message."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers.overdue_words import may_complain_at
from rules import quiet
from rules.delivery import Kind
from storage import outbox, overdue, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.house import House
    from storage.overdue import Missed
    from storage.work import Work

Person = tuple[int, int]  # a reporter's id and chat
_DAY: Final = timedelta(days=1)


async def tell(work: Work, house: House) -> int:
    """Order a message for each reporter whose reports have missed a promise, one a report and day; how many promises.

    Of a report so old that its reporter may turn to the Ombudsman the message says that too.
    """
    found = await overdue.missed(work, house.batch)
    if not found:
        return 0
    await overdue.told(work, [one.id for one in found], {one.report_id for one in found})
    old = {one.report_id for one in found if may_complain_at(house, one.filed_at) <= work.now}
    await overdue.pointed_on(work, old)
    for person, numbers in _by_person(found).items():
        await _order_of_the_day(work, house, person, numbers)
    return len(found)


async def point_on(work: Work, house: House) -> int:
    """Order a word on the Ombudsman for each report that was not settled in time, once; how many reports."""
    found = await overdue.unsettled(work, work.now - timedelta(days=house.region.closing.ombudsman_days), house.batch)
    if not found:
        return 0
    await overdue.pointed_on(work, [one.report_id for one in found])
    for person, numbers in _by_person(found).items():
        await _order(work, house, person, numbers, "ombudsman", f"ombudsman:{numbers[0]}", work.now)
    return len(found)


def _by_person(found: Iterable[Missed]) -> dict[Person, list[int]]:
    """The reports of each person; not of those who blocked us."""
    persons: dict[Person, dict[int, None]] = defaultdict(dict)
    for one in found:
        if not one.blocked:
            persons[one.reporter_id, one.chat_id][one.report_id] = None
    return {person: list(numbers) for person, numbers in persons.items()}


async def _order_of_the_day(work: Work, house: House, person: Person, numbers: list[int]) -> None:
    """Today; when something was said today already, tomorrow. A message that still waits takes them up."""
    waiting = await outbox.pending(work.session, "missed", chat_id=person[1])
    if waiting is not None:
        named = {"reports": sorted({*waiting.data["reports"], *numbers})}
        if named == waiting.data or await told.amend(work, waiting, named):
            return
    for at in (work.now, work.now + _DAY):
        day = quiet.release_at(at, house.region.quiet).astimezone(house.region.tz).date()
        if await _order(work, house, person, numbers, "missed", f"missed:{person[0]}:{day}", at):
            return


async def _order(
    work: Work, house: House, person: Person, numbers: list[int], intent: str, key: str, at: datetime
) -> bool:
    return await outbox.put(
        work,
        bot="public",
        chat_id=person[1],
        kind=Kind.NOTICE,
        screen=None,
        intent=intent,
        data={"reports": numbers},
        report_id=numbers[0] if len(numbers) == 1 else None,
        purpose="notice",
        due_at=quiet.release_at(at, house.region.quiet),
        dedup_key=key,
    )
