"""Settling: what became of a message, and what follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from rules import delivery
from rules.access import Role
from rules.delivery import Dead, Dropped, Kind, Later, Lost, Migrated, Outcome, Sent, Unknown, Unreachable
from storage import cards, compositions, desk_chats, links, outbox, reporters, staff, told
from storage.tables import Push
from storage.work import Storage, Work

GROUP, SUPERGROUP = -4_567, -1_002_345_678_901
MADE = 7_123_456_789


async def _settle(work: Work, outcome: Outcome) -> Push:
    """Claim the next row and settle it with that outcome."""
    push = (await outbox.claim(work, 1))[0]
    settlement = delivery.settle(outcome, Kind(push.kind), push.attempts, push.repeat, work.now)
    assert await outbox.settle(work, push, settlement, outcome)
    return push


async def _rows(storage: Storage) -> list[Push]:
    async with storage.read() as session:
        return list((await session.exec(select(Push).order_by(col(Push.id)))).all())


@pytest.mark.parametrize(
    ("outcome", "state", "why"),
    [
        (Sent(9), "sent", ""),
        (Dropped(), "dropped", ""),
        (Dead("400"), "dead", "400"),
        (Unreachable("blocked"), "unreachable", "blocked"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
async def test_an_end_is_an_end(
    storage: Storage, now: datetime, say: Any, outcome: Outcome, state: str, why: str
) -> None:
    """A settled row keeps its outcome and its moment, and cannot be settled or claimed again."""
    async with storage.work(now) as work:
        await say(work, "hello")
        push = await _settle(work, outcome)
        again = await outbox.settle(work, push, delivery.Settlement(delivery.State.DEAD), Dead("late"))
        assert not again
        assert await outbox.claim(work, 1) == []
    [row] = await _rows(storage)

    assert (row.state, row.why, row.settled_at) == (state, why, now)


async def test_a_sent_message_is_linked_to_its_report(storage: Storage, now: datetime, say: Any, filed: Any) -> None:
    """Whoever answers the message is understood; an edit that makes no message is linked to the edited one."""
    async with storage.work(now) as work:
        report = await filed(work)
        await say(work, "notice", report_id=report.id, purpose="question")
        await _settle(work, Sent(11))
        await say(work, "edit", report_id=report.id, method="edit", edit_message_id=12)
        await _settle(work, Sent(None))
    async with storage.read() as session:
        asked = await links.find(session, "public", MADE, 11)
        edited = await links.find(session, "public", MADE, 12)

    assert asked is not None
    assert (asked.report_id, asked.purpose) == (report.id, "question")
    assert edited is not None
    assert [row.message_id for row in await _rows(storage)] == [11, 12]


async def test_a_card_learns_its_topic_and_its_message(storage: Storage, now: datetime, say: Any, filed: Any) -> None:
    """The topic that was made and the card's own message are kept; what goes with a card is not the card."""
    async with storage.work(now) as work:
        report = await filed(work)
        card = await cards.open(work, report.id, SUPERGROUP)
        about = {"bot": "desk", "chat_id": SUPERGROUP, "card_id": card.id, "report_id": report.id}
        await say(work, "topic", method="topic", **about)
        await _settle(work, Sent(None, thread_id=5))
        await say(work, "card", intent="card", **about)
        await _settle(work, Sent(21, thread_id=5))
        await say(work, "photos", intent="evidence", **about)
        await _settle(work, Sent(22, thread_id=5))
    async with storage.read() as session:
        [kept] = await cards.of_report(session, report.id)

    assert (kept.message_id, kept.thread_id) == (21, 5)


async def test_nobody_there_ends_what_waits(storage: Storage, now: datetime, say: Any, someone: Any) -> None:
    """A blocked reporter is marked and spared the rest; when they write again they are no longer blocked."""
    async with storage.work(now) as work:
        await someone(work)
        await say(work, "first")
        await say(work, "second", due_at=now + timedelta(days=1))
        await say(work, "desk", bot="desk")
        await _settle(work, Unreachable("blocked"))
    states = [row.state for row in await _rows(storage)]

    assert states == ["unreachable", "unreachable", "waiting"]
    async with storage.read() as session:
        blocked = await reporters.by_telegram_id(session, MADE)
    assert blocked is not None
    assert blocked.blocked_at == now
    async with storage.work(now) as work:
        assert (await someone(work)).blocked_at is None


