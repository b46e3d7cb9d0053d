"""The chats where the desk works: the coordinators' (agency None) and each agency's."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict, links
from storage.tables import Card, Composition, DeskChat, Push
from storage.work import Work


async def bind(work: Work, chat_id: int, agency: str | None, language: str = "id", is_forum: bool = False) -> DeskChat:
    """From now on the chat is that agency's, or (None) the coordinators'."""
    chat = {"agency": agency, "language": language, "is_forum": is_forum}
    await work.session.exec(
        conflict.insert(work.session, DeskChat)
        .values(chat_id=chat_id, created_at=work.now, **chat)
        .on_conflict_do_update(index_elements=["chat_id"], set_=chat)
    )
    statement = select(DeskChat).where(col(DeskChat.chat_id) == chat_id)
    return (await work.session.exec(statement.execution_options(populate_existing=True))).one()


async def unbind(work: Work, chat_id: int) -> bool:
    """The chat is nobody's any more; False when it was nobody's before."""
    return (await work.session.exec(delete(DeskChat).where(col(DeskChat.chat_id) == chat_id))).rowcount == 1


async def of_agency(session: AsyncSession, agency: str | None) -> list[DeskChat]:
    """The chats of an agency, or (None) of the coordinators."""
    theirs = col(DeskChat.agency).is_(None) if agency is None else col(DeskChat.agency) == agency
    return list((await session.exec(select(DeskChat).where(theirs).order_by(col(DeskChat.id)))).all())


async def by_chat(session: AsyncSession, chat_id: int) -> DeskChat | None:
    """Whose the chat is; None when it is not the desk's."""
    return (await session.exec(select(DeskChat).where(col(DeskChat.chat_id) == chat_id))).first()


async def everyone(session: AsyncSession) -> list[DeskChat]:
    """Every chat of the desk, in the order they were bound."""
    return list((await session.exec(select(DeskChat).order_by(col(DeskChat.id)))).all())


async def set_forum(work: Work, chat_id: int, is_forum: bool) -> None:
    """Whether the chat has topics now."""
    await work.session.exec(update(DeskChat).where(col(DeskChat.chat_id) == chat_id).values(is_forum=is_forum))


async def migrate(work: Work, bot: str, old: int, new: int) -> None:
    """The group became a supergroup: what is kept about the old id holds for the new one, and what waits goes there."""
    if await by_chat(work.session, new) is not None:
        await unbind(work, old)
    await work.session.exec(update(DeskChat).where(col(DeskChat.chat_id) == old).values(chat_id=new))
    other = aliased(Card)
    carded = select(other.report_id).where(col(other.chat_id) == new)
    await work.session.exec(
        update(Card)
        .where(col(Card.chat_id) == old, col(Card.report_id).not_in(carded))
        .values(chat_id=new, message_id=None, thread_id=None)  # the new group counts its messages from 1 again
        .execution_options(synchronize_session=False)
    )
    await work.session.exec(update(Composition).where(col(Composition.chat_id) == old).values(chat_id=new))
    await work.session.exec(
        update(Push)
        .where(col(Push.bot) == bot, col(Push.chat_id) == old)
        .values(chat_id=new, edit_message_id=None, reply_to=None, thread_id=None)
        .execution_options(synchronize_session=False)
    )
    await links.move(work, bot, old, new)
