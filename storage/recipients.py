"""The recipients of a broadcast: one row of the outbox for each, written by the database itself, and what became of
them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table, case, func, insert, literal, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules import broadcast as rules
from rules.delivery import RANK, Kind, State
from storage import audience, turns
from storage.tables import Broadcast, Push, Reporter, table_of
from storage.work import Work

RANGE: Final = 5000  # ids at a time: a transaction of some 50 milliseconds
INTENT: Final = "announcement"
CANCELLED: Final = "cancelled"
_TABLE: Final[Table] = table_of(Push)


async def plan(work: Work, broadcast: Broadcast) -> bool:
    """Freeze the next range of recipients; False: that was the last. A kill leaves the range planned, or not at all."""
    last = (await work.session.exec(select(func.max(col(Reporter.id))))).one() or 0
    upto = broadcast.planned_to + RANGE
    await work.session.exec(_rows(work.now, broadcast, upto))
    is_last = upto >= last
    await work.session.exec(
        update(Broadcast)
        .where(col(Broadcast.id) == broadcast.id)
        .values(planned_to=upto, **({"planned_at": work.now} if is_last else {}))
        .execution_options(synchronize_session="fetch")
    )
    work.wake("courier")
    return not is_last


def _rows(now: datetime, broadcast: Broadcast, upto: int) -> Any:
    """The rows of a range of reporters, in one statement: nothing of them passes through this program."""
    at = broadcast.approved_at or now
    values: dict[str, Any] = {
        "bot": literal(turns.ANNOUNCES),
        "chat_id": col(Reporter.telegram_id),
        "kind": literal(Kind.BROADCAST.value),
        "rank": literal(RANK[Kind.BROADCAST]),
        "method": literal("send"),
        "intent": literal(INTENT),
        "data": literal({}, _TABLE.c.data.type),
        "purpose": literal(""),
        "silent": literal(False),
        "due_at": literal(broadcast.goes_at or at, _TABLE.c.due_at.type),
        "dedup_key": literal(f"announcement:{broadcast.id}:").concat(col(Reporter.id)),
        "state": literal(State.WAITING.value),
        "attempts": literal(0),
        "repeat": literal(False),
        "created_at": literal(now, _TABLE.c.created_at.type),
        "why": literal(""),
        "broadcast_id": literal(broadcast.id, _TABLE.c.broadcast_id.type),
    }
    within = (col(Reporter.id) > broadcast.planned_to, col(Reporter.id) <= upto)
    who = select(*(value.label(name) for name, value in values.items())).where(
        *within, *audience.conditions(rules.audience_of(broadcast.audience), at)
    )
    return insert(_TABLE).from_select(list(values), who.order_by(col(Reporter.id)))


async def drop(work: Work, broadcast_id: int, limit: int) -> int:
    """Let go of recipients of a cancelled broadcast who still wait; how many."""
    some = select(Push.id).where(*_of(broadcast_id), turns.WAITING).limit(limit)
    dropped = await work.session.exec(
        update(Push)
        .where(col(Push.id).in_(some), turns.WAITING)
        .values(state=State.DROPPED.value, why=CANCELLED, settled_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return dropped.rowcount


async def counts(session: AsyncSession, broadcast_id: int) -> dict[str, int]:
    """How many are in each state."""
    state = col(Push.state)
    rows = await session.exec(select(state, func.count()).where(*_of(broadcast_id)).group_by(state))
    return dict(rows.all())


async def is_over(session: AsyncSession, broadcast_id: int) -> bool:
    """Whether nobody waits any more and nothing is in flight."""
    still = col(Push.state).in_((State.WAITING.value, State.SENDING.value))
    return (await session.exec(select(Push.id).where(*_of(broadcast_id), still).limit(1))).first() is None


async def settled_within(session: AsyncSession, broadcast_id: int, now: datetime, span: timedelta) -> int:
    """How many were settled in that time before now."""
    recent = (col(Push.settled_at) > now - span, col(Push.settled_at).is_not(None))
    mine = case(
        (col(Push.broadcast_id) == broadcast_id, 1), else_=0
    )  # no condition: the index of times is the short one
    return int((await session.exec(select(func.coalesce(func.sum(mine), 0)).where(*recent))).one())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recipient; `reporter_id` is None when they were erased since."""

    row_id: int
    reporter_id: int | None
    language: str | None
    state: str
    at: datetime | None
    why: str


async def outcomes(session: AsyncSession, broadcast_id: int) -> AsyncIterator[list[Outcome]]:
    """All of them for the file of outcomes, some at a time."""
    ends = select(func.min(col(Push.id)), func.max(col(Push.id))).where(*_of(broadcast_id))
    first, last = (await session.exec(ends)).one()
    columns: Any = (Push.id, Reporter.id, Reporter.language, Push.state, Push.settled_at, Push.why)
    statement = (
        select(*columns)
        .join(Reporter, col(Reporter.telegram_id) == col(Push.chat_id), isouter=True)
        # no condition for an index: the rows stand together, and in this order
        .where(func.coalesce(col(Push.broadcast_id), 0) == broadcast_id)
        .order_by(col(Push.id))
    )
    for start in range(first or 0, (last or -1) + 1, RANGE):
        some = statement.where(col(Push.id) >= start, col(Push.id) < start + RANGE)
        yield [Outcome(*row) for row in await session.exec(some)]


def _of(broadcast_id: int) -> tuple[Any, ...]:
    return (col(Push.broadcast_id) == broadcast_id, col(Push.broadcast_id).is_not(None))
