"""Corrections that teach: what officers choose is noted by the profile's own words, and weighs in the next proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules import category
from rules.lessons import learn
from rules.lifecycle import Step
from storage import lessons

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Report
    from storage.work import Session, Work

# Whoever forwards a report as it is agrees with its category, unless somebody has chosen one before.
TEACH: Final = frozenset({Step.CATEGORISE, Step.FORWARD})


async def note(work: Work, house: House, report: Report, event: Event) -> None:
    """Note what an officer's step says of the words that had proposed a category; nothing else of the report is kept.

    What they had proposed is looked at as the profile alone has it, so that a lesson cannot confirm itself.
    """
    if event.step not in TEACH or event.staff_id is None or report.category is None:
        return
    guesses = category.guess(report.body, house.region, 1)
    if guesses:
        await lessons.note(
            work,
            event.report_id,
            event.staff_id,
            guesses[0].words,
            guesses[0].category,
            report.category,
            again=event.step == Step.CATEGORISE,
        )


async def recall(session: Session, house: House) -> int:
    """Have the house know what was taught since it looked last; 0: nothing."""
    newest = await lessons.newest(session)
    if newest is None or newest == house.taught.at:
        return 0
    house.taught.lessons = learn(await lessons.tallies(session), house.region.lessons)
    house.taught.at = newest
    return 1
