"""The legal promises of a report: made at filing, moved by what the history says, ended by what the desk does."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from rules import closing, deadline, light, split, stay, warning
from rules.calendar import CalendarError
from rules.deadline import DESK, Klass, Promise
from rules.draft import ReportKind
from rules.lifecycle import Status, Step
from rules.warning import Span
from storage import deadlines, events, overdue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from handlers.house import House
    from rules.deadline import SlaTable
    from storage.tables import Deadline, Event, Report
    from storage.work import Session, Work

log = logging.getLogger(__name__)

VERIFY: Final = Promise.VERIFY
FOLLOW_UP: Final = Promise.FOLLOW_UP
RESOLVE: Final = Promise.RESOLVE
REPLY: Final = Promise.REPLY  # the reporter's own time to dispute an answer, or to reply to a question
EVERY: Final = DESK

# Verified is what was passed on or put aside; followed up, what was first processed or answered in public.
MEETS: Final[dict[Step, tuple[str, ...]]] = {
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
_THEIRS: Final = deadlines.THEIRS
_PUT_ASIDE: Final = frozenset({Status.REFERRED, Status.ARCHIVED})


async def at_filing(work: Work, house: House, report: Report) -> None:
    """Promise verification and an answer; the first follow-up is promised when the report is forwarded."""
    if (due := _of(house, report, report.filed_at)) is not None:
        await _promise(work, house, report, VERIFY, Span(report.filed_at, due.verify_by))
        await _promise(work, house, report, RESOLVE, Span(report.filed_at, due.resolve_by))


async def at_split(work: Work, house: House, report: Report, first: Report) -> None:
    """Promise of a report that was a part of the first what its words were promised there.

    An answer, counted on from the first one's filing; verification by the same day, or as of a report that comes back,
    when the first was verified and that day is over. What was told already to be late is not told again.
    """
    answer = await second_answer(work.session, house, first, klass_of(house, report))
    if answer is not None:
        await _promise(work, house, report, RESOLVE, answer)
    known = {row.kind: row for row in await deadlines.rows_of(work.session, _id(first))}
    verify_by = (await deadlines.dates_of(work.session, _id(first))).get(VERIFY)
    if VERIFY in known:
        await _promise(work, house, report, VERIFY, Span(known[VERIFY].set_at, known[VERIFY].due_at))
    elif verify_by is not None and verify_by > work.now:
        await _promise(work, house, report, VERIFY, Span(report.filed_at, verify_by))
    else:
        await _anew(work, house, report, VERIFY)
    late = [row.id for row in await deadlines.rows_of(work.session, _id(report)) if _was_told(row, known, work.now)]
    await overdue.told(work, late, {_id(report)})


async def second_answer(session: Session, house: House, first: Report, klass: Klass) -> Span | None:
    """Until when a second report of that class, made of the first, would be promised its answer; None when the calendar
    does not reach so far."""
    if (span := await _answer(session, house, first, klass)) is None:
        return None
    promised = (await deadlines.open_of(session, _id(first))).get(RESOLVE)
    return Span(span.set_at, split.answer_by(span.due_at, promised))


async def counts_from(session: Session, report: Report) -> dict[str, Any]:
    """From when the report's answer counts, as the history of one that is split off it keeps it."""
    return split.counts_from(*_runs(report, await events.of_report(session, _id(report))))


def _was_told(row: Deadline, known: Mapping[str, Deadline], now: datetime) -> bool:
    """Whether the reporter knows already of the first report that this is late."""
    return row.due_at <= now and row.kind in known and known[row.kind].told_at is not None


async def after(
    work: Work, house: House, report: Report, step: Step, before: str, was: Klass | None = None
) -> dict[str, Any]:
    """End, move and make the promises that follow from a step which led the report from `before` to where it is.

    `was`: the class of deadlines before the step. What moved, from when to when, is what the step's event has to
    remember.
    """
    dates = await deadlines.dates_of(work.session, _id(report))
    await _window(work, house, report, before)
    if before == Status.NEEDS_INFO and report.status != Status.NEEDS_INFO:
        await _resume(work, house, report)
    for kind in MEETS.get(step, ()):
        await deadlines.met(work, _id(report), kind)
    await _follow(work, house, report, step, before)
    if was is not None and was is not klass_of(house, report):
        await _recount(work, house, report)
    await deadlines.sort(work, _id(report))
    return _moved(dates, await deadlines.dates_of(work.session, _id(report)))


