"""A report's card in each desk chat that has it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import Card
from storage.work import Work


async def open(work: Work, report_id: int, chat_id: int) -> Card:  # noqa: A001
    """The report's card in that chat, made now if there was none."""
    await work.session.exec(
        conflict.insert(work.session, Card)
        .values(report_id=report_id, chat_id=chat_id, created_at=work.now)
        .on_conflict_do_nothing(index_elements=["report_id", "chat_id"])
    )
    return (
        await work.session.exec(select(Card).where(col(Card.report_id) == report_id, col(Card.chat_id) == chat_id))
    ).one()


async def of_report(session: AsyncSession, report_id: int) -> list[Card]:
    """Every card of the report, the first one first."""
    return list((await session.exec(select(Card).where(col(Card.report_id) == report_id).order_by(col(Card.id)))).all())


async def in_chat(session: AsyncSession, chat_id: int) -> list[Card]:
    """Every card that was opened in the chat, the first one first."""
    return list((await session.exec(select(Card).where(col(Card.chat_id) == chat_id).order_by(col(Card.id)))).all())


async def of_reports(session: AsyncSession, report_ids: Collection[int]) -> list[Card]:
    """Every card of these reports, the first one first."""
    return list(
        (await session.exec(select(Card).where(col(Card.report_id).in_(report_ids)).order_by(col(Card.id)))).all()
    )


async def by_id(session: AsyncSession, card_id: int) -> Card | None:
    """The card of that id."""
    return (await session.exec(select(Card).where(col(Card.id) == card_id))).first()


async def shown(work: Work, card_id: int, message_id: int) -> None:
    """The card is this message."""
    await work.session.exec(update(Card).where(col(Card.id) == card_id).values(message_id=message_id))


async def topic(work: Work, card_id: int, thread_id: int) -> None:
    """The card has this topic of its forum."""
    await work.session.exec(update(Card).where(col(Card.id) == card_id).values(thread_id=thread_id))
