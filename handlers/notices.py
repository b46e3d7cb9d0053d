"""What a reporter is told: the desk's steps, bundled when they come together, and an operator's words at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers import callbacks, fit, promises
from handlers.screens import Button, Media, Screen, Wait, quote
from locales import formats
from rules import quiet
from rules.delivery import Kind, State
from rules.lifecycle import Actor, Status, Step
from storage import attachments, deadlines, events, outbox, reporters, reports

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Push, Report, Reporter
    from storage.work import Session, Work

BUNDLE: Final = timedelta(minutes=5)
PROOF_PATIENCE: Final = timedelta(minutes=10)
PROOF_PAUSE: Final = timedelta(seconds=2)

ANNOUNCED: Final = frozenset(
    {Step.FORWARD, Step.TAKE, Step.RETURN, Step.REFER, Step.ARCHIVE, Step.FINISH, Step.CLOSE, Step.REOPEN}
)
# What may be written into the notice just sent: an edit rings nobody's phone, and the other steps should.
_BUNDLED: Final = frozenset({Step.FORWARD, Step.TAKE})
_TALK: Final = frozenset({Step.REPLY, Step.ASK, Step.ADD, Step.SUPPLY})


async def announce(work: Work, house: House, report: Report, event: Event) -> None:
    """Tell the reporter about a step of the desk: now, or in the morning; together with what came just before it.

    A notice that still waits says this step too. A light step is written into a notice that was sent within five
    minutes, and that nobody has written after, instead of sending another; the five minutes count from the message, so
    that edits cannot put off the next message for ever. What reporters do themselves (reopen) is confirmed at once.
    """
    if event.step not in ANNOUNCED or event.id is None:
        return
    last = await outbox.last_notice(work.session, event.report_id)
    if last is not None and last.state == State.WAITING:
        return
    reporter = await reporters.by_id(work.session, report.reporter_id)
    if reporter is None or reporter.blocked_at is not None:
        return
    own = event.actor == Actor.REPORTER
    bundled = event.step in _BUNDLED and not await _was_talk_since(work, last)
    earlier = _just_sent(last, work.now) if bundled else None
    data: dict[str, Any] = {"since_event": event.id, "event": event.id}
    if earlier is not None and last is not None:
        data = {**last.data, "event": event.id, "sent_at": earlier.isoformat()}
    await outbox.put(
        work,
        bot="public",
        chat_id=reporter.telegram_id,
        kind=Kind.REPLY if own else Kind.NOTICE,
        screen=None,
        intent="notice",
        data=data,
        report_id=report.id,
        purpose="notice",
        method="send" if earlier is None else "edit",
        edit_message_id=None if earlier is None or last is None else last.message_id or last.edit_message_id,
        due_at=work.now if own or earlier is not None else quiet.release_at(work.now, house.region.quiet),
        dedup_key=f"notice:{event.id}",
    )


async def say_to_reporter(
    work: Work,
    house: House,
    report: Report,
    text: str,
    *,
    agency: str | None,
    question: bool = False,
    composition_id: int | None = None,
) -> None:
    """An operator's own words to the reporter, named by agency: at once, silently at night. Files follow them."""
    reporter = await reporters.by_id(work.session, report.reporter_id)
    if reporter is None:
        return
    silent = quiet.is_quiet(work.now, house.region.quiet)
    for screen in words(house, report, reporter.language, text, agency, question):
        await outbox.put(
            work,
            bot="public",
            chat_id=reporter.telegram_id,
            kind=Kind.REPLY,
            screen=screen.body(),
            report_id=report.id,
            purpose="question" if question else "words",
            silent=silent,
        )
    for file in await attachments.of_composition(work.session, composition_id) if composition_id else ():
        await outbox.put(
            work,
            bot="public",
            chat_id=reporter.telegram_id,
            kind=Kind.REPLY,
            screen=None,
            intent="proof",
            data={"file": file.id},
            report_id=report.id,
            purpose="words",
            silent=silent,
            dedup_key=f"proof:{composition_id}:{file.id}",
        )