async def watch(work: Work, house: House, report: Report) -> None:
    """The desk is warned of the report's open promises, as of one that it handles by itself."""
    for promise in await deadlines.rows_of(work.session, _id(report)):
        if promise.kind != REPLY:
            moments = _moments(house, report, Span(promise.set_at, promise.due_at), work.now)
            await deadlines.move(work, _id(report), promise.kind, promise.due_at, **moments)


def klass_of(house: House, report: Report) -> Klass:
    """The class that decides about the answer: set by hand, or by the kind and the category."""
    if report.klass is not None:
        return Klass(report.klass)
    category = house.region.categories.get(report.category or "")
    return deadline.klass_of(ReportKind(report.kind), category.klass if category else None)


def table_of(house: House, report: Report) -> SlaTable:
    """The days the report was promised at its filing. CalendarError when the profile has none so early."""
    return deadline.in_force(report.filed_at, house.region.calendar, house.region.sla)


def reply_until(house: House, report: Report, since: datetime) -> datetime | None:
    """Until when the reporter can dispute an answer or reply to a question of that moment; None when the calendar does
    not reach so far."""
    try:
        return deadline.reply_until(since, house.region.calendar, table_of(house, report))
    except CalendarError as error:
        _without(report, error)
        return None


async def _follow(work: Work, house: House, report: Report, step: Step, before: str) -> None:
    """The promises that a step makes, or has counted anew."""
    match step:
        case Step.FORWARD:
            due = _of(house, report, report.filed_at, forwarded_at=work.now)
            if due is not None:
                await _promise(work, house, report, FOLLOW_UP, Span(work.now, due.first_follow_up_by))
            if before in _PUT_ASIDE:
                await _anew(work, house, report, RESOLVE)
        case Step.RETURN:
            await _anew(work, house, report, VERIFY)
        case Step.REOPEN:
            first = VERIFY if report.status == Status.RECEIVED else FOLLOW_UP  # whoever has it again acts first
            await _anew(work, house, report, first, RESOLVE)
        case Step.STAY:
            await _remind_anew(work, house, report)
        case Step.HAND_OVER:  # whoever has it now has the whole time to respond, and stays
            await _remind_anew(work, house, report)
            await _open_window(work, house, report)


async def _window(work: Work, house: House, report: Report, before: str) -> None:
    """The reporter's window opens with an answer or a question, and ends with the report's leaving that status, whoever
    moves it. When the time for a question is over the card says so, and nothing else happens by itself."""
    if before == report.status:
        return
    if before in _THEIRS:
        await deadlines.met(work, _id(report), REPLY)
    await _open_window(work, house, report)


async def _open_window(work: Work, house: House, report: Report) -> None:
    """While it is the reporter's turn, their time counts from now."""
    if report.status not in _THEIRS or (until := reply_until(house, report, work.now)) is None:
        return
    if report.status == Status.ANSWERED:
        await deadlines.set(work, _id(report), REPLY, until, warn_at=_ask_again_at(house, report, work.now, work.now))
    else:
        await deadlines.set(work, _id(report), REPLY, until, light_at=until)


def _ask_again_at(house: House, report: Report, answered_at: datetime, now: datetime) -> datetime | None:
    """Of the reporter's own time, `warn_at` is when they are asked once more whether it is solved: halfway, or before
    they leave."""
    region = house.region
    moments: list[datetime | None] = []
    try:
        moments.append(closing.ask_again_at(answered_at, region.calendar, table_of(house, report)))
    except CalendarError as error:
        _without(report, error)
    if report.stay_until is not None:
        moments.append(stay.asked_at(report.stay_until, region.updates.digest_at, region.quiet, max(answered_at, now)))
    return min((moment for moment in moments if moment is not None), default=None)


async def _remind_anew(work: Work, house: House, report: Report) -> None:
    """How long the reporter stays has changed: the dates stand, but not when desk and reporter are reminded of them."""
    for promise in await deadlines.rows_of(work.session, _id(report)):
        warn_at = promise.warn_at
        if warn_at is None or warn_at <= work.now:  # it was said, or is just going to be
            continue
        if promise.kind == REPLY:
            warn_at = _ask_again_at(house, report, promise.set_at, work.now)
        else:
            warn_at = _warn_at(house, report, Span(promise.set_at, promise.due_at), work.now)
        await deadlines.move(
            work, _id(report), promise.kind, promise.due_at, warn_at=warn_at, light_at=promise.light_at
        )


async def _promise(work: Work, house: House, report: Report, kind: str, span: Span) -> None:
    """Store a promise of the desk with the moments at which it is first warned of it and its light changes."""
    moments = _moments(house, report, span, work.now)
    await deadlines.set(work, _id(report), kind, span.due_at, since=span.set_at, **moments)


