"""What officers chose where words of the profile had proposed a category: one row for a phrase of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lessons import Tally
from storage import conflict
from storage.tables import Correction
from storage.work import Work


async def note(
    work: Work, report_id: int, staff_id: int, phrases: Sequence[str], proposed: str, chosen: str, *, again: bool
) -> None:
    """An officer chose a category. `again`: in place of what was chosen for the report before; otherwise that holds."""
    if not phrases:
        return
    judged = {"proposed": proposed, "chosen": chosen, "staff_id": staff_id, "at": work.now}
    rows = [{"report_id": report_id, "phrase": phrase, **judged} for phrase in phrases]
    insert = conflict.insert(work.session, Correction).values(rows)
    keys = ["report_id", "phrase"]
    await work.session.exec(
        insert.on_conflict_do_update(index_elements=keys, set_=judged)
        if again
        else insert.on_conflict_do_nothing(index_elements=keys)
    )


async def newest(session: AsyncSession) -> datetime | None:
    """When an officer chose last; None: never."""
    statement = select(Correction.at).order_by(col(Correction.at).desc()).limit(1)
    return (await session.exec(statement)).first()


async def tallies(session: AsyncSession) -> list[Tally]:
    """How often, and by how many officers, each category was chosen where a phrase had proposed one."""
    what = (col(Correction.phrase), col(Correction.proposed), col(Correction.chosen))
    counts = (func.count(), func.count(func.distinct(col(Correction.staff_id))))
    grouped = select(*what, *counts).group_by(*what)  # type: ignore[call-overload]  # it knows up to four columns
    statement = grouped.order_by(*what)
    return [Tally(*row) for row in (await session.exec(statement)).all()]
