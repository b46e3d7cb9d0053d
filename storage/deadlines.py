"""Promises with a date: stored when set, moved with a reason, ended when met."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Table, Update, and_, bindparam, func, update
from sqlalchemy import select as sa_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.deadline import Promise
from rules.lifecycle import Status
from storage import conflict, core
from storage.tables import Deadline, Report, table_of
from storage.work import Work

_TABLE: Final[Table] = table_of(Deadline)
_REPORT: Final[Table] = table_of(Report)
_LIT: Final = update(_TABLE).where(_TABLE.c.id == bindparam("row_id")).values(light_at=bindparam("next_at"))
THEIRS: Final = frozenset({Status.NEEDS_INFO, Status.ANSWERED})  # it is the reporter's turn
# When the promise to show of a report is due, in a statement about reports.
NEAREST: Final = (
    sa_select(func.min(_TABLE.c.due_at))
    .where(
        _TABLE.c.report_id == _REPORT.c.id,
        _TABLE.c.met_at.is_(None),
        (_TABLE.c.kind == str(Promise.REPLY)) == _REPORT.c.status.in_(sorted(THEIRS)),
    )
    .scalar_subquery()
)
_SORT: Final = update(_REPORT).where(_REPORT.c.id == bindparam("row_id")).values(due_at=NEAREST)
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
    await sort(work, report_id)


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
    await sort(work, report_id)


async def met(work: Work, report_id: int, kind: str) -> None:
    """The promise was kept, or no longer binds; a promise that was met before keeps its first moment."""
    await work.session.exec(_open(report_id, kind).values(met_at=work.now, warn_at=None, light_at=None))
    await sort(work, report_id)


async def sort(work: Work, report_id: int) -> None:
    """Put the report where it belongs in the queue: by the promise that `shown` gives of it. To be called also when its
    status has changed."""
    await core.execute(work.session, _SORT, {"row_id": report_id})


async def rows_of(session: AsyncSession, report_id: int) -> list[Deadline]:
    """The report's open promises, the nearest first."""
    return (await rows_of_many(session, [report_id]))[report_id]


async def dates_of(session: AsyncSession, report_id: int) -> dict[str, datetime]:
    """When the report's promises are or were due, by kind, also those that were met."""
    rows = await session.exec(select(Deadline.kind, Deadline.due_at).where(col(Deadline.report_id) == report_id))
    return dict(rows.all())


async def lights_due(work: Work, limit: int) -> list[tuple[Deadline, Report]]:
    """At most `limit` open promises whose traffic light has changed, the longest ago first, with their reports; nobody
    else takes them meanwhile."""
    statement = (
        select(Deadline, Report)
        .join(Report, col(Report.id) == col(Deadline.report_id))
        .where(col(Deadline.light_at) <= work.now)
        .order_by(col(Deadline.light_at), col(Deadline.id))
        .limit(limit)
        .with_for_update(of=table_of(Deadline), skip_locked=True)
    )
    return [(promise, report) for promise, report in await work.session.exec(statement)]


async def lit(work: Work, changes: Mapping[int, datetime | None]) -> None:
    """When the lights of these promises change next, by their ids; None: not any more."""
    rows = [{"row_id": number, "next_at": light_at} for number, light_at in changes.items()]
    if rows:
        await (await work.session.connection()).execute(_LIT, rows)


async def rows_of_many(session: AsyncSession, report_ids: Collection[int]) -> dict[int, list[Deadline]]:
    """The open promises of these reports, the nearest first."""
    found: dict[int, list[Deadline]] = {number: [] for number in report_ids}
    statement = select(Deadline).where(col(Deadline.report_id).in_(report_ids), col(Deadline.met_at).is_(None))
    statement = statement.order_by(col(Deadline.due_at), col(Deadline.id))
    for promise in await session.exec(statement.execution_options(populate_existing=True)):
        found[promise.report_id].append(promise)
    return found


def shown(status: str, promises: Sequence[Deadline]) -> Deadline | None:
    """Of a report's open promises, the nearest first, the one to show: while it is the reporter's turn, theirs."""
    return next((one for one in promises if (one.kind == Promise.REPLY) == (status in THEIRS)), None)


async def open_of(session: AsyncSession, report_id: int) -> dict[str, datetime]:
    """The report's open promises by kind, the nearest first."""
    statement = select(Deadline.kind, Deadline.due_at).where(
        col(Deadline.report_id) == report_id, col(Deadline.met_at).is_(None)
    )
    rows = await session.exec(statement.order_by(col(Deadline.due_at), col(Deadline.id)))
    return dict(rows.all())


def _open(report_id: int, kind: str) -> Update:
    return update(Deadline).where(
        col(Deadline.report_id) == report_id, col(Deadline.kind) == str(kind), col(Deadline.met_at).is_(None)
    )
