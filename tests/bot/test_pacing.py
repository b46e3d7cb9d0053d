"""The pace: tables on a clock that stands still until it is told to go on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.pacing import Pacing


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


async def ok() -> bool:
    return True


async def send(pacing: Pacing, time: Time, chat_id: int, endpoint: str = "sendMessage", **data: Any) -> float:
    """One call; when it went out, in seconds from the start of the test."""
    await pacing.process_request(ok, (), {}, endpoint, {"chat_id": chat_id, **data}, None)
    return round(time.now - 1000, 6)


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(1 for other in moments if moment <= other < moment + 1) for moment in moments)


@pytest.mark.parametrize("rate", [1, 2, 5, 28, 30])
async def test_no_second_sees_more_than_the_rate(time: Time, rate: int) -> None:
    """In any second, also the first and after a rest, at most `rate` messages go out."""
    pacing = Pacing(rate, time, time.sleep)
    moments = [await send(pacing, time, chat) for chat in range(1, 3 * rate + 1)]
    time.now += 2
    moments += [await send(pacing, time, chat) for chat in range(1000, 1000 + 2 * rate)]

    assert most_in_a_second(moments) <= rate


async def test_a_message_counts_until_a_second_after_its_answer(time: Time) -> None:
    """Telegram may have counted it as late as that: its place in the second is free only then."""
    pacing = Pacing(2, time, time.sleep)
    answered = []

    async def slow() -> None:
        time.now += 0.4
        answered.append(round(time.now - 1000, 6))

    left = []
    for chat in range(1, 5):
        await pacing.process_request(slow, (), {}, "sendMessage", {"chat_id": chat}, None)
        left.append(round(answered[-1] - 0.4, 6))

    assert left[2] >= answered[0] + 1
    assert left[3] >= answered[1] + 1


async def test_messages_without_an_answer_keep_nobody_waiting(time: Time) -> None:
    """Some hang; the others go on at the rate that is left, however many there are."""
    pacing, over = Pacing(10, time, time.sleep), asyncio.Event()
    hanging = [
        asyncio.create_task(pacing.process_request(over.wait, (), {}, "sendMessage", {"chat_id": chat}, None))
        for chat in range(1, 4)
    ]
    await asyncio.sleep(0)
    time.now += 5

    moments = []
    for chat in range(100, 200):
        time.now += 0.2
        before = time.now
        await send(pacing, time, chat)
        moments.append(time.now - before)
    over.set()
    await asyncio.gather(*hanging)

    assert [0.0] * 100 == moments


async def test_a_message_without_an_answer_counts_as_now(time: Time) -> None:
    """One that is still under way may be counted at any moment: the next waits its second from here."""
    pacing = Pacing(1, time, time.sleep)
    free: list[float] = []

    async def look() -> None:
        time.now += 3
        free.append(pacing.free_at(time.now) - time.now)

    await pacing.process_request(look, (), {}, "sendMessage", {"chat_id": 1}, None)

    assert free[0] >= 1
    assert 1 <= pacing.free_at(time.now) - time.now < 1.1


async def test_there_is_no_burst_at_the_start(time: Time) -> None:
    """A quarter of the rate goes at once, the rest evenly: never 31 in one go."""
    pacing = Pacing(28, time, time.sleep)

    moments = [await send(pacing, time, chat) for chat in range(1, 28)]

    assert 7 == moments.count(0.0)
    assert 0.6 < moments[-1] < 1.0


async def test_twenty_replies_a_second_never_wait(time: Time) -> None:
    """At the load the service is built for nobody is delayed."""
    pacing = Pacing(28, time, time.sleep)
    late = 0.0
    for chat in range(200):
        due = 1000 + chat / 20
        time.now = max(time.now, due)
        await send(pacing, time, chat + 1)
        late = max(late, time.now - due)

    assert late < 0.01


async def test_a_person_gets_five_at_once_and_then_one_a_second(time: Time) -> None:
    """A dialogue is not slowed down, a flood is."""
    pacing = Pacing(28, time, time.sleep)

    moments = [await send(pacing, time, 7) for _ in range(8)]

    assert [0, 0, 0, 0, 0, 1, 2, 3] == moments


async def test_a_group_gets_twenty_a_minute(time: Time) -> None:
    """Of 41 messages to a group no minute sees more than twenty."""
    pacing = Pacing(28, time, time.sleep)

    moments = [await send(pacing, time, -100) for _ in range(41)]

    assert [0, 0, 0, 0, 0, 1] == moments[:6]
    assert 20 == max(sum(1 for other in moments if moment <= other < moment + 60) for moment in moments)


async def test_a_chat_that_must_wait_holds_up_no_other(time: Time) -> None:
    """The courier asks first, and leaves out the chats whose turn has not come."""
    pacing = Pacing(28, time, time.sleep)
    for _ in range(5):
        await send(pacing, time, 7)

    assert {7: 1001.0} == pacing.held(time.now)
    assert 1001.0 == pacing.not_before(7, time.now)
    assert time.now == pacing.not_before(8, time.now)
    assert 0 == await send(pacing, time, 8)


async def test_who_waits_for_a_chat_takes_no_turn_of_the_token(time: Time) -> None:
    """The rest of a long screen waits a minute for its group; the other chats do not notice."""
    pacing = Pacing(28, time)
    pacing.hold(-100, 60)
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        pacing._sleep = time.sleep
        assert 0 == await send(pacing, time, 8)
        await time.sleep(seconds)

    pacing._sleep = sleep
    assert 60 == await send(pacing, time, -100)
    assert [60] == waits


async def test_room_is_what_can_leave_now(time: Time) -> None:
    """The courier claims no more than the token can start, so that a reply overtakes a broadcast."""
    pacing = Pacing(28, time, time.sleep)

    assert 9 == pacing.room(time.now)
    for chat in range(1, 8):
        await send(pacing, time, chat)

    assert 2 == pacing.room(time.now)
    assert 0 == Pacing(1, time, time.sleep).room(time.now) - 1
    assert pacing.free_at(time.now) > time.now


async def test_a_held_chat_waits_whoever_speaks(time: Time) -> None:
    """After a 429 nothing goes to the chat, and everything to the others."""
    pacing = Pacing(28, time, time.sleep)
    pacing.hold(7, 10)
    pacing.hold(7, 3)

    assert {7: 1010.0} == pacing.held(time.now)
    assert 0 == await send(pacing, time, 8)
    assert 10 == await send(pacing, time, 7)


async def test_a_halted_token_is_silent(time: Time) -> None:
    """A halt stops every chat, and a shorter one does not end it."""
    pacing = Pacing(28, time, time.sleep)
    pacing.halt(10)
    pacing.halt(2)

    assert 0 == pacing.room(time.now)
    assert 10 == await send(pacing, time, 7)
    assert pacing.room(time.now) > 0


async def test_an_album_counts_as_its_pictures(time: Time) -> None:
    """Three albums of ten are thirty messages."""
    pacing = Pacing(28, time, time.sleep)

    moments = [await send(pacing, time, chat, "sendMediaGroup", media=[1] * 10) for chat in (1, 2, 3)]

    assert moments[-1] >= 1


@pytest.mark.parametrize("endpoint", ["getMe", "answerCallbackQuery", "sendChatAction", "getFile", "setMyCommands"])
async def test_what_makes_no_message_is_not_paced(time: Time, endpoint: str) -> None:
    """Only messages and their edits count."""
    pacing = Pacing(1, time, time.sleep)

    assert [0] * 20 == [await send(pacing, time, 7, endpoint) for _ in range(20)]


async def test_resting_chats_are_forgotten(time: Time) -> None:
    """Ten thousand recipients of a broadcast do not stay in memory."""
    pacing = Pacing(1000, time, time.sleep)
    for chat in range(1, 10_001):
        await send(pacing, time, chat)

    assert len(pacing._chats) < 2500


async def test_an_error_is_passed_on_and_nothing_repeated(time: Time) -> None:
    """A refusal is the courier's to judge."""
    calls = []

    async def refuse() -> bool:
        calls.append(1)
        raise ValueError("no")

    pacing = Pacing(28, time, time.sleep)
    with pytest.raises(ValueError, match="no"):
        await pacing.process_request(refuse, (), {}, "sendMessage", {"chat_id": 7}, None)

    assert [1] == calls
    await pacing.initialize()
    await pacing.shutdown()
