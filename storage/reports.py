"""Reports: filed once, changed by one person at a time."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules import sharing
from rules.draft import Draft, Place, When
from rules.lifecycle import ENDED, Status
from storage.tables import DraftRow, Report, Reporter
from storage.work import Work


async def file(work: Work, reporter: Reporter, draft_row: DraftRow, draft: Draft, code: str, title: str) -> Report:
    """The draft as a report, received now. The same draft again gives the report it already became."""
    filed = await _of_draft(work.session, draft_row.id)
    if filed is not None:
        return filed
    report = Report(
        code=code,
        reporter_id=reporter.id,
        draft_id=draft_row.id,
        title=title,
        body=draft.text,
        language=reporter.language,
        kind=str(draft.kind),
        category=draft.category,
        spoken=draft.spoken,
        anonymous=draft.anonymous,
        confidential=draft.confidential,
        status=str(Status.RECEIVED),
        filed_at=work.now,
        changed_at=work.now,
        told_at=work.now,
        origin=draft.origin,
        **_where(draft.place),
        **_when(draft.when),
    )
    work.session.add(report)
    await work.session.flush()
    return report


async def by_code(session: AsyncSession, code: str) -> Report | None:
    """The report with that public code, in its written form."""
    return (await session.exec(select(Report).where(col(Report.code) == code))).first()


async def by_receipt(session: AsyncSession, digest: str) -> Report | None:
    """The report whose receipt has that digest."""
    return (await session.exec(select(Report).where(col(Report.receipt_digest) == digest))).first()


async def keep_receipt(work: Work, report: Report, digest: str | None) -> None:
    """The report can be opened by the receipt of that digest, and by no other; None: by none."""
    report.receipt_digest = digest
    await work.session.flush()


async def shared_by(session: AsyncSession, token: str) -> Report | None:
    """The report whose link carries that token."""
    return (await session.exec(select(Report).where(col(Report.shared_as) == token))).first()


async def share(work: Work, report: Report) -> str:
    """The token of the report's link, made when it is first asked for. Its version does not change by that."""
    if report.shared_as is None:
        report.shared_as = secrets.token_urlsafe(sharing.TOKEN_BYTES)
        await work.session.flush()
    return report.shared_as


async def by_id(session: AsyncSession, report_id: int) -> Report | None:
    """The report of that id."""
    return (await session.exec(select(Report).where(col(Report.id) == report_id))).first()


async def take(work: Work, report_id: int) -> Report | None:
    """The report as it is now; nobody else may change it meanwhile."""
    statement = select(Report).where(col(Report.id) == report_id).with_for_update()
    return (await work.session.exec(statement.execution_options(populate_existing=True))).first()


async def by_ids(session: AsyncSession, report_ids: Collection[int]) -> dict[int, Report]:
    """The reports of these ids, by id."""
    found = (await session.exec(select(Report).where(col(Report.id).in_(report_ids)))).all()
    return {report.id: report for report in found}


async def of_reporter(session: AsyncSession, reporter_id: int, limit: int) -> list[Report]:
    """The reporter's last reports, newest first."""
    statement = select(Report).where(col(Report.reporter_id) == reporter_id).order_by(col(Report.id).desc())
    return list((await session.exec(statement.limit(limit))).all())


async def asked(session: AsyncSession, reporter_id: int, limit: int) -> list[Report]:
    """The reporter's reports about which officers wait for an answer, newest first."""
    waits = (col(Report.reporter_id) == reporter_id, col(Report.status) == Status.NEEDS_INFO)
    return list((await session.exec(select(Report).where(*waits).order_by(col(Report.id).desc()).limit(limit))).all())


async def assigned_to(work: Work, staff_id: int) -> list[Report]:
    """Every report that is this operator's to work on and has not ended, oldest first; nobody else may change them
    meanwhile."""
    theirs = (col(Report.assignee_id) == staff_id, col(Report.status).not_in(ENDED))
    statement = select(Report).where(*theirs).order_by(col(Report.id))
    found = await work.session.exec(statement.with_for_update().execution_options(populate_existing=True))
    return list(found.all())


async def named_others(session: AsyncSession, report: Report, limit: int = 100) -> list[Report]:
    """What else the report's reporter filed with their name, newest first."""
    statement = select(Report).where(
        col(Report.reporter_id) == report.reporter_id,
        col(Report.anonymous).is_(False),
        col(Report.id) != report.id,
    )
    return list((await session.exec(statement.order_by(col(Report.id).desc()).limit(limit))).all())


async def take_all(work: Work, reporter_id: int) -> list[Report]:
    """Every report of the reporter as it is now, oldest first; nobody else may change them meanwhile."""
    statement = select(Report).where(col(Report.reporter_id) == reporter_id).order_by(col(Report.id))
    found = await work.session.exec(statement.with_for_update().execution_options(populate_existing=True))
    return list(found.all())


async def mute(work: Work, report: Report, muted: bool) -> None:
    """No more messages about the report, or messages again. Nothing of the desk changes, so its version does not."""
    report.muted = muted
    await work.session.flush()


async def muted_of(session: AsyncSession, reporter_id: int, limit: int) -> list[Report]:
    """The reporter's muted reports that something may still be told of, newest first."""
    statement = select(Report).where(
        col(Report.reporter_id) == reporter_id, col(Report.muted), col(Report.status).not_in(ENDED)
    )
    return list((await session.exec(statement.order_by(col(Report.id).desc()).limit(limit))).all())


async def change(work: Work, report: Report, **values: Any) -> bool:
    """Set the values unless somebody changed the report since it was read (False). Either way it is read anew."""
    statement = update(Report).where(col(Report.id) == report.id, col(Report.version) == report.version)
    changed = await work.session.exec(
        statement.values(**values, version=report.version + 1, changed_at=work.now).execution_options(
            synchronize_session=False
        )
    )
    await work.session.refresh(report)
    return changed.rowcount == 1


async def _of_draft(session: AsyncSession, draft_id: int | None) -> Report | None:
    return (await session.exec(select(Report).where(col(Report.draft_id) == draft_id))).first()


def _where(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "village": place.village,
        "place_name": place.name,
        "district": place.district,
        "regency": place.regency,
        "place_words": place.words,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "outside": place.outside,
    }


def _when(when: When | None) -> dict[str, Any]:
    return {} if when is None else {"happened_on": when.day, "happening_now": when.now}


async def filed_since(session: AsyncSession, reporter_id: int, since: datetime) -> int:
    """How many reports the reporter has filed from that moment on; not what the desk made of them."""
    here = (col(Report.reporter_id) == reporter_id, col(Report.filed_at) >= since, col(Report.draft_id) > 0)
    return (await session.exec(select(func.count()).where(*here))).one()
