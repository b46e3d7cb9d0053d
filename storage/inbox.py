"""What Telegram told us, written down before it is acted on. States: waiting, done, quarantined."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Integer,
    Table,
    Update,
    bindparam,
    delete,
    func,
    literal_column,
    tuple_,
    update,
)
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict, core
from storage.tables import InboxRow, table_of
from storage.work import Work

WAITING: Final = "waiting"
DONE: Final = "done"
QUARANTINED: Final = "quarantined"
_TABLE: Final[Table] = table_of(InboxRow)
# A literal, no parameter: SQLite uses the partial index only when it reads the word in the statement.
_WAITS: Final = _TABLE.c.state == literal_column("'waiting'")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as it came. `lane`: the chat it belongs to; `malformed`: no update at all, kept for the engineer."""

    update_id: int | None
    lane: int
    raw: str
    malformed: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """An update that waits. `attempts`: how often handling it failed."""

    id: int
    bot: str
    update_id: int
    lane: int
    raw: str
    attempts: int = 0


async def store(work: Work, bot: str, items: Sequence[Incoming]) -> int:
    """Keep the updates that are not kept yet, in the order given; how many were new."""
    if not items:
        return 0
    rows = [
        {
            "bot": bot,
            "update_id": item.update_id,
            "lane": item.lane,
            "raw": item.raw,
            "state": QUARANTINED if item.malformed else WAITING,
            "attempts": 0,
            "received_at": work.now,
            "error": "malformed" if item.malformed else "",
        }
        for item in items
    ]
    insert = conflict.insert(work.session, _TABLE).values(rows)
    statement = insert.on_conflict_do_nothing(index_elements=["bot", "update_id"]).returning(_TABLE.c.id)
    kept = await core.execute(work.session, statement, {})
    return len(kept.all())


async def waiting(
    session: AsyncSession,
    limit: int,
    exclude_ids: Collection[int] = (),
    exclude_lanes: Collection[tuple[str, int]] = (),
) -> list[Stored]:
    """At most `limit` updates nobody has handled, oldest first, without those (and those lanes) already in hand."""
    values = {"most": limit, "ids": list(exclude_ids), "lanes": list(exclude_lanes)}
    if not exclude_lanes:
        del values["lanes"]
    rows = await core.execute(session, _LOOK_BUT_LANES if exclude_lanes else _LOOK, values)
    return [Stored(**row) for row in rows.mappings()]


async def take(work: Work, row_id: int) -> bool:
    """Act on the update within this very work: it is done once that is committed, and nobody needs its words any more.
    False: it no longer waits."""
    return await _settle(work, row_id, _TAKE)


async def failed(work: Work, row_id: int, error: str) -> bool:
    """One attempt went wrong; the update waits on. False: it no longer waits."""
    return await _settle(work, row_id, _FAIL, why=error)


async def quarantine(work: Work, row_id: int, error: str) -> bool:
    """Nothing can be done with the update; it is kept for the engineer and blocks nobody. False: it no longer waits."""
    return await _settle(work, row_id, _QUARANTINE, why=error)


async def prune(work: Work, before: datetime, limit: int) -> int:
    """Forget at most `limit` updates that were acted on before then; quarantined ones stay. How many went."""
    old = select(InboxRow.id).where(col(InboxRow.state) == DONE, col(InboxRow.handled_at) < before)
    gone = await work.session.exec(
        delete(InboxRow).where(col(InboxRow.id).in_(old.limit(limit))).execution_options(synchronize_session=False)
    )
    return gone.rowcount


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many updates are in each state."""
    rows = await session.exec(select(InboxRow.state, func.count()).group_by(col(InboxRow.state)))
    return dict(rows.all())


async def _settle(work: Work, row_id: int, statement: Update, **values: object) -> bool:
    values |= {"row_id": row_id, "now": work.now}
    return (await core.execute(work.session, statement, values)).rowcount > 0


def _look(*, but_lanes: bool) -> Any:
    names = ("id", "bot", "update_id", "lane", "raw", "attempts")
    look = select(*(_TABLE.c[name] for name in names)).where(
        _WAITS, _TABLE.c.id.not_in(bindparam("ids", expanding=True))
    )
    if but_lanes:  # a chat that floods must not fill the view of everybody else's updates
        look = look.where(tuple_(_TABLE.c.bot, _TABLE.c.lane).not_in(bindparam("lanes", expanding=True)))
    return look.order_by(_TABLE.c.id).limit(bindparam("most", type_=Integer()))


_LOOK: Final = _look(but_lanes=False)
_LOOK_BUT_LANES: Final = _look(but_lanes=True)
_ONE: Final = update(_TABLE).where(_TABLE.c.id == bindparam("row_id"), _WAITS)
_TAKE: Final = _ONE.values(state=DONE, handled_at=bindparam("now"), raw="")
_FAIL: Final = _ONE.values(attempts=_TABLE.c.attempts + 1, error=bindparam("why"))
_QUARANTINE: Final = _ONE.values(state=QUARANTINED, handled_at=bindparam("now"), error=bindparam("why"))
