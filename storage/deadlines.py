"""Promises with a date: stored when set, ended when met."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import Deadline
from storage.work import Work


async def set(work: Work, report_id: int, kind: str, due_at: datetime) -> None:  # noqa: A001
    """Promise it by then; a promise of that kind made before is replaced and open again."""
    promise = {"due_at": due_at, "set_at": work.now, "met_at": None}
    await work.session.exec(
        conflict.insert(work.session, Deadline)
        .values(report_id=report_id, kind=str(kind), **promise)
        .on_conflict_do_update(index_elements=["report_id", "kind"], set_=promise)
    )


async def met(work: Work, report_id: int, kind: str) -> None:
    """The promise was kept, or no longer binds; a promise that was met before keeps its first moment."""
    await work.session.exec(
        update(Deadline)
        .where(col(Deadline.report_id) == report_id, col(Deadline.kind) == str(kind), col(Deadline.met_at).is_(None))
        .values(met_at=work.now)
    )


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
