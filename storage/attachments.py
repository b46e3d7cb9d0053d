"""Files people sent: known at once, their bytes fetched by a job. States: waiting, stored, refused, failed, held; and
gone: of these only the sum is left, until another job has removed the bytes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, exists, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Attachment, DraftRow, Report, Reporter
from storage.work import Work

WAITING: Final = "waiting"
STORED: Final = "stored"
REFUSED: Final = "refused"
FAILED: Final = "failed"
GONE: Final = "gone"
HELD: Final = "held"  # by a voice or a face in it its sender may be known: they are asked first
HOUSE: Final = "house"  # in place of the bot: nobody sent it, it was made here


async def add(work: Work, **fields: Any) -> Attachment:
    """Note a file somebody sent and have it fetched. The same file again in one draft is the one already there."""
    if (known := await _in_draft(work, fields.get("draft_id"), fields["file_unique_id"])) is not None:
        return known
    attachment = Attachment(**{"due_at": work.now, "created_at": work.now, **fields})
    work.session.add(attachment)
    await work.session.flush()
    work.wake("files")
    return attachment


async def by_id(session: AsyncSession, attachment_id: int) -> Attachment | None:
    """The attachment of that id."""
    return (await session.exec(select(Attachment).where(col(Attachment.id) == attachment_id))).first()


async def by_ids(session: AsyncSession, ids: Collection[int]) -> list[Attachment]:
    """Those of the ids that exist, in the order they were sent."""
    return await _all(session, col(Attachment.id).in_(ids))


async def of_draft(session: AsyncSession, draft_id: int) -> list[Attachment]:
    """What was attached to a draft, in the order it was sent."""
    return await _all(session, col(Attachment.draft_id) == draft_id)


async def of_report(session: AsyncSession, report_id: int) -> list[Attachment]:
    """What belongs to a report, at filing or later, in the order it was sent."""
    return await _all(session, and_(col(Attachment.report_id) == report_id, col(Attachment.state) != HELD))


async def held(session: AsyncSession, report_id: int) -> list[Attachment]:
    """What its sender has to say yes to before it is with the report."""
    return await _all(session, and_(col(Attachment.report_id) == report_id, col(Attachment.state) == HELD))


async def release(work: Work, ids: Collection[int]) -> None:
    """Their sender said yes: have them fetched."""
    freed = update(Attachment).where(col(Attachment.id).in_(ids)).values(state=WAITING, due_at=work.now)
    await work.session.exec(freed)
    work.wake("files")


async def of_reports(session: AsyncSession, report_ids: Collection[int]) -> list[Attachment]:
    """What reporters sent with any of these reports, in the order it was sent."""
    sent = and_(col(Attachment.bot) == "public", col(Attachment.state) != HELD)
    return await _all(session, and_(col(Attachment.report_id).in_(report_ids), sent))


async def of_event(session: AsyncSession, event_id: int) -> list[Attachment]:
    """What came with one line of a report's history."""
    return await _all(session, col(Attachment.event_id) == event_id)


async def of_composition(session: AsyncSession, composition_id: int) -> list[Attachment]:
    """What an operator put to words that are not confirmed yet."""
    return await _all(session, col(Attachment.composition_id) == composition_id)


async def of_album(session: AsyncSession, bot: str, media_group_id: str) -> list[Attachment]:
    """What one bot has seen so far of an album, which comes in several messages."""
    return await _all(session, and_(col(Attachment.bot) == bot, col(Attachment.media_group_id) == media_group_id))


