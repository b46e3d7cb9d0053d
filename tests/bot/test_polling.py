"""Long polling, and the raw Bot API beneath it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web
from sqlalchemy import text

from bot import polling
from bot.polling import Poller
from bot.telegram import Answers, Api, ApiError, ConnectionFailed, TooLarge
from sandbox.server import Sandbox
from storage import inbox
from storage.work import Fault, Storage
from tests.bot.conftest import PUBLIC_TOKEN, eventually, utc_now


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0) as opened:
        yield opened


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with Api(sandbox.url, PUBLIC_TOKEN) as opened:
        yield opened


@pytest.fixture
async def poller(api: Api, store: Storage) -> AsyncIterator[Poller]:
    poller = Poller("public", api, store, utc_now, lambda: None, first_pause=0.01)
    task = asyncio.create_task(poller.run())
    yield poller
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def words(store: Storage) -> list[str]:
    async with store.read() as session:
        rows = await session.exec(cast(Any, text("SELECT raw FROM inbox ORDER BY id")))
        return [json.loads(row[0]).get("message", {}).get("text", "") for row in rows]


async def test_what_is_said_gets_into_the_inbox(sandbox: Sandbox, poller: Poller, store: Storage) -> None:
    """Also while a webhook was set before."""
    bot = sandbox.bot(PUBLIC_TOKEN, "lapor_bot")
    phone = sandbox.phone(sandbox.person("Emma"), bot)
    for number in range(3):
        await phone.say(f"number {number}")

    await eventually(lambda: words(store), ["number 0", "number 1", "number 2"])


@pytest.mark.parametrize("action", ["401", "404", "409", "500", "html-404", "drop", "hang_up", "429"])
async def test_no_answer_of_telegram_ends_the_polling(
    sandbox: Sandbox, poller: Poller, store: Storage, action: str
) -> None:
    """Whatever it is, it is waited out, and nothing is lost: also an answer that never arrived."""
    bot = sandbox.bot(PUBLIC_TOKEN, "lapor_bot")
    sandbox.faults.add(action, method="getUpdates", times=3)
    phone = sandbox.phone(sandbox.person("Emma"), bot)
    await phone.say("hello")

    await eventually(lambda: words(store), ["hello"])


async def test_what_cannot_be_stored_is_not_confirmed(
    sandbox: Sandbox, poller: Poller, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same updates are asked for again."""
    real, failures = inbox.store, iter([1, 1])

    async def keep(*args: Any) -> int:
        if next(failures, None):
            raise Fault("disk")
        return await real(*args)

    monkeypatch.setattr(inbox, "store", keep)
    phone = sandbox.phone(sandbox.person("Emma"), sandbox.bot(PUBLIC_TOKEN, "lapor_bot"))
    await phone.say("hello")

    await eventually(lambda: words(store), ["hello"])