async def test_a_migrated_group_keeps_everything(storage: Storage, now: datetime, say: Any, filed: Any) -> None:
    """The row goes out again at once to the new id, and chat, card, draft words, links and waiting rows follow."""
    async with storage.work(now) as work:
        report = await filed(work)
        ayu = await staff.add(work, 5, "Ayu", Role.COORDINATOR)
        await desk_chats.bind(work, GROUP, None)
        card = await cards.open(work, report.id, GROUP)
        words = await compositions.open(work, report.id, ayu.id, GROUP, 3, "reply", "Sudah diperbaiki")
        await links.add(work, "desk", GROUP, 7, report.id)
        await say(work, "card", bot="desk", chat_id=GROUP, card_id=card.id)
        await say(work, "next", bot="desk", chat_id=GROUP)
        await _settle(work, Migrated(SUPERGROUP))

    assert [(row.chat_id, row.state, row.attempts) for row in await _rows(storage)] == [
        (SUPERGROUP, "waiting", 0),
        (SUPERGROUP, "waiting", 0),
    ]
    async with storage.read() as session:
        assert [chat.chat_id for chat in await desk_chats.everyone(session)] == [SUPERGROUP]
        assert [kept.chat_id for kept in await cards.of_report(session, report.id)] == [SUPERGROUP]
        kept_words = await compositions.by_id(session, words.id)
        assert kept_words is not None
        assert kept_words.chat_id == SUPERGROUP
        assert await links.find(session, "desk", GROUP, 7) is None
        assert await links.find(session, "desk", SUPERGROUP, 7) is not None


async def test_migrating_twice_is_harmless(storage: Storage, now: datetime, filed: Any) -> None:
    """The desk's own update may have said it first: what the new id has already is kept."""
    async with storage.work(now) as work:
        report = await filed(work)
        for chat_id in (GROUP, SUPERGROUP):
            await desk_chats.bind(work, chat_id, None)
            await cards.open(work, report.id, chat_id)
            await links.add(work, "desk", chat_id, 7, report.id, purpose=str(chat_id))
        await desk_chats.migrate(work, "desk", GROUP, SUPERGROUP)
        await desk_chats.migrate(work, "desk", GROUP, SUPERGROUP)
    async with storage.read() as session:
        assert [chat.chat_id for chat in await desk_chats.everyone(session)] == [SUPERGROUP]
        link = await links.find(session, "desk", SUPERGROUP, 7)
    assert link is not None
    assert link.purpose == str(SUPERGROUP)


async def test_a_lost_message_is_said_anew(storage: Storage, now: datetime, say: Any) -> None:
    """An edit whose message is gone becomes a message of its own."""
    async with storage.work(now) as work:
        await say(work, "edit", method="edit", edit_message_id=12, reply_to=3)
        await _settle(work, Lost("message to edit not found"))
    [row] = await _rows(storage)

    assert (row.state, row.method, row.edit_message_id, row.reply_to) == ("waiting", "send", None, None)


async def test_the_unknown_is_repeated_once(storage: Storage, now: datetime, say: Any) -> None:
    """A reply that may have arrived is sent once more, marked as a repeat, and then left unknown."""
    async with storage.work(now) as work:
        await say(work, "hello")
        await _settle(work, Unknown("ReadTimeout"))
    [row] = await _rows(storage)
    assert (row.state, row.repeat, row.attempts) == ("waiting", True, 1)

    async with storage.work(row.due_at) as work:
        await _settle(work, Unknown("ReadTimeout"))
    [row] = await _rows(storage)
    assert (row.state, row.repeat, row.attempts) == ("unknown", True, 2)


async def test_a_killed_process_leaves_unknowns(storage: Storage, now: datetime, say: Any) -> None:
    """Rows left in flight are repeated once, broadcasts never; what was not in flight is left alone."""
    async with storage.work(now) as work:
        await say(work, "reply", chat_id=1)
        await say(work, "notice", chat_id=2, kind=Kind.NOTICE)
        await say(work, "broadcast", chat_id=3, kind=Kind.BROADCAST)
        await outbox.claim(work, 10)
        await say(work, "waiting", chat_id=4)
    async with storage.work(now) as work:
        assert await outbox.recover(work) == 3
    async with storage.work(now) as work:
        assert await outbox.recover(work) == 0

    assert [(row.state, row.repeat) for row in await _rows(storage)] == [
        ("waiting", True),
        ("waiting", True),
        ("unknown", False),
        ("waiting", False),
    ]


