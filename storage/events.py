"""The history of a report: append-only."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Event, Report
from storage.work import Work


async def add(
    work: Work,
    report: Report,
    actor: str,
    step: str,
    from_: str,
    to: str,
    text: str = "",
    staff_id: int | None = None,
    data: dict[str, Any] | None = None,
    visibility: str = "reporter",
) -> Event:
    """One more line of the report's history, as of now."""
    event = Event(
        report_id=report.id,
        at=work.now,
        actor=str(actor),
        staff_id=staff_id,
        step=str(step),
        from_status=str(from_),
        to_status=str(to),
        text=text,
        data=data or {},
        visibility=visibility,
    )
    work.session.add(event)
    await work.session.flush()
    return event


async def of_report(
    session: AsyncSession, report_id: int, since_id: int = 0, visibility: str | None = None
) -> list[Event]:
    """The report's history after the line `since_id`, oldest first; only what is visible to `visibility`, if given."""
    statement = select(Event).where(col(Event.report_id) == report_id, col(Event.id) > since_id)
    if visibility is not None:
        statement = statement.where(col(Event.visibility) == visibility)
    return list((await session.exec(statement.order_by(col(Event.id)))).all())


async def of_reporter(session: AsyncSession, reporter_id: int, since_id: int, steps: Collection[str]) -> list[Event]:
    """These steps of all reports of a reporter after the line `since_id`, report by report, oldest first."""
    statement = select(Event).join(Report, col(Report.id) == col(Event.report_id))
    statement = statement.where(
        col(Report.reporter_id) == reporter_id, col(Event.id) > since_id, col(Event.step).in_(steps)
    )
    return list((await session.exec(statement.order_by(col(Event.report_id), col(Event.id)))).all())


async def by_id(session: AsyncSession, event_id: int) -> Event | None:
    """One line of some report's history."""
    return (await session.exec(select(Event).where(col(Event.id) == event_id))).first()
