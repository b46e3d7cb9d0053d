"""A running stand-in and a webhook receiver, for real client libraries."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox import Phone, Sandbox

TOKEN = "5000000002:contract-secret"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        running.bot(TOKEN, "kanal_bot", "Kanal")
        yield running


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    wayan = sandbox.person("Wayan", id=7_123_456_789, language_code="id")
    return sandbox.phone(wayan, sandbox.world.bot_named("kanal_bot"), started=True)


@pytest.fixture
def chat(phone: Phone) -> int:
    return 7_123_456_789


@pytest.fixture
def forum(sandbox: Sandbox):
    """A forum with the bot as admin; its chat id."""
    return sandbox.group("Desk", [sandbox.person("Ketut")], [sandbox.world.bot_named("kanal_bot")], forum=True).chat.id
