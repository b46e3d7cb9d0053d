"""Promises with a date: stored when set, moved with a reason, ended when met."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Update, and_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.deadline import Promise
from rules.lifecycle import Status
from storage import conflict
from storage.tables import Deadline, Report
from storage.work import Work

_SAID: Final = ("met_at", "warned_at", "escalated_at", "told_at")


def running() -> ColumnElement[bool]:
    """Whether the desk has to keep the promise and its clock runs, in a query that joins the report: while the desk
    waits for the reporter nothing is due, and the reporter's own window is no promise of the desk."""
    return and_(
        col(Deadline.met_at).is_(None),
        col(Deadline.kind) != str(Promise.REPLY),
        col(Report.status) != str(Status.NEEDS_INFO),
    )


async def set(  # noqa: A001
    work: Work,
    report_id: int,
    kind: str,
    due_at: datetime,
    since: datetime | None = None,
    warn_at: datetime | None = None,
    light_at: datetime | None = None,
) -> None:
    """Promise it by then, counted from `since` (None: now). One of that kind made before is replaced and open again,
    and nothing was said of it yet. `warn_at`: when the desk is first told of it; `light_at`: when its light changes."""
    moments = {"due_at": due_at, "set_at": since or work.now, "warn_at": warn_at, "light_at": light_at}
    promise = moments | dict.fromkeys(_SAID)
    await work.session.exec(
        conflict.insert(work.session, Deadline)
        .values(report_id=report_id, kind=str(kind), **promise)
        .on_conflict_do_update(index_elements=["report_id", "kind"], set_=promise)
    )


async def move(
    work: Work,
    report_id: int,
    kind: str,
    due_at: datetime,
    since: datetime | None = None,
    warn_at: datetime | None = None,
    light_at: datetime | None = None,
) -> None:
    """Another date for an open promise; it counts from when it did unless `since` says from when, and what was said of
    it stays said. Whoever moves it says why in the history."""
    begun = {"set_at": since} if since else {}
    moments = {"due_at": due_at, "warn_at": warn_at, "light_at": light_at}
    await work.session.exec(_open(report_id, kind).values(**moments, **begun))


async def met(work: Work, report_id: int, kind: str) -> None:
    """The promise was kept, or no longer binds; a promise that was met before keeps its first moment."""
    await work.session.exec(_open(report_id, kind).values(met_at=work.now, warn_at=None, light_at=None))


async def rows_of(session: AsyncSession, report_id: int) -> list[Deadline]:
    """The report's open promises, the nearest first."""
    statement = select(Deadline).where(col(Deadline.report_id) == report_id, col(Deadline.met_at).is_(None))
    statement = statement.order_by(col(Deadline.due_at), col(Deadline.id))
    return list((await session.exec(statement.execution_options(populate_existing=True))).all())


async def dates_of(session: AsyncSession, report_id: int) -> dict[str, datetime]:
    """When the report's promises are or were due, by kind, also those that were met."""
    rows = await session.exec(select(Deadline.kind, Deadline.due_at).where(col(Deadline.report_id) == report_id))
    return dict(rows.all())


async def lights_due(session: AsyncSession, now: datetime, limit: int) -> list[Deadline]:
    """At most `limit` running promises whose traffic light has changed, the longest ago first."""
    due = select(Deadline).join(Report, col(Report.id) == col(Deadline.report_id))
    due = due.where(col(Deadline.light_at) <= now, running()).order_by(col(Deadline.light_at), col(Deadline.id))
    return list((await session.exec(due.limit(limit))).all())


async def lit(work: Work, deadline_id: int, light_at: datetime | None) -> None:
    """The cards show the promise's light as it is now; it changes again at `light_at`."""
    await work.session.exec(update(Deadline).where(col(Deadline.id) == deadline_id).values(light_at=light_at))


async def open_of(session: AsyncSession, report_id: int) -> dict[str, datetime]:
    """The report's open promises by kind, the nearest first."""
    statement = select(Deadline.kind, Deadline.due_at).where(
        col(Deadline.report_id) == report_id, col(Deadline.met_at).is_(None)
    )
    rows = await session.exec(statement.order_by(col(Deadline.due_at), col(Deadline.id)))
    return dict(rows.all())


async def next_of(session: AsyncSession, report_id: int) -> tuple[str, datetime] | None:
    """The report's nearest open promise: its kind and when."""
    return next(iter((await open_of(session, report_id)).items()), None)


def _open(report_id: int, kind: str) -> Update:
    return update(Deadline).where(
        col(Deadline.report_id) == report_id, col(Deadline.kind) == str(kind), col(Deadline.met_at).is_(None)
    )
