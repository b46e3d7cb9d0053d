"""Answers of Bot API servers of another make: what was sent counts as sent, whatever the answer lacks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram.error import TelegramError

from bot import request
from bot.files import FileStore
from bot.pacing import Pacing
from bot.sender import Sender, make_bot
from handlers.screens import Screen
from rules.delivery import Dead, Dropped, Later, Lost, Migrated, Outcome, Sent, Unknown, Unreachable
from storage.tables import Push
from storage.work import Storage
from tests.bot.conftest import DESK_TOKEN, utc_now

ME = {"ok": True, "result": {"id": 7000000002}}


class Server:
    """A Bot API that answers everything with the same bytes."""

    url = ""

    def __init__(self) -> None:
        self.status, self.body = 200, json.dumps(ME).encode()

    def says(self, body: Any, status: int = 200) -> None:
        self.status, self.body = status, body if isinstance(body, bytes) else json.dumps(body).encode()

    async def answer(self, _request: web.Request) -> web.Response:
        return web.Response(status=self.status, body=self.body)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made, app = Server(), web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def sender(server: Server, store: Storage, tmp_path: Path) -> AsyncIterator[Sender]:
    pacing = Pacing(1000)
    async with make_bot(DESK_TOKEN, server.url, pacing) as bot:
        yield Sender("desk", bot, pacing, store, FileStore(tmp_path / "files"))


def push(**columns: Any) -> Push:
    return Push(id=1, bot="desk", chat_id=-100, kind="reply", rank=0, due_at=utc_now(), created_at=utc_now(), **columns)


def no(code: int | None, words: str | None, **parameters: Any) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": words, "parameters": parameters}


def yes(result: Any) -> dict[str, Any]:
    return {"ok": True, "result": result}


STRANGE = Unknown("TelegramError")
MESSAGES: list[tuple[Any, Outcome]] = [
    (yes({"message_id": 5, "date": 1, "chat": {"id": -100, "type": "group"}}), Sent(5)),
    (yes({"message_id": 5}), Sent(5)),
    (yes({"message_id": 5, "chat": {"id": -100}}), Sent(5)),
    (yes({"message_id": 5, "date": "today", "chat": 7, "from": [], "photo": [{}], "entities": {}}), Sent(5)),
    (yes({"message_id": 5, "photo": "x", "document": {"file_id": 3}, "voice": {}}), Sent(5)),
    (yes({"message_id": 5, "date": 10**30, "reply_to_message": {}, "reply_markup": True}), Sent(5)),
    ({"result": {"message_id": 5}}, Sent(5)),
    (yes({"message_id": "5"}), Sent(5)),
    (yes({"message_id": 10**20}), Sent(None)),
    (yes({"message_id": -5}), Sent(None)),
    (yes({"message_id": True}), Sent(None)),
    (yes({"message_id": "x"}), Sent(None)),
    (yes({}), Sent(None)),
    (yes(None), Sent(None)),
    (yes(True), Sent(None)),
    (yes([{"message_id": 5}]), Sent(None)),
    ({"ok": True}, Sent(None)),
    (b'{"ok": true, "result": {"message_id": Infinity}}', Sent(None)),
    ({}, STRANGE),
    ({"ok": "perhaps"}, STRANGE),
    (["ok"], STRANGE),
    (b"", STRANGE),
    (b"<html>Sign in to this network</html>", STRANGE),
    (b"\xff\xfe{", STRANGE),
    (b"[" * 100_000, STRANGE),
]


@pytest.mark.parametrize(("body", "expected"), MESSAGES, ids=[str(number) for number in range(len(MESSAGES))])
async def test_a_yes_is_sent_whatever_it_lacks(sender: Sender, server: Server, body: Any, expected: Outcome) -> None:
    """With its id when there is one; what is no answer leaves it unknown; never anything that repeats blindly."""
    server.says(body)

    assert expected == (await sender.send(push(), Screen("hello"))).outcome


REFUSALS: list[tuple[int, Any, Outcome]] = [
    (200, no(400, "Bad Request: message is too long"), Dead("Message is too long")),
    (200, no(403, "Forbidden: bot was blocked"), Unreachable("Forbidden: bot was blocked")),
    (200, no(429, "Too Many", retry_after=7), Later("flood", timedelta(seconds=7), counts=False)),
    (200, no(400, "group upgraded", migrate_to_chat_id=-1007), Migrated(-1007)),
    (200, no(500, "Internal Server Error"), Later("Internal Server Error")),
    (200, no(None, "chat not found"), Unreachable("chat not found")),
    (200, no(7, None), Dead("Bad Request (400)")),
    (200, {"ok": False}, Dead("Bad Request (400)")),
    (429, no(429, "Too Many", retry_after="7"), Later("flood", timedelta(seconds=7), counts=False)),
    (429, no(429, "Too Many", retry_after=10**12), Later("flood", timedelta(days=1), counts=False)),
    (429, no(429, "Too Many", retry_after="soon"), Later("Too Many")),
    (429, {"ok": False, "parameters": [1]}, Later("Too Many Requests (429)")),
    (400, no(400, None), Dead("Bad Request (400)")),
    (400, ["no"], Dead("Bad Request (400)")),
    (403, b"<html>", Unreachable("Forbidden (403)")),
    (404, b"<html>", Later("Not Found (404)")),
    (413, b"<html>", Dead("Request Entity Too Large (413)")),
    (500, b"", Later("Internal Server Error (500)")),
    (503, b"[]", Later("Service Unavailable (503)")),
    (502, no(502, "no upstream"), Unknown("Bad Gateway (502)")),
    (504, b"null", Unknown("Bad Gateway (504)")),
    (524, b"<html>", Unknown("Bad Gateway (524)")),
]


@pytest.mark.parametrize(("status", "body", "expected"), REFUSALS, ids=[f"{row[0]} {row[2]}" for row in REFUSALS])
async def test_a_no_is_a_no_with_any_status(
    sender: Sender, server: Server, status: int, body: Any, expected: Outcome
) -> None:
    """Its own code counts; a status without an answer speaks for itself; a gateway's word is none."""
    server.says(body, status)

    assert expected == (await sender.send(push(), Screen("hello"))).outcome


