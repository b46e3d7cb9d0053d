"""The wish to be forgotten: kept until it is done, and doing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.lifecycle import Status
from rules.rights import hinders
from storage import traces
from storage.tables import Erasure, Report, Reporter, table_of
from storage.work import Work

_HINDERING = [status.value for status in Status if hinders(status)]


async def ask(work: Work, reporter: Reporter, due_at: datetime) -> Erasure:
    """Keep the wish until then; one that is kept already stays as it is."""
    if (asked := await of(work.session, reporter.id)) is not None:
        return asked
    wish = Erasure(reporter_id=reporter.id, asked_at=work.now, due_at=due_at)
    work.session.add(wish)
    await work.session.flush()
    return wish


async def of(session: AsyncSession, reporter_id: int) -> Erasure | None:
    """The reporter's wish that is not done yet."""
    statement = select(Erasure).where(col(Erasure.reporter_id) == reporter_id, col(Erasure.done_at).is_(None))
    return (await session.exec(statement)).first()


async def call_off(work: Work, reporter_id: int) -> bool:
    """They want to stay after all; False: there was no wish."""
    wish = (col(Erasure.reporter_id) == reporter_id, col(Erasure.done_at).is_(None))
    return (await work.session.exec(delete(Erasure).where(*wish))).rowcount > 0


async def due(work: Work, limit: int) -> list[Reporter]:
    """At most `limit` people whose time has come, or who have nothing open any more, the longest due first; nobody else
    takes them meanwhile."""
    open_report = exists().where(
        col(Report.reporter_id) == col(Erasure.reporter_id), col(Report.status).in_(_HINDERING)
    )
    statement = (
        select(Reporter)
        .join(Erasure, col(Erasure.reporter_id) == col(Reporter.id))
        .where(col(Erasure.done_at).is_(None), or_(col(Erasure.due_at) <= work.now, ~open_report))
        .order_by(col(Erasure.due_at), col(Erasure.id))
        .limit(limit)
        .with_for_update(of=table_of(Erasure), skip_locked=True)
    )
    return list((await work.session.exec(statement)).all())


async def forget(work: Work, reporter: Reporter) -> None:
    """The person is no more. A row that tells nothing stays while reports are theirs that go on without them."""
    await traces.wipe(work, [reporter])
    done = update(Erasure).where(col(Erasure.reporter_id) == reporter.id, col(Erasure.done_at).is_(None))
    await work.session.exec(done.values(done_at=work.now))
    if await _has_reports(work.session, reporter.id):
        await _blank(work, reporter)
    else:
        await delete_people(work, [reporter])


async def delete_people(work: Work, people: Collection[Reporter]) -> None:
    """People without a report, of whom nothing else is left: their rows go."""
    gone = delete(Reporter).where(col(Reporter.id).in_([person.id for person in people]))
    await work.session.flush()
    await work.session.exec(gone.execution_options(synchronize_session=False))
    for person in people:
        work.session.expunge(person)


async def _has_reports(session: AsyncSession, reporter_id: int) -> bool:
    return (
        await session.exec(select(Report.id).where(col(Report.reporter_id) == reporter_id).limit(1))
    ).first() is not None


async def _blank(work: Work, reporter: Reporter) -> None:
    """No account has a number below 0, and nothing is said to one."""
    reporter.telegram_id = -reporter.id
    reporter.name = reporter.username = reporter.origin = ""
    reporter.consent_version = reporter.consent_at = reporter.withdrawn_at = reporter.seen_at = None
    reporter.offered_id = None
    reporter.language_chosen = reporter.name_chosen = reporter.announcements = False
    reporter.erased_at = reporter.blocked_at = work.now
    await work.session.flush()
