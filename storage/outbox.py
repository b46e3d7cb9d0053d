"""What we tell Telegram, written down before it is sent. The courier claims rows, sends them and settles them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules import delivery
from rules.delivery import Kind, State
from storage import broadcasts, cards, conflict, core, desk_chats, links, reporters, traces, turns
from storage.tables import Broadcast, Card, Push, Report, table_of
from storage.work import Work

_TABLE: Final[Table] = table_of(Push)
_SETTLE: Final = update(_TABLE).where(_TABLE.c.id == bindparam("row_id"), turns.SENDING)
WORDS: Final = ("words", "question")  # the purposes of what an operator says
ONCE: Final = "once"  # the purpose of what is not kept when it was said: a link that gives something away
KILLED_TRIES: Final = 6  # a row that was in flight at that many deaths of the process may be what kills it


async def put(
    work: Work,
    *,
    bot: str,
    chat_id: int,
    kind: Kind,
    screen: dict[str, Any] | None,
    intent: str | None = None,
    data: dict[str, Any] | None = None,
    method: str = "send",
    report_id: int | None = None,
    card_id: int | None = None,
    purpose: str = "",
    edit_message_id: int | None = None,
    reply_to: int | None = None,
    thread_id: int | None = None,
    silent: bool = False,
    due_at: datetime | None = None,
    dedup_key: str | None = None,
) -> bool:
    """Say this once the work is committed, after what the chat is still waiting for; False: `dedup_key` was used."""
    rank = delivery.RANK[kind]
    row = {
        "bot": bot,
        "chat_id": chat_id,
        "kind": kind.value,
        "rank": rank,
        "method": method,
        "body": screen,
        "intent": intent,
        "data": data or {},
        "report_id": report_id,
        "card_id": card_id,
        "purpose": purpose,
        "edit_message_id": edit_message_id,
        "reply_to": reply_to,
        "thread_id": thread_id,
        "silent": silent,
        "dedup_key": dedup_key,
        "state": State.WAITING.value,
        "attempts": 0,
        "repeat": False,
        "why": "",
        "created_at": work.now,
    }
    turn = turns.behind(bot, chat_id, rank, due_at or work.now)
    added = await core.execute(work.session, _insert(conflict.dialect(work.session)), row | turn)
    if added.first() is None:
        return False
    work.wake("courier")
    return True


@cache
def _insert(dialect: str) -> Any:
    insert = conflict.insert_for(dialect, _TABLE).values(due_at=turns.BEHIND_RETRIES)
    return insert.on_conflict_do_nothing(index_elements=["dedup_key"]).returning(_TABLE.c.id)


async def claim(
    work: Work, limit: int, held: Collection[tuple[str, int]] = (), rooms: Mapping[str, int] = MappingProxyType({})
) -> list[Push]:
    """Claim at most `limit` due rows, one a chat, replies first; none of held chats or chats in flight, and of each
    queue of a bot no more than it has room for.
    """
    claimed = await turns.claim(work, limit, held, rooms)
    return sorted(claimed, key=lambda push: (push.rank, push.due_at, push.id))


async def settle(work: Work, push: Push, settlement: delivery.Settlement, outcome: delivery.Outcome) -> bool:
    """Write down what became of a claimed row and all that follows from it; False: it was not in flight any more."""
    values = _settled(work, push, settlement, outcome)
    settled = await core.execute(work.session, _SETTLE, values | {"row_id": push.id})
    if settled.rowcount == 0:
        return False
    match outcome:
        case delivery.Sent():
            await _note_sent(work, push, outcome)
        case delivery.Cleared(message_ids):
            await links.drop(work, push.bot, push.chat_id, message_ids)
        case delivery.Unreachable(why):
            await _silence(work, push, why)
        case delivery.Migrated(chat_id):
            await desk_chats.migrate(work, push.bot, push.chat_id, chat_id)
    if push.purpose == traces.FAREWELL and settlement.state is not State.WAITING:
        await work.session.exec(delete(Push).where(col(Push.id) == push.id))
    if settlement.state is State.WAITING and settlement.again_at is not None:
        if not isinstance(outcome, delivery.NotYet):  # it was only asked: nobody has to wait for it
            await turns.queue_behind(work, push, settlement.again_at)
        work.wake("courier")
    return True


async def recover(work: Work) -> int:
    """Rows a killed process left in flight: sent or not, nobody can tell. To be called before the first claim.

    Unlike a lost answer, a kill may have come before the request: a repeat that was killed too is repeated again, for
    a receipt must arrive at least once.
    """
    left = (await work.session.exec(select(Push).where(turns.SENDING).order_by(*turns.TURN))).all()
    outcome = delivery.Unknown("killed")
    for push in left:
        tried_enough = push.attempts >= KILLED_TRIES
        settlement = delivery.settle(outcome, Kind(push.kind), push.attempts, tried_enough, work.now)
        await settle(work, push, settlement, outcome)
    return len(left)


async def revive(work: Work, bot: str, chat_id: int) -> int:
    """The chat can be reached again: cards and what hangs under them go out now, in their order. How many rows."""
    revived = await work.session.exec(
        update(Push)
        .where(
            col(Push.state) == State.UNREACHABLE.value,
            col(Push.bot) == bot,
            col(Push.chat_id) == chat_id,
            col(Push.card_id).is_not(None),
        )
        .values(state=State.WAITING.value, due_at=work.now, claimed_at=None, settled_at=None, attempts=0)
        .execution_options(synchronize_session=False)
    )
    if revived.rowcount:
        work.wake("courier")
    return revived.rowcount


async def take_back(work: Work, card: Card, intents: Collection[str]) -> None:
    """What waits of these intents to go with the card is not said; each may be ordered again as if it never was."""
    family = select(Report.id).where(or_(col(Report.id) == card.report_id, col(Report.parent_id) == card.report_id))
    mine = (col(Push.report_id).in_(family), col(Push.card_id) == card.id, col(Push.intent).in_(intents))
    unsaid = col(Push.state).in_((State.WAITING.value, State.UNREACHABLE.value))
    dropped = {"state": State.DROPPED.value, "why": "taken back", "settled_at": work.now}
    for statement in (
        update(Push).where(*mine, unsaid).values(**dropped),
        update(Push).where(*mine).values(dedup_key=None),
    ):
        await work.session.exec(statement.execution_options(synchronize_session=False))


async def readdress(work: Work, report_id: int, old_chat: int, new_chat: int) -> int:
    """What waits to be told of a report is told to its new reporter: what is composed when it is sent, and operators'
    words; not the answers to what the former one did. An edit of a message they do not have becomes a message."""
    told = or_(col(Push.intent).is_not(None), col(Push.purpose).in_(WORDS))
    moved = await work.session.exec(
        update(Push)
        .where(
            turns.QUEUED,
            col(Push.bot) == "public",
            col(Push.chat_id) == old_chat,
            col(Push.report_id) == report_id,
            told,
        )
        .values(chat_id=new_chat, method="send", edit_message_id=None, reply_to=None)
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount


async def states(work: Work, keys: Collection[str]) -> dict[str, str]:
    """What has become so far of the rows with these dedup keys; nobody takes them meanwhile."""
    statement = select(Push.dedup_key, Push.state).where(col(Push.dedup_key).in_(keys)).with_for_update()
    return {key: state for key, state in (await work.session.exec(statement)).all() if key is not None}


async def next_due(session: AsyncSession, now: datetime, *, later: bool = False) -> datetime | None:
    """When the next row is due, which may be in the past unless only `later` ones are asked for; None: nothing waits.

    Of broadcasts only those count that may go on now.
    """
    if not later:
        return (await core.execute(session, turns.NEXT, {"now": now})).scalar()
    return (await core.execute(session, turns.NEXT_AFTER, {"now": now, "after": now})).scalar()


async def newest_id(session: AsyncSession) -> int:
    """The id of the row put last; 0 when there is none."""
    return (await session.exec(select(func.max(col(Push.id))))).one() or 0


async def planned(session: AsyncSession, until: datetime, after_id: int, limit: int) -> list[tuple[Push, str | None]]:
    """Rows that wait and are due by then, or that were put after `after_id`, with their report's code; by due time."""
    statement = (
        select(Push, Report.code)
        .join(Report, col(Report.id) == col(Push.report_id), isouter=True)
        .where(turns.WAITING, or_(col(Push.due_at) <= until, col(Push.id) > after_id))
        .order_by(col(Push.due_at), col(Push.id))
    )
    return [(push, code) for push, code in await session.exec(statement.limit(limit))]


