"""Making reports anonymous: the person, ids, the exact pin and the files go; masked words and every figure stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules import redact
from storage import attachments, conflict, core, tombstones
from storage.tables import (
    Attachment,
    Composition,
    Event,
    Handover,
    MessageLink,
    Push,
    Report,
    Reporter,
    Translation,
    table_of,
)
from storage.work import Work

NOBODY: Final = 0  # the Telegram id of the one reporter to whom anonymous reports belong
_PERSONAL: Final = frozenset({"message_id", "stay_until", "giver", "taker", "sp4n_id"})  # in an event's data
_WORDS: Final = ("original", "why")  # there too: an operator's own text beside the one that was sent; a reason
_HUNG_ON: Final = (Composition, Handover, MessageLink, Push, Translation)

Centres = Mapping[str, tuple[float, float]]  # of the region's villages, by code


async def due(work: Work, before: datetime, limit: int) -> list[Report]:
    """At most `limit` personal reports that ended before then, longest ago first; nobody else may change them now."""
    return await _due(work, col(Report.ended_at) < before, limit)


async def of_the_erased(work: Work, limit: int) -> list[Report]:
    """Personal reports whose reporter had everything erased while they were open, and that have ended now."""
    erased = select(Reporter.id).where(col(Reporter.erased_at).is_not(None))
    return await _due(work, col(Report.reporter_id).in_(erased), limit)


async def make(work: Work, found: Sequence[Report], why: str, centres: Centres, *, known: str = "") -> None:
    """Make the reports anonymous, and write a tombstone for each. `known`: the bot whose messages about them stay
    known, so that they can be taken back."""
    ids = [report.id for report in found]
    people = await _people(work.session, {report.reporter_id for report in found})
    files, messages = await _counts(work.session, Attachment, ids), await _counts(work.session, MessageLink, ids)
    nobody = await _nobody(work) if found else 0
    await mask(work, found, people)
    for report in found:
        report.latitude, report.longitude = _rounded(report, centres)
        person, report.reporter_id = people.get(report.reporter_id), nobody
        report.stay_until = report.leave_at = report.receipt_digest = report.shared_as = None
        report.sp4n_id = None  # lapor.go.id may know whose it is
        report.anonymised_at, report.version = work.now, report.version + 1
        went = {"files": files.get(report.id, 0), "messages": messages.get(report.id, 0)}
        await tombstones.add(work, "report", report.code, why, **went, **tombstones.consent_of(person))
    await attachments.shred(work, col(Attachment.report_id).in_(ids))
    for rows in _HUNG_ON:
        statement = delete(rows).where(col(rows.report_id).in_(ids))
        if rows is MessageLink:
            statement = statement.where(col(MessageLink.bot) != known)
        await work.session.exec(statement.execution_options(synchronize_session=False))


async def strip(work: Work, found: Sequence[Report], person: Reporter, centres: Centres) -> int:
    """Take the reporter out of reports that go on without them: name, numbers, exact place and files; what the desk
    added and has to do stays. How many files went."""
    ids = [report.id for report in found]
    await mask(work, found, {person.id: person})
    for report in found:
        report.latitude, report.longitude = _rounded(report, centres)
        report.stay_until = report.leave_at = report.receipt_digest = report.shared_as = None
        report.version += 1
    drafted = await work.session.exec(select(Composition).where(col(Composition.report_id).in_(ids)))
    for composition in drafted.all():
        composition.body = redact.mask(composition.body, *_name(person))
        composition.translation = redact.mask(composition.translation, *_name(person))
    said = update(Push).where(col(Push.report_id).in_(ids), col(Push.body).is_not(None)).values(body=None)
    settled = said.where(col(Push.settled_at).is_not(None))
    gone = [delete(rows).where(col(rows.report_id).in_(ids)) for rows in (Handover, Translation)]
    for statement in (settled, *gone):
        await work.session.exec(statement.execution_options(synchronize_session=False))
    return await attachments.shred(work, col(Attachment.report_id).in_(ids), col(Attachment.bot) == "public")


async def mask(work: Work, found: Sequence[Report], people: Mapping[int, Reporter], *, pins: bool = True) -> None:
    """Take the reporter out of the words of the reports and of their history. `pins`: exact places, too."""
    names = {report.id: _name(people.get(report.reporter_id)) for report in found}
    for report in found:
        for field in ("title", "body", "place_words"):
            setattr(report, field, redact.mask(getattr(report, field), *names[report.id], pins=pins))
    history = await work.session.exec(select(Event).where(col(Event.report_id).in_(names)))
    for event in history.all():
        event.text = redact.mask(event.text, *names[event.report_id], pins=pins)
        if _PERSONAL & event.data.keys():
            event.data = {key: value for key, value in event.data.items() if key not in _PERSONAL}
        for key in _WORDS:
            if key in event.data:
                masked = redact.mask(event.data[key], *names[event.report_id], pins=pins)
                event.data = {**event.data, key: masked}
    await work.session.flush()


async def unname(work: Work, found: Sequence[Report], person: Reporter) -> None:
    """Take the name of somebody who gave these reports away out of their words, and of what the outbox still has of
    telling them to their new reporters."""
    for report in found:
        for field in ("title", "body", "place_words"):
            setattr(report, field, redact.nameless(getattr(report, field), *_name(person)))
    history = await work.session.exec(select(Event).where(col(Event.report_id).in_([report.id for report in found])))
    for event in history.all():
        event.text = redact.nameless(event.text, *_name(person))
    gone = delete(Translation).where(col(Translation.report_id).in_([report.id for report in found]))
    await work.session.exec(gone.execution_options(synchronize_session=False))
    await work.session.flush()
    takers = select(Reporter.telegram_id).where(col(Reporter.id).in_([report.reporter_id for report in found]))
    said = update(Push).where(
        col(Push.chat_id).in_(takers), col(Push.bot) == "public", col(Push.settled_at).is_not(None)
    )
    await work.session.exec(said.values(body=None).execution_options(synchronize_session=False))


async def unname_said(work: Work, report_ids: Collection[int], person: Reporter) -> None:
    """Take somebody's name out of what the desk said to the reporters of these reports, of the same thing as theirs."""
    said = select(Event).where(col(Event.report_id).in_(report_ids), col(Event.staff_id).is_not(None))
    for event in (await work.session.exec(said)).all():
        event.text = redact.nameless(event.text, *_name(person))
        for key in _WORDS:
            if key in event.data:
                event.data = {**event.data, key: redact.nameless(event.data[key], *_name(person))}
    await work.session.flush()


