"""What has been kept for its term and goes: each function lets at most `limit` things go and says how many."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, update
from sqlmodel import col, select

from storage import erasures, tombstones, traces
from storage.inbox import DONE, QUARANTINED
from storage.tables import (
    Attachment,
    Base,
    Broadcast,
    Composition,
    DraftRow,
    Erasure,
    Event,
    InboxRow,
    MessageLink,
    Push,
    Report,
    Reporter,
)
from storage.work import Work

WHY: Final = "retention"
_ABOUT_OPEN: Final = exists().where(col(Report.id) == col(Push.report_id), col(Report.ended_at).is_(None))


async def updates(work: Work, before: datetime, limit: int) -> int:
    """Raw messages that were acted on, or could not be; what still waits is never old enough."""
    settled = col(InboxRow.state).in_((DONE, QUARANTINED))
    return await _delete(work, InboxRow, [settled, col(InboxRow.received_at) < before], limit)


async def messages(work: Work, before: datetime, limit: int) -> int:
    """Rows of the outbox that were settled. Of an open report only what they said: their keys still guard doubles."""
    old = col(Push.settled_at) < before
    said = select(Push.id).where(old, col(Push.body).is_not(None), _ABOUT_OPEN).limit(limit)
    blanked = await _run(work, update(Push).where(col(Push.id).in_(said)).values(body=None))
    return blanked + await _delete(work, Push, [old, ~_ABOUT_OPEN], limit)


async def links(work: Work, before: datetime, limit: int) -> int:
    """Which message of a reporter's chat is about which report, once that ended so long ago."""
    theirs = (col(MessageLink.report_id) == col(Report.id), col(MessageLink.bot) == "public")
    ended = (col(Report.ended_at) < before, col(Report.anonymised_at).is_(None))
    # Reports first: SQLite would look at every message of the bot.
    found = (await work.session.exec(select(Report.id).where(*ended, exists().where(*theirs)).limit(limit))).all()
    return await _delete(
        work, MessageLink, [col(MessageLink.bot) != "desk", col(MessageLink.report_id).in_(found)], limit
    )


async def compositions(work: Work, before: datetime, limit: int) -> int:
    """What operators wrote and sent, or never confirmed: their history has it, or nobody needs it."""
    return await _delete(work, Composition, [col(Composition.created_at) < before], limit)


async def unsent_files(work: Work, before: datetime, limit: int) -> int:
    """Files of operators that went nowhere; the picture of a broadcast is still needed until that has ended."""
    going = exists().where(col(Broadcast.attachment_id) == col(Attachment.id), col(Broadcast.ended_at).is_(None))
    nowhere = (col(Attachment.draft_id).is_(None), col(Attachment.report_id).is_(None), ~going)
    return await _delete(work, Attachment, [*nowhere, col(Attachment.created_at) < before], limit)


async def strangers(work: Work, before: datetime, limit: int) -> list[Reporter]:
    """People who never agreed, or took it back, have no report, and have not written since then: they are deleted with
    what they sent. They as they were."""
    return await _forget_people(work, [col(Reporter.consent_at).is_(None)], before, limit)


async def people(work: Work, before: datetime, limit: int) -> list[Reporter]:
    """People who have neither a report nor a draft and have not written since then are deleted. They as they were."""
    drafting = exists().where(col(DraftRow.reporter_id) == col(Reporter.id))
    return await _forget_people(work, [col(Reporter.consent_at).is_not(None), ~drafting], before, limit)


async def shells(work: Work, limit: int) -> int:
    """Rows of erased people to whom no report belongs any more."""
    empty = ~exists().where(col(Report.reporter_id) == col(Reporter.id))
    settled = ~exists().where(col(Erasure.reporter_id) == col(Reporter.id), col(Erasure.done_at).is_(None))
    return await _delete(work, Reporter, [col(Reporter.erased_at).is_not(None), empty, settled], limit)


async def evidence(work: Work, before: datetime, limit: int) -> int:
    """Files of reports that ended before then, of both sides; how many reports. Each gets a tombstone."""
    kept = exists().where(col(Attachment.report_id) == col(Report.id))
    old = (col(Report.ended_at) < before, col(Report.anonymised_at).is_(None), kept)
    count = select(func.count()).where(col(Attachment.report_id) == col(Report.id)).scalar_subquery()
    found = (await work.session.exec(select(Report.id, Report.code, count).where(*old).limit(limit))).all()
    await _run(work, delete(Attachment).where(col(Attachment.report_id).in_([number for number, _, _ in found])))
    for _, code, files in found:
        await tombstones.add(work, "evidence", code, WHY, files=files)
    return len(found)


async def history(work: Work, before: datetime, limit: int) -> int:
    """Words and history of anonymous reports that ended before then; their figures stay. Each gets a tombstone."""
    told = exists().where(col(Event.report_id) == col(Report.id))
    old = (col(Report.ended_at) < before, col(Report.anonymised_at).is_not(None))
    statement = select(Report).where(*old, told).order_by(col(Report.ended_at)).limit(limit)
    found = (await work.session.exec(statement.with_for_update(skip_locked=True))).all()
    for report in found:
        report.title = report.body = report.place_words = ""
        await tombstones.add(work, "event", report.code, WHY)
    await _run(work, delete(Event).where(col(Event.report_id).in_([report.id for report in found])))
    return len(found)


async def _forget_people(work: Work, which: list[Any], before: datetime, limit: int) -> list[Reporter]:
    known = func.coalesce(col(Reporter.seen_at), col(Reporter.created_at)) < before
    unbound = (col(Reporter.erased_at).is_(None), ~exists().where(col(Report.reporter_id) == col(Reporter.id)))
    statement = select(Reporter).where(known, *unbound, *which).limit(limit)
    found = list((await work.session.exec(statement.with_for_update(skip_locked=True))).all())
    await traces.wipe(work, found)
    await erasures.delete_people(work, found)
    return found


async def _delete(work: Work, rows: type[Base], which: list[ColumnElement[bool]], limit: int) -> int:
    number: Any = rows.id  # type: ignore[attr-defined]
    return await _run(work, delete(rows).where(col(number).in_(select(number).where(*which).limit(limit))))


async def _run(work: Work, statement: Any) -> int:
    count: int = (await work.session.exec(statement.execution_options(synchronize_session=False))).rowcount
    return count