def _moments(house: House, report: Report, span: Span, now: datetime) -> dict[str, datetime | None]:
    light_at = light.changes_at(span.set_at, span.due_at, now, house.region.calendar)
    return {"warn_at": _warn_at(house, report, span, now), "light_at": light_at}


def _warn_at(house: House, report: Report, span: Span, now: datetime) -> datetime:
    """When the desk is next told of a promise, or before that, that the reporter leaves."""
    calendar = house.region.calendar
    try:
        leaves = stay.desk_from(report.stay_until, calendar, now) if report.stay_until else None
        warn_at = warning.next_at(span, calendar, now)
    except CalendarError:  # the last days of the years it knows; the clock looks again then
        return span.due_at
    return min(leaves, warn_at) if leaves is not None else warn_at


async def _anew(work: Work, house: House, report: Report, *kinds: str) -> None:
    """A promise that starts again counts from now."""
    if (due := _of(house, report, work.now, forwarded_at=work.now)) is None:
        return
    by: dict[str, datetime] = {VERIFY: due.verify_by, FOLLOW_UP: due.first_follow_up_by, RESOLVE: due.resolve_by}
    for kind in kinds:
        await _promise(work, house, report, kind, Span(work.now, by[kind]))


async def _recount(work: Work, house: House, report: Report) -> None:
    """Another class has other days: they count from where they did, and the waits for the reporter do not count."""
    span = await _answer(work.session, house, report, klass_of(house, report))
    if span is not None:
        await _promise(work, house, report, RESOLVE, span)


async def answer_by(session: Session, house: House, report: Report, klass: Klass) -> datetime | None:
    """Until when the answer would be promised if the report were of that class; None when the calendar does not reach
    so far."""
    span = await _answer(session, house, report, klass)
    return span.due_at if span else None


async def _answer(session: Session, house: House, report: Report, klass: Klass) -> Span | None:
    since, waits = _runs(report, await events.of_report(session, _id(report)))
    if (due := _of(house, report, since, klass=klass)) is None:
        return None
    span = Span(since, due.resolve_by)
    try:
        for asked_at, supplied_at in waits:
            span = _after_wait(house, span, asked_at, supplied_at)
    except CalendarError as error:
        _without(report, error)
        return None
    return span


def _runs(report: Report, history: Sequence[Event]) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    """From when the answer counts, and the waits for the reporter since then that have ended."""
    since, asked_at = report.filed_at, report.filed_at
    waits: list[tuple[datetime, datetime]] = []
    for event in history:
        if event.step == split.FROM:
            since, waits = split.counted(event.data)
        if event.from_status == Status.NEEDS_INFO != event.to_status:
            waits.append((asked_at, event.at))
        if event.step == Step.ASK:
            asked_at = event.at
        if event.step == Step.REOPEN or (event.step == Step.FORWARD and event.from_status in _PUT_ASIDE):
            since, waits = event.at, []
    return since, waits


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
            _without(report, error)
            return
        moments = _moments(house, report, span, work.now)
        await deadlines.move(work, _id(report), promise.kind, span.due_at, since=span.set_at, **moments)


def _after_wait(house: House, span: Span, asked_at: datetime, now: datetime) -> Span:
    calendar = house.region.calendar
    due_at = deadline.after_wait(span.due_at, asked_at, now, calendar)
    if due_at == span.due_at:
        return span
    return Span(calendar.add_working_minutes(span.set_at, calendar.working_minutes_between(asked_at, now)), due_at)


def _moved(before: Mapping[str, datetime], now: Mapping[str, datetime]) -> dict[str, Any]:
    """The promises of the desk with another date than they had, as an event keeps them: kind, from when, to when."""
    moved = {
        str(kind): [before[kind].isoformat(), now[kind].isoformat()]
        for kind in DESK
        if kind in before and before[kind] != now[kind]
    }
    return {"moved": moved} if moved else {}


def _of(
    house: House, report: Report, since: datetime, forwarded_at: datetime | None = None, klass: Klass | None = None
) -> deadline.Deadlines | None:
    """The deadlines counted from `since`. A report is kept without them rather than lost for a missing holiday list."""
    try:
        table = table_of(house, report)
        return deadline.deadlines(klass or klass_of(house, report), since, house.region.calendar, table, forwarded_at)
    except CalendarError as error:
        _without(report, error)
        return None


def _without(report: Report, error: CalendarError) -> None:
    log.warning("promise.no_calendar", extra={"why": str(error), "report_id": report.id})


def _id(report: Report) -> int:
    if report.id is None:
        raise ValueError("the report is not stored yet")
    return report.id
