"""What an operator wrote and has not confirmed. States: open, done, cancelled."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Composition
from storage.work import Work

OPEN: Final = "open"
DONE: Final = "done"
CANCELLED: Final = "cancelled"


async def open(  # noqa: A001
    work: Work,
    report_id: int,
    staff_id: int,
    chat_id: int,
    message_id: int,
    purpose: str,
    body: str,
    corrects: int | None = None,
) -> Composition:
    """Keep an operator's words until they are confirmed. `message_id`: where they were written."""
    composition = Composition(
        report_id=report_id,
        staff_id=staff_id,
        chat_id=chat_id,
        message_id=message_id,
        purpose=purpose,
        body=body,
        corrects=corrects,
        created_at=work.now,
    )
    work.session.add(composition)
    await work.session.flush()
    return composition


async def by_id(session: AsyncSession, composition_id: int) -> Composition | None:
    """The words of that id, whatever became of them."""
    return (await session.exec(select(Composition).where(col(Composition.id) == composition_id))).first()


async def at(session: AsyncSession, chat_id: int, message_id: int) -> Composition | None:
    """The words an operator wrote in that message, or their translation; the last ones if they were edited."""
    here = or_(col(Composition.message_id) == message_id, col(Composition.translation_message_id) == message_id)
    statement = select(Composition).where(col(Composition.chat_id) == chat_id, here)
    return (await session.exec(statement.order_by(col(Composition.id).desc()).limit(1))).first()


async def translate(work: Work, composition: Composition, text: str, message_id: int) -> bool:
    """Keep the same in the reporter's language, as written in that message; False: they are no longer open."""
    translated = await work.session.exec(
        update(Composition)
        .where(col(Composition.id) == composition.id, col(Composition.state) == OPEN)
        .values(translation=text, translation_message_id=message_id)
    )
    await work.session.refresh(composition)
    return translated.rowcount == 1


async def reword(work: Work, composition: Composition, message_id: int, body: str) -> None:
    """The words themselves are others, written in that message."""
    composition.message_id, composition.body = message_id, body
    await work.session.flush()


async def close(work: Work, composition_id: int, state: str) -> bool:
    """Confirm or cancel them. True only for the one who did: of two taps, one acts."""
    closed = await work.session.exec(
        update(Composition)
        .where(col(Composition.id) == composition_id, col(Composition.state) == OPEN)
        .values(state=state)
    )
    return closed.rowcount == 1
