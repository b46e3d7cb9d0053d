"""Accounts that may not report for a while: who decided it, why, until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Ban
from storage.work import Work


async def add(work: Work, reporter_id: int, report_id: int, staff_id: int, reason: str, until: datetime) -> Ban:
    """From now until then. `report_id`: by which report it was decided; what was decided by it before ends with that.

    Each report has a ban of its own: who sees that somebody is shut out must not learn what else they filed.
    """
    await lift(work, report_id, staff_id)
    ban = Ban(reporter_id=reporter_id, report_id=report_id, staff_id=staff_id, reason=reason, at=work.now, until=until)
    work.session.add(ban)
    await work.session.flush()
    return ban


async def lift(work: Work, report_id: int, staff_id: int) -> bool:
    """What was decided by that report holds no more; False: nothing did."""
    here = (col(Ban.report_id) == report_id, col(Ban.until) > work.now, col(Ban.lifted_at).is_(None))
    lifted = await work.session.exec(update(Ban).where(*here).values(lifted_at=work.now, lifted_by=staff_id))
    return lifted.rowcount > 0


async def current(session: AsyncSession, reporter_id: int, now: datetime) -> Ban | None:
    """The ban that holds for the account, of several the one that ends last."""
    return await _last(session, now, col(Ban.reporter_id) == reporter_id)


async def of_report(session: AsyncSession, report_id: int, now: datetime) -> Ban | None:
    """The ban that was decided by this report and holds."""
    return await _last(session, now, col(Ban.report_id) == report_id)


async def all_current(session: AsyncSession, now: datetime, limit: int) -> list[Ban]:
    """The bans that hold, the one that ends first first."""
    statement = select(Ban).where(col(Ban.until) > now, col(Ban.lifted_at).is_(None)).order_by(col(Ban.until))
    return list((await session.exec(statement.limit(limit))).all())


async def forget(work: Work, reporter_ids: Collection[int]) -> None:
    """Nothing is known of these people any more."""
    await work.session.exec(delete(Ban).where(col(Ban.reporter_id).in_(reporter_ids)))


async def _last(session: AsyncSession, now: datetime, whose: ColumnElement[bool]) -> Ban | None:
    holds = (col(Ban.until) > now, col(Ban.lifted_at).is_(None))
    return (await session.exec(select(Ban).where(whose, *holds).order_by(col(Ban.until).desc()))).first()
