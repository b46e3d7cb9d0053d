"""The courier against the sandbox: what is in the outbox reaches the phone, once, in order, and honestly."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import courier as module
from handlers.house import House
from handlers.screens import Screen, Wait
from rules.delivery import Kind
from storage import outbox, reporters
from storage.work import Storage
from tests.bot.conftest import Post, asleep, eventually, opened, utc_now


def chat_of(phone: Any) -> int:
    return int(phone.line.handset.person.id)


async def test_a_reply_leaves_at_once(post: Post) -> None:
    """Woken by the commit, not by the clock, which looks every two seconds."""
    phone = post.phone()
    await post.say(chat_of(phone), "warm up")
    await phone.sees("warm up")
    started = time.monotonic()

    await post.say(chat_of(phone), "hello")
    await phone.sees("hello")

    assert time.monotonic() - started < 1.5
    await post.until("sent", "sent")
    assert None not in await post.rows("message_id")
    page = await post.metrics.page(post.storage, utc_now())
    assert 'kanal_sends_total{bot="public",outcome="sent"} 2.0' in page.decode()


async def test_a_chat_is_told_things_in_order(post: Post) -> None:
    """One in flight per chat: five messages arrive as they were said, even if the first is slow."""
    phone = post.phone()
    post.sandbox.faults.add("slow", method="sendMessage", seconds=0.3)
    for number in range(5):
        await post.say(chat_of(phone), f"number {number}")
    await post.until(*["sent"] * 5)

    assert [f"number {n}" for n in range(5)] == [message.text for message in await phone.messages()]


async def test_a_slow_chat_delays_no_other(post: Post) -> None:
    """While one chat's message takes three seconds, another's takes none."""
    made, emma = post.phone("Made"), post.phone("Emma")
    post.sandbox.faults.add("slow", method="sendMessage", chat_id=chat_of(made), seconds=3)
    await post.say(chat_of(made), "slow")
    started = time.monotonic()
    await post.say(chat_of(emma), "quick")
    await emma.sees("quick")

    assert time.monotonic() - started < 1


async def test_a_flood_wait_of_one_chat_delays_no_other(post: Post) -> None:
    """A 429 is a due time of one chat; the attempt does not count; nothing goes there meanwhile."""
    made, emma = post.phone("Made"), post.phone("Emma")
    post.sandbox.faults.add("429", method="sendMessage", chat_id=chat_of(made), retry_after=2)
    await post.say(chat_of(made), "first", kind=Kind.NOTICE)
    await asyncio.sleep(0.3)
    await post.say(chat_of(made), "second")
    started = time.monotonic()
    for number in range(4):
        await post.say(chat_of(emma), f"quick {number}")
    await emma.sees("quick 3")

    assert time.monotonic() - started < 1.5
    assert "" == await made.screen()
    await made.sees("first", within=5)
    await post.until(*["sent"] * 6)
    assert [1] * 6 == await post.rows("attempts")
    assert 1 == sum(1 for call in post.sandbox.calls.of("sendMessage") if call.outcome == "429")


async def test_flood_waits_of_three_chats_pause_the_token(post: Post) -> None:
    """When different chats are refused at once it is the token, and everybody waits."""
    phones = [post.phone(f"P{n}") for n in range(4)]
    for phone in phones[:3]:
        post.sandbox.faults.add("429", method="sendMessage", chat_id=chat_of(phone), retry_after=2)
        await post.say(chat_of(phone), "hello")
    await eventually(lambda: _refused(post), 3)
    await asyncio.sleep(0.1)
    await post.say(chat_of(phones[3]), "hello")
    await phones[3].sees("hello", within=10)

    refused = max(call.at for call in post.sandbox.calls.of("sendMessage") if call.outcome == "429")
    [answered] = post.sandbox.calls.of("sendMessage", chat_of(phones[3]))
    assert answered.at - refused > 1.9


async def _refused(post: Post) -> int:
    return sum(1 for call in post.sandbox.calls.of("sendMessage") if call.outcome == "429")


async def test_a_lost_answer_is_repeated_once_and_marked(post: Post) -> None:
    """The connection broke after the request: sent or not? The repeat says so, in the reader's language."""
    phone = post.phone()
    async with post.storage.work(utc_now()) as work:
        await reporters.seen(work, chat_of(phone), "Made", "", "id")
    post.sandbox.faults.add("hang_up", method="sendMessage")
    await post.say(chat_of(phone), "Laporan Anda diterima")
    await post.until("sent")

    first, second = await phone.messages()
    assert "Laporan Anda diterima" == first.text
    assert second.text.startswith("🔁")
    assert second.text.endswith("Laporan Anda diterima")
    assert [1] == await post.rows("repeat")


