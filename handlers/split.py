"""A report that tells of two matters becomes two: the second one is made, promised, told of and shown to the desk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers import cards, casework, notices, promises, shown
from rules import code, title
from rules.lifecycle import Moved, Refused, Step
from rules.split import FROM
from storage import events, reporters, reports, splits

if TYPE_CHECKING:
    from collections.abc import Collection

    from handlers.casework import LostRace
    from handlers.house import House
    from rules.access import Staff
    from rules.lifecycle import Actor
    from storage.tables import Report
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Part:
    """What an operator makes a report of its own: the words, their category, which files go along; `number` is of the
    words as they were written, and makes it happen once."""

    number: int
    words: str
    category: str
    files: Collection[int] = ()


async def off(
    work: Work, house: House, report: Report, part: Part, *, actor: Actor, staff: Staff
) -> Report | Refused | LostRace:
    """Split a part off the report, which stays as it is; the second report, or why not and nothing is changed."""
    first = await reports.take(work, report.id) or report  # nobody ends it meanwhile
    own = code.make(house.region.prefix, secrets.randbelow(code.SPACE))
    outcome = await casework.take_step(
        work, house, first, Step.SPLIT, actor=actor, staff=staff, data={"into": own, "category": part.category}
    )
    if not isinstance(outcome, Moved):
        return outcome
    person = await reporters.by_id(work.session, first.reporter_id) if first.anonymous else None
    head = title.make(shown.title(house, part.words, person))
    second = await splits.part(work, first, part.number, own, head, part.words, part.category)
    await splits.share(work, first.id, part.files, second.id)
    data = {"from": first.code, "anonymous": second.anonymous, **await promises.counts_from(work.session, first)}
    event = await events.add(work, second, actor, FROM, second.status, second.status, staff_id=staff.id, data=data)
    await promises.at_split(work, house, second, first)
    await notices.announce(work, house, second, event)
    await cards.open_for(work, house, second, None, event)
    return second
