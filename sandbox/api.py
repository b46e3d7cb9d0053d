"""The Bot API's door: a request comes in, faults and limits have their say, a method answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox import calls, methods, params
from sandbox.accounts import Bot
from sandbox.call import Call, find
from sandbox.errors import ApiError
from sandbox.faults import FaultScript
from sandbox.pace import Pace
from sandbox.world import World

__all__ = ["BotApi", "methods"]
HTML_404 = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"


class BotApi:
    """Answers `/bot{token}/{method}` and `/file/bot{token}/{path}`."""

    def __init__(self, world: World, hooks: Callable[[Bot], None], *, enforce_limits: bool) -> None:
        self._world = world
        self._hooks = hooks
        self._pace = Pace() if enforce_limits else None
        self.faults = FaultScript()
        self.calls = calls.CallLog()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        token, name = request.match_info["token"], request.match_info["method"]
        try:
            given = await params.read(request)
        except ApiError as error:
            return refusal(error)
        chat_id = given.text("chat_id")
        record = calls.Call(self._world.clock(), calls.mask(token), name, chat_id, given.values)
        self.calls.add(record)
        delay, fault = self.faults.strike(token, name, chat_id)
        if delay:
            await asyncio.sleep(delay)
        if fault is None:
            return await self._answer(token, name, given, record)
        record.outcome = fault.action
        if fault.action == "html-404":
            return web.Response(status=404, text=HTML_404, content_type="text/html")
        if fault.action in {"drop", "hang_up"}:
            if fault.action == "hang_up":
                await self._answer(token, name, given, record)
                record.outcome = "hang_up"
            return hang_up(request)
        return refusal(fault.error())

    async def _answer(self, token: str, name: str, given: params.Params, record: calls.Call) -> web.Response:
        try:
            result = await self.run(token, name, given)
        except ApiError as error:
            record.outcome, record.description = str(error.code), error.description
            return refusal(error)
        record.outcome, record.result = "ok", result
        return web.json_response({"ok": True, "result": result})

    async def run(self, token: str, name: str, given: params.Params) -> Any:
        """Carries out a method for the bot of the token."""
        bot = self._world.bots.get(token)
        if bot is None:
            raise ApiError(401, "Unauthorized")
        function = find(name)
        if self._pace is not None:
            self._pace.check(token, name, given.text("chat_id"), asyncio.get_running_loop().time())
        return await function(Call(self._world, bot, given, self._hooks))

    async def run_response(self, bot: Bot, body: dict[str, object]) -> None:
        """Carries out the method a bot answered its webhook with; Telegram tells nobody how it went."""
        given = params.Params({name: value for name, value in body.items() if name != "method"})
        name = str(body["method"])
        record = calls.Call(self._world.clock(), calls.mask(bot.token), name, given.text("chat_id"), given.values)
        self.calls.add(record)
        await self._answer(bot.token, name, given, record)

    async def download(self, request: web.Request) -> web.Response:
        file = self._world.files.at(request.match_info["path"])
        delay, fault = self.faults.strike(request.match_info["token"], "download", "")
        await asyncio.sleep(delay)
        if fault is not None:
            return hang_up(request) if fault.action in {"drop", "hang_up"} else refusal(fault.error())
        if request.match_info["token"] not in self._world.bots or file is None:
            return refusal(ApiError(404, "Not Found"))
        return web.Response(body=file.data, content_type="application/octet-stream")


def refusal(error: ApiError) -> web.Response:
    return web.json_response(error.as_answer(), status=error.code)


def hang_up(request: web.Request) -> web.Response:
    """Closes the connection; the response given back to aiohttp has nowhere to go."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()