def words(
    house: House, report: Report, locale: str, text: str, agency: str | None, question: bool
) -> tuple[Screen, ...]:
    """An operator's words as the reporter reads them; what exceeds one message goes on in the next."""
    say, name = house.catalog.say, agency_name(house, agency, locale)
    sort = "question" if question else "words"
    head = say(locale, f"notice.{sort}.head", agency=quote(name), code=report.code)
    hint = say(locale, f"notice.{sort}.hint", agency=quote(name))
    room = fit.MESSAGE_UNITS - fit.visible(head) - fit.visible(hint) - 10
    pieces = fit.split(text, room) if text else (say(locale, "notice.words.files"),)
    screens = [Screen(quote(piece)) for piece in pieces]
    screens[0] = Screen(f"{head}\n\n{screens[0].text}")
    screens[-1] = Screen(f"{screens[-1].text}\n\n<i>{hint}</i>", buttons=_buttons(house, report, locale))
    return tuple(screens)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The notice as it is to be said now: every step since it was ordered, and what happens next by when."""
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    reporter = await reporters.by_id(session, report.reporter_id) if report else None
    if report is None or report.id is None or reporter is None:
        return None
    history = await events.of_report(session, report.id, since_id=int(push.data["since_event"]) - 1)
    news = [event for event in history if event.step in ANNOUNCED]
    if not news:
        return None
    return await _notice(session, house, report, reporter, news)


async def compose_proof(session: Session, house: House, push: Push, now: datetime) -> Screen | Wait | None:
    """A file that an operator sent along, once its bytes are here; after ten minutes it is given up."""
    file = await attachments.by_id(session, int(push.data["file"]))
    if file is None or file.state in {"refused", "failed"}:
        return None
    if file.state != "stored":
        return Wait(PROOF_PAUSE) if now - file.created_at < PROOF_PATIENCE else None
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    return Screen(f"📎 {report.code}" if report else "", media=(Media(int(push.data["file"]), file.kind),))


def agency_name(house: House, agency: str | None, locale: str) -> str:
    """The agency as the reporter knows it; without one, the coordinator."""
    found = house.region.agencies.get(agency or house.region.coordinator)
    return found.names.of(locale) if found else house.region.title.of(locale)


async def _notice(session: Session, house: House, report: Report, reporter: Reporter, news: list[Event]) -> Screen:
    locale, say = reporter.language, house.catalog.say
    lines = [line(house, event, locale) for event in news]
    said = [text for index, text in enumerate(lines) if index == 0 or text != lines[index - 1]]
    head = say(locale, "notice.head", code=report.code, title=quote(report.title))
    after = await _next(session, house, report, news[-1], locale)
    text = _joined(head, said, after)
    while fit.visible(text) > fit.MESSAGE_UNITS and len(said) > 1:  # a night of long reasons: the last ones count
        said.pop(0)
        text = _joined(head, said, after)
    return Screen(text, buttons=_buttons(house, report, locale))


def _joined(head: str, said: list[str], after: str) -> str:
    return "\n\n".join(filter(None, (head, "\n".join(said), after)))


def line(house: House, event: Event, locale: str) -> str:
    """One step in the reporter's words; the report itself may be elsewhere by now."""
    own = ".own" if event.actor == Actor.REPORTER else ""
    return told(house, f"{event.step}{own}", event.data, locale, event.text)


def told(house: House, step: str, data: Mapping[str, Any], locale: str, text: str = "") -> str:
    """What the reporter is told of a step that set `data`, also before it is taken."""
    region = house.region
    authority = region.authorities.get(data.get("referred_to", ""))
    reason = region.archive_reasons.get(data.get("archive_reason", ""))
    why = text or (reason.names.of(locale) if reason else "")
    unknown = ".unknown" if authority and not authority.contact else ""
    return house.catalog.say(
        locale,
        f"notice.did.{step}{unknown}",
        agency=quote(agency_name(house, data.get("agency"), locale)),
        authority=quote(authority.names.of(locale) if authority else ""),
        contact=quote(authority.contact if authority else ""),
        reason=quote(fit.cut(why, 1500)),
    )


async def _next(session: Session, house: House, report: Report, event: Event, locale: str) -> str:
    """What happens next and by when; the sentence without a date where there is none."""
    say = house.catalog.say
    due = await _due(session, house, event)
    step = f"{event.step}.agency" if _is_back_with_agency(event) else event.step
    agency = quote(agency_name(house, event.data.get("agency"), locale))
    if due is None:
        return say(locale, f"notice.next.{step}.undated", agency=agency)
    by = formats.moment(due, locale, house.region.tz, house.region.zone_label)
    return say(locale, f"notice.next.{step}", agency=agency, by=by)


async def _due(session: Session, house: House, event: Event) -> datetime | None:
    match event.step:
        case Step.FINISH:
            return promises.reply_until(house, event.at)
        case Step.REFER | Step.ARCHIVE | Step.CLOSE:
            return None
    still_open = await deadlines.open_of(session, event.report_id)
    kind = {Step.FORWARD: promises.FOLLOW_UP, Step.TAKE: promises.RESOLVE}.get(Step(event.step), promises.VERIFY)
    return still_open.get(promises.FOLLOW_UP if _is_back_with_agency(event) else kind)


def _is_back_with_agency(event: Event) -> bool:
    return event.step == Step.REOPEN and event.to_status != Status.RECEIVED


def _buttons(house: House, report: Report, locale: str) -> tuple[tuple[Button, ...], ...]:
    say = house.catalog.say
    add = Button(say(locale, "notice.add"), callbacks.pack(callbacks.ADD, report.id))
    status = Button(say(locale, "notice.status"), callbacks.pack(callbacks.STATUS, report.id))
    return ((add, status),)


async def _was_talk_since(work: Work, last: Push | None) -> bool:
    """Whether somebody wrote after the notice: an edit further up would go unseen."""
    if last is None or last.report_id is None:
        return False
    later = await events.of_report(work.session, last.report_id, since_id=int(last.data["event"]))
    return any(event.step in _TALK for event in later)


def _just_sent(last: Push | None, now: datetime) -> datetime | None:
    """When the message was sent that this step can still be written into; None: it needs a message of its own."""
    if last is None or last.state != State.SENT or not (last.message_id or last.edit_message_id):
        return None
    first = last.data.get("sent_at")
    sent_at = datetime.fromisoformat(first) if first else last.settled_at
    return sent_at if sent_at is not None and now - sent_at < BUNDLE else None