@pytest.mark.parametrize(
    ("columns", "body", "expected"),
    [
        ({"method": "topic"}, yes({"message_thread_id": 9}), Sent(None, 9)),
        ({"method": "topic"}, yes({}), Sent(None)),
        ({"method": "topic"}, no(404, "Not Found"), Dropped()),
        ({"method": "edit", "edit_message_id": 5}, yes({"odd": True}), Sent(5)),
        ({"method": "edit", "edit_message_id": 5}, yes(None), Sent(5)),
        ({"method": "edit", "edit_message_id": 5}, no(404, "Not Found"), Lost("Not Found")),
    ],
)
async def test_topics_and_edits_need_as_little(
    sender: Sender, server: Server, columns: dict[str, Any], body: Any, expected: Outcome
) -> None:
    """A topic needs its id, an edit nothing; without such methods both are done without."""
    server.says(body)

    assert expected == (await sender.send(push(**columns), Screen("hello"))).outcome


@pytest.mark.parametrize(
    ("endpoint", "result", "expected"),
    [
        ("sendMediaGroup", [{"message_id": 5}, {"message_id": 6}], [5, 6]),
        ("sendMediaGroup", [{"message_id": 5}, None], [5, 0]),
        ("sendMediaGroup", [], [0]),
        ("sendMediaGroup", {"message_id": 5}, [5]),
    ],
)
def test_an_album_is_at_least_one_message(endpoint: str, result: Any, expected: list[int]) -> None:
    """However many the server tells of."""
    _, answer = request.understood(endpoint, 200, json.dumps(yes(result)).encode())

    assert expected == [message["message_id"] for message in answer["result"]]


def test_the_ids_of_files_are_kept() -> None:
    """Of a photo the last size's; of anything else its own."""
    body = yes({"message_id": 5, "photo": [{"file_id": "s"}, {"file_id": "l"}], "voice": {"file_id": "v"}})
    _, answer = request.understood("sendPhoto", 200, json.dumps(body).encode())

    assert "l" == answer["result"]["photo"][0]["file_id"]
    assert "v" == answer["result"]["voice"]["file_id"]


def test_what_sends_nothing_is_left_as_it_is() -> None:
    """Only the bot itself must have an id."""
    assert (200, yes({"x": 1})) == request.understood("getChat", 200, json.dumps(yes({"x": 1})).encode())
    assert (200, yes(True)) == request.understood("sendChatAction", 200, json.dumps(yes(True)).encode())
    with pytest.raises(TelegramError):
        request.understood("getMe", 200, json.dumps(yes({"username": "x"})).encode())
