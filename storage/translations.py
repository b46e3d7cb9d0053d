"""What a machine is asked to translate. States: waiting, done, failed."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Translation
from storage.work import Work

WAITING: Final = "waiting"
DONE: Final = "done"
FAILED: Final = "failed"


def digest(text: str) -> str:
    """By which a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


async def ask(work: Work, text: str, **fields: Any) -> Translation:
    """Have the text translated once this work is committed."""
    row = Translation(digest=digest(text), asked_at=work.now, **fields)
    work.session.add(row)
    await work.session.flush()
    work.wake("translator")
    return row


async def by_id(session: AsyncSession, translation_id: int) -> Translation | None:
    """The request of that id."""
    return (await session.exec(select(Translation).where(col(Translation.id) == translation_id))).first()


async def waiting(session: AsyncSession) -> Translation | None:
    """The one whose turn it is."""
    statement = select(Translation).where(col(Translation.state) == WAITING)
    return (await session.exec(statement.order_by(col(Translation.id)).limit(1))).first()


async def of_composition(session: AsyncSession, composition_id: int) -> Translation | None:
    """The last one that was asked for of an operator's words."""
    statement = select(Translation).where(col(Translation.composition_id) == composition_id)
    return (await session.exec(statement.order_by(col(Translation.id).desc()).limit(1))).first()


async def of_report(session: AsyncSession, report_id: int, text: str, target: str) -> Translation | None:
    """The last one of these words of the report into that language, if it did not fail."""
    statement = select(Translation).where(
        col(Translation.report_id) == report_id,
        col(Translation.composition_id).is_(None),
        col(Translation.target) == target,
        col(Translation.digest) == digest(text),
        col(Translation.state) != FAILED,
    )
    return (await session.exec(statement.order_by(col(Translation.id).desc()).limit(1))).first()


async def settle(work: Work, translation_id: int, state: str, **values: Any) -> bool:
    """Write down what came of it; False: it does not wait any more."""
    here = (col(Translation.id) == translation_id, col(Translation.state) == WAITING)
    settled = await work.session.exec(update(Translation).where(*here).values(state=state, **values))
    return settled.rowcount == 1
