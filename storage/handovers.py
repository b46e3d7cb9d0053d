"""Links that give a report to somebody else: made, cancelled, used once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import Step
from storage.tables import Event, Handover, Report
from storage.work import Work


async def make(work: Work, report_id: int, token_sha256: str, expires_at: datetime) -> Handover:
    """A link for the report; one that was made before and not used is none any more."""
    await cancel(work, report_id)
    row = Handover(report_id=report_id, token_sha256=token_sha256, created_at=work.now, expires_at=expires_at)
    work.session.add(row)
    await work.session.flush()
    return row


async def cancel(work: Work, report_id: int) -> int:
    """No link of the report that was not used yet can be used any more; how many there were."""
    unused = delete(Handover).where(col(Handover.report_id) == report_id, col(Handover.used_at).is_(None))
    return (await work.session.exec(unused.execution_options(synchronize_session=False))).rowcount


async def use(work: Work, handover_id: int) -> bool:
    """Use a link; False: it was used or cancelled, or has expired. Of two people at once one gets True."""
    statement = update(Handover).where(
        col(Handover.id) == handover_id, col(Handover.used_at).is_(None), col(Handover.expires_at) > work.now
    )
    used = await work.session.exec(statement.values(used_at=work.now).execution_options(synchronize_session=False))
    return used.rowcount == 1


async def was_used(session: AsyncSession, report_id: int) -> bool:
    """Whether the report has gone into other hands before."""
    used = select(Handover.id).where(col(Handover.report_id) == report_id, col(Handover.used_at).is_not(None))
    return (await session.exec(used.limit(1))).first() is not None


async def given_by(work: Work, pseudonyms: Collection[str]) -> list[Report]:
    """The reports that somebody of one of these pseudonyms has given away; nobody else may change them meanwhile."""
    used = select(Handover.report_id).where(col(Handover.used_at).is_not(None))
    gave = exists().where(
        col(Event.report_id) == col(Report.id),
        col(Event.step) == str(Step.HAND_OVER),
        col(Event.data)["giver"].as_string().in_(pseudonyms),
    )
    statement = select(Report).where(col(Report.id).in_(used), gave).with_for_update()
    return list((await work.session.exec(statement.execution_options(populate_existing=True))).all())


async def by_digest(session: AsyncSession, token_sha256: str) -> Handover | None:
    """The link of a token."""
    return (await session.exec(select(Handover).where(col(Handover.token_sha256) == token_sha256))).first()


async def by_id(session: AsyncSession, handover_id: int) -> Handover | None:
    """The link of that id, as it is now."""
    statement = select(Handover).where(col(Handover.id) == handover_id)
    return (await session.exec(statement.execution_options(populate_existing=True))).first()


async def newest(session: AsyncSession, report_id: int) -> Handover | None:
    """The report's last link, whatever became of it."""
    statement = select(Handover).where(col(Handover.report_id) == report_id).order_by(col(Handover.id).desc())
    return (await session.exec(statement.limit(1))).first()
