"""What reporters were told of their reports and what they will be told: notices, summaries, and how long none came."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, text, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules import delivery
from rules.delivery import Kind
from storage import turns
from storage.tables import STANDING_STILL, Push, Report
from storage.work import Work

_SENT_OR_TO_BE: Final = ("waiting", "sending", "sent", "unknown")


async def now(work: Work, *report_ids: int) -> None:
    """Something is ordered to be said of these reports: the time in which nothing is said begins anew."""
    await work.session.exec(
        update(Report)
        .where(col(Report.id).in_(report_ids))
        .values(told_at=work.now)
        .execution_options(synchronize_session=False)
    )


async def last_notice(session: AsyncSession, report_id: int) -> Push | None:
    """The newest notice of a report to its reporter, whatever became of it."""
    statement = select(Push).where(col(Push.report_id) == report_id, col(Push.intent) == "notice")
    return (await session.exec(statement.order_by(col(Push.id).desc()).limit(1))).first()


async def notices(session: AsyncSession, report_id: int, since: datetime, until: datetime) -> int:
    """How many messages of their own the report's notices make in that time, the ordered ones too."""
    statement = select(func.count()).where(
        col(Push.report_id) == report_id,
        col(Push.bot) == "public",
        col(Push.kind) == Kind.NOTICE.value,
        col(Push.method) == "send",
        col(Push.state).in_(_SENT_OR_TO_BE),
        col(Push.due_at) >= since,
        col(Push.due_at) < until,
    )
    return (await session.exec(statement)).one()


async def waiting_summary(session: AsyncSession, chat_id: int) -> Push | None:
    """The summary that waits to be composed for a chat: it takes up what happens until then."""
    statement = select(Push).where(turns.WAITING, col(Push.chat_id) == chat_id, col(Push.intent) == "summary")
    return (await session.exec(statement.order_by(*turns.TURN).limit(1))).first()


async def waiting_summaries(session: AsyncSession, chat_ids: Collection[int]) -> dict[int, Push]:
    """The summaries that wait for any of these chats, by chat."""
    if not chat_ids:
        return {}
    statement = select(Push).where(turns.WAITING, col(Push.chat_id).in_(chat_ids), col(Push.intent) == "summary")
    return {push.chat_id: push for push in await session.exec(statement)}


async def amend(work: Work, push: Push, data: dict[str, Any]) -> bool:
    """Let a waiting push know more; False: it is on its way already."""
    statement = update(Push).where(turns.WAITING, col(Push.id) == push.id).values(data=data)
    amended = await work.session.exec(statement.execution_options(synchronize_session=False))
    return amended.rowcount == 1


async def hasten(work: Work, push: Push, due_at: datetime) -> bool:
    """Let a waiting push go by then; False: it is on its way already."""
    statement = update(Push).where(turns.WAITING, col(Push.id) == push.id, col(Push.due_at) > due_at)
    hastened = await work.session.exec(statement.values(due_at=due_at).execution_options(synchronize_session=False))
    work.wake("courier")
    return hastened.rowcount == 1


async def answer_with(work: Work, push: Push) -> None:
    """Let a waiting notice go now, as the answer to what the person just did."""
    turn = {"kind": Kind.REPLY.value, "rank": delivery.RANK[Kind.REPLY], "due_at": work.now}
    statement = update(Push).where(turns.WAITING, col(Push.id) == push.id).values(**turn)
    await work.session.exec(statement.execution_options(synchronize_session=False))
    work.wake("courier")


async def standing_still(session: AsyncSession, since: datetime, limit: int) -> Sequence[int]:
    """The reporters of the open reports of which nothing was said since then, those who wait longest first."""
    oldest = (
        select(col(Report.reporter_id), col(Report.told_at))
        .where(text(STANDING_STILL), col(Report.told_at) <= since)
        .order_by(col(Report.told_at))
        .limit(limit)
        .subquery()
    )
    reporters = select(oldest.c.reporter_id).group_by(oldest.c.reporter_id).order_by(func.min(oldest.c.told_at))
    return (await session.exec(reporters)).all()


async def still_of(session: AsyncSession, reporter_ids: Collection[int], since: datetime) -> Sequence[tuple[int, int]]:
    """Every such report of these reporters: reporter and report, the oldest report first."""
    statement = select(Report.reporter_id, Report.id).where(
        col(Report.reporter_id).in_(reporter_ids), text(STANDING_STILL), col(Report.told_at) <= since
    )
    return (await session.exec(statement.order_by(col(Report.id)))).all()
