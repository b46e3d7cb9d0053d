"""Reports that are not filed yet: one for a reporter, its answers kept as JSON."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.draft import Draft, Part, Place, ReportKind, Slot, When
from storage.tables import Attachment, DraftRow, Reporter, table_of
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
    row.answers, row.touched_at, row.expires_at = to_json(draft), work.now, None
    await work.session.flush()
    return row


async def drop(work: Work, row: DraftRow) -> None:
    """The draft is no more, nor is what was attached to it and not adopted by a report."""
    orphans = delete(Attachment).where(col(Attachment.draft_id) == row.id, col(Attachment.report_id).is_(None))
    await work.session.exec(orphans)
    await work.session.delete(row)
    await work.session.flush()


async def idle(session: AsyncSession, before: datetime, since: datetime, limit: int) -> list[DraftRow]:
    """Drafts last touched between the two whose reporters can be reached and were not reminded, longest idle first."""
    statement = (
        select(DraftRow)
        .join(Reporter, col(Reporter.id) == col(DraftRow.reporter_id))
        .where(
            col(DraftRow.touched_at) < before,
            col(DraftRow.touched_at) >= since,
            col(DraftRow.reminded_at).is_(None),
            col(Reporter.blocked_at).is_(None),
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


async def fading(work: Work, before: datetime, limit: int) -> list[tuple[DraftRow, Reporter]]:
    """Drafts untouched since then whose end is not set yet, longest idle first; nobody else takes them meanwhile."""
    statement = (
        select(DraftRow, Reporter)
        .join(Reporter, col(Reporter.id) == col(DraftRow.reporter_id))
        .where(col(DraftRow.touched_at) < before, col(DraftRow.expires_at).is_(None))
        .order_by(col(DraftRow.touched_at))
        .limit(limit)
        .with_for_update(of=table_of(DraftRow), skip_locked=True)
    )
    return list((await work.session.exec(statement)).all())


async def expire(work: Work, draft_ids: Collection[int], at: datetime) -> None:
    """These drafts end then, unless they are touched before."""
    await work.session.exec(update(DraftRow).where(col(DraftRow.id).in_(draft_ids)).values(expires_at=at))


async def touch(work: Work, row: DraftRow) -> None:
    """The reporter is back at the draft: it stays."""
    row.touched_at, row.expires_at = work.now, None
    await work.session.flush()


async def expired(work: Work, limit: int) -> list[DraftRow]:
    """Drafts whose end has come, the first one first; nobody else takes them meanwhile."""
    statement = (
        select(DraftRow)
        .where(col(DraftRow.expires_at) <= work.now)
        .order_by(col(DraftRow.expires_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list((await work.session.exec(statement)).all())


async def drop_all(work: Work, draft_ids: Collection[int]) -> None:
    """The same as `drop` for many."""
    orphans = (col(Attachment.draft_id).in_(draft_ids), col(Attachment.report_id).is_(None))
    await work.session.exec(delete(Attachment).where(*orphans).execution_options(synchronize_session=False))
    await work.session.exec(
        delete(DraftRow).where(col(DraftRow.id).in_(draft_ids)).execution_options(synchronize_session=False)
    )


def to_json(draft: Draft) -> dict[str, Any]:
    """The answers as JSON."""
    answers = asdict(draft)
    answers["parts"] = [asdict(part) for part in draft.parts]
    answers["skipped"] = sorted(draft.skipped)
    answers["understood"] = sorted(draft.understood)
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
        understood=frozenset(Slot(slot) for slot in answers.get("understood", ())),
        suggested=tuple(answers.get("suggested", ())),
        compared=answers.get("compared", False),
        origin=answers.get("origin", ""),
        spoken=answers.get("spoken", False),
        joins=answers.get("joins", 0),
    )


def _when(when: dict[str, Any]) -> When:
    return When(date.fromisoformat(when["day"]) if when["day"] else None, when["now"], when.get("assumed", False))
