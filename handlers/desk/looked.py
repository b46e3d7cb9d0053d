"""Every look into a confidential report is a line of its history: who, when, at what."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rules.access import Role
from rules.lifecycle import Actor
from storage import events

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.access import Staff
    from storage.tables import Report
    from storage.work import Work


class What(StrEnum):
    """What of it was looked at."""

    CARD = "card"
    EVIDENCE = "evidence"
    HISTORY = "history"
    LIST = "list"  # found in a list that shows words of it
    EXPORT = "export"


STEP = "look"
_ACTORS = {Role.COORDINATOR: Actor.COORDINATOR, Role.LIAISON: Actor.LIAISON}


async def looked(work: Work, report: Report, person: Staff, what: What) -> None:
    """Write down that the operator opened this of the report now; nothing for a report that is not confidential. To be
    called once for each opening, in the transaction in which what is shown is ordered. The desk alone reads it."""
    if report.confidential:
        actor = _ACTORS.get(person.role, Actor.COORDINATOR)
        await events.add(
            work,
            report,
            actor,
            STEP,
            report.status,
            report.status,
            staff_id=person.id,
            data={"what": str(what)},
            visibility="desk",
        )


async def all_looked(work: Work, found: Iterable[Report], person: Staff, what: What) -> None:
    """The same for several reports that were shown together."""
    for report in found:
        await looked(work, report, person, what)
