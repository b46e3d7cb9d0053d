"""Which report a message is about: our own map, never the visible text."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import MessageLink, Report
from storage.work import Work


async def add(work: Work, bot: str, chat_id: int, message_id: int, report_id: int, purpose: str = "") -> None:
    """That message is about that report; said twice, the last word counts."""
    about = {"report_id": report_id, "purpose": purpose}
    await work.session.exec(
        conflict.insert(work.session, MessageLink)
        .values(bot=bot, chat_id=chat_id, message_id=message_id, **about)
        .on_conflict_do_update(index_elements=["bot", "chat_id", "message_id"], set_=about)
    )


async def find(session: AsyncSession, bot: str, chat_id: int, message_id: int) -> MessageLink | None:
    """What a message is about; None when it is about no report."""
    statement = select(MessageLink).where(
        col(MessageLink.bot) == bot, col(MessageLink.chat_id) == chat_id, col(MessageLink.message_id) == message_id
    )
    return (await session.exec(statement)).first()


async def of_report(session: AsyncSession, bot: str, chat_id: int, report_id: int) -> list[int]:
    """The messages in a chat that are about the report, oldest first."""
    statement = select(MessageLink.message_id).where(
        col(MessageLink.bot) == bot, col(MessageLink.chat_id) == chat_id, col(MessageLink.report_id) == report_id
    )
    return list((await session.exec(statement.order_by(col(MessageLink.message_id)))).all())


async def under_card(session: AsyncSession, bot: str, chat_id: int, report_id: int) -> list[int]:
    """The messages in a chat that are about the report, or that its children brought under its card, oldest first."""
    children = select(Report.id).where(col(Report.parent_id) == report_id)
    brought = col(MessageLink.report_id).in_(children) & (col(MessageLink.purpose) == "addition")
    statement = select(MessageLink.message_id).where(
        col(MessageLink.bot) == bot,
        col(MessageLink.chat_id) == chat_id,
        or_(col(MessageLink.report_id) == report_id, brought),
    )
    return list((await session.exec(statement.order_by(col(MessageLink.message_id)))).all())


async def drop(work: Work, bot: str, chat_id: int, message_ids: Collection[int]) -> None:
    """Those messages are gone."""
    here = (col(MessageLink.bot) == bot, col(MessageLink.chat_id) == chat_id)
    gone = delete(MessageLink).where(*here, col(MessageLink.message_id).in_(message_ids))
    await work.session.exec(gone.execution_options(synchronize_session=False))


async def move(work: Work, bot: str, old_chat: int, new_chat: int) -> None:
    """The chat has another id now. A link the new one already has wins: its messages are counted from 1 again."""
    here = (col(MessageLink.bot) == bot, col(MessageLink.chat_id) == old_chat)
    other = aliased(MessageLink)
    taken = select(other.message_id).where(col(other.bot) == bot, col(other.chat_id) == new_chat)
    await work.session.exec(
        update(MessageLink)
        .where(*here, col(MessageLink.message_id).not_in(taken))
        .values(chat_id=new_chat)
        .execution_options(synchronize_session=False)
    )
    await work.session.exec(delete(MessageLink).where(*here).execution_options(synchronize_session=False))
