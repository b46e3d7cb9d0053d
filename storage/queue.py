"""What the desk has to do: open reports, the most urgent first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import OPEN
from storage import deadlines
from storage.tables import Deadline, Report


async def waiting(session: AsyncSession, agency: str | None, limit: int) -> list[tuple[Report, Deadline | None]]:
    """At most `limit` open reports of an agency (None: of everybody) with their nearest running promise, nearest
    first; those that wait for the reporter last, with the reporter's own time."""
    due = (
        select(Deadline.report_id, func.min(col(Deadline.due_at)).label("due_at"))
        .join(Report, col(Report.id) == col(Deadline.report_id))
        .where(deadlines.running())
        .group_by(col(Deadline.report_id))
        .subquery()
    )
    statement = (
        select(Report)
        .join(due, due.c.report_id == col(Report.id), isouter=True)
        .where(*_open(agency))
        .order_by(due.c.due_at.is_(None), due.c.due_at, col(Report.id))
        .limit(limit)
    )
    found = (await session.exec(statement)).all()
    promises = await deadlines.rows_of_many(session, [report.id for report in found if report.id])
    return [(report, deadlines.shown(report.status, promises[report.id or 0])) for report in found]


async def count(session: AsyncSession, agency: str | None) -> int:
    """How many reports are open."""
    return (await session.exec(select(func.count()).select_from(Report).where(*_open(agency)))).one()


def _open(agency: str | None) -> list[ColumnElement[bool]]:
    theirs = [] if agency is None else [col(Report.agency) == agency]
    return [col(Report.status).in_([str(status) for status in OPEN]), col(Report.parent_id).is_(None), *theirs]
