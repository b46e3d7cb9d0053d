"""A sent reply is corrected where its reader has it: the messages are edited, and a line under them says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import outlook, say, words
from handlers.screens import Screen, Wait, from_body
from rules.correction import CORRECTS
from rules.delivery import Kind, State
from storage import events, outbox, reporters, spoken, staff, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.house import House
    from storage.tables import Event, Push, Report, Reporter
    from storage.work import Session, Work

_PAUSE: Final = timedelta(seconds=2)
_ON_ITS_WAY: Final = frozenset({State.WAITING, State.SENDING})


async def tell(work: Work, house: House, report: Report, event: Event) -> None:
    """Bring what the reporter has up to the corrected words; what nobody has got yet says them from the start."""
    reporter = await reporters.by_id(work.session, report.reporter_id)
    if reporter is None or reporters.unheard(reporter):
        return
    await told.now(work, report.id or 0)
    first_id = int(event.data[CORRECTS])
    known = await spoken.versions(work.session, report.id or 0, reporter.telegram_id, first_id)
    silent, edited = words.is_silent(work, house, report, reporter), False
    screens = await _screens(work, house, report, event, reporter)
    gone = Screen(house.catalog.say(reporter.language, "notice.words.joined"))
    for piece in range(max(len(screens), len(known))):
        screen = screens[piece] if piece < len(screens) else gone
        rows = known.get(piece, [])
        if rows and await spoken.reword(work, rows[-1], screen.body(), event.id):
            continue
        edited = edited or _place(rows) is not None
        await outbox.put(
            work,
            bot="public",
            chat_id=reporter.telegram_id,
            kind=Kind.REPLY,
            screen=screen.body(),
            intent=spoken.INTENT if rows else None,
            method="edit" if rows else "send",
            data={"event": event.id, "first": first_id, "piece": piece},
            report_id=report.id,
            purpose="question" if words.is_question(event) else "words",
            silent=silent,
        )
    if edited:
        await _point(work, house, report, reporter, _place(known[0]), silent=silent)
    await words.files(work, report, event, reporter.telegram_id, silent=silent)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | Wait | None:
    """The corrected words in the place of what was sent; a message of their own where that never arrived."""
    first_id, piece = int(push.data["first"]), int(push.data["piece"])
    known = await spoken.versions(session, push.report_id or 0, push.chat_id, first_id)
    rows = [row for row in known.get(piece, ()) if row.id < push.id]
    if push.method == "edit":
        push.edit_message_id = _place(rows)
        if push.edit_message_id is None:
            if any(row.state in _ON_ITS_WAY for row in rows):
                return Wait(_PAUSE)
            push.method = "send"
    return from_body(push.body) if push.body else None


def _place(rows: Sequence[Push]) -> int | None:
    """The message in which the reporter has these words, in whichever version."""
    return next((row.message_id for row in reversed(rows) if row.state == State.SENT and row.message_id), None)


async def _screens(work: Work, house: House, report: Report, event: Event, reporter: Reporter) -> tuple[Screen, ...]:
    """The corrected words under the name of the agency that said the first ones."""
    first = await events.by_id(work.session, int(event.data[CORRECTS]))
    writer = await staff.by_id(work.session, first.staff_id) if first and first.staff_id else None
    agency = words.speaker(house, report, writer)
    after = await outlook.of(work.session, house, report, reporter.language, work.now)
    return words.screens(house, report, event, reporter.language, agency, after)


async def _point(
    work: Work, house: House, report: Report, reporter: Reporter, message_id: int | None, *, silent: bool
) -> None:
    """An edited message rings nobody and may be far up: one line answers it."""
    screen = Screen(house.catalog.say(reporter.language, "notice.words.pointer", code=report.code))
    await say.to(work, "public", reporter.telegram_id, screen, report_id=report.id, reply_to=message_id, silent=silent)
