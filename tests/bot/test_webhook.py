"""The HTTP server: who may come in, what is kept, when 200 is said; and the probes."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import pytest
from sqlalchemy import text

from bot import webhook
from bot.metrics import Metrics
from bot.telegram import Api, ApiError
from bot.webhook import Server
from sandbox.server import Sandbox
from storage import inbox
from storage.work import Fault, Storage
from tests.bot.conftest import PUBLIC_TOKEN, utc_now

SECRET = "a-secret"
GOOD = {"update_id": 1, "message": {"chat": {"id": 7}, "text": "hello"}}


@dataclass
class Door:
    url: str
    session: aiohttp.ClientSession
    storage: Storage
    news: list[int] = field(default_factory=list)
    ready: dict[str, bool] = field(default_factory=lambda: {"bots": True, "courier": True})

    async def post(self, body: Any, secret: str | None = SECRET, bot: str = "public") -> int:
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        headers = {webhook.SECRET_HEADER: secret} if secret is not None else {}
        async with self.session.post(f"{self.url}/telegram/{bot}", data=data, headers=headers) as answer:
            return answer.status

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(self.url + path) as answer:
            return answer.status, await answer.text()

    async def rows(self) -> list[tuple[Any, ...]]:
        async with self.storage.read() as session:
            found = await session.exec(
                cast(Any, text("SELECT bot, update_id, lane, state, raw FROM inbox ORDER BY id"))
            )
            return [tuple(row) for row in found]


@pytest.fixture
async def door(store: Storage) -> AsyncIterator[Door]:
    async with aiohttp.ClientSession() as session:
        door = Door("", session, store)
        server = Server(
            "127.0.0.1", 0, store, utc_now, Metrics(), lambda: door.ready,
            bots=("public", "desk"), secret=SECRET, on_new=lambda: door.news.append(1),
        )  # fmt: skip
        async with server:
            door.url = f"http://127.0.0.1:{server.port}"
            yield door


async def test_an_update_is_kept_and_then_acknowledged(door: Door) -> None:
    """Twice sent, once kept, twice acknowledged."""
    assert [200, 200] == [await door.post(GOOD), await door.post(GOOD)]

    assert [("public", 1, 7, "waiting")] == [row[:4] for row in await door.rows()]
    assert [1] == door.news


async def test_the_same_update_id_of_two_bots_is_two_updates(door: Door) -> None:
    """Each bot counts for itself."""
    assert [200, 200] == [await door.post(GOOD), await door.post(GOOD, bot="desk")]

    assert ["public", "desk"] == [row[0] for row in await door.rows()]


@pytest.mark.parametrize("secret", [None, "", "wrong", "a-secretx", "ä" * 8])
async def test_a_stranger_stays_outside(door: Door, secret: str | None) -> None:
    """Without Telegram's secret nothing is read."""
    assert 403 == await door.post(GOOD, secret)
    assert [] == await door.rows()


async def test_an_unknown_bot_is_not_found(door: Door) -> None:
    """Only the two bots have a door."""
    assert 404 == await door.post(GOOD, bot="other")


async def test_too_much_is_refused(door: Door) -> None:
    """A megabyte is more than any update."""
    assert 413 == await door.post(b"x" * (webhook.BODY_BYTES + 1))
    assert [] == await door.rows()


@pytest.mark.parametrize(
    "body",
    [b"{not json", b"", b"\xff\xfe", b"\x00", b"[" * 99999, b'{"update_id": "x"}', b"[]", b"5", b'{"update_id": 1.0}'],
)  # fmt: skip
async def test_what_is_no_update_is_kept_apart(door: Door, body: bytes) -> None:
    """Telegram need not send it again, and an engineer can look at it."""
    assert 200 == await door.post(body)

    assert [("public", None, 0, inbox.QUARANTINED)] == [row[:4] for row in await door.rows()]
    assert [] == door.news


async def test_an_update_nested_without_end_is_kept_without_its_depth(door: Door) -> None:
    """It waits in its chat's lane, so that its sender gets an answer."""
    deep = f'{{"update_id":6,"message":{{"chat":{{"id":8}},"x":{"[" * 5000}{"]" * 5000}}}}}'

    assert 200 == await door.post(deep.encode())

    assert [("public", 6, 8, inbox.WAITING)] == [row[:4] for row in await door.rows()]


async def test_what_cannot_be_stored_is_not_acknowledged(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram keeps it and comes again."""

    async def store(*_: Any) -> int:
        raise Fault("disk")

    monkeypatch.setattr(inbox, "store", store)

    assert 503 == await door.post(GOOD)


async def test_the_probes_say_how_it_is(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alive; ready when database, bots and courier answer; numbers for Prometheus."""
    assert (200, "ok") == await door.get("/healthz")
    assert (200, {"database": True, "bots": True, "courier": True}) == _json(await door.get("/readyz"))
    status, page = await door.get("/metrics")
    assert 200 == status
    assert 'kanal_inbox_rows{state="waiting"} 0.0' in page
    assert 'kanal_outbox_rows{state="unreachable"} 0.0' in page

    door.ready["courier"] = False
    assert 503 == (await door.get("/readyz"))[0]

    async def broken(*_: Any) -> Any:
        raise Fault("disk")

    monkeypatch.setattr(inbox, "waiting", broken)
    monkeypatch.setattr(inbox, "counts", broken)
    assert (503, {"database": False, "bots": True, "courier": False}) == _json(await door.get("/readyz"))
    assert 503 == (await door.get("/metrics"))[0]


def _json(answer: tuple[int, str]) -> tuple[int, Any]:
    return answer[0], json.loads(answer[1])


async def test_without_a_secret_there_is_no_door(store: Storage) -> None:
    """With long polling the server has the probes only."""
    async with (
        Server("127.0.0.1", 0, store, utc_now, Metrics(), dict) as server,
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{server.port}/telegram/public", json=GOOD) as answer,
    ):
        assert 404 == answer.status


async def test_registering_waits_for_telegram_and_believes_a_refusal(door: Door) -> None:
    """A server that fails is asked again; an address it refuses is the operator's to mend."""
    async with Sandbox(port=0) as sandbox, Api(sandbox.url, PUBLIC_TOKEN) as api:
        bot = sandbox.bot(PUBLIC_TOKEN, "lapor_bot")
        sandbox.faults.add("502", method="setWebhook")
        await webhook.register(api, "public", door.url, SECRET)
        assert f"{door.url}/telegram/public" == bot.hook.url

        phone = sandbox.phone(sandbox.person("Emma"), bot)
        await phone.say("hello")
        await phone.say("again")
        for _ in range(100):
            if len(await door.rows()) >= 2:
                break
            await asyncio.sleep(0.05)
        assert 2 == len({row[1] for row in await door.rows()})

        sandbox.faults.add("400", method="setWebhook", text="Bad Request: bad webhook")
        with pytest.raises(ApiError):
            await webhook.register(api, "public", door.url, SECRET)
