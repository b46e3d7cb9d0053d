"""Counting what comes in, within a window of time: one row for each thing that is counted of each account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import case, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import Meter
from storage.work import Work

MESSAGES: Final = "messages"
NEW: Final = "new"
WRONG: Final = "wrong_receipts"
ALL: Final = 0  # of all accounts together


async def count(work: Work, scope: str, who: int, window: datetime) -> int:
    """One more within the window that began then; how many there are in it now. `who`: a reporter's row, or ALL."""
    insert = conflict.insert(work.session, Meter).values(scope=scope, who=who, at=window, count=1)
    same = col(Meter.at) == insert.excluded.at
    counted = insert.on_conflict_do_update(
        index_elements=["scope", "who"],
        set_={"at": insert.excluded.at, "count": case((same, col(Meter.count) + 1), else_=1)},
    )
    return int((await work.session.exec(counted.returning(col(Meter.count)))).scalar_one())


async def read(session: AsyncSession, scope: str, who: int, window: datetime) -> int:
    """How many there are within the window that began then."""
    here = (col(Meter.scope) == scope, col(Meter.who) == who, col(Meter.at) == window)
    return (await session.exec(select(Meter.count).where(*here))).first() or 0


async def forget(work: Work, reporter_ids: Collection[int]) -> None:
    """Nothing is counted of these people any more."""
    await work.session.exec(delete(Meter).where(col(Meter.who).in_(reporter_ids)))
