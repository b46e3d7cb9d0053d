"""python-telegram-bot #5338: AIORateLimiter ended a 429's pause as soon as any other request finished."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.pacing import Pacing


async def test_a_pause_outlasts_requests_that_finish_meanwhile() -> None:
    """A halt of half a second is half a second, whoever else was already on the way."""
    pacing, moments, clock = Pacing(28), [], asyncio.get_running_loop().time

    async def slow() -> None:
        await asyncio.sleep(0.1)

    async def note() -> None:
        moments.append(clock())

    async def send(what: Any, chat_id: int) -> None:
        await pacing.process_request(what, (), {}, "sendMessage", {"chat_id": chat_id}, None)

    on_the_way = asyncio.create_task(send(slow, 1))
    await asyncio.sleep(0)
    halted = clock()
    pacing.halt(0.5)
    await asyncio.gather(on_the_way, send(note, 2), send(note, 3))

    assert min(moments) - halted >= 0.49
