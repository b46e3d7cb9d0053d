"""Forums are known before the first report comes."""

from __future__ import annotations

from bot import forums
from bot.telegram import Api
from sandbox.server import Sandbox
from storage import desk_chats
from storage.work import Storage
from tests.bot.conftest import DESK_TOKEN, utc_now


async def test_a_bound_forum_is_noticed_at_the_start(store: Storage) -> None:
    """Telegram is asked about every bound chat; one it does not know stays as it was."""
    async with Sandbox() as sandbox:
        desk = sandbox.bot(DESK_TOKEN, "meja_bot")
        forum = sandbox.group("Forum", [sandbox.person("Ayu")], [desk], forum=True).chat.id
        plain = sandbox.group("Grup", [sandbox.person("Ketut")], [desk]).chat.id
        async with store.work(utc_now()) as work:
            for chat_id in (forum, plain, -1009999):
                await desk_chats.bind(work, chat_id=chat_id, agency=None)
        async with Api(sandbox.url, DESK_TOKEN) as api:
            await forums.learn(api, store, utc_now)

    async with store.read() as session:
        assert {forum: True, plain: False, -1009999: False} == {
            chat.chat_id: chat.is_forum for chat in await desk_chats.everyone(session)
        }
