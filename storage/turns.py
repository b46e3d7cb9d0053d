"""Whose turn it is: one message in flight a chat, replies before notices before broadcasts, and a message tried again
keeps its place. However many wait, only the first few of each queue are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, bindparam, func, literal_column, tuple_, union_all, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.delivery import RANK
from storage.tables import Broadcast, Push, table_of
from storage.work import Work

BOTS: Final = ("public", "desk")
ANNOUNCES: Final = "public"  # the bot whose rows a broadcast has
_RANKS: Final = tuple(sorted(set(RANK.values())))
# Literals, not parameters: SQLite uses the partial indexes only when it reads the word in the statement.
_WAITING_WORD: Final[ColumnElement[str]] = literal_column("'waiting'")
_SENDING_WORD: Final[ColumnElement[str]] = literal_column("'sending'")
WAITING: Final = col(Push.state) == _WAITING_WORD
SENDING: Final = col(Push.state) == _SENDING_WORD
QUEUED: Final = WAITING & col(Push.broadcast_id).is_(None)  # what the index of waiting rows has
# A row that was tried and waits to be tried again goes before what is due with it.
TURN: Final = (col(Push.rank), col(Push.due_at), col(Push.claimed_at).is_(None), col(Push.id))


async def claim(work: Work, limit: int, held: Collection[tuple[str, int]], rooms: Mapping[str, int]) -> Sequence[Push]:
    """Mark as in flight the due rows whose turn it is in their chat, the best rank first, then the oldest."""
    bots = tuple(bot for bot in BOTS if rooms.get(bot, limit) > 0)
    if not bots:
        return []
    values: dict[str, Any] = {"now": work.now, "most": limit}
    values |= {f"room_{bot}": min(limit, rooms.get(bot, limit)) for bot in bots}
    if held:
        values["held"] = list(held)
    claimed = await work.session.exec(_claim(bots, bool(held)), params=values)
    rows: Sequence[Push] = claimed.scalars().all()
    return rows


def behind(bot: str, chat_id: int, rank: int, due_at: datetime) -> dict[str, Any]:
    """What `BEHIND_RETRIES` asks for."""
    return {"in_bot": bot, "in_chat": chat_id, "in_rank": rank, "wish": due_at}


def _behind_retries() -> ColumnElement[datetime]:
    """The due time moved behind rows of this or a better rank that were tried and wait to be tried again."""
    table = table_of(Push).c
    wish = bindparam("wish", type_=table.due_at.type)
    latest = (
        select(func.max(table.due_at))
        .where(
            WAITING,
            table.bot == bindparam("in_bot"),
            table.chat_id == bindparam("in_chat"),
            table.rank <= bindparam("in_rank"),
            table.claimed_at.is_not(None),
            table.due_at > wish,
        )
        .scalar_subquery()
    )
    return func.coalesce(latest, wish)


async def queue_behind(work: Work, push: Push, again_at: datetime) -> None:
    """What waits in the chat of the same or a lower rank is due no earlier than the row that must be tried again."""
    await work.session.exec(
        update(Push)
        .where(
            WAITING,
            col(Push.bot) == push.bot,
            col(Push.chat_id) == push.chat_id,
            col(Push.rank) >= push.rank,
            col(Push.due_at) < again_at,
            col(Push.id) != push.id,
        )
        .values(due_at=again_at)
        .execution_options(synchronize_session=False)
    )


def running(now: Any) -> Any:
    """The broadcasts that may go on now."""
    return select(Broadcast.id).where(
        col(Broadcast.state) == literal_column("'running'"), col(Broadcast.goes_at) <= now
    )


def _in_flight() -> ColumnElement[bool]:
    """Whether the row's chat has another row in flight."""
    other = aliased(Push)
    return (
        select(other.id)
        .where(
            col(other.state) == _SENDING_WORD,
            col(other.bot) == col(Push.bot),
            col(other.chat_id) == col(Push.chat_id),
        )
        .exists()
    )


