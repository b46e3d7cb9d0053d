"""A report goes into other hands: by a link that works once. Its rows, what waits to be said, and who is told."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers import casework, words
from handlers.screens import Screen, quote
from rules import correction, lifecycle, quiet
from rules import handover as rules
from rules.delivery import Kind
from rules.lifecycle import Actor, Moved, Status, Step
from storage import anonymous, events, handovers, outbox, reporters, reports

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Handover, Push, Report, Reporter
    from storage.work import Session, Work

_TO_ANSWER: Final = {Status.NEEDS_INFO: Step.ASK, Status.ANSWERED: Step.REPLY}


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that can be used, and the report it gives away."""

    link: Handover
    report: Report


async def make(work: Work, house: House, report: Report) -> tuple[Handover, str]:
    """A link for the report, and its address, which is known only here; a link made before dies."""
    token = secrets.token_urlsafe(rules.TOKEN_BYTES)
    expires_at = work.now + timedelta(days=house.region.handover.link_days)
    row = await handovers.make(work, report.id, rules.digest(token), expires_at)
    return row, rules.link(house.public_username, token)


async def open_link(session: Session, report: Report, now: datetime) -> Handover | None:
    """The link of the report that somebody could use now."""
    row = await handovers.newest(session, report.id)
    return row if row is not None and _is_open(row, now) else None


async def opened(session: Session, token: str, now: datetime) -> Offer | None:
    """What a token offers; None when it is unknown, was used or cancelled, has expired, or there is nothing to give."""
    return await _offer(session, await handovers.by_digest(session, rules.digest(token)), now)


async def offered(session: Session, handover_id: int | None, now: datetime) -> Offer | None:
    """What a link offers that was opened before."""
    row = await handovers.by_id(session, handover_id) if handover_id is not None else None
    return await _offer(session, row, now)


async def take(work: Work, house: House, offer: Offer, taker: Reporter) -> bool:
    """Give the report to whoever accepts it first; False: somebody else was faster, or it cannot be given any more."""
    report, former = offer.report, await reporters.by_id(work.session, offer.report.reporter_id)
    if former is None or former.id == taker.id or not await handovers.use(work, offer.link.id):
        return False
    names = {"giver": house.pseudonym(former.id), "taker": house.pseudonym(taker.id)}
    values: dict[str, Any] = {"reporter_id": taker.id, "stay_until": None, "leave_at": None, "muted": False}
    values["receipt_digest"] = None  # the former reporter has seen it
    outcome = await casework.take_step(work, house, report, Step.HAND_OVER, actor=Actor.REPORTER, data=names, **values)
    if not isinstance(outcome, Moved):
        return False
    await handovers.cancel(work, report.id)
    if report.anonymous:  # from now on nobody knows whose name is to be hidden in the words
        await anonymous.unname(work, [report], former)
    await outbox.readdress(work, report.id, former.telegram_id, taker.telegram_id)
    await _tell_former(work, house, former, report)
    await _say_again(work, house, report)
    return True


async def compose_gone(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """To the former reporter: the report is in other hands, and who knows what now."""
    report = await reports.by_id(session, int(push.data["report"]))
    former = await reporters.by_telegram_id(session, push.chat_id)
    if report is None or former is None or report.reporter_id == former.id:
        return None
    say, locale = house.catalog.say, former.language
    hidden = "handed.anonymous" if report.anonymous else "handed.open"
    head = say(locale, "handed.text", code=report.code, title=quote(report.title))
    return Screen(f"{head}\n\n{say(locale, hidden)}")


async def _tell_former(work: Work, house: House, former: Reporter, report: Report) -> None:
    if former.blocked_at is not None or former.erased_at is not None:
        return
    await outbox.put(
        work,
        bot="public",
        chat_id=former.telegram_id,
        kind=Kind.NOTICE,
        screen=None,
        intent="handed",
        data={"report": report.id},
        purpose="notice",
        due_at=quiet.release_at(work.now, house.region.quiet),
        dedup_key=f"handed:{report.id}:{report.version}",
    )


async def _say_again(work: Work, house: House, report: Report) -> None:
    """What the new reporter has to answer stands in somebody else's chat: the desk's question, or its answer."""
    step = _TO_ANSWER.get(Status(report.status))
    history = await events.of_report(work.session, report.id)
    said = [event for event in correction.valid(history, {step} if step else ()) if event.text]
    if said:
        agency = said[-1].data.get("agency") or house.region.coordinator
        await words.say(work, house, report, said[-1], agency=agency)


async def _offer(session: Session, row: Handover | None, now: datetime) -> Offer | None:
    report = await reports.by_id(session, row.report_id) if row is not None and _is_open(row, now) else None
    if row is None or report is None or report.anonymised_at is not None:
        return None
    may = lifecycle.move(Step.HAND_OVER, casework.case_of(report), Actor.REPORTER)
    return Offer(row, report) if isinstance(may, Moved) else None


def _is_open(row: Handover, now: datetime) -> bool:
    return row.used_at is None and row.expires_at > now