async def test_later_is_due_when_telegram_says(storage: Storage, now: datetime, say: Any) -> None:
    """A 429's own wish is the due time, and no attempt is used up; whoever sleeps is woken."""
    async with storage.work(now) as work:
        await say(work, "hello")
    async with storage.work(now) as work:
        await _settle(work, Later("429", timedelta(seconds=7), counts=False))
        assert work.wakes == {"courier"}
    [row] = await _rows(storage)

    assert (row.due_at, row.attempts, row.settled_at) == (now + timedelta(seconds=7), 0, None)


async def test_the_last_notice_is_found(storage: Storage, now: datetime, say: Any, filed: Any) -> None:
    """The newest notice of that report, whatever else was said about it; a pending one only while it waits."""
    async with storage.work(now) as work:
        report = await filed(work)
        assert await told.last_notice(work.session, report.id) is None
        for text, intent in (("a", "notice"), ("b", "notice"), ("c", None)):
            await say(work, text, report_id=report.id, intent=intent, kind=Kind.NOTICE, data={"since_event": text})
        last = await told.last_notice(work.session, report.id)
        waiting = await outbox.pending(work.session, "notice", report_id=report.id)
        nothing = await outbox.pending(work.session, "card", report_id=report.id)

    assert last is not None
    assert last.data == {"since_event": "b"}
    assert waiting is not None
    assert waiting.data == {"since_event": "a"}
    assert nothing is None


async def test_a_repeat_that_was_killed_is_repeated(storage: Storage, now: datetime, say: Any) -> None:
    """A kill may come before the request, so a receipt is tried until it is out; but not for ever."""
    states = []
    async with storage.work(now) as work:
        await say(work, "receipt")
    for _ in range(outbox.KILLED_TRIES):
        [row] = await _rows(storage)
        async with storage.work(row.due_at) as work:
            assert await outbox.claim(work, 1)
        async with storage.work(row.due_at) as work:
            await outbox.recover(work)
        states += [row.state for row in await _rows(storage)]

    assert states == ["waiting"] * (outbox.KILLED_TRIES - 1) + ["unknown"]


async def test_a_group_that_was_away_gets_its_cards_later(
    storage: Storage, now: datetime, say: Any, filed: Any
) -> None:
    """One message a desk group refuses takes no other with it; back again it gets every card, and only cards."""
    async with storage.work(now) as work:
        report = await filed(work)
        card = await cards.open(work, report.id, GROUP)
        about = {"bot": "desk", "chat_id": GROUP, "card_id": card.id}
        await say(work, "card", **about)
        await say(work, "photos", **about)
        await say(work, "hint", bot="desk", chat_id=GROUP)
        for _ in range(2):
            await _settle(work, Unreachable("not enough rights to send photos to the chat"))
    assert [row.state for row in await _rows(storage)] == ["unreachable", "unreachable", "waiting"]
    async with storage.work(now) as work:
        await _settle(work, Unreachable("bot was kicked from the group chat"))
    async with storage.work(now + timedelta(hours=1)) as work:
        assert await outbox.revive(work, "desk", GROUP) == 2
        assert await outbox.revive(work, "desk", GROUP) == 0
        assert work.wakes == {"courier"}

    assert [(row.state, row.attempts, row.settled_at) for row in (await _rows(storage))[:2]] == [
        ("waiting", 0, None)
    ] * 2
    assert (await _rows(storage))[2].state == "unreachable"


async def test_a_migrated_group_forgets_old_message_numbers(
    storage: Storage, now: datetime, say: Any, filed: Any
) -> None:
    """The new group counts from 1 again: an edit of the old number would overwrite another report's card."""
    async with storage.work(now) as work:
        report = await filed(work)
        card = await cards.open(work, report.id, GROUP)
        await cards.shown(work, card.id, 7)
        await cards.topic(work, card.id, 8)
        options = {"bot": "desk", "chat_id": GROUP, "reply_to": 7, "thread_id": 8}
        await say(work, "edit", method="edit", edit_message_id=7, card_id=card.id, **options)
        await desk_chats.migrate(work, "desk", GROUP, SUPERGROUP)
    [row] = await _rows(storage)
    async with storage.read() as session:
        [kept] = await cards.of_report(session, report.id)

    assert (kept.chat_id, kept.message_id, kept.thread_id) == (SUPERGROUP, None, None)
    assert (row.edit_message_id, row.reply_to, row.thread_id) == (None, None, None)