async def open_names(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """Those of the ids whose own names may be shown: an operator's, or of a report that hides nothing."""
    hides_nothing = and_(col(Report.anonymous).is_(False), col(Report.confidential).is_(False))
    statement = (
        select(Attachment.id)
        .join(Report, col(Report.id) == col(Attachment.report_id), isouter=True)
        .where(col(Attachment.id).in_(ids), or_(col(Attachment.bot).in_(("desk", HOUSE)), hides_nothing))
    )
    return set((await session.exec(statement)).all())


async def reporter_of(session: AsyncSession, attachment_id: int) -> Reporter | None:
    """Whose draft or report the file belongs to."""
    file = await by_id(session, attachment_id)
    if file is None:
        return None
    drafted = select(DraftRow.reporter_id).where(col(DraftRow.id) == file.draft_id)
    filed = select(Report.reporter_id).where(col(Report.id) == file.report_id)
    owners = or_(col(Reporter.id).in_(drafted), col(Reporter.id).in_(filed))
    return (await session.exec(select(Reporter).where(owners))).first()


async def referenced(session: AsyncSession, sums: Collection[str]) -> set[str]:
    """Those of the sums that some attachment still needs."""
    here = (col(Attachment.sha256).in_(sums), col(Attachment.state) != GONE)
    statement = select(Attachment.sha256).where(*here).distinct()
    return {found for found in (await session.exec(statement)).all() if found is not None}


async def waiting(session: AsyncSession, now: datetime, limit: int) -> list[Attachment]:
    """At most `limit` files due to be fetched: an operator's, or of a reporter who agreed to the privacy notice."""
    agreed = col(Reporter.consent_at).is_not(None)
    drafted = exists().where(
        col(DraftRow.id) == col(Attachment.draft_id), col(Reporter.id) == col(DraftRow.reporter_id), agreed
    )
    filed = exists().where(
        col(Report.id) == col(Attachment.report_id), col(Reporter.id) == col(Report.reporter_id), agreed
    )
    statement = select(Attachment).where(
        col(Attachment.state) == WAITING,
        col(Attachment.due_at) <= now,
        or_(col(Attachment.bot) == "desk", drafted, filed),
    )
    return list((await session.exec(statement.order_by(col(Attachment.due_at), col(Attachment.id)).limit(limit))).all())


async def stored(
    work: Work,
    attachment_id: int,
    sha256: str,
    size: int,
    mime: str,
    name: str | None = None,
    phash: str | None = None,
) -> None:
    """The bytes are kept under their own sum; `name`: what the file is to be called now that it is known what it is;
    `phash`: what a picture looks like."""
    known: dict[str, Any] = {} if name is None else {"name": name}
    known |= {} if phash is None else {"phash": phash}
    await _set(work, attachment_id, state=STORED, sha256=sha256, size=size, mime=mime, **known)


async def refused(work: Work, attachment_id: int) -> None:
    """The file is one we do not take: too large, or not what it says it is."""
    await _set(work, attachment_id, state=REFUSED)


async def failed(work: Work, attachment_id: int, due_at: datetime | None) -> None:
    """The file could not be fetched: once more at `due_at`, or (None) never."""
    again: dict[str, Any] = {"state": FAILED} if due_at is None else {"due_at": due_at}
    await _set(work, attachment_id, attempts=col(Attachment.attempts) + 1, **again)


async def sent_as(work: Work, attachment_id: int, other_file_id: str) -> None:
    """The other bot has sent the file and knows it by this id: no need to upload it again."""
    await _set(work, attachment_id, other_file_id=other_file_id)


async def cover(work: Work, attachment_id: int, cells: str) -> None:
    """These parts of the picture are black wherever it is shown from now on: it has to be uploaded anew."""
    await _set(work, attachment_id, covers=cells, other_file_id=None)


async def shown(work: Work, ids: Collection[int]) -> None:
    """The files were shown to whom they are for."""
    await work.session.exec(update(Attachment).where(col(Attachment.id).in_(ids)).values(shown_at=work.now))


async def adopt(work: Work, draft_id: int, report_id: int) -> int:
    """What was attached to the draft belongs to the report now; how many files."""
    adopted = await work.session.exec(
        update(Attachment).where(col(Attachment.draft_id) == draft_id).values(draft_id=None, report_id=report_id)
    )
    return adopted.rowcount


async def assign(work: Work, ids: Collection[int], report_id: int, event_id: int | None = None) -> int:
    """The files belong to a report, and came with that line of its history; how many."""
    statement = update(Attachment).where(col(Attachment.id).in_(ids))
    return (await work.session.exec(statement.values(report_id=report_id, event_id=event_id))).rowcount


async def recompose(work: Work, old: int, new: int) -> None:
    """What an operator put to words that were reworded belongs to the new words."""
    await work.session.exec(update(Attachment).where(col(Attachment.composition_id) == old).values(composition_id=new))


async def remove(work: Work, attachment_id: int) -> bool:
    """Forget a file; False when it was gone already. Its bytes go when nobody else needs them."""
    return (await work.session.exec(delete(Attachment).where(col(Attachment.id) == attachment_id))).rowcount == 1


async def shred(work: Work, *which: ColumnElement[bool]) -> int:
    """These files are nobody's any more, and nothing is known of them; their bytes go soon. How many files."""
    unknown: dict[str, Any] = dict.fromkeys(("draft_id", "report_id", "event_id", "composition_id", "media_group_id"))
    blank = {
        "file_id": "",
        "file_unique_id": "",
        "name": "",
        "message_id": 0,
        "other_file_id": None,
        "phash": None,
        "state": GONE,
    }
    kept = (col(Attachment.sha256).is_not(None), *which)
    shredded = update(Attachment).where(*kept).values(**unknown, **blank)
    never_came = delete(Attachment).where(col(Attachment.sha256).is_(None), *which)
    done = [
        await work.session.exec(statement.execution_options(synchronize_session=False))
        for statement in (never_came, shredded)
    ]
    return sum(one.rowcount for one in done)


def among(ids: Collection[int]) -> ColumnElement[bool]:
    """That it is one of these."""
    return col(Attachment.id).in_(ids)


async def shredded(session: AsyncSession, limit: int | None) -> list[Attachment]:
    """At most `limit` files whose bytes are to be removed, those first that were let go long ago."""
    statement = select(Attachment).where(col(Attachment.state) == GONE).order_by(col(Attachment.id))
    return list((await session.exec(statement.limit(limit))).all())


async def forget(work: Work, ids: Collection[int]) -> None:
    """The bytes of these files were removed, or somebody else needs them."""
    await work.session.exec(delete(Attachment).where(col(Attachment.id).in_(ids)))


async def _in_draft(work: Work, draft_id: int | None, file_unique_id: str) -> Attachment | None:
    if draft_id is None:
        return None
    same = (col(Attachment.draft_id) == draft_id, col(Attachment.file_unique_id) == file_unique_id)
    return (await work.session.exec(select(Attachment).where(*same))).first()


async def _all(session: AsyncSession, condition: ColumnElement[bool]) -> list[Attachment]:
    return list((await session.exec(select(Attachment).where(condition).order_by(col(Attachment.id)))).all())


async def _set(work: Work, attachment_id: int, **values: Any) -> None:
    await work.session.exec(update(Attachment).where(col(Attachment.id) == attachment_id).values(values))
