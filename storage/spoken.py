"""What operators said to reporters, as rows of the outbox.

`data["event"]` is the line of the history a row says, `first` the one that it corrects, or the same, and `piece` counts
the messages of one text; a row of a file has no piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.delivery import State
from storage.outbox import WORDS
from storage.tables import Push, Report, Reporter
from storage.work import Work

__all__ = ["WORDS", "of_report", "revive", "reword", "silenced", "versions"]

INTENT: Final = "correction"  # of a row that is to change a message somebody has
_SPOKEN: Final = (col(Push.bot) == "public", col(Push.purpose).in_(WORDS))


async def of_report(session: AsyncSession, report_id: int) -> Sequence[Push]:
    """All words to the reporter of a report, the first ones first."""
    statement = select(Push).where(col(Push.report_id) == report_id, *_SPOKEN).order_by(col(Push.id))
    return [row for row in await session.exec(statement) if "event" in row.data]


async def versions(session: AsyncSession, report_id: int, chat_id: int, first_id: int) -> dict[int, list[Push]]:
    """The rows of what was first said in that line of the history to that chat, by piece, with their corrections."""
    found: dict[int, list[Push]] = {}
    for row in await of_report(session, report_id):
        if row.chat_id == chat_id and row.data.get("first") == first_id and "piece" in row.data:
            found.setdefault(int(row.data["piece"]), []).append(row)
    return found


async def reword(work: Work, row: Push, body: dict[str, Any], event_id: int) -> bool:
    """Say other words in place of those that nobody has got yet; False: they are sent, or on their way."""
    unsaid = col(Push.state).in_((State.WAITING.value, State.UNREACHABLE.value))
    reworded = await work.session.exec(
        update(Push)
        .where(col(Push.id) == row.id, unsaid, or_(col(Push.intent).is_(None), col(Push.intent) == INTENT))
        .values(body=body, data={**row.data, "event": event_id})
        .execution_options(synchronize_session=False)
    )
    return reworded.rowcount == 1


async def silenced(work: Work, chat_id: int) -> Sequence[Push]:
    """Words that ended just now because nobody is in that chat."""
    ended = (col(Push.state) == State.UNREACHABLE.value, col(Push.settled_at) == work.now)
    statement = select(Push).where(col(Push.chat_id) == chat_id, *_SPOKEN, *ended)
    return (await work.session.exec(statement.order_by(col(Push.id)))).all()


async def revive(work: Work, chat_id: int) -> set[int]:
    """Words that found nobody in that chat go out now, in their order, if the report is still this person's and they
    may hear of it; of which reports.
    """
    theirs = (
        select(Report.id)
        .join(Reporter, col(Reporter.id) == col(Report.reporter_id))
        .where(col(Reporter.telegram_id) == chat_id, col(Reporter.blocked_at).is_(None))
    )
    found = await work.session.exec(
        update(Push)
        .where(
            col(Push.chat_id) == chat_id,
            *_SPOKEN,
            col(Push.state) == State.UNREACHABLE.value,
            or_(col(Push.body).is_not(None), col(Push.intent).is_not(None)),  # what they said may be gone by its term
            col(Push.report_id).in_(theirs),
        )
        .values(state=State.WAITING.value, why="", due_at=work.now, claimed_at=None, settled_at=None, attempts=0)
        .returning(col(Push.report_id))
        .execution_options(synchronize_session=False)
    )
    reports = {report_id for report_id in found.scalars() if report_id is not None}
    if reports:
        work.wake("courier")
    return reports