def _is_behind() -> ColumnElement[bool]:
    """Whether another due row of the chat goes before it; never one of a broadcast, which may be paused."""
    other = aliased(Push)
    turn = (col(other.rank), col(other.due_at), col(other.claimed_at).is_(None), col(other.id))
    return (
        select(other.id)
        .where(
            col(other.state) == _WAITING_WORD,
            col(other.broadcast_id).is_(None),
            col(other.bot) == col(Push.bot),
            col(other.chat_id) == col(Push.chat_id),
            col(other.due_at) <= bindparam("now"),
            tuple_(*turn) < tuple_(*TURN),
        )
        .exists()
    )


def _current() -> Any:
    """The one broadcast that is sent now: of those with a row due, an emergency first, then the oldest."""
    due = (
        select(Push.id)
        .where(
            WAITING,
            col(Push.broadcast_id) == col(Broadcast.id),
            col(Push.broadcast_id).is_not(None),
            col(Push.due_at) <= bindparam("now"),
        )
        .exists()
    )
    first = (col(Broadcast.emergency).desc(), col(Broadcast.goes_at), col(Broadcast.id))
    return running(bindparam("now")).where(due).order_by(*first).limit(1).scalar_subquery()


def _queue(bot: str, but_held: bool, *which: ColumnElement[bool]) -> Any:
    """The first due rows of one queue; it is in the order of its index, so that the rest is not looked at."""
    due = select(col(Push.id), col(Push.rank), col(Push.due_at)).where(
        WAITING, *which, col(Push.due_at) <= bindparam("now"), ~_in_flight(), ~_is_behind()
    )
    if but_held:
        address = tuple_(col(Push.bot), col(Push.chat_id))
        due = due.where(address.not_in(bindparam("held", expanding=True)))
    due = due.order_by(col(Push.due_at), col(Push.id)).limit(bindparam(f"room_{bot}", type_=Integer()))
    return select(due.subquery())


def _queues(bots: Sequence[str], but_held: bool) -> Any:
    for bot in bots:
        for rank in _RANKS:
            which = (col(Push.rank) == rank, col(Push.bot) == bot, col(Push.broadcast_id).is_(None))
            yield _queue(bot, but_held, *which)
    if ANNOUNCES in bots:
        of_broadcast = (col(Push.broadcast_id) == _current(), col(Push.broadcast_id).is_not(None))
        yield _queue(ANNOUNCES, but_held, *of_broadcast)


# Built once: the courier asks twice for each message, and building the statement takes longer than answering it.
@cache
def _claim(bots: tuple[str, ...], but_held: bool) -> Any:
    due = union_all(*_queues(bots, but_held)).subquery()
    in_order = select(due.c.id).order_by(due.c.rank, due.c.due_at, due.c.id)
    return (
        update(Push)
        .where(col(Push.id).in_(in_order.limit(bindparam("most", type_=Integer()))), WAITING)
        .values(state=_SENDING_WORD, attempts=col(Push.attempts) + 1, claimed_at=bindparam("now"))
        .returning(Push)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def _next(*, after: bool) -> Any:
    """When the next row is due: the first of each queue, and of each broadcast that may go on."""
    table, broadcast = table_of(Push).c, table_of(Broadcast).c
    later = (table.due_at > bindparam("after"),) if after else ()
    firsts = [
        select(func.min(table.due_at).label("due_at")).where(
            WAITING, table.broadcast_id.is_(None), table.rank == rank, table.bot == bot, *later
        )
        for bot in BOTS
        for rank in _RANKS
    ]
    of_broadcast = (
        select(func.min(table.due_at))
        .where(WAITING, table.broadcast_id == broadcast.id, table.broadcast_id.is_not(None), *later)
        .scalar_subquery()
    )
    announced = select(of_broadcast.label("due_at")).where(
        broadcast.id.in_(running(bindparam("now", type_=table.due_at.type)))
    )
    return select(func.min(union_all(*firsts, announced).subquery().c.due_at))


BEHIND_RETRIES: Final = _behind_retries()
NEXT: Final = _next(after=False)
NEXT_AFTER: Final = _next(after=True)