class Script:
    """A Bot API that answers what it is told."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.calls = list(answers), cast(list[Any], [])

    async def call(self, method: str, **params: Any) -> Any:
        self.calls.append((method, params.get("offset")))
        if method != "getUpdates":
            return True
        if not self.answers:
            await asyncio.sleep(60)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_an_offset_confirms_only_what_is_stored(store: Storage) -> None:
    """Broken items are kept with their batch; what cannot be confirmed is not kept each time; waits are heeded."""
    script = Script(
        [{"update_id": 5}, {"no": "id"}, {"update_id": 9}],
        {"not": "a list"},
        [{"no": "id"}],
        ApiError(429, "Too Many Requests", {"retry_after": 0.01}),
        [],
    )
    poller = Poller("public", cast(Any, script), store, utc_now, lambda: None, first_pause=0.01)
    task = asyncio.create_task(poller.run())
    while script.answers:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    task.cancel()

    assert [None, 10, 10, 10, 10, 10] == [offset for method, offset in script.calls if method == "getUpdates"]
    assert 1 == [method for method, _ in script.calls].count("deleteWebhook")
    async with store.read() as session:
        assert {"waiting": 2, "quarantined": 1} == await inbox.counts(session)


async def test_an_update_nested_without_end_stops_nobody(store: Storage) -> None:
    """Its batch is kept and confirmed, its own depth is left out, and what comes later is asked for."""
    offsets: list[str | None] = []
    deep = f'{{"update_id":6,"message":{{"chat":{{"id":8}},"text":"deep","x":{"[" * 5000}{"]" * 5000}}}}}'
    batch = f'{{"ok":true,"result":[{{"update_id":5,"message":{{"chat":{{"id":7}},"text":"before"}}}},{deep}]}}'
    later = '{"ok":true,"result":[{"update_id":7,"message":{"chat":{"id":7},"text":"after"}}]}'
    answers = [batch, later]

    async def answer(request: web.Request) -> web.Response:
        if not request.path.endswith("/getUpdates"):
            return web.json_response({"ok": True, "result": True})
        offsets.append((await request.post()).get("offset"))  # type: ignore[arg-type]
        body = answers.pop(0) if answers else '{"ok":true,"result":[]}'
        await asyncio.sleep(0.01)
        return web.Response(text=body, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with Api(f"http://127.0.0.1:{runner.addresses[0][1]}", PUBLIC_TOKEN) as api:
        poller = Poller("public", api, store, utc_now, lambda: None, first_pause=0.01)
        task = asyncio.create_task(poller.run())
        await eventually(lambda: words(store), ["before", "deep", "after"])
        task.cancel()
    await runner.cleanup()

    assert [None, "7"] == offsets[:2]


async def test_the_pauses_grow_and_end(store: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first pause to half a minute, and from the beginning after a success."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    script = Script(*[ConnectionFailed("x")] * 7, [], ConnectionFailed("x"))
    poller = Poller("public", cast(Any, script), store, utc_now, lambda: None)
    real = asyncio.sleep
    monkeypatch.setattr(polling.asyncio, "sleep", sleep)
    script.call = _quick(script)  # type: ignore[method-assign]
    with pytest.raises(StopAsyncIteration):
        await poller.run()
    monkeypatch.setattr(polling.asyncio, "sleep", real)

    assert [1, 2, 4, 8, 16, 30, 30, 1] == pauses


def _quick(script: Script) -> Any:
    async def call(method: str, **_: Any) -> Any:
        if method != "getUpdates":
            return True
        if not script.answers:
            raise StopAsyncIteration
        answer = script.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return call


async def test_no_exception_knows_the_token(sandbox: Sandbox, api: Api) -> None:
    """Neither refusals nor broken lines nor a wrong address say where they called."""
    errors: list[BaseException] = []
    sandbox.faults.add("drop", method="getMe")
    async with Api("http://127.0.0.1:9", PUBLIC_TOKEN) as nobody, Api("http://[bad", PUBLIC_TOKEN) as nowhere:
        for one in (api, api, nobody, nowhere):
            with pytest.raises((ApiError, ConnectionFailed)) as caught:
                await one.call("getMe")
            errors.append(caught.value)
    with pytest.raises(ConnectionFailed):
        await Api(sandbox.url, PUBLIC_TOKEN).call("getMe")

    import traceback

    text = "".join("".join(traceback.format_exception(error)) for error in errors)
    assert "AApublic" not in text


async def test_a_press_is_answered_or_left(sandbox: Sandbox, api: Api) -> None:
    """An answer that comes too late harms nobody."""
    sandbox.bot(PUBLIC_TOKEN, "lapor_bot")

    await Answers({"public": api})("public", "too old", "x" * 300)

    [call] = sandbox.calls.of("answerCallbackQuery")
    assert "400" == call.outcome
    assert 200 == len(call.params["text"])


async def test_a_file_is_fetched_up_to_a_size(sandbox: Sandbox, api: Api, tmp_path: Path) -> None:
    """More is refused, what is gone is an error."""
    bot = sandbox.bot(PUBLIC_TOKEN, "lapor_bot")
    await sandbox.phone(sandbox.person("Emma"), bot).document("a.txt", b"x" * 1000)
    [update] = await api.call("getUpdates")
    path = (await api.call("getFile", file_id=update["message"]["document"]["file_id"]))["file_path"]

    assert 1000 == await api.download(path, tmp_path / "a", 1000)
    assert b"x" * 1000 == (tmp_path / "a").read_bytes()
    with pytest.raises(TooLarge):
        await api.download(path, tmp_path / "b", 999)
    with pytest.raises(ApiError):
        await api.download("nowhere", tmp_path / "c", 999)
    sandbox.faults.add("hang_up", method="download", times=None)
    with pytest.raises(ConnectionFailed):
        await api.download(path, tmp_path / "d", 1000)
