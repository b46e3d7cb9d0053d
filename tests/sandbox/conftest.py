"""A running stand-in with one bot, one person and a bare HTTP client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from sandbox import Phone, Sandbox

TOKEN = "5000000001:sandbox-secret"


@dataclass
class Answer:
    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body.get("ok"), self.body
        return self.body["result"]

    @property
    def description(self) -> str:
        assert not self.body["ok"]
        return str(self.body["description"])


@dataclass
class Api:
    """Calls the Bot API as curl would."""

    session: aiohttp.ClientSession
    url: str
    token: str = TOKEN

    async def __call__(self, method: str, **params: Any) -> Answer:
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", json=params) as response:
            return Answer(response.status, await response.json())

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self("getUpdates", **params)).result
        return found

    async def control(self, method: str, path: str, **kwargs: Any) -> Any:
        async with self.session.request(method, f"{self.url}/control{path}", **kwargs) as response:
            return await response.json()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        running.bot(TOKEN, "kanal_bot", "Kanal")
        yield running


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, sandbox.url)


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    wayan = sandbox.person("Wayan", id=7_123_456_789, language_code="id")
    return sandbox.phone(wayan, sandbox.world.bot_named("kanal_bot"), started=True)


@pytest.fixture
def chat(phone: Phone) -> int:
    return 7_123_456_789
