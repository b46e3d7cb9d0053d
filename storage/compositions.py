"""What an operator wrote and has not confirmed. States: open, done, cancelled."""

from __future__ import annotations

from typing import Final

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Composition
from storage.work import Work

OPEN: Final = "open"
DONE: Final = "done"
CANCELLED: Final = "cancelled"


async def open(  # noqa: A001
    work: Work, report_id: int, staff_id: int, chat_id: int, message_id: int, purpose: str, body: str
) -> Composition:
    """Keep an operator's words until they are confirmed. `message_id`: where they were written."""
    composition = Composition(
        report_id=report_id,
        staff_id=staff_id,
        chat_id=chat_id,
        message_id=message_id,
        purpose=purpose,
        body=body,
        created_at=work.now,
    )
    work.session.add(composition)
    await work.session.flush()
    return composition


async def by_id(session: AsyncSession, composition_id: int) -> Composition | None:
    """The words of that id, whatever became of them."""
    return (await session.exec(select(Composition).where(col(Composition.id) == composition_id))).first()


async def at(session: AsyncSession, chat_id: int, message_id: int) -> Composition | None:
    """The words an operator wrote in that message, the last ones if they were edited."""
    statement = select(Composition).where(
        col(Composition.chat_id) == chat_id, col(Composition.message_id) == message_id
    )
    return (await session.exec(statement.order_by(col(Composition.id).desc()).limit(1))).first()


async def close(work: Work, composition_id: int, state: str) -> bool:
    """Confirm or cancel them. True only for the one who did: of two taps, one acts."""
    closed = await work.session.exec(
        update(Composition)
        .where(col(Composition.id) == composition_id, col(Composition.state) == OPEN)
        .values(state=state)
    )
    return closed.rowcount == 1