async def _due(work: Work, which: Any, limit: int) -> list[Report]:
    ended = (col(Report.anonymised_at).is_(None), col(Report.ended_at).is_not(None))
    statement = select(Report).where(*ended, which).order_by(col(Report.ended_at), col(Report.id)).limit(limit)
    return list((await work.session.exec(statement.with_for_update(skip_locked=True))).all())


async def _people(session: AsyncSession, ids: Collection[int]) -> dict[int, Reporter]:
    return {one.id: one for one in (await session.exec(select(Reporter).where(col(Reporter.id).in_(ids)))).all()}


async def _counts(session: AsyncSession, rows: type[Attachment | MessageLink], ids: Collection[int]) -> dict[int, int]:
    report_id = col(rows.report_id)
    found = await session.exec(select(report_id, func.count()).where(report_id.in_(ids)).group_by(report_id))
    return {number: count for number, count in found.all() if number is not None}


async def _nobody(work: Work) -> int:
    """The row of nobody, made when it is first needed."""
    table: Table = table_of(Reporter)
    values = {"telegram_id": NOBODY, "language": "id", "created_at": work.now, "erased_at": work.now}
    values["blocked_at"] = work.now  # should the desk open one of them again: nothing is said to nobody
    row = {**values, "name": "", "username": "", "origin": "", "language_chosen": False, "updates": "at_once"}
    insert = conflict.insert(work.session, table).values(row).on_conflict_do_nothing(index_elements=["telegram_id"])
    await core.execute(work.session, insert, {})
    return (await work.session.exec(select(Reporter.id).where(col(Reporter.telegram_id) == NOBODY))).one()


def _name(person: Reporter | None) -> tuple[str, str]:
    return (person.name, person.username) if person else ("", "")


def _rounded(report: Report, centres: Centres) -> tuple[float | None, float | None]:
    """The middle of the village in place of the pin; nothing where there was none, or no village of ours."""
    return centres.get(report.village or "", (None, None)) if report.latitude is not None else (None, None)