async def test_an_answer_lost_twice_stays_unknown(post: Post) -> None:
    """It is repeated once and no more."""
    phone = post.phone()
    post.sandbox.faults.add("hang_up", method="sendMessage", times=None)
    await post.say(chat_of(phone), "hello")
    await post.until("unknown")

    assert 2 == len(await phone.messages())


async def test_a_broadcast_is_never_repeated(post: Post) -> None:
    """Better once too few than twice to everybody."""
    phone = post.phone()
    post.sandbox.faults.add("hang_up", method="sendMessage")
    await post.say(chat_of(phone), "hello", kind=Kind.BROADCAST)
    await post.until("unknown")

    assert 1 == len(await phone.messages())


@pytest.mark.parametrize("action", ["500", "502", "404", "401", "html-404"])
async def test_a_server_that_fails_once_loses_nothing(post: Post, action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors of the server are waited out. A 404 of the token is not the end either."""
    from bot import outcome

    monkeypatch.setattr(outcome, "_TOKEN_PAUSE", timedelta(seconds=0.3))
    phone = post.phone()
    post.sandbox.faults.add(action, method="sendMessage")
    await post.say(chat_of(phone), "hello")

    await phone.sees("hello")
    await post.until("sent")


async def test_nobody_there_silences_the_chat(post: Post) -> None:
    """A person who blocked the bot gets nothing more, and is known as blocked."""
    phone = post.phone()
    async with post.storage.work(utc_now()) as work:
        await reporters.seen(work, chat_of(phone), "Emma", "", "en")
    await phone.block()
    await post.say(chat_of(phone), "one")
    await post.say(chat_of(phone), "two", due_at=utc_now() + timedelta(hours=1))
    await post.until("unreachable", "unreachable")

    async with post.storage.read() as session:
        reporter = await reporters.by_telegram_id(session, chat_of(phone))
    assert reporter is not None
    assert reporter.blocked_at is not None
    assert 1 == len(post.sandbox.calls.of("sendMessage"))


async def test_our_own_mistake_is_dead_and_the_chat_goes_on(post: Post) -> None:
    """Broken HTML is refused for ever; what comes after it arrives."""
    phone = post.phone()
    await post.say(chat_of(phone), "<b>broken")
    await post.say(chat_of(phone), "whole")

    await phone.sees("whole")
    await post.until("dead", "sent")


async def test_a_migrated_group_gets_its_message(post: Post) -> None:
    """The new id is written down everywhere and the message goes there."""
    made = post.sandbox.person("Made")
    old = post.sandbox.group("Desk", [made], [post.desk], supergroup=False)
    phone = post.sandbox.phone(made, old)
    new = post.sandbox.stage.migrate(old)
    await post.say(old.chat.id, "card", bot="desk")

    await phone.sees("card")
    assert [new.chat.id] == await post.rows("chat_id")


async def test_an_intent_is_composed_when_it_is_sent(post: Post) -> None:
    """A screen, nothing left to say, not yet: and what is not yet keeps nobody waiting."""
    phone, asked = post.phone(), []

    async def compose(_session: Any, _house: House, push: Any, _now: Any) -> Screen | Wait | None:
        asked.append(push.data["n"])
        if push.data["n"] == 2:
            return None
        return Screen(f"composed {push.data['n']}") if asked.count(push.data["n"]) > 2 else Wait(timedelta(seconds=0.3))

    post.composers["test"] = compose
    for number in (1, 2):
        await post.say(chat_of(phone), "", screen=None, intent="test", data={"n": number}, kind=Kind.NOTICE)
    await post.say(chat_of(phone), "meanwhile", kind=Kind.NOTICE)

    await phone.sees("composed 1")
    await post.until("sent", "dropped", "sent")
    assert ["meanwhile", "composed 1"] == [message.text for message in await phone.messages()]
    assert [1, 1, 1] == await post.rows("attempts")


async def test_a_composer_that_fails_kills_one_message_only(post: Post) -> None:
    """Our own bug is written down as dead; the chat goes on."""
    phone = post.phone()

    async def compose(*_: Any) -> Screen:
        raise KeyError("bug")

    post.composers["test"] = compose
    await post.say(chat_of(phone), "", screen=None, intent="test")
    await post.say(chat_of(phone), "after")

    await phone.sees("after")
    await post.until("dead", "sent")


async def test_replies_go_before_broadcasts(post: Post) -> None:
    """A reply said in the middle of a broadcast does not wait for its end."""
    phones = [post.phone(f"P{n}") for n in range(60)]
    async with post.storage.work(utc_now()) as work:
        for phone in phones:
            await outbox.put(
                work, bot="public", chat_id=chat_of(phone), kind=Kind.BROADCAST, screen=Screen("news").body()
            )  # fmt: skip
    await asyncio.sleep(0.3)
    emma, started = post.phone(), time.monotonic()

    await post.say(chat_of(emma), "reply")
    await emma.sees("reply")

    assert time.monotonic() - started < 1
    assert "sent" != (await post.rows())[59]
    await post.until(*["sent"] * 61, within=15)


async def test_a_due_time_is_kept(post: Post) -> None:
    """What is due in half a second leaves in half a second, without any tick."""
    phone, started = post.phone(), time.monotonic()
    await post.say(chat_of(phone), "later", due_at=utc_now() + timedelta(seconds=0.5))

    await phone.sees("later")

    assert 0.4 < time.monotonic() - started < 1.5


async def test_what_would_ring_at_night_waits_for_the_morning(store: Storage, house: House, tmp_path: Path) -> None:
    """Late notices to the public; not a reply, nor what makes no sound. Broadcasts look at the hours themselves."""
    async with opened(store, asleep(house), tmp_path) as post:
        phone = post.phone()
        for text, options in (
            ("notice", {"kind": Kind.NOTICE}),
            ("silent", {"kind": Kind.NOTICE, "silent": True}),
            ("reply", {}),
        ):
            await post.say(chat_of(phone), text, **options)
        post.start()
        await phone.sees("reply")
        await phone.sees("silent")
        await post.until("waiting", "sent", "sent")


async def test_what_was_in_flight_at_a_kill_is_repeated_and_marked(
    store: Storage, house: House, tmp_path: Path
) -> None:
    """A row left in flight by a dead process may have been sent: the repeat says so."""
    async with opened(store, house, tmp_path) as post:
        phone = post.phone()
        await post.say(chat_of(phone), "hello")
        async with store.work(utc_now()) as work:
            assert 1 == len(await outbox.claim(work, 1))
        post.start()

        await phone.sees("🔁")
        await post.until("sent")


async def test_a_stop_lets_the_sends_in_flight_land(post: Post) -> None:
    """Nothing is claimed any more, and nothing is left in doubt."""
    phones = [post.phone(f"P{n}") for n in range(3)]
    post.sandbox.faults.add("slow", method="sendMessage", seconds=0.5, times=None)
    for phone in phones:
        await post.say(chat_of(phone), "hello")
    await asyncio.sleep(0.2)
    await post.stop()
    await post.say(chat_of(phones[0]), "too late")

    assert ["sent", "sent", "sent", "waiting"] == await post.rows()
    assert not post.courier.alive


async def test_a_database_that_fails_is_waited_for(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pump goes on; what had landed is settled later, and nothing is sent twice."""
    phone, real = post.phone(), outbox.settle
    failures = iter([True, True])

    async def settle(*args: Any) -> Any:
        if next(failures, False):
            raise OSError("disk")
        return await real(*args)

    monkeypatch.setattr(module, "FAILURE_SECONDS", 0.05)
    monkeypatch.setattr(outbox, "settle", settle)
    await post.say(chat_of(phone), "hello")
    await post.until("sent")

    assert ["hello"] == [message.text for message in await phone.messages()]
