"""Who may read which confidential report beside the coordinators: whom one of them has named, and whose work it is."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, false, or_, true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.access import Role, Staff
from storage import conflict
from storage.tables import Confidant, Report
from storage.work import Work


async def name(work: Work, report_id: int, staff_id: int, by: int) -> bool:
    """The operator may read the report from now on; False: they could before."""
    named = await work.session.exec(
        conflict.insert(work.session, Confidant)
        .values(report_id=report_id, staff_id=staff_id, named_by=by, at=work.now)
        .on_conflict_do_nothing(index_elements=["report_id", "staff_id"])
    )
    return named.rowcount == 1


async def unname(work: Work, report_id: int, staff_id: int) -> bool:
    """The operator may not read the report any more; False: they could not."""
    gone = delete(Confidant).where(col(Confidant.report_id) == report_id, col(Confidant.staff_id) == staff_id)
    return (await work.session.exec(gone)).rowcount == 1


async def forget(work: Work, staff_id: int) -> None:
    """Whatever the operator was named for is over."""
    await work.session.exec(delete(Confidant).where(col(Confidant.staff_id) == staff_id))


async def of_report(session: AsyncSession, report_id: int) -> set[int]:
    """The operators who were named for the report."""
    return set((await session.exec(select(Confidant.staff_id).where(col(Confidant.report_id) == report_id))).all())


async def trusted(session: AsyncSession, staff_id: int, reports: Collection[Report]) -> set[int]:
    """Of these reports, those the operator was named for or works on."""
    ids = [report.id for report in reports]
    named = await session.exec(
        select(Confidant.report_id).where(col(Confidant.staff_id) == staff_id, col(Confidant.report_id).in_(ids))
    )
    return set(named.all()) | {report.id for report in reports if report.assignee_id == staff_id}


def readable(person: Staff) -> ColumnElement[bool]:
    """As a condition on `Report`, for lists and counts: what `rules.access.may_read` lets this operator read."""
    if person.role is Role.COORDINATOR:
        return true()
    plain = col(Report.confidential).is_(False)
    if person.role is Role.LEADER:
        return plain
    if person.role is not Role.LIAISON or person.agency is None:
        return false()
    named = select(Confidant.report_id).where(col(Confidant.staff_id) == person.id)
    theirs = or_(plain, col(Report.assignee_id) == person.id, col(Report.id).in_(named))
    return (col(Report.agency) == person.agency) & theirs
