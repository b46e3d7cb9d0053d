"""How Kanal is: what waits and since when, what became of the last day's messages, when the clock last ticked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func
from sqlmodel import col, select

from rules.delivery import Kind
from storage import outbox, ticks, turns
from storage.inbox import QUARANTINED, WAITING
from storage.tables import InboxRow, Push
from storage.work import Session

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Health:
    """Counts, and the moments since which the oldest waits; None when nothing does. `messages` by state: those that
    wait, and those settled within a day."""

    updates: int
    updates_since: datetime | None
    quarantined: int
    due: int
    due_since: datetime | None
    notice_since: datetime | None
    messages: dict[str, int]
    ticks: dict[str, datetime]
    database: str


async def look(session: Session, now: datetime) -> Health:
    """The database's view at that moment."""
    updates, updates_since = await _oldest_update(session)
    due, due_since = await _oldest_due(session, now)
    _, notice_since = await _oldest_due(session, now, Kind.NOTICE)
    bad = select(func.count()).where(col(InboxRow.state) == QUARANTINED, col(InboxRow.received_at) >= now - DAY)
    return Health(
        updates=updates,
        updates_since=updates_since,
        quarantined=(await session.exec(bad)).one(),
        due=due,
        due_since=due_since,
        notice_since=notice_since,
        messages=await outbox.counts(session, now - DAY),
        ticks=await ticks.all(session),
        database=session.get_bind().dialect.name,
    )


async def _oldest_update(session: Session) -> tuple[int, datetime | None]:
    statement = select(func.count(), func.min(col(InboxRow.received_at))).where(col(InboxRow.state) == WAITING)
    count, since = (await session.exec(statement)).one()
    return count, since


async def _oldest_due(session: Session, now: datetime, kind: Kind | None = None) -> tuple[int, datetime | None]:
    statement = select(func.count(), func.min(col(Push.due_at))).where(turns.QUEUED, col(Push.due_at) <= now)
    if kind is not None:
        statement = statement.where(col(Push.kind) == kind.value)
    count, since = (await session.exec(statement)).one()
    return count, since
