"""Which desk chats are forums: asked at the start, so that the very first report gets a topic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.telegram import Api, ApiError, ConnectionFailed
from storage import desk_chats

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.work import Storage

log = structlog.get_logger()


async def learn(api: Api, storage: Storage, clock: Callable[[], datetime]) -> None:
    """Note for each bound chat whether it is a forum. Best effort: an update from the chat tells as well."""
    async with storage.read() as session:
        chats = await desk_chats.everyone(session)
    for chat in chats:
        try:
            seen = await api.call("getChat", chat_id=chat.chat_id)
        except (ApiError, ConnectionFailed) as error:
            log.warning("forum.unseen", chat_id=chat.chat_id, error=type(error).__name__)
            continue
        is_forum = isinstance(seen, dict) and seen.get("is_forum") is True
        if is_forum != chat.is_forum:
            async with storage.work(clock()) as work:
                await desk_chats.set_forum(work, chat.chat_id, is_forum)