async def counts(session: AsyncSession, since: datetime) -> dict[str, int]:
    """How many rows are in each state: all that wait or are in flight, and those that were settled since then."""
    found: dict[str, int] = {}
    announced = col(Push.broadcast_id).in_(select(Broadcast.id).where(col(Broadcast.ended_at).is_(None)))
    of_broadcasts = turns.WAITING & announced & col(Push.broadcast_id).is_not(None)
    settled = col(Push.settled_at) >= since
    for which in (turns.QUEUED, of_broadcasts, turns.SENDING, settled):  # four indexes, never the whole table
        rows = await session.exec(select(Push.state, func.count()).where(which).group_by(col(Push.state)))
        for state, count in rows.all():
            found[state] = found.get(state, 0) + count
    return found


async def by_id(session: AsyncSession, push_id: int) -> Push | None:
    """The row of that id, until it is over its term."""
    return (await session.exec(select(Push).where(col(Push.id) == push_id))).first()


async def pending(
    session: AsyncSession,
    intent: str,
    *,
    card_id: int | None = None,
    report_id: int | None = None,
    chat_id: int | None = None,
) -> Push | None:
    """A row of that intent that is not composed yet, about the card or report or for the chat: it will say what is new
    by itself."""
    statement = select(Push).where(turns.QUEUED, col(Push.intent) == intent)
    if card_id is not None:
        statement = statement.where(col(Push.card_id) == card_id)
    if report_id is not None:
        statement = statement.where(col(Push.report_id) == report_id)
    if chat_id is not None:
        statement = statement.where(col(Push.chat_id) == chat_id)
    return (await session.exec(statement.order_by(*turns.TURN).limit(1))).first()


