"""What the desk has to do: open reports, the most urgent first, by what is asked of them.

All of it is read off one index in the order of `Report.due_at`: what is asked for and how many there are (decision 20).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, func, text, true
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.delivery import State
from rules.lifecycle import UNFINISHED, Status
from rules.queue import View
from storage import deadlines
from storage.outbox import WORDS
from storage.tables import IN_QUEUE, UNREACHED, Deadline, Push, Report


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which agency (None: of everybody), whose reports are "mine", at what moment, and when today ends."""

    agency: str | None
    staff_id: int
    now: datetime
    midnight: datetime


async def page(
    session: AsyncSession, view: View, asked: Asked, limit: int, offset: int = 0
) -> list[tuple[Report, Deadline | None]]:
    """A part of the view, the nearest promise first, with the promise that each is sorted by."""
    statement = select(Report).where(*_of(view, asked)).order_by(col(Report.due_at).nulls_last(), col(Report.id))
    found = (await session.exec(statement.limit(limit).offset(offset))).all()
    return await with_promises(session, found)


async def with_promises(session: AsyncSession, found: Sequence[Report]) -> list[tuple[Report, Deadline | None]]:
    """The reports with the promise to show of each."""
    promises = await deadlines.rows_of_many(session, [report.id for report in found])
    return [(report, deadlines.shown(report.status, promises[report.id])) for report in found]


async def counts(session: AsyncSession, asked: Asked) -> Mapping[View, int]:
    """How many reports are in each view."""
    views: list[View] = [view for view in View if view is not View.UNREACHED]
    sums: list[Any] = [func.sum(case((and_(true(), *_which(view, asked)), 1), else_=0)) for view in views]
    row = (await session.exec(sa_select(*sums).where(*_open(asked.agency)))).one()  # type: ignore[call-overload]
    found = {view: int(number or 0) for view, number in zip(views, row, strict=True)}
    unreached = select(func.count()).select_from(Report).where(*_of(View.UNREACHED, asked))
    return found | {View.UNREACHED: (await session.exec(unreached)).one()}


def _of(view: View, asked: Asked) -> list[ColumnElement[bool]]:
    if view is View.UNREACHED:
        missed = select(Push.report_id).where(*_MISSED)
        return [col(Report.id).in_(missed), col(Report.status).in_(_SPOKEN_OF), *_theirs(asked.agency)]
    return [*_open(asked.agency), *_which(view, asked)]


def _which(view: View, asked: Asked) -> list[ColumnElement[bool]]:
    """What the view asks beyond that a report is open."""
    runs = col(Report.status) != str(Status.NEEDS_INFO)
    match view:
        case View.NEW:  # nobody has looked at it: the coordinators, or the agency that got it
            return [col(Report.status) == str(Status.RECEIVED if asked.agency is None else Status.FORWARDED)]
        case View.MINE:
            return [col(Report.assignee_id) == asked.staff_id]
        case View.TODAY:
            return [runs, col(Report.due_at) > asked.now, col(Report.due_at) < asked.midnight]
        case View.LATE:
            return [runs, col(Report.due_at) <= asked.now]  # the moment it is due is the first that is late
        case View.WAITING:
            return [col(Report.status) == str(Status.NEEDS_INFO)]
    return []


def _open(agency: str | None) -> list[ColumnElement[bool]]:
    return [text(IN_QUEUE), *_theirs(agency)]  # type: ignore[list-item]  # in the index's own words


def _theirs(agency: str | None) -> list[ColumnElement[bool]]:
    return [] if agency is None else [col(Report.agency) == agency]


_SPOKEN_OF: Final = [str(status) for status in sorted(UNFINISHED)]
_LATER: Final = aliased(Push)
# Words whose event was the last that was said. Telegram may have taken one piece of them and not another.
_MISSED: Final = (
    text(UNREACHED),
    ~exists().where(
        col(_LATER.report_id) == col(Push.report_id),
        col(_LATER.bot) == "public",
        col(_LATER.purpose).in_(WORDS),
        col(_LATER.state) != State.DROPPED.value,
        col(_LATER.id) > col(Push.id),
        col(_LATER.data)["event"].as_integer() != col(Push.data)["event"].as_integer(),
    ),
)
