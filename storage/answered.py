"""Answered reports that are not closed yet: whose time to respond is over, and who is to be asked once more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import col, select

from rules.deadline import Promise
from rules.lifecycle import Status
from storage import core
from storage.tables import Deadline, Report, Reporter, table_of
from storage.work import Work

# NOT IN, because for an equation SQLite would choose the index of the status over that of what is due.
_ELSEWHERE: Final = sorted(str(status) for status in frozenset(Status) - {Status.ANSWERED})


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A report whose reporter has not said whether it is solved, and how they are to be reached."""

    deadline_id: int
    report_id: int
    chat_id: int
    blocked: bool
    updates: str
    muted: bool
    solved: bool | None
    set_at: datetime
    due_at: datetime
    stay_until: date | None


async def over(work: Work, limit: int) -> Sequence[Report]:
    """At most `limit` answered reports whose time is over, the longest first; nobody else takes them meanwhile."""
    statement = (
        select(Report)
        .join(Deadline, col(Deadline.report_id) == col(Report.id))
        .where(
            # told_at is never set of a reporter's own time; said so, for the index of what is open and untold
            col(Deadline.met_at).is_(None),
            col(Deadline.told_at).is_(None),
            col(Deadline.due_at) <= work.now,
            col(Deadline.kind) == str(Promise.REPLY),
            col(Report.status).not_in(_ELSEWHERE),
        )
        .order_by(col(Deadline.due_at), col(Deadline.id))
        .limit(limit)
        .with_for_update(of=table_of(Deadline), skip_locked=True)
    )
    return (await work.session.exec(statement)).all()


async def to_ask_again(work: Work, limit: int) -> list[Unsaid]:
    """At most `limit` reports halfway through the reporter's time, the longest first; nobody else takes them."""
    statement = (
        sa.select(
            col(Deadline.id),
            col(Report.id),
            col(Reporter.telegram_id),
            col(Reporter.blocked_at).is_not(None),
            col(Reporter.updates),
            col(Report.muted),
            col(Report.solved),
            col(Deadline.set_at),
            col(Deadline.due_at),
            col(Report.stay_until),
        )
        .join(Report, col(Report.id) == col(Deadline.report_id))
        .join(Reporter, col(Reporter.id) == col(Report.reporter_id))
        .where(
            col(Deadline.warn_at) <= work.now,
            col(Deadline.met_at).is_(None),
            col(Deadline.kind) == str(Promise.REPLY),
        )
        .order_by(col(Deadline.warn_at), col(Deadline.id))
        .limit(limit)
        .with_for_update(of=table_of(Deadline), skip_locked=True)
    )
    return [Unsaid(*tuple(row)) for row in await core.execute(work.session, statement, {})]


async def asked_again(work: Work, deadline_ids: Collection[int]) -> None:
    """They are being asked once more, and will not be again."""
    await work.session.exec(sa.update(Deadline).where(col(Deadline.id).in_(deadline_ids)).values(warn_at=None))
