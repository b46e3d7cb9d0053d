"""python-telegram-bot #3772: the stock limiter knows no limit for a private chat (ten messages in 0.33 s)."""

from __future__ import annotations

import asyncio

from bot.pacing import Pacing


async def test_the_sixth_message_to_a_person_waits() -> None:
    """Five at once, then one a second."""
    pacing, clock = Pacing(28), asyncio.get_running_loop().time
    started, moments = clock(), []

    async def note() -> None:
        moments.append(clock() - started)

    for _ in range(6):
        await pacing.process_request(note, (), {}, "sendMessage", {"chat_id": 7}, None)

    assert moments[4] < 0.3
    assert moments[5] > 0.9
