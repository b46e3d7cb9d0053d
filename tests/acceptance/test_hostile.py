"""Doubled, malformed and failing updates: nothing happens twice, nobody else waits."""

from __future__ import annotations

import asyncio
import io
import json
import time
from typing import Any

import aiohttp
import pytest
from program import SECRET

pytestmark = pytest.mark.acceptance


def message(update_id: int, user: int, **content: Any) -> dict[str, Any]:
    """A private message as Telegram would send it."""
    person = {"id": user, "is_bot": False, "first_name": "T", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "T"}
    return {
        "update_id": update_id,
        "message": {"message_id": update_id, "date": int(time.time()), "from": person, "chat": chat, **content},
    }


async def post(town: Any, session: aiohttp.ClientSession, body: Any, bot: str = "public", secret: str = SECRET) -> int:
    """Call the webhook as Telegram would; the HTTP status."""
    data = io.BytesIO((body if isinstance(body, str) else json.dumps(body)).encode())
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
    url = f"http://127.0.0.1:{town.kanal.port}/telegram/{bot}"
    async with session.post(url, data=data, headers=headers) as answer:
        return answer.status


async def handled(town: Any) -> None:
    """Wait until no update is waiting."""
    for _ in range(400):
        if [(0,)] == town.kanal.rows("SELECT count(*) FROM inbox WHERE state = 'waiting'"):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("updates are still waiting after 20 s")


@pytest.mark.parametrize("town", [{"webhook": True}], indirect=True)
async def test_every_update_twice_happens_once(town: Any) -> None:
    """An update that comes twice, even at once, is kept, handled and answered once."""
    await town.open()
    updates = [message(1000 + n, 500 + n, text="The street lamp in front of our villa is dark") for n in range(40)]

    async with aiohttp.ClientSession() as session:
        statuses = await asyncio.gather(*(post(town, session, update) for update in updates + updates))
        await handled(town)
        statuses += await asyncio.gather(*(post(town, session, update) for update in updates))
        await handled(town)

    assert {200} == set(statuses)
    assert [(40,)] == town.kanal.rows("SELECT count(*) FROM inbox WHERE bot = 'public'")
    assert [(40,)] == town.kanal.rows("SELECT count(*) FROM draft")
    assert [(1,)] * 40 == town.kanal.rows("SELECT count(*) FROM push WHERE bot = 'public' GROUP BY chat_id")


@pytest.mark.parametrize("town", [{"webhook": True}], indirect=True)
async def test_a_thousand_broken_updates_stop_nobody(town: Any) -> None:
    """Bodies that are no update, unknown kinds and impossible contents are accepted and set apart; a report goes on."""
    await town.open()
    broken: list[Any] = []
    for n in range(200):
        broken += [
            "{not json",
            {"no": "update"},
            {"update_id": 5000 + n, "from_the_future": {"x": n}},
            message(6000 + n, 7000 + n) | {"message": {"chat": {"id": 7000 + n, "type": "private"}, "date": "never"}},
            message(8000 + n, 9000 + n, forward_origin={"type": "hidden_user", "date": 1}, text="forwarded"),
        ]

    async with aiohttp.ClientSession() as session:
        flood = asyncio.gather(*(post(town, session, body) for body in broken))
        emma = town.phone("Emma", "en")
        await emma.say("The street lamp in front of our villa has been dark for a week")
        await emma.sees("agree", within=20)
        assert {200} == set(await flood)
        assert 403 == await post(town, session, message(1, 1, text="x"), secret="wrong")
        assert 413 == await post(town, session, "x" * 2_000_000)
        await handled(town)

    assert town.kanal.process.returncode is None
    assert 400 <= town.kanal.rows("SELECT count(*) FROM inbox WHERE state = 'quarantined'")[0][0]


async def test_a_flood_wait_on_one_chat_delays_no_other(town: Any) -> None:
    """After a 429 of ten seconds for one reporter, another is answered at once."""
    await town.open()
    made, emma = town.phone("Made", "id"), town.phone("Emma", "en")
    town.sandbox.faults.add("429", method="sendMessage", chat_id=made.line.handset.person.id, retry_after=10)

    await made.say("Jalan di depan rumah kami rusak parah sejak kemarin")
    await asyncio.sleep(0.5)
    started = time.monotonic()
    await emma.say("The road in front of our villa is badly broken")
    await emma.sees("agree", within=3)

    assert time.monotonic() - started < 3
    await made.sees("Setuju", within=20)
