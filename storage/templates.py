"""Answers written beforehand at the desk. States: draft, published, retired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Broadcast, TemplateRow
from storage.work import Work

DRAFT: Final = "draft"
PUBLISHED: Final = "published"
RETIRED: Final = "retired"
_PATIENCE: Final = timedelta(hours=1)  # later, a message is no longer the text that was asked for


async def open(work: Work, staff_id: int, agency: str | None) -> TemplateRow:  # noqa: A001
    """A new draft of an operator's, for the reports of an agency (None: of all)."""
    row = TemplateRow(staff_id=staff_id, agency=agency, created_at=work.now, changed_at=work.now)
    work.session.add(row)
    await work.session.flush()
    return row


async def by_id(session: AsyncSession, template_id: int) -> TemplateRow | None:
    """The template of that id."""
    return (await session.exec(select(TemplateRow).where(col(TemplateRow.id) == template_id))).first()


async def published(session: AsyncSession) -> Sequence[TemplateRow]:
    """Those that can be used, the first ones first."""
    statement = select(TemplateRow).where(col(TemplateRow.state) == PUBLISHED)
    return (await session.exec(statement.order_by(col(TemplateRow.id)))).all()


async def of_desk(session: AsyncSession, staff_id: int, agency: str | None, limit: int) -> Sequence[TemplateRow]:
    """What an operator can go on with, newest first: the own drafts and what is published, all of it or an agency's."""
    own = (col(TemplateRow.state) == DRAFT) & (col(TemplateRow.staff_id) == staff_id)
    statement = select(TemplateRow).where(or_(own, col(TemplateRow.state) == PUBLISHED))
    if agency is not None:
        statement = statement.where(col(TemplateRow.agency) == agency)
    return (await session.exec(statement.order_by(col(TemplateRow.changed_at).desc()).limit(limit))).all()


async def change(work: Work, row: TemplateRow, **values: Any) -> bool:
    """Write something into a draft; False: it is none any more."""
    return await _change(work, row, DRAFT, values)


async def move(work: Work, row: TemplateRow, source: str, target: str, staff_id: int) -> bool:
    """Bring a template from one state into another, as that operator's; False: it is not in the first any more."""
    return await _change(work, row, source, {"state": target, "staff_id": staff_id, "asks": ""})


async def ask(work: Work, staff_id: int, row: TemplateRow | None = None, language: str = "") -> None:
    """The operator's next message is that language's text of this draft, and nothing else; without one, it is none."""
    asked = update(TemplateRow).where(col(TemplateRow.staff_id) == staff_id, col(TemplateRow.asks) != "")
    await work.session.exec(asked.values(asks=""))
    if row is not None:
        other = update(Broadcast).where(col(Broadcast.staff_id) == staff_id, col(Broadcast.asks) != "")
        await work.session.exec(other.values(asks=""))
        await change(work, row, asks=language)


async def drop_drafts(work: Work, staff_id: int) -> None:
    """What an operator has not published is cancelled."""
    mine = (col(TemplateRow.staff_id) == staff_id, col(TemplateRow.state) == DRAFT)
    await work.session.exec(update(TemplateRow).where(*mine).values(state=RETIRED, asks=""))


async def asking(work: Work, staff_id: int) -> TemplateRow | None:
    """The draft that waits for the operator's next message."""
    mine = (col(TemplateRow.staff_id) == staff_id, col(TemplateRow.state) == DRAFT, col(TemplateRow.asks) != "")
    recent = col(TemplateRow.changed_at) > work.now - _PATIENCE
    return (await work.session.exec(select(TemplateRow).where(*mine, recent).limit(1))).first()


async def _change(work: Work, row: TemplateRow, state: str, values: dict[str, Any]) -> bool:
    here = (col(TemplateRow.id) == row.id, col(TemplateRow.state) == state)
    changed = await work.session.exec(update(TemplateRow).where(*here).values(changed_at=work.now, **values))
    await work.session.refresh(row)
    return changed.rowcount == 1
