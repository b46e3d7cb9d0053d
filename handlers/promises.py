"""The legal promises of a report: made at filing, moved while the reporter is asked, ended by what the desk does."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from rules import deadline, warning
from rules.calendar import CalendarError
from rules.deadline import DESK, Promise
from rules.draft import ReportKind
from rules.lifecycle import Status, Step
from rules.warning import Span
from storage import deadlines, events

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Event, Report
    from storage.work import Work

log = logging.getLogger(__name__)

VERIFY: Final = Promise.VERIFY
FOLLOW_UP: Final = Promise.FOLLOW_UP
RESOLVE: Final = Promise.RESOLVE
REPLY: Final = Promise.REPLY  # the reporter's own time to dispute an answer
EVERY: Final = DESK

# Verified is what was passed on or put aside; followed up, what was first processed or answered in public.
_MEETS: Final[dict[Step, tuple[str, ...]]] = {
    Step.FORWARD: (VERIFY,),
    Step.TAKE: (FOLLOW_UP,),
    Step.REPLY: (FOLLOW_UP,),
    Step.RETURN: (FOLLOW_UP,),
    Step.FINISH: EVERY,
    Step.REFER: EVERY,
    Step.ARCHIVE: EVERY,
    Step.CLOSE: EVERY,
    Step.WITHDRAW: EVERY,
}


async def at_filing(work: Work, house: House, report: Report) -> None:
    """Promise verification and an answer; the first follow-up is promised when the report is forwarded."""
    if (due := _of(house, report, report.filed_at)) is not None:
        await _promise(work, house, report, VERIFY, due.verify_by)
        await _promise(work, house, report, RESOLVE, due.resolve_by)


async def after(work: Work, house: House, report: Report, event: Event) -> None:
    """End, move and make the promises that follow from a step."""
    if event.from_status == Status.NEEDS_INFO and event.to_status != Status.NEEDS_INFO:
        await _resume(work, house, report)
    step = Step(event.step)
    for kind in _MEETS.get(step, ()):
        await deadlines.met(work, _id(report), kind)
    await _window(work, house, report, event)
    match step:
        case Step.FORWARD:
            due = _of(house, report, report.filed_at, forwarded_at=work.now)
            if due is not None:
                await _promise(work, house, report, FOLLOW_UP, due.first_follow_up_by)
            if event.from_status in {Status.REFERRED, Status.ARCHIVED}:
                await _anew(work, house, report, RESOLVE)
        case Step.RETURN:
            await _anew(work, house, report, VERIFY)
        case Step.REOPEN:
            first = VERIFY if event.to_status == Status.RECEIVED else FOLLOW_UP  # whoever has it again acts first
            await _anew(work, house, report, first, RESOLVE)


def reply_until(house: House, answered_at: datetime) -> datetime | None:
    """Until when the reporter can dispute an answer; None when the calendar does not reach that far."""
    try:
        return deadline.reply_until(answered_at, house.region.calendar, house.region.sla)
    except CalendarError as error:
        log.warning("promise.no_calendar", extra={"why": str(error)})
        return None


async def _window(work: Work, house: House, report: Report, event: Event) -> None:
    """The reporter's window opens with an answer, and ends with the report's leaving that status, whoever moves it."""
    if event.from_status == event.to_status:
        return
    if event.from_status == Status.ANSWERED:
        await deadlines.met(work, _id(report), REPLY)
    if event.to_status == Status.ANSWERED and (until := reply_until(house, event.at)) is not None:
        await deadlines.set(work, _id(report), REPLY, until)


async def _promise(work: Work, house: House, report: Report, kind: str, due_at: datetime) -> None:
    """Store a promise of the desk with the moment at which it is first warned of it."""
    warn_at = _warn_at(house, Span(work.now, due_at), work.now)
    await deadlines.set(work, _id(report), kind, due_at, warn_at=warn_at)


def _warn_at(house: House, span: Span, now: datetime) -> datetime:
    try:
        return warning.next_at(span, house.region.calendar, now)
    except CalendarError:  # the last days of the years it knows; the clock looks again then
        return span.due_at


async def _anew(work: Work, house: House, report: Report, *kinds: str) -> None:
    """A promise that starts again counts from now."""
    if (due := _of(house, report, work.now, forwarded_at=work.now)) is None:
        return
    by: dict[str, datetime] = {VERIFY: due.verify_by, FOLLOW_UP: due.first_follow_up_by, RESOLVE: due.resolve_by}
    for kind in kinds:
        await _promise(work, house, report, kind, by[kind])


async def _resume(work: Work, house: House, report: Report) -> None:
    """The clock stood still while the reporter was asked: open promises move by the working time of the wait, their
    beginnings too, so that half of their time remains half of it."""
    history = await events.of_report(work.session, _id(report))
    asked = [event.at for event in history if event.step == Step.ASK]
    if not asked:
        return
    for promise in await deadlines.rows_of(work.session, _id(report)):
        try:
            span = _after_wait(house, Span(promise.set_at, promise.due_at), asked[-1], work.now)
        except CalendarError as error:
            log.warning("promise.no_calendar", extra={"why": str(error)})
            return
        warn_at = _warn_at(house, span, work.now)
        await deadlines.move(work, _id(report), promise.kind, span.due_at, since=span.set_at, warn_at=warn_at)


def _after_wait(house: House, span: Span, asked_at: datetime, now: datetime) -> Span:
    calendar = house.region.calendar
    due_at = deadline.after_wait(span.due_at, asked_at, now, calendar)
    if due_at == span.due_at:
        return span
    return Span(calendar.add_working_minutes(span.set_at, calendar.working_minutes_between(asked_at, now)), due_at)


def _of(
    house: House, report: Report, since: datetime, forwarded_at: datetime | None = None
) -> deadline.Deadlines | None:
    """The deadlines counted from `since`. A report is kept without them rather than lost for a missing holiday list."""
    category = house.region.categories.get(report.category or "")
    klass = deadline.klass_of(ReportKind(report.kind), category.klass if category else None)
    try:
        return deadline.deadlines(klass, since, house.region.calendar, house.region.sla, forwarded_at)
    except CalendarError as error:
        log.warning("promise.no_calendar", extra={"why": str(error), "report_id": report.id})
        return None


def _id(report: Report) -> int:
    if report.id is None:
        raise ValueError("the report is not stored yet")
    return report.id
