"""When each tick of the clock last finished."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import Tick
from storage.work import Work


async def note(work: Work, name: str, at: datetime | None = None) -> None:
    """That tick finished now, or did what was to be done `at` a moment."""
    at = at or work.now
    await work.session.exec(
        conflict.insert(work.session, Tick)
        .values(name=name, at=at)
        .on_conflict_do_update(index_elements=["name"], set_={"at": at})
    )


async def all(session: AsyncSession) -> dict[str, datetime]:  # noqa: A001
    """When each tick last finished, by name."""
    return {tick.name: tick.at for tick in (await session.exec(select(Tick))).all()}
