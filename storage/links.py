"""Which report a message is about: our own map, never the visible text."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import MessageLink, Report
from storage.work import Work

LOOK: Final = "look:"  # begins the purpose of a message in which a report is open in place, and which will show others


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
    """The messages in a chat that are about the report, oldest first; not those in which it is open in place."""
    statement = select(MessageLink.message_id).where(
        col(MessageLink.bot) == bot,
        col(MessageLink.chat_id) == chat_id,
        col(MessageLink.report_id) == report_id,
        ~_begins(LOOK),
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
        ~_begins(LOOK),
    )
    return list((await session.exec(statement.order_by(col(MessageLink.message_id)))).all())


async def looks_at(session: AsyncSession, bot: str, report_id: int) -> list[MessageLink]:
    """The messages in which the report is open in place, oldest first."""
    statement = select(MessageLink).where(
        col(MessageLink.report_id) == report_id, col(MessageLink.bot) == bot, _begins(LOOK)
    )
    return list((await session.exec(statement.order_by(col(MessageLink.id)))).all())


async def looks_in(session: AsyncSession, bot: str, chat_id: int) -> list[MessageLink]:
    """The messages of a chat in which reports are open in place, oldest first."""
    statement = select(MessageLink).where(
        col(MessageLink.bot) == bot, col(MessageLink.chat_id) == chat_id, _begins(LOOK)
    )
    return list((await session.exec(statement.order_by(col(MessageLink.id)))).all())


async def chats_of(session: AsyncSession, bot: str, report_id: int) -> set[int]:
    """The chats in which other messages are about the report."""
    statement = select(MessageLink.chat_id).where(
        col(MessageLink.report_id) == report_id, col(MessageLink.bot) == bot, ~_begins(LOOK)
    )
    return set((await session.exec(statement.distinct())).all())


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


def _begins(purpose: str) -> ColumnElement[bool]:
    return col(MessageLink.purpose).startswith(purpose, autoescape=True)