async def known(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of the keys that keep something from being said again."""
    return {key for key in await session.exec(select(Push.dedup_key).where(col(Push.dedup_key).in_(keys))) if key}


async def reached(session: AsyncSession, bot: str, chat_ids: Collection[int]) -> set[int]:
    """Those of these chats in which a message of the bot has arrived."""
    arrived = (col(Push.bot) == bot, col(Push.chat_id).in_(chat_ids), col(Push.state) == State.SENT.value)
    return set((await session.exec(select(Push.chat_id).where(*arrived).distinct())).all())


async def pending_cards(session: AsyncSession, card_ids: Collection[int]) -> set[int]:
    """Of these cards, those that are about to be sent or edited as they will be then; not those with a menu to show."""
    statement = select(Push.card_id, Push.data).where(turns.QUEUED, col(Push.intent) == "card")
    rows = await session.exec(statement.where(col(Push.card_id).in_(card_ids)))
    return {card_id for card_id, data in rows if card_id is not None and not data.get("menu")}


def _settled(work: Work, push: Push, settlement: delivery.Settlement, outcome: delivery.Outcome) -> dict[str, Any]:
    values: dict[str, Any] = {
        "state": settlement.state.value,
        "why": settlement.why,
        "attempts": settlement.attempts,
        "repeat": push.repeat or settlement.repeat,
    }
    if settlement.again_at is not None:
        values["due_at"] = settlement.again_at
    else:
        values["settled_at"] = work.now
        if push.purpose == ONCE:
            values["body"] = None
    if isinstance(outcome, delivery.NotYet):
        values["claimed_at"] = None  # it was not tried: nothing has to queue behind it
    if settlement.fresh:
        values |= {"method": "send", "edit_message_id": None, "reply_to": None}
    if isinstance(outcome, delivery.Sent):
        values |= {"message_id": _message_id(push, outcome), "thread_id": outcome.thread_id or push.thread_id}
    return values


def _message_id(push: Push, outcome: delivery.Sent) -> int | None:
    return outcome.message_id or (push.edit_message_id if push.method == "edit" else None)


async def _note_sent(work: Work, push: Push, outcome: delivery.Sent) -> None:
    """Remember which report the new message is about, and where the card is."""
    message_id = _message_id(push, outcome)
    if message_id is not None and push.report_id is not None:
        for number in (message_id, *outcome.others):
            await links.add(work, push.bot, push.chat_id, number, push.report_id, push.purpose)
    if message_id is not None and push.intent == broadcasts.CARD:
        await broadcasts.card_is(work, int(push.data["broadcast"]), message_id)
    if push.card_id is None:
        return
    if message_id is not None and push.intent == "card":  # evidence and additions go with a card but are not the card
        await cards.shown(work, push.card_id, message_id)
    if outcome.thread_id is not None:
        await cards.topic(work, push.card_id, outcome.thread_id)


async def _silence(work: Work, push: Push, why: str) -> None:
    """No person is there: what else waits for them is not worth trying either.

    A group of the desk is no person: it may refuse pictures and take the card, and what it missed is revived.
    """
    if push.bot != "public":
        return
    await reporters.blocked(work, push.chat_id, work.now)
    await work.session.exec(
        update(Push)
        .where(turns.WAITING, col(Push.bot) == push.bot, col(Push.chat_id) == push.chat_id)
        .values(state=State.UNREACHABLE.value, why=why, settled_at=work.now)
        .execution_options(synchronize_session=False)
    )


async def last_shown(session: AsyncSession, bot: str, chat_id: int, limit: int = 5) -> list[Push]:
    """What the chat was last told, or is about to be, the newest first; no announcements."""
    statement = select(Push).where(col(Push.chat_id) == chat_id, col(Push.bot) == bot, col(Push.broadcast_id).is_(None))
    return list((await session.exec(statement.order_by(col(Push.id).desc()).limit(limit))).all())
