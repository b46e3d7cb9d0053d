"""Whether a bot can write to somebody, as far as we know: only whoever has started it hears from it."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.delivery import State
from storage.tables import MessageLink, Push


async def hears(session: AsyncSession, bot: str, chat_id: int) -> bool:
    """Whether the last thing the bot said there arrived, or an older one did and we know it; False is not knowing."""
    here = (col(Push.bot) == bot, col(Push.chat_id) == chat_id, col(Push.settled_at).is_not(None))
    settled = col(Push.state).in_((State.SENT, State.UNREACHABLE))
    last = (await session.exec(select(Push.state).where(*here, settled).order_by(col(Push.id).desc()).limit(1))).first()
    if last is not None:
        return last == State.SENT
    linked = select(MessageLink.id).where(col(MessageLink.bot) == bot, col(MessageLink.chat_id) == chat_id)
    return (await session.exec(linked.limit(1))).first() is not None
