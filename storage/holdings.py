"""Everything that is held of one person, read in one go: for the page and the file in which they see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import attachments, drafts, erasures, tombstones
from storage.tables import Attachment, DraftRow, Erasure, Event, Push, Report, Reporter, Tombstone


@dataclass(frozen=True, slots=True)
class Holdings:
    """A person with their draft, reports (newest first) and files; `erasure` is their wish that is not done yet."""

    person: Reporter
    draft: DraftRow | None
    drafted: Sequence[Attachment]
    reports: Sequence[Report]
    files: Mapping[int, Sequence[Attachment]]
    erasure: Erasure | None


@dataclass(frozen=True, slots=True)
class Messages:
    """What is kept of messages that we sent: how many, and since when."""

    count: int
    since: datetime | None


async def of(session: AsyncSession, person: Reporter) -> Holdings:
    """What is held of the person now."""
    found = await session.exec(
        select(Report).where(col(Report.reporter_id) == person.id).order_by(col(Report.id).desc())
    )
    reports, draft = found.all(), await drafts.of(session, person.id)
    files: dict[int, list[Attachment]] = defaultdict(list)
    for file in await attachments.of_reports(session, [report.id for report in reports]):
        files[file.report_id or 0].append(file)
    drafted = await attachments.of_draft(session, draft.id) if draft else []
    return Holdings(person, draft, drafted, reports, files, await erasures.of(session, person.id))


async def history(session: AsyncSession, reports: Sequence[Report]) -> Mapping[int, Sequence[Event]]:
    """What the reporter may read of the history of these reports, by report, oldest first."""
    theirs = (col(Event.report_id).in_([report.id for report in reports]), col(Event.visibility) == "reporter")
    lines: dict[int, list[Event]] = defaultdict(list)
    for event in (await session.exec(select(Event).where(*theirs).order_by(col(Event.id)))).all():
        lines[event.report_id].append(event)
    return lines


async def messages(session: AsyncSession, person: Reporter) -> Messages:
    """The messages to them that are still kept."""
    theirs = (col(Push.bot) == "public", col(Push.chat_id) == person.telegram_id)
    count, since = (await session.exec(select(func.count(), func.min(col(Push.created_at))).where(*theirs))).one()
    return Messages(count, since)


async def proofs(session: AsyncSession, subjects: Sequence[str]) -> list[Tombstone]:
    """The proofs about these reports and pseudonyms, oldest first."""
    found: list[Tombstone] = []
    for subject in subjects:
        found += await tombstones.of_subject(session, subject)
    return sorted(found, key=lambda stone: stone.id)
