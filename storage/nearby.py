"""Open reports near a place: what may tell of the same thing as another one. Confidential ones never."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from math import cos, radians
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import OPEN, Status
from storage.tables import Attachment, Report, table_of

_DEGREE_M: Final = 111_320.0  # of latitude
# NOT IN, because for an equation SQLite would choose the index of the status over that of the place.
_ENDED: Final = sorted(str(status) for status in frozenset(Status) - OPEN)


async def candidates(
    session: AsyncSession,
    *,
    kind: str,
    pin: tuple[float, float] | None,
    village: str | None,
    metres: float,
    since: datetime,
    limit: int,
) -> list[Report]:
    """At most `limit` open reports of a kind filed since then, the newest first: within a box of so many metres around
    the pin (latitude, longitude), and in the village where one of the two has no pin."""
    common = (
        col(Report.kind) == kind,
        col(Report.confidential).is_(False),
        col(Report.anonymised_at).is_(None),
        col(Report.status).not_in(_ENDED),
        col(Report.filed_at) >= since,
    )
    found: dict[int, Report] = {}
    for where in _where(pin, village, metres):
        statement = select(Report).where(*where, *common).order_by(col(Report.filed_at).desc()).limit(limit)
        found |= {report.id: report for report in await session.exec(statement)}
    return sorted(found.values(), key=lambda report: report.filed_at, reverse=True)[:limit]


def _where(
    pin: tuple[float, float] | None, village: str | None, metres: float
) -> list[tuple[ColumnElement[bool], ...]]:
    """The conditions of each look, each on an index of its own."""
    looks: list[tuple[ColumnElement[bool], ...]] = []
    if pin is not None:
        north = metres / _DEGREE_M
        east = north / max(0.01, cos(radians(pin[0])))
        latitude, longitude = col(Report.latitude), col(Report.longitude)
        looks.append(
            (latitude.between(pin[0] - north, pin[0] + north), longitude.between(pin[1] - east, pin[1] + east))
        )
    if village is not None:
        without = () if pin is None else (col(Report.latitude).is_(None),)
        looks.append((col(Report.village) == village, *without))
    return looks


async def photos(session: AsyncSession, report_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The perceptual hashes of the pictures that came with these reports, by report."""
    return await _hashes(session, "report_id", report_ids)


async def photos_of_draft(session: AsyncSession, draft_id: int) -> tuple[str, ...]:
    """The same of the pictures of a draft."""
    return (await _hashes(session, "draft_id", [draft_id])).get(draft_id, ())


async def _hashes(session: AsyncSession, of: str, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    owner = table_of(Attachment).c[of]
    here = (owner.in_(ids), col(Attachment.phash).is_not(None), col(Attachment.bot) == "public")
    statement = select(owner, col(Attachment.phash)).where(*here).order_by(col(Attachment.id))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for number, phash in (await session.exec(statement)).all():
        found[number].append(phash)
    return {number: tuple(hashes) for number, hashes in found.items()}
