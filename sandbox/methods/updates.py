"""getUpdates and the webhook's settings; the two exclude each other."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from sandbox import limits
from sandbox.accounts import Hook
from sandbox.call import Call, method
from sandbox.errors import bad, conflict

LONGEST_POLL = 50


@method("getUpdates")
async def get_updates(call: Call) -> list[dict[str, Any]]:
    """Waits for updates; a newer call ends an older one that still waits."""
    queue = call.bot.queue
    if call.bot.hook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    remember_allowed(call)
    queue.poll += 1
    mine = queue.poll
    queue.wake()
    if offset := call.params.integer("offset"):
        queue.confirm(offset)
    limit = min(max(call.params.integer("limit", 100) or 100, 1), 100)
    deadline = asyncio.get_running_loop().time() + min(call.params.integer("timeout", 0) or 0, LONGEST_POLL)
    while True:
        if mine != queue.poll:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        left = deadline - asyncio.get_running_loop().time()
        if queue.pending or left <= 0:
            return queue.window(limit)
        await queue.wait(left)
        if call.bot.hook.url:
            raise conflict("terminated by setWebhook request")


def remember_allowed(call: Call) -> None:
    """An absent list keeps the last one, an empty one means everything usual."""
    allowed = call.params.object("allowed_updates")
    if allowed is not None:
        call.bot.queue.allowed = list(allowed)


@method("setWebhook")
async def set_webhook(call: Call) -> bool:
    url = call.params.text("url")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.params.text("secret_token")
    if secret and not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{limits.SECRET_CHARACTERS}}}", secret):
        raise bad("secret token contains unallowed characters")
    remember_allowed(call)
    connections = min(max(call.params.integer("max_connections", 40) or 40, 1), 100)
    call.bot.hook = Hook(url, secret, connections)
    return finish(call)


@method("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    call.bot.hook = Hook()
    return finish(call)


def finish(call: Call) -> bool:
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.pending.clear()
    call.bot.queue.wake()
    call.hooks(call.bot)
    return True


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> dict[str, Any]:
    hook = call.bot.hook
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.queue.pending),
    }
    if hook.url:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if hook.last_error_date:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    if call.bot.queue.allowed:
        info["allowed_updates"] = call.bot.queue.allowed
    return info
