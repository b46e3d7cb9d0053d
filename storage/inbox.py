"""What Telegram told us, written down before it is acted on. States: waiting, done, quarantined."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, literal_column, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import InboxRow
from storage.work import Work

WAITING: Final = "waiting"
DONE: Final = "done"
QUARANTINED: Final = "quarantined"
# A literal, no parameter: SQLite uses the partial index only when it reads the word in the statement.
_WAITS: Final = col(InboxRow.state) == literal_column("'waiting'")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as it came. `lane`: the chat it belongs to; `malformed`: no update at all, kept for the engineer."""

    update_id: int | None
    lane: int
    raw: str
    malformed: bool = False


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
            "received_at": work.now,
            "error": "malformed" if item.malformed else "",
        }
        for item in items
    ]
    statement = conflict.insert(work.session, InboxRow).values(rows)
    kept = await work.session.exec(
        statement.on_conflict_do_nothing(index_elements=["bot", "update_id"]).returning(col(InboxRow.id))
    )
    return len(kept.all())


async def waiting(
    session: AsyncSession,
    limit: int,
    exclude_ids: Collection[int] = (),
    exclude_lanes: Collection[tuple[str, int]] = (),
) -> list[InboxRow]:
    """At most `limit` updates nobody has handled, oldest first, without those (and those lanes) already in hand."""
    statement = select(InboxRow).where(_WAITS, col(InboxRow.id).not_in(exclude_ids))
    if exclude_lanes:  # a chat that floods must not fill the view of everybody else's updates
        statement = statement.where(tuple_(col(InboxRow.bot), col(InboxRow.lane)).not_in(list(exclude_lanes)))
    return list((await session.exec(statement.order_by(col(InboxRow.id)).limit(limit))).all())


async def take(work: Work, row_id: int) -> InboxRow | None:
    """The update, locked until the work ends; None when it is no longer waiting."""
    statement = select(InboxRow).where(col(InboxRow.id) == row_id, _WAITS)
    return (await work.session.exec(statement.with_for_update())).first()


async def done(work: Work, row_id: int) -> None:
    """The update was acted on, in this very transaction."""
    await _settle(work, row_id, state=DONE, handled_at=work.now)


async def failed(work: Work, row_id: int, error: str) -> None:
    """One attempt went wrong; the update waits on."""
    await _settle(work, row_id, attempts=col(InboxRow.attempts) + 1, error=error)


async def quarantine(work: Work, row_id: int, error: str) -> None:
    """Nothing can be done with the update; it is kept for the engineer and blocks nobody."""
    await _settle(work, row_id, state=QUARANTINED, handled_at=work.now, error=error)


async def prune(work: Work, before: datetime) -> int:
    """Forget updates that were acted on before then; quarantined ones stay. How many went."""
    gone = await work.session.exec(
        delete(InboxRow)
        .where(col(InboxRow.state) == DONE, col(InboxRow.handled_at) < before)
        .execution_options(synchronize_session=False)
    )
    return gone.rowcount


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many updates are in each state."""
    rows = await session.exec(select(InboxRow.state, func.count()).group_by(col(InboxRow.state)))
    return dict(rows.all())


async def _settle(work: Work, row_id: int, **values: object) -> None:
    await work.session.exec(update(InboxRow).where(col(InboxRow.id) == row_id, _WAITS).values(values))
