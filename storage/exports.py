"""Files made of many reports: asked for, made by a job, sent, taken away again; and the reports they are made of.

The rows stay as proof of what left the house for whom. States: waiting, made, failed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import String, cast, func, literal, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.delivery import State
from rules.statistics import FIRST
from storage.tables import Attachment, Deadline, Event, Export, Push, Report, Reporter
from storage.work import Work

WAITING: Final = "waiting"
MADE: Final = "made"
FAILED: Final = "failed"
AGAIN: Final = timedelta(minutes=1)  # the same within that time is asked for once
TRIES: Final = 3
PAGE: Final = 500
JOB: Final = "workshop"  # whom to wake

Promises = Mapping[str, tuple[datetime, datetime | None]]  # by kind: when due, and when met


@dataclass(frozen=True, slots=True)
class Line:
    """A report with what stands of it in other tables: whose it is (empty when nobody's), how many files the reporter
    sent, the desk's promises, and when it was first answered."""

    report: Report
    name: str
    username: str
    files: int
    promises: Promises
    first_at: datetime | None


async def ask(work: Work, *, chat_id: int, **what: Any) -> Export | None:
    """Have it made for a chat; None: the very same was asked for there a moment ago."""
    same = [getattr(Export, name) == value for name, value in what.items() if name != "thread_id"]
    recent = (Export.chat_id == chat_id, col(Export.at) > work.now - AGAIN, Export.state != FAILED)
    if (await work.session.exec(select(Export.id).where(*same, *recent).limit(1))).first() is not None:
        return None
    export = await note(work, chat_id=chat_id, **what)
    work.wake(JOB)
    return export


async def note(work: Work, **what: Any) -> Export:
    """Write down what is to leave the house, or (with `state` made) leaves it now."""
    export = Export(**{"at": work.now, **what})
    work.session.add(export)
    await work.session.flush()
    return export


async def next_waiting(session: AsyncSession) -> Export | None:
    """What has waited longest."""
    waits = (col(Export.state) == WAITING, col(Export.gone_at).is_(None))
    statement = select(Export).where(*waits).order_by(col(Export.id)).limit(1)
    return (await session.exec(statement)).first()


async def like(session: AsyncSession, export: Export, since: datetime) -> Export | None:
    """The very same, made for anybody since then, whose files are still there."""
    same = [
        getattr(Export, name) == getattr(export, name)
        for name in ("sort", "since", "until", "agency", "personal", "language")
    ]
    fresh = (col(Export.state) == MADE, col(Export.gone_at).is_(None), col(Export.made_at) > since)
    statement = select(Export).where(*same, *fresh).order_by(col(Export.id).desc()).limit(1)
    return (await session.exec(statement)).first()


async def made(work: Work, export: Export, rows: int, files: Sequence[int]) -> bool:
    """It is there, of so many reports, as these attachments; False: somebody else was quicker."""
    done = {"state": MADE, "rows": rows, "files": list(files), "made_at": work.now}
    return await _move(work, export, done)


async def counted(work: Work, export: Export, rows: int) -> None:
    """So many reports are in it."""
    await work.session.exec(update(Export).where(col(Export.id) == export.id).values(rows=rows))


async def tried(work: Work, export: Export, *, give_up: bool) -> bool:
    """It could not be made: once more, or (True is given back) never again."""
    over = give_up or export.attempts + 1 >= TRIES
    await _move(work, export, {"attempts": export.attempts + 1, **({"state": FAILED} if over else {})})
    return over


async def delivered(session: AsyncSession, before: datetime, limit: int) -> list[Export]:
    """At most `limit` that were made before then and whose message has come to its end, be it sent or not."""
    ended = col(Push.state).not_in((State.WAITING.value, State.SENDING.value))
    statement = (
        select(Export)
        .join(Push, col(Push.dedup_key) == key())
        .where(col(Export.state) == MADE, col(Export.gone_at).is_(None), col(Export.made_at) < before, ended)
        .order_by(col(Export.id))
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def gone(work: Work, export: Export) -> None:
    """Its files were let go."""
    await work.session.exec(update(Export).where(col(Export.id) == export.id).values(gone_at=work.now, files=[]))


def key(export_id: int | None = None) -> Any:
    """What keeps its message from going out twice; without an id, the same of each row in a query."""
    return f"export:{export_id}" if export_id is not None else literal("export:") + cast(col(Export.id), String)


async def count(session: AsyncSession, since: datetime, until: datetime, agency: str | None) -> int:
    """How many reports were filed in the span."""
    return (await session.exec(select(func.count()).select_from(Report).where(*_within(since, until, agency)))).one()


async def confidential(session: AsyncSession, export: Export) -> Sequence[Report]:
    """The confidential reports that are in it."""
    which = _within(export.since, export.until, export.agency)
    statement = select(Report).where(*which, col(Report.confidential)).order_by(col(Report.id))
    return (await session.exec(statement)).all()


async def lines(
    session: AsyncSession, since: datetime, until: datetime, agency: str | None
) -> AsyncIterator[list[Line]]:
    """The reports filed in the span, in the order in which they were, some at a time: memory stays flat."""
    last, last_id = since, 0
    while True:
        after = (col(Report.filed_at) >= last, or_(col(Report.filed_at) > last, col(Report.id) > last_id))
        statement = select(Report).where(*_within(since, until, agency), *after)
        page = (await session.exec(statement.order_by(col(Report.filed_at), col(Report.id)).limit(PAGE))).all()
        if not page:
            return
        last, last_id = page[-1].filed_at, page[-1].id
        yield await _lines(session, page)
        session.expunge_all()


async def _lines(session: AsyncSession, page: Sequence[Report]) -> list[Line]:
    ids = [report.id for report in page]
    people = select(Reporter.id, Reporter.name, Reporter.username).where(
        col(Reporter.id).in_({report.reporter_id for report in page}), col(Reporter.erased_at).is_(None)
    )
    names = {number: (name, username) for number, name, username in await session.exec(people)}
    report_id = col(Attachment.report_id)
    sent = select(report_id, func.count()).where(report_id.in_(ids), col(Attachment.bot) == "public")
    files = dict((await session.exec(sent.group_by(report_id))).all())
    first = select(Event.report_id, func.min(Event.at)).where(col(Event.report_id).in_(ids), col(Event.step).in_(FIRST))
    firsts = dict((await session.exec(first.group_by(col(Event.report_id)))).all())
    promises: dict[int, dict[str, tuple[datetime, datetime | None]]] = {number: {} for number in ids}
    due = select(Deadline.report_id, Deadline.kind, Deadline.due_at, Deadline.met_at)
    for number, kind, due_at, met_at in await session.exec(due.where(col(Deadline.report_id).in_(ids))):
        promises[number][kind] = (due_at, met_at)
    return [
        Line(
            report,
            *names.get(report.reporter_id, ("", "")),
            files.get(report.id, 0),
            promises[report.id],
            firsts.get(report.id),
        )
        for report in page
    ]


def _within(since: datetime, until: datetime, agency: str | None) -> tuple[Any, ...]:
    own = () if agency is None else (col(Report.agency) == agency,)
    return (col(Report.filed_at) >= since, col(Report.filed_at) < until, *own)


async def _move(work: Work, export: Export, values: dict[str, Any]) -> bool:
    here = (col(Export.id) == export.id, col(Export.state) == WAITING)
    return (await work.session.exec(update(Export).where(*here).values(**values))).rowcount == 1
