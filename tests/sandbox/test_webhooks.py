from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web


class Hook:
    """A bot's webhook: answers the given statuses in turn, then 200."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.secrets: list[str | None] = []
        self.statuses: dict[str, list[int]] = {}
        self.body: dict[str, object] | None = None
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        text = (await request.json())["message"]["text"]
        self.texts.append(text)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        waiting = self.statuses.get(text, [])
        status = waiting.pop(0) if waiting else 200
        return web.json_response(self.body, status=status) if self.body else web.Response(status=status)

    async def heard(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.texts) < count:
                await asyncio.sleep(0.01)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_are_pushed_with_the_secret(api, phone, hook):
    """Each update is posted with the secret token in its header, and then confirmed."""
    await api("setWebhook", url=hook.url, secret_token="s3cret")
    await phone.say("hello")
    await hook.heard(1)

    assert ["s3cret"] == hook.secrets
    await asyncio.sleep(0.05)
    assert 0 == (await api("getWebhookInfo")).result["pending_update_count"]


async def test_a_failed_push_is_repeated_and_keeps_its_chat_waiting(sandbox, api, phone, hook):
    """The next update of a chat waits for the earlier one; other chats go on."""
    made = sandbox.phone(sandbox.person("Made"), sandbox.world.bot_named("kanal_bot"))
    hook.statuses["one"] = [500, 503]
    await api("setWebhook", url=hook.url)
    await phone.say("one")
    await phone.say("two")
    await made.say("other")
    await hook.heard(5)

    assert ["one", "one", "one", "two"] == [text for text in hook.texts if text != "other"]
    assert hook.texts.index("other") < 3
    assert "503" in (await api("getWebhookInfo")).result["last_error_message"]


async def test_a_method_in_the_response_is_carried_out(api, phone, chat, hook):
    """A bot may answer its webhook with a method."""
    hook.body = {"method": "sendMessage", "chat_id": chat, "text": "straight back"}
    await api("setWebhook", url=hook.url)
    await phone.say("hello")

    await phone.sees("straight back")


async def test_after_delete_webhook_updates_wait_for_polling(api, phone, hook):
    """Nothing is pushed after deleteWebhook, and nothing is lost."""
    await api("setWebhook", url=hook.url)
    await api("deleteWebhook")
    await phone.say("later")

    assert 1 == len(await api.updates())
    assert [] == hook.texts


async def test_webhooks_need_https_or_this_machine(api):
    """Any other address is refused in Telegram's words."""
    assert "An HTTPS URL must be provided" in (await api("setWebhook", url="http://example.org")).description
