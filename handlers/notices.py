"""When a reporter is told of the desk's steps: ordered at once or for the morning, bundled when they come together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers import news, summaries
from rules import quiet, stay, updates
from rules.delivery import Kind, State
from rules.lifecycle import Actor, Step
from rules.updates import When
from storage import events, linked, outbox, reporters, told

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Push, Report, Reporter
    from storage.work import Work

BUNDLE: Final = timedelta(minutes=5)

# What may be written into the notice just sent: an edit rings nobody's phone, and the other steps should.
_BUNDLED: Final = frozenset({Step.FORWARD, Step.TAKE})
_TALK: Final = frozenset({Step.REPLY, Step.CORRECT, Step.ASK, Step.ADD, Step.SUPPLY, Step.REOPEN, Step.RATE})


async def announce(work: Work, house: House, report: Report, event: Event) -> None:
    """Tell the reporter about a step of the desk, when and as they chose; together with what came just before it.

    A notice that still waits says this step too. What reporters do themselves (reopen) is confirmed at once.
    """
    if event.step not in news.ANNOUNCED | news.DETAILS or event.id is None:
        return
    reporter = await reporters.by_id(work.session, report.reporter_id)
    if reporter is None or reporter.blocked_at is not None or not news.is_wanted(event, report, reporter):
        return
    closes = event.step == Step.CLOSE and event.actor == Actor.CLOCK
    if closes and report.parent_id is not None and await linked.hears_elsewhere(work.session, report):
        return  # one person with two reports of one thing
    if event.step in news.DETAILS:
        await summaries.order(work, house, reporter, detail=event.id)
        return
    await told.now(work, event.report_id)
    last = await told.last_notice(work.session, event.report_id)
    if last is not None and last.chat_id != reporter.telegram_id:  # of the time before the report changed hands
        last = None
    if last is not None and last.state == State.WAITING:
        if event.actor == Actor.REPORTER:
            await told.answer_with(work, last)
    elif news.worth(event, report, reporter, leaving=_leaves_today(work, house, report)).when is When.SUMMARY:
        await summaries.order(work, house, reporter, event.id)
    elif event.step in _BUNDLED and (sent_at := await _just_sent(work, last)) is not None and last is not None:
        await _write_into(work, last, event, reporter, sent_at)
    else:
        await _send(work, house, report, event, reporter)


async def _send(work: Work, house: House, report: Report, event: Event, reporter: Reporter) -> None:
    """Order a message of its own: now, in the morning, or in the next day's when this day has had enough of them."""
    own = event.actor == Actor.REPORTER
    due_at = work.now if own else quiet.release_at(work.now, house.region.quiet)
    day = updates.day_of(due_at, house.region.quiet)
    told_today = await told.notices(work.session, event.report_id, *day)
    leaving = _leaves_today(work, house, report)
    most = house.region.updates.per_day
    verdict = news.worth(event, report, reporter, leaving=leaving, told_today=told_today, per_day=most)
    if verdict.when is When.MORNING:
        due_at = updates.next_morning(due_at, house.region.quiet)
    kind = Kind.REPLY if own else Kind.NOTICE
    await _put(work, reporter, event, {"since_event": event.id}, kind=kind, silent=verdict.silent, due_at=due_at)


def _leaves_today(work: Work, house: House, report: Report) -> bool:
    return stay.is_last_day(report.stay_until, work.now, house.region.tz)


async def _write_into(work: Work, last: Push, event: Event, reporter: Reporter, sent_at: datetime) -> None:
    """Order an edit of the notice just sent; from `sent_at`, so that edits cannot put off the next one for ever."""
    data = {**last.data, "sent_at": sent_at.isoformat()}
    message_id = last.message_id or last.edit_message_id
    await _put(work, reporter, event, data, kind=Kind.NOTICE, method="edit", edit_message_id=message_id)


async def _put(work: Work, reporter: Reporter, event: Event, data: dict[str, Any], **options: Any) -> None:
    await outbox.put(
        work,
        bot="public",
        chat_id=reporter.telegram_id,
        screen=None,
        intent="notice",
        data={**data, "event": event.id},
        report_id=event.report_id,
        purpose="notice",
        dedup_key=f"notice:{event.id}",
        **options,
    )


async def _just_sent(work: Work, last: Push | None) -> datetime | None:
    """When the message was sent that a light step can still be written into; None: it needs one of its own.

    That is within five minutes, and as long as nobody has written after it: an edit further up would go unseen.
    """
    if last is None or last.state != State.SENT or not (last.message_id or last.edit_message_id):
        return None
    first = last.data.get("sent_at")
    sent_at = datetime.fromisoformat(first) if first else last.settled_at
    if sent_at is None or work.now - sent_at >= BUNDLE or last.report_id is None:
        return None
    later = await events.of_report(work.session, last.report_id, since_id=int(last.data["event"]))
    return None if any(event.step in _TALK for event in later) else sent_at
