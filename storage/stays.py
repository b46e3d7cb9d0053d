"""Travellers: until which day they stay, and which of their reports something is still to come of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import OPEN, UNFINISHED
from storage import core
from storage.tables import Report, Reporter, table_of
from storage.work import Work

_OPEN: Final = [str(status) for status in OPEN]
_UNFINISHED: Final = [str(status) for status in UNFINISHED]


@dataclass(frozen=True, slots=True)
class Leaver:
    """A report whose reporter is about to leave, and how they are to be reached."""

    report_id: int
    reporter_id: int
    chat_id: int
    blocked: bool
    last_day: date


async def unfinished(session: AsyncSession, reporter_id: int) -> list[Report]:
    """The reporter's reports of which something is still to come, oldest first."""
    statement = select(Report).where(col(Report.reporter_id) == reporter_id, col(Report.status).in_(_UNFINISHED))
    return list((await session.exec(statement.order_by(col(Report.id)))).all())


async def last_day(session: AsyncSession, reporter_id: int, today: date) -> date | None:
    """The last day of the reporter's stay, as they said with a report that is not finished; None once it has passed."""
    statement = select(func.max(col(Report.stay_until))).where(
        col(Report.reporter_id) == reporter_id,
        col(Report.status).in_(_UNFINISHED),
        col(Report.stay_until) >= today,
    )
    return (await session.exec(statement)).one()


async def note(work: Work, report: Report, day: date, leave_at: datetime | None) -> None:
    """A report that is just being filed: its reporter has said before how long they stay."""
    report.stay_until, report.leave_at = day, leave_at
    await work.session.flush()


async def leaving(work: Work, limit: int) -> list[Leaver]:
    """At most `limit` reports whose reporters are to be told before they leave; nobody else takes them meanwhile."""
    statement = (
        sa.select(
            col(Report.id),
            col(Report.reporter_id),
            col(Reporter.telegram_id),
            col(Reporter.blocked_at).is_not(None),
            col(Report.stay_until),
        )
        .join(Reporter, col(Reporter.id) == col(Report.reporter_id))
        .where(col(Report.leave_at) <= work.now)
        .order_by(col(Report.leave_at), col(Report.id))
        .limit(limit)
        .with_for_update(of=table_of(Report), skip_locked=True)
    )
    return [Leaver(*tuple(row)) for row in await core.execute(work.session, statement, {})]


async def told(work: Work, report_ids: Collection[int]) -> None:
    """Their reporters are being told, and will not be again."""
    statement = sa.update(Report).where(col(Report.id).in_(report_ids)).values(leave_at=None)
    await work.session.exec(statement.execution_options(synchronize_session=False))


async def still_open(session: AsyncSession, reporter_id: int, day: date) -> Sequence[Report]:
    """The open reports of a reporter who leaves that day, oldest first; none that is to be silent."""
    statement = select(Report).where(
        col(Report.reporter_id) == reporter_id,
        col(Report.stay_until) == day,
        col(Report.status).in_(_OPEN),
        ~col(Report.muted),
    )
    return (await session.exec(statement.order_by(col(Report.id)))).all()
