"""Warnings to the desk: the promises whose moment has come, and what a chat was not told of yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Table, bindparam, case, func, or_, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.deadline import DESK, Promise
from storage import core, deadlines, turns
from storage.tables import Deadline, Push, Report, table_of
from storage.work import Work

_TABLE: Final[Table] = table_of(Deadline)
_MARK: Final = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row_id"))
    .values(
        warn_at=bindparam("next_at"),
        warned_at=func.coalesce(bindparam("desk_at", type_=_TABLE.c.warned_at.type), _TABLE.c.warned_at),
        escalated_at=func.coalesce(bindparam("leader_at", type_=_TABLE.c.warned_at.type), _TABLE.c.escalated_at),
    )
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A promise whose next moment has come. `paused`: its clock stands still, so there is none."""

    id: int
    report_id: int
    kind: str
    set_at: datetime
    due_at: datetime
    warn_at: datetime
    escalated: bool
    paused: bool
    agency: str | None
    stay_until: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of it: who is told now, and when the next moment is."""

    id: int
    next_at: datetime | None
    desk: bool = False
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a warning: a report and the most urgent of its promises; `stay_until`: the reporter's last day here."""

    report_id: int
    code: str
    category: str | None
    agency: str | None
    kind: str
    set_at: datetime
    due_at: datetime
    stay_until: date | None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose warnings a chat gets: an agency's (`agency`); the coordinators' (`shared` are the agencies with a chat of
    their own, of whose promises they hear when those are late); or the leader's, of what has taken twice its time.
    """

    agency: str | None = None
    shared: Collection[str] = ()
    leader: bool = False


async def due(work: Work, limit: int) -> Sequence[Moment]:
    """At most `limit` promises of the desk whose moment has come, the oldest first; nobody else takes them meanwhile.

    The reporter's own time has a moment too, at which somebody else looks (`answered.to_ask_again`).
    """
    statement = (
        select(
            col(Deadline.id),
            col(Deadline.report_id),
            col(Deadline.kind),
            col(Deadline.set_at),
            col(Deadline.due_at),
            col(Deadline.warn_at),
            col(Deadline.escalated_at).is_not(None),
            ~deadlines.running(),
            col(Report.agency),
            col(Report.stay_until),
        )
        .join(Report, col(Report.id) == col(Deadline.report_id))
        .where(col(Deadline.warn_at) <= work.now, col(Deadline.kind) != str(Promise.REPLY))
        .order_by(col(Deadline.warn_at), col(Deadline.id))
        .limit(limit)
        .with_for_update(of=table_of(Deadline), skip_locked=True)
    )
    return [Moment(*tuple(row)) for row in await core.execute(work.session, statement, {})]


async def mark(work: Work, marks: Collection[Mark]) -> None:
    """Write down what became of these promises."""
    rows = [
        {
            "row_id": one.id,
            "next_at": one.next_at,
            "desk_at": work.now if one.desk else None,
            "leader_at": work.now if one.leader else None,
        }
        for one in marks
    ]
    if rows:
        await (await work.session.connection()).execute(_MARK, rows)


async def waiting(work: Work) -> set[int]:
    """The chats for which a warning waits to be composed, which will hold what is marked now; held until then."""
    statement = select(col(Push.chat_id)).where(turns.QUEUED, col(Push.intent) == "warning").with_for_update()
    return set((await core.execute(work.session, statement, {})).scalars())


async def told(
    session: AsyncSession,
    audience: Audience,
    since: datetime,
    until: datetime,
    now: datetime,
    limit: int,
    leaving: tuple[date, date] = (date.max, date.max),
) -> tuple[list[Item], int]:
    """What was marked for an audience in that time and still runs: the most urgent reports, and how many there are.

    First those whose reporters' last day here is one of `leaving` (first and last).
    """
    marked = col(Deadline.escalated_at if audience.leader else Deadline.warned_at)
    these = (marked >= since, marked <= until, deadlines.running(), *_of(audience, now))
    joined = col(Report.id) == col(Deadline.report_id)
    total = select(func.count(func.distinct(col(Deadline.report_id)))).join(Report, joined).where(*these)
    statement = (
        select(
            col(Report.id),
            col(Report.code),
            col(Report.category),
            col(Report.agency),
            col(Deadline.kind),
            col(Deadline.set_at),
            col(Deadline.due_at),
            case((col(Report.confidential).is_(False), col(Report.stay_until))),  # of the others a group knows less
        )
        .join(Report, joined)
        .where(*these)
        .order_by(case((col(Report.stay_until).between(*leaving), 0), else_=1), col(Deadline.due_at), col(Deadline.id))
        .limit(limit * len(DESK))
    )
    found: dict[int, Item] = {}
    for row in await core.execute(session, statement, {}):
        found.setdefault(row[0], Item(*tuple(row)))
    return list(found.values())[:limit], (await core.execute(session, total, {})).scalar_one()


def _of(audience: Audience, now: datetime) -> list[ColumnElement[bool]]:
    if audience.leader:
        return []
    if audience.agency is not None:
        return [col(Report.agency) == audience.agency]
    agency = col(Report.agency)
    return [or_(agency.is_(None), agency.not_in(audience.shared), col(Deadline.due_at) <= now)]
