"""When a reporter is told of the desk's steps: ordered at once or for the morning, bundled when they come together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers import news
from rules import quiet
from rules.delivery import Kind, State
from rules.lifecycle import Actor, Step
from storage import events, outbox, reporters, told

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Push, Report
    from storage.work import Work

BUNDLE: Final = timedelta(minutes=5)

# What may be written into the notice just sent: an edit rings nobody's phone, and the other steps should.
_BUNDLED: Final = frozenset({Step.FORWARD, Step.TAKE})
_TALK: Final = frozenset({Step.REPLY, Step.ASK, Step.ADD, Step.SUPPLY})


async def announce(work: Work, house: House, report: Report, event: Event) -> None:
    """Tell the reporter about a step of the desk: now, or in the morning; together with what came just before it.

    A notice that still waits says this step too. A light step is written into a notice that was sent within five
    minutes, and that nobody has written after, instead of sending another; the five minutes count from the message, so
    that edits cannot put off the next message for ever. What reporters do themselves (reopen) is confirmed at once.
    """
    if event.step not in news.ANNOUNCED or event.id is None:
        return
    last = await told.last_notice(work.session, event.report_id)
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
