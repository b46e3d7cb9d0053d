"""Reports that are not filed yet: one for a reporter, its answers kept as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.draft import Draft, Part, Place, ReportKind, Slot, When
from storage.tables import Attachment, DraftRow, Reporter
from storage.work import Work

_OF: Final = select(DraftRow).where(col(DraftRow.reporter_id) == bindparam("reporter"))


async def of(session: AsyncSession, reporter_id: int) -> DraftRow | None:
    """The reporter's draft."""
    return (await session.exec(_OF, params={"reporter": reporter_id})).first()


async def by_id(session: AsyncSession, draft_id: int) -> DraftRow | None:
    """The draft of that id, if it was neither filed nor dropped."""
    return (await session.exec(select(DraftRow).where(col(DraftRow.id) == draft_id))).first()


def load(row: DraftRow) -> Draft:
    """The answers a row holds."""
    return from_json(row.answers)


async def save(work: Work, reporter_id: int, draft: Draft) -> DraftRow:
    """Keep the answers as the reporter's draft, begun now if there was none."""
    row = await of(work.session, reporter_id)
    if row is None:
        row = DraftRow(reporter_id=reporter_id, answers={}, created_at=work.now, touched_at=work.now)
        work.session.add(row)
    row.answers, row.touched_at = to_json(draft), work.now
    await work.session.flush()
    return row


async def drop(work: Work, row: DraftRow) -> None:
    """The draft is no more, nor is what was attached to it and not adopted by a report."""
    orphans = delete(Attachment).where(col(Attachment.draft_id) == row.id, col(Attachment.report_id).is_(None))
    await work.session.exec(orphans)
    await work.session.delete(row)
    await work.session.flush()


async def idle(session: AsyncSession, before: datetime, limit: int) -> list[DraftRow]:
    """Drafts untouched since then whose reporters can be reached and were not reminded, longest idle first."""
    statement = (
        select(DraftRow)
        .join(Reporter, col(Reporter.id) == col(DraftRow.reporter_id))
        .where(
            col(DraftRow.touched_at) < before, col(DraftRow.reminded_at).is_(None), col(Reporter.blocked_at).is_(None)
        )
    )
    return list((await session.exec(statement.order_by(col(DraftRow.touched_at)).limit(limit))).all())


async def reminded(work: Work, draft_id: int) -> bool:
    """The reporter is being reminded of this draft; False when that was done before."""
    marked = await work.session.exec(
        update(DraftRow)
        .where(col(DraftRow.id) == draft_id, col(DraftRow.reminded_at).is_(None))
        .values(reminded_at=work.now)
    )
    return marked.rowcount == 1


def to_json(draft: Draft) -> dict[str, Any]:
    """The answers as JSON."""
    answers = asdict(draft)
    answers["parts"] = [asdict(part) for part in draft.parts]
    answers["skipped"] = sorted(draft.skipped)
    if draft.when is not None:
        answers["when"]["day"] = draft.when.day.isoformat() if draft.when.day else None
    return answers


def from_json(answers: dict[str, Any]) -> Draft:
    """The answers that `to_json` wrote, also those of an earlier version with fewer slots."""
    place, when = answers.get("place"), answers.get("when")
    editing = answers.get("editing")
    return Draft(
        parts=tuple(Part(**part) for part in answers.get("parts", ())),
        place=Place(**place) if place else None,
        category=answers.get("category"),
        when=_when(when) if when else None,
        evidence=answers.get("evidence", 0),
        kind=ReportKind(answers.get("kind", ReportKind.COMPLAINT)),
        anonymous=answers.get("anonymous", False),
        confidential=answers.get("confidential", False),
        skipped=frozenset(Slot(slot) for slot in answers.get("skipped", ())),
        editing=Slot(editing) if editing else None,
    )


def _when(when: dict[str, Any]) -> When:
    return When(date.fromisoformat(when["day"]) if when["day"] else None, when["now"], when.get("assumed", False))
