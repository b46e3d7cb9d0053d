"""Broadcasts: drafts that operators go on with, and what is done with them, each step in a history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.broadcast import MOVES, Move, State
from storage.tables import Broadcast, BroadcastEvent
from storage.work import Work

BEGUN: Final = "begin"
REST: Final = "rest"
EMERGENCY: Final = "emergency"
ENDED: Final = "end"
CARD: Final = "broadcast_card"  # the intent that renews the writer's live card


async def open(work: Work, staff_id: int) -> Broadcast:  # noqa: A001
    """A new draft of an operator's."""
    row = Broadcast(staff_id=staff_id, created_at=work.now, touched_at=work.now)
    work.session.add(row)
    await work.session.flush()
    await note(work, row.id, BEGUN, staff_id)
    return row


async def by_id(session: AsyncSession, broadcast_id: int) -> Broadcast | None:
    """The broadcast of that id, as it is now."""
    statement = select(Broadcast).where(col(Broadcast.id) == broadcast_id)
    return (await session.exec(statement.execution_options(populate_existing=True))).first()


async def asking(session: AsyncSession, staff_id: int) -> Broadcast | None:
    """The draft that waits for the operator's next message."""
    mine = (col(Broadcast.staff_id) == staff_id, col(Broadcast.state) == State.DRAFT.value)
    statement = select(Broadcast).where(*mine, col(Broadcast.asks) != "")
    return (await session.exec(statement.order_by(col(Broadcast.touched_at).desc()).limit(1))).first()


async def ask(work: Work, row: Broadcast, what: str) -> None:
    """The operator's next message is that part of this draft, and of no other; "" for nothing."""
    await work.session.exec(
        update(Broadcast)
        .where(col(Broadcast.staff_id) == row.staff_id, col(Broadcast.asks) != "", col(Broadcast.id) != row.id)
        .values(asks="")
    )
    await change(work, row, asks=what)


async def change(work: Work, row: Broadcast, **values: Any) -> bool:
    """Write something into a draft; False: it is none any more."""
    draft = (col(Broadcast.id) == row.id, col(Broadcast.state) == State.DRAFT.value)
    later = {"version": col(Broadcast.version) + 1, "touched_at": work.now}
    changed = await work.session.exec(update(Broadcast).where(*draft).values(**values, **later))
    await work.session.refresh(row)
    return changed.rowcount == 1


async def move(
    work: Work,
    row: Broadcast,
    what: Move,
    staff_id: int | None,
    *,
    version: int | None = None,
    data: Mapping[str, Any] | None = None,
    **values: Any,
) -> bool:
    """Do that with the broadcast as it was seen (in that `version`), and note it; False: it is not so any more."""
    sources, target = MOVES[what]
    seen = (
        col(Broadcast.id) == row.id,
        col(Broadcast.version) == (row.version if version is None else version),
        col(Broadcast.state).in_([state.value for state in sources]),
    )
    settled = {"state": target.value, "version": row.version + 1, "touched_at": work.now, "asks": ""}
    moved = await work.session.exec(update(Broadcast).where(*seen).values(**settled, **values))
    await work.session.refresh(row)
    if moved.rowcount != 1:
        return False
    await note(work, row.id, what, staff_id, data)
    work.wake("courier")
    return True


async def drop_drafts(work: Work, staff_id: int) -> None:
    """What an operator wrote and nobody has agreed to is cancelled."""
    mine = (col(Broadcast.staff_id) == staff_id, col(Broadcast.state).in_([State.DRAFT.value, State.ASKED.value]))
    for row in (await work.session.exec(select(Broadcast).where(*mine))).all():
        await move(work, row, Move.CANCEL, staff_id)


async def be_emergency(work: Work, row: Broadcast, staff_id: int, emergency: bool) -> None:
    """Mark a draft as an emergency, or not any more; that is in its history, for such a one may ring at night."""
    if await change(work, row, emergency=emergency):
        await note(work, row.id, EMERGENCY, staff_id, {"on": emergency})


async def rest(work: Work, row: Broadcast, until: datetime) -> None:
    """Nothing of it goes out before then."""
    await work.session.exec(update(Broadcast).where(col(Broadcast.id) == row.id).values(goes_at=until))
    await note(work, row.id, REST, None, {"until": until.isoformat()})


async def end(work: Work, row: Broadcast, counts: Mapping[str, int]) -> None:
    """Nobody waits for it any more; how many recipients ended in each state is kept, for their rows go one day."""
    await work.session.exec(
        update(Broadcast).where(col(Broadcast.id) == row.id).values(ended_at=work.now, card_at=None)
    )
    await note(work, row.id, ENDED, None, counts)


async def final_counts(session: AsyncSession, broadcast_id: int) -> dict[str, int] | None:
    """How many recipients had ended in each state when it ended; None: it has not."""
    ended = (col(BroadcastEvent.broadcast_id) == broadcast_id, col(BroadcastEvent.step) == ENDED)
    found = (await session.exec(select(BroadcastEvent).where(*ended))).first()
    return dict(found.data) if found else None


async def card(work: Work, row: Broadcast, at: datetime | None) -> None:
    """When its live card is renewed next."""
    await work.session.exec(update(Broadcast).where(col(Broadcast.id) == row.id).values(card_at=at))


async def card_is(work: Work, broadcast_id: int, message_id: int | None) -> None:
    """Its live card is this message of its writer's."""
    this = update(Broadcast).where(col(Broadcast.id) == broadcast_id)
    await work.session.exec(this.values(card_message_id=message_id).execution_options(synchronize_session="fetch"))


async def active(session: AsyncSession) -> list[Broadcast]:
    """Those that were approved and have not ended, the oldest first."""
    states = [State.RUNNING.value, State.PAUSED.value, State.CANCELLED.value]
    statement = select(Broadcast).where(col(Broadcast.state).in_(states), col(Broadcast.ended_at).is_(None))
    return list((await session.exec(statement.order_by(col(Broadcast.id)))).all())


async def of_desk(session: AsyncSession, staff_id: int, ended_since: datetime, limit: int) -> list[Broadcast]:
    """What an operator goes on with: the own drafts, everything under way, what ended lately; the newest first."""
    own = (col(Broadcast.staff_id) == staff_id) & (col(Broadcast.state) == State.DRAFT.value)
    under_way = col(Broadcast.state).in_([State.ASKED.value, State.RUNNING.value, State.PAUSED.value])
    ended = (col(Broadcast.ended_at) >= ended_since) & col(Broadcast.approved_at).is_not(None)
    statement = select(Broadcast).where(or_(own, under_way, ended)).order_by(col(Broadcast.id).desc())
    return list((await session.exec(statement.limit(limit))).all())


async def note(
    work: Work, broadcast_id: int, step: str, staff_id: int | None, data: Mapping[str, Any] | None = None
) -> None:
    """A line of its history."""
    line = BroadcastEvent(broadcast_id=broadcast_id, at=work.now, staff_id=staff_id, step=str(step))
    line.data = dict(data or {})
    work.session.add(line)
    await work.session.flush()


async def history(session: AsyncSession, broadcast_id: int) -> list[BroadcastEvent]:
    """All that was done with it, in order."""
    statement = select(BroadcastEvent).where(col(BroadcastEvent.broadcast_id) == broadcast_id)
    return list((await session.exec(statement.order_by(col(BroadcastEvent.id)))).all())
