"""The control API: what the page, and tests in other processes, do with the stand-in. JSON, under `/control`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox import actions, seed, view
from sandbox.api import BotApi
from sandbox.chats import Room
from sandbox.errors import ApiError, bad
from sandbox.faults import Fault
from sandbox.handset import Handset
from sandbox.params import Upload
from sandbox.stage import Stage

HEARTBEAT_SECONDS = 15
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A refusal is a sentence in JSON, never a stack trace."""
    try:
        return await handler(request)
    except ApiError as error:
        return web.json_response({"error": error.description.removeprefix("Bad Request: ")}, status=400)
    except (KeyError, TypeError, ValueError) as error:
        return web.json_response({"error": f"this request cannot be understood: {error!r}"}, status=400)


class Control:
    """The routes; state lives in the stage and the Bot API."""

    def __init__(self, stage: Stage, api: BotApi) -> None:
        self._stage = stage
        self._api = api

    def app(self) -> web.Application:
        app = web.Application(middlewares=[sentences], client_max_size=60 * 1024 * 1024)
        app.add_routes(
            [
                web.get("/state", self.state),
                web.post("/{what:bots|people|chats|phones}", self.add),
                web.get("/phones/{n:\\d+}/messages", self.messages),
                web.post("/phones/{n:\\d+}/{verb}", self.act),
                web.get("/files/{unique_id}", self.file),
                web.get("/events", self.events),
                web.get("/faults", self.list_faults),
                web.post("/faults", self.add_faults),
                web.delete("/faults", self.clear_faults),
                web.get("/calls", self.calls),
            ]
        )
        return app

    async def state(self, _request: web.Request) -> web.Response:
        return web.json_response(self._stage.state())

    async def add(self, request: web.Request) -> web.Response:
        made = seed.ADD[request.match_info["what"]](self._stage, await request.json())
        return web.json_response(made)

    def _phone(self, request: web.Request) -> Handset:
        phone = self._stage.phones.get(int(request.match_info["n"]))
        if phone is None:
            raise bad(f"there is no phone {request.match_info['n']}")
        return phone

    async def messages(self, request: web.Request) -> web.Response:
        return web.json_response(view.screen(self._phone(request)))

    async def act(self, request: web.Request) -> web.Response:
        phone = self._phone(request)
        return web.json_response(actions.act(phone, request.match_info["verb"], await body(request)))

    async def file(self, request: web.Request) -> web.Response:
        file = self._stage.world.files.get(request.match_info["unique_id"])
        if file is None:
            raise web.HTTPNotFound
        # A document somebody sent must not run as a page of this server.
        safe = file.mime.startswith(("image/", "audio/", "video/")) and "svg" not in file.mime
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"}
        return web.Response(
            body=file.data, content_type=file.mime if safe else "application/octet-stream", headers=headers
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: {"phone": n} when its chat changed, {} when people or chats did."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        changed: set[Room | None] = set()
        awake = asyncio.Event()

        def listen(room: Room | None) -> None:
            changed.add(room)
            awake.set()

        self._stage.world.listeners.append(listen)
        try:
            await response.write(b": here\n\n")
            while True:
                await self._ping(response, changed, awake)
        except ConnectionError:
            return response
        finally:
            self._stage.world.listeners.remove(listen)

    async def _ping(self, response: web.StreamResponse, changed: set[Room | None], awake: asyncio.Event) -> None:
        try:
            await asyncio.wait_for(awake.wait(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await response.write(b": still here\n\n")
            return
        awake.clear()
        rooms = set(changed)
        changed.clear()
        events: list[dict[str, int]] = [{}] if None in rooms else []
        events += [{"phone": phone.id} for phone in self._stage.phones.values() if None in rooms or phone.room in rooms]
        await response.write("".join(f"data: {json.dumps(event)}\n\n" for event in events).encode())

    async def list_faults(self, _request: web.Request) -> web.Response:
        return web.json_response({"faults": self._api.faults.as_list()})

    async def add_faults(self, request: web.Request) -> web.Response:
        given = await request.json()
        for one in given if isinstance(given, list) else [given]:
            self._api.faults.rules.append(Fault(**{**one, "action": str(one["action"]), "times": times(one)}))
        return await self.list_faults(request)

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._api.faults.clear()
        return await self.list_faults(request)

    async def calls(self, request: web.Request) -> web.Response:
        found = self._api.calls.of(request.query.get("method"), request.query.get("chat"))
        return web.json_response({"calls": [call.as_dict() for call in found]})


def times(fault: dict[str, Any]) -> int | None:
    """How often a fault strikes: once unless told; "forever" or null is for ever."""
    given = fault.get("times", 1)
    return None if given in {None, "forever"} else int(given)


async def body(request: web.Request) -> dict[str, Any]:
    """JSON, or a form whose files are uploads."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return dict(json.loads(text)) if text else {}
    data: dict[str, Any] = {}
    uploads: list[Upload] = []
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads.append(Upload(value.filename, value.content_type, value.file.read()))
        else:
            data[name] = value
    return data | {"uploads": uploads}
