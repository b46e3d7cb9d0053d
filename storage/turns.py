"""Whose turn it is in a chat: one message in flight, replies first, and a message tried again keeps its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, bindparam, func, literal_column, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.tables import Push, table_of
from storage.work import Work

# Literals, not parameters: SQLite uses the partial indexes only when it reads the word in the statement.
_WAITING_WORD: Final[ColumnElement[str]] = literal_column("'waiting'")
_SENDING_WORD: Final[ColumnElement[str]] = literal_column("'sending'")
WAITING: Final = col(Push.state) == _WAITING_WORD
SENDING: Final = col(Push.state) == _SENDING_WORD
# A row that was tried and waits to be tried again goes before what is due with it.
TURN: Final = (col(Push.rank), col(Push.due_at), col(Push.claimed_at).is_(None), col(Push.id))


async def claim(work: Work, limit: int, held: Collection[tuple[str, int]], paused: Collection[str]) -> Sequence[Push]:
    """Mark as in flight the due rows whose turn it is in their chat, the best rank first, then the oldest."""
    values: dict[str, Any] = {"now": work.now, "most": limit, "paused": list(paused)}
    if held:
        values["held"] = list(held)
    claimed = await work.session.exec(_CLAIM_BUT_HELD if held else _CLAIM, params=values)
    rows: Sequence[Push] = claimed.scalars().all()
    return rows


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


def _first(*, but_held: bool) -> Any:
    address = (col(Push.bot), col(Push.chat_id))
    turn = func.row_number().over(partition_by=address, order_by=TURN).label("turn")
    due = select(col(Push.id), col(Push.rank), col(Push.due_at), turn).where(
        WAITING,
        col(Push.due_at) <= bindparam("now"),
        col(Push.bot).not_in(bindparam("paused", expanding=True)),
        ~_in_flight(),
    )
    if but_held:
        due = due.where(tuple_(*address).not_in(bindparam("held", expanding=True)))
    queue = due.subquery()
    in_order = select(queue.c.id).where(queue.c.turn == 1).order_by(queue.c.rank, queue.c.due_at, queue.c.id)
    return in_order.limit(bindparam("most", type_=Integer()))


def _claim(*, but_held: bool) -> Any:
    return (
        update(Push)
        .where(col(Push.id).in_(_first(but_held=but_held)), WAITING)
        .values(state=_SENDING_WORD, attempts=col(Push.attempts) + 1, claimed_at=bindparam("now"))
        .returning(Push)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


# Built once: the courier asks twice for each message, and building the statement takes longer than answering it.
_CLAIM: Final = _claim(but_held=False)
_CLAIM_BUT_HELD: Final = _claim(but_held=True)
BEHIND_RETRIES: Final = _behind_retries()
