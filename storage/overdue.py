"""Promises that were not kept, and reports that were not settled, of which the reporter was not told yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlmodel
from sqlalchemy import literal, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import OPEN, Status
from storage import core, deadlines
from storage.tables import Deadline, Report, Reporter, table_of
from storage.work import Work

_MOVING: Final = OPEN - {Status.NEEDS_INFO}
# NOT IN, because for IN SQLite would choose the index of the status over that of what is unsettled.
_RESTING: Final = sorted(str(status) for status in frozenset(Status) - _MOVING)


@dataclass(frozen=True, slots=True)
class Missed:
    """A promise that was not kept (`id` 0, no `kind`: the whole report is not settled), and where its reporter is."""

    id: int
    kind: str
    report_id: int
    reporter_id: int
    chat_id: int
    blocked: bool
    filed_at: datetime


async def missed(work: Work, limit: int) -> Sequence[Missed]:
    """At most `limit` missed promises the reporter was not told of, the longest late first; nobody else takes them."""
    statement = (
        select(
            col(Deadline.id),
            col(Deadline.kind),
            col(Report.id),
            col(Reporter.id),
            col(Reporter.telegram_id),
            col(Reporter.blocked_at).is_not(None),
            col(Report.filed_at),
        )
        .join(Report, col(Report.id) == col(Deadline.report_id))
        .join(Reporter, col(Reporter.id) == col(Report.reporter_id))
        .where(col(Deadline.told_at).is_(None), col(Deadline.due_at) <= work.now, deadlines.running())
        .order_by(col(Deadline.due_at), col(Deadline.id))
        .limit(limit)
        .with_for_update(of=table_of(Deadline), skip_locked=True)
    )
    return [Missed(*tuple(row)) for row in await core.execute(work.session, statement, {})]


async def unsettled(work: Work, before: datetime, limit: int) -> Sequence[Missed]:
    """At most `limit` reports filed before then that the desk still has, and whose reporters do not know yet where to
    turn, the oldest first; nobody else takes them."""
    statement = (
        select(
            literal(0),
            literal(""),
            col(Report.id),
            col(Reporter.id),
            col(Reporter.telegram_id),
            col(Reporter.blocked_at).is_not(None),
            col(Report.filed_at),
        )
        .join(Reporter, col(Reporter.id) == col(Report.reporter_id))
        .where(
            col(Report.ombudsman_at).is_(None),
            col(Report.ended_at).is_(None),
            col(Report.filed_at) <= before,
            col(Report.status).not_in(_RESTING),
        )
        .order_by(col(Report.filed_at), col(Report.id))
        .limit(limit)
        .with_for_update(of=table_of(Report), skip_locked=True)
    )
    return [Missed(*tuple(row)) for row in await core.execute(work.session, statement, {})]


async def told(work: Work, promise_ids: Collection[int], report_ids: Collection[int]) -> None:
    """The reporters are being told that these promises were missed, and so hear of these reports."""
    promises = update(Deadline).where(col(Deadline.id).in_(promise_ids)).values(told_at=work.now)
    await work.session.exec(promises.execution_options(synchronize_session=False))
    await _say(work, report_ids, told_at=work.now)


async def pointed_on(work: Work, report_ids: Collection[int]) -> None:
    """The reporters are being told that they may turn to the Ombudsman."""
    await _say(work, report_ids, told_at=work.now, ombudsman_at=work.now)


async def late(session: AsyncSession, report_id: int, now: datetime) -> list[Deadline]:
    """The promises of a report that are not kept now, the longest late first."""
    statement = (
        sqlmodel.select(Deadline)
        .join(Report, col(Report.id) == col(Deadline.report_id))
        .where(col(Deadline.report_id) == report_id, deadlines.running(), col(Deadline.due_at) <= now)
        .order_by(col(Deadline.due_at), col(Deadline.id))
    )
    return list((await session.exec(statement)).all())


async def _say(work: Work, report_ids: Collection[int], **values: datetime) -> None:
    statement = update(Report).where(col(Report.id).in_(report_ids)).values(**values)
    await work.session.exec(statement.execution_options(synchronize_session=False))
