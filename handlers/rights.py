"""Reporters use their rights: the consent taken back and given again, the wish to be forgotten, and doing it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers import cards, casework, words
from handlers.retention import centres
from handlers.screens import Screen
from locales import formats
from rules import code, correction, rights
from rules.delivery import Kind
from rules.lifecycle import UNFINISHED, Actor, Status, Step
from rules.rights import Told, Way
from storage import (
    anonymous,
    attachments,
    drafts,
    erasures,
    events,
    handovers,
    linked,
    outbox,
    reporters,
    reports,
    tombstones,
    traces,
)
from storage import cards as card_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Report, Reporter
    from storage.work import Work

WHY: Final = "erasure"


@dataclass(frozen=True, slots=True)
class Erased:
    """What the last words to somebody need: where and in which language, the proof, what is kept without them."""

    chat_id: int
    language: str
    receipt: str
    kept: int
    at: datetime


async def take_back(work: Work, house: House, reporter: Reporter) -> None:
    """The consent is taken back: nothing more is said to the reporter, open reports go on without them."""
    await note(work, house, reporter, "consent", "withdrawal", **tombstones.consent_of(reporter))
    await reporters.withdraw(work, reporter)
    await traces.hush(work, reporter.telegram_id)
    if (draft := await drafts.of(work.session, reporter.id)) is not None:
        await drafts.drop(work, draft)
    await _tell(work, house, await _unfinished(work, reporter), Told.CONSENT_WITHDRAWN)


async def give(work: Work, house: House, reporter: Reporter) -> None:
    """The reporter agrees to the notice that holds now. After a withdrawal everything goes on, and what officers wrote
    meanwhile is said."""
    since = reporter.withdrawn_at
    await reporters.consent(work, reporter, house.region.consent_version)
    if since is None:
        return
    await _tell(work, house, await _unfinished(work, reporter), Told.CONSENT_GIVEN)
    said = await events.of_reporter(work.session, reporter.id, 0, {Step.REPLY, Step.CORRECT})
    for event in correction.valid(said, {Step.REPLY}):
        report = await reports.by_id(work.session, event.report_id)
        if report is not None and event.at >= since:
            await words.say(work, house, report, event, agency=event.data.get("agency"))


async def rename(work: Work, house: House, reporter: Reporter, name: str, *, chosen: bool) -> None:
    """The desk is to read another name on the reporter's cards."""
    await reporters.rename(work, reporter, name, chosen=chosen)
    await note(work, house, reporter, "request", "correction")
    for report in await _unfinished(work, reporter):
        await cards.redraw(work, report, f"name:{work.now:%Y%m%d%H%M%S}")


async def note(work: Work, house: House, reporter: Reporter, sort: str, why: str, **data: object) -> None:
    """Keep the proof that a right was used (UU 27/2022 art. 14), under a name that tells nobody who it was."""
    await tombstones.add(work, sort, house.pseudonym(reporter.id), why, **data)


async def wish(work: Work, house: House, reporter: Reporter, way: Way) -> Erased | None:
    """Erase the reporter now where nothing hinders it; else keep the wish, tell the desk, and give None."""
    found = await reports.take_all(work, reporter.id)
    if rights.erased_at_once(way, [Status(report.status) for report in found]):
        return await erase(work, house, reporter, withdrawing=way is Way.WITHDRAWING)
    if await erasures.of(work.session, reporter.id) is None:
        await erasures.ask(work, reporter, rights.due_at(work.now))
        await note(work, house, reporter, "request", WHY)
        await _tell(work, house, await _unfinished(work, reporter), Told.ERASURE_ASKED)
    return None


async def call_off(work: Work, house: House, reporter: Reporter) -> bool:
    """The reporter wants to stay after all; False: there was no wish, or it is done."""
    if not await erasures.call_off(work, reporter.id):
        return False
    await _tell(work, house, await _unfinished(work, reporter), Told.ERASURE_CALLED_OFF)
    return True


