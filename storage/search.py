"""Finding reports: like one another, or by what somebody looks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import Status
from storage.tables import Report

ALIKE: Final = 40  # beyond so many a list helps nobody


async def alike(session: AsyncSession, report: Report, ended_since: datetime) -> Sequence[Report]:
    """Other reports of the same category in the same village that are open or ended since then, the newest first."""
    if report.village is None or report.category is None:
        return []
    statement = select(Report).where(
        col(Report.village) == report.village,
        col(Report.category) == report.category,
        col(Report.id) != report.id,
        col(Report.status) != str(Status.WITHDRAWN),
        or_(col(Report.ended_at).is_(None), col(Report.ended_at) >= ended_since),
    )
    return (await session.exec(statement.order_by(col(Report.id).desc()).limit(ALIKE))).all()
