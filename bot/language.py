"""Which language a chat reads: for the few words that the loops say by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from locales.catalog import FALLBACK
from storage import desk_chats, reporters, staff

if TYPE_CHECKING:
    from storage.work import Session

DESK: Final = "id"  # the language of the office, where neither the chat nor the operator says otherwise


async def of_chat(session: Session, bot: str, chat_id: int, otherwise: str = FALLBACK) -> str:
    """The language of a reporter, a desk chat or an operator; `otherwise` for a stranger."""
    if bot == "public":
        reporter = await reporters.by_telegram_id(session, chat_id)
        return reporter.language if reporter else otherwise
    if chat := await desk_chats.by_chat(session, chat_id):
        return chat.language
    operator = await staff.by_telegram_id(session, chat_id)
    return operator.language if operator else DESK
