"""Finding reports: like one another, or by what somebody looks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import Status
from storage import conflict
from storage.tables import Report

ALIKE: Final = 40  # beyond so many a list helps nobody
COUNTED: Final = 400  # beyond so many nobody turns pages, and it is only said that there are more
_NUMBER: Final = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: of an agency (None: of everybody); each of the `terms` in one of its forms; in one of the
    villages, in the district, of the category, filed from `since` until before `until`. `readable`: a condition."""

    agency: str | None
    terms: Sequence[Sequence[str]] = ()
    villages: Sequence[str] = ()
    district: str = ""
    category: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    code: str | None = None
    readable: ColumnElement[bool] | None = None


def plain() -> ColumnElement[bool]:
    """What a group may read of: nothing confidential."""
    return col(Report.confidential).is_(False)


async def find(session: AsyncSession, wanted: Wanted) -> Sequence[int]:
    """The ids of what is found, the newest first; at most one more than are counted. What nobody has to read is passed
    over once."""
    statement = select(Report.id).where(*_which(session, wanted))
    statement = statement.order_by(col(Report.filed_at).desc(), col(Report.id).desc())
    return (await session.exec(statement.limit(COUNTED + 1))).all()


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


def _which(session: AsyncSession, wanted: Wanted) -> list[ColumnElement[bool]]:
    same = ((Report.agency, wanted.agency), (Report.code, wanted.code), (Report.category, wanted.category))
    found: list[ColumnElement[bool]] = [col(column) == value for column, value in same if value is not None]
    if wanted.district:
        found.append(col(Report.district) == wanted.district)
    if wanted.villages:
        found.append(col(Report.village).in_(wanted.villages))
    if wanted.since is not None:
        found.append(col(Report.filed_at) >= wanted.since)
    if wanted.until is not None:
        found.append(col(Report.filed_at) < wanted.until)
    if wanted.readable is not None:
        found.append(wanted.readable)
    caseless = conflict.dialect(session) == "sqlite"  # whose LIKE does not look at the case
    return found + [or_(*(_holds(form, caseless) for form in forms)) for forms in wanted.terms]


def _holds(form: str, caseless: bool) -> ColumnElement[bool]:
    like = "%" + form.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    places = [col(Report.body), col(Report.title), col(Report.place_words)]
    if _NUMBER & set(form):
        places.append(col(Report.code))
    return or_(*(place.like(like, escape="\\") if caseless else place.ilike(like, escape="\\") for place in places))