async def look(work: Work, house: House) -> int:
    """Erase whoever's time has come, or has nothing open any more, and tell them so without a sound; how many."""
    found = await erasures.due(work, house.few)
    for reporter in found:
        done = await erase(work, house, reporter)
        await outbox.put(
            work,
            bot="public",
            chat_id=done.chat_id,
            kind=Kind.NOTICE,
            screen=farewell(house, done).body(),
            purpose=traces.FAREWELL,
            silent=True,  # it does not wait for the morning, as long as the account would have to be known
        )
    return len(found)


async def erase(work: Work, house: House, reporter: Reporter, *, withdrawing: bool = False) -> Erased:
    """Forget the reporter. What has ended or ends now becomes anonymous, what is open goes on without them."""
    chat_id, language, receipt = reporter.telegram_id, reporter.language, rights.receipt(secrets.randbelow(code.SPACE))
    await reporters.silence(work, reporter)
    found = await reports.take_all(work, reporter.id)
    for report in found:
        await _end(work, house, report, withdrawing=withdrawing)
    beside = await linked.beside(work.session, reporter.id)
    files = await attachments.of_reports(work.session, [report.id for report in found])
    proof = {"reports": len(found), "files": len(files), **tombstones.consent_of(reporter)}
    ended = [report for report in found if report.ended_at is not None]
    await anonymous.make(work, ended, WHY, centres(house), known="desk")
    going_on = [report for report in found if report.ended_at is None]
    await anonymous.strip(work, going_on, reporter, centres(house))
    given = await handovers.given_by(work, house.pseudonyms(reporter.id))
    await anonymous.unname(work, [report for report in given if report.reporter_id != reporter.id], reporter)
    await anonymous.unname_said(work, beside, reporter)
    await erasures.forget(work, reporter)
    await tombstones.add(work, "reporter", receipt, WHY, **proof)
    await _take_back(work, found)
    await _tell(work, house, found, Told.ERASED)
    return Erased(chat_id, language, receipt, len(found), work.now)


def farewell(house: House, done: Erased) -> Screen:
    """The last words: that it is done, the proof of it, and what is kept without them."""
    say, region = house.catalog.say, house.region
    moment = formats.moment(done.at, done.language, region.tz, region.zone_label)
    kept = [house.catalog.count(done.language, "erase.done.kept", done.kept)] if done.kept else []
    head = say(done.language, "erase.done", moment=moment, receipt=done.receipt)
    return Screen("\n\n".join((head, *kept, say(done.language, "erase.done.after"))))


async def _unfinished(work: Work, reporter: Reporter) -> list[Report]:
    return [one for one in await reports.take_all(work, reporter.id) if one.status in UNFINISHED]


async def _end(work: Work, house: House, report: Report, *, withdrawing: bool) -> None:
    """An answered report waits for nobody any more; an open one is withdrawn if that is wished."""
    if report.status == Status.ANSWERED:
        await casework.take_step(work, house, report, Step.CLOSE, actor=Actor.CLOCK)
    elif withdrawing and rights.hinders(Status(report.status)):
        await casework.take_step(work, house, report, Step.WITHDRAW, actor=Actor.REPORTER)


async def _take_back(work: Work, found: Iterable[Report]) -> None:
    """What hung under the cards is taken back; under those of a report that goes on its words hang anew, masked."""
    for report in found:
        await cards.forget(work, report)
        for card in await card_rows.of_report(work.session, report.id) if report.ended_at is None else ():
            await cards.hang(work, report, card)


async def _tell(work: Work, house: House, found: Iterable[Report], what: Told) -> None:
    """A line in the history of each report, under its cards, and on them."""
    for report in found:
        step = report.status
        event = await events.add(work, report, Actor.REPORTER, what, step, step, visibility="desk")
        await casework.tell_desk(work, report, event, ())
        await cards.refresh(work, report, event)
