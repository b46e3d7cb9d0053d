"""A sent reply is corrected: by a button under its confirmation, or by editing what was written, for 48 hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, casework
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from rules import access, correction, lifecycle
from rules.lifecycle import Refused, Step
from storage import events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from handlers.desk.menus import Rows
    from handlers.house import House
    from storage.tables import Composition, Event
    from storage.work import Session

PURPOSE: Final = "correct."  # and the id of the first version's event: what a reply to the prompt is about


def button(house: House, first_id: int, locale: str) -> Rows:
    """Under the confirmation of what was sent."""
    return ((Button(house.catalog.say(locale, "desk.correct"), callbacks.pack(Press.CORRECT, first_id)),),)


async def press(desk: Desk, parts: Sequence[str]) -> None:
    """Ask for the corrected words, as a message that wants a reply and shows what the reporter has now."""
    number = parts[0] if parts and parts[0].isdecimal() else "0"
    first = await events.by_id(desk.work.session, int(number))
    report = await desk.report(first.report_id) if first else None
    actor = access.acts_as(desk.staff, report.agency) if report else None
    if first is None:
        desk.toast("desk.toast.stale")
    elif report is None or actor is None:
        desk.toast(await desk.refusal(first.report_id))
    elif isinstance(refused := lifecycle.move(Step.CORRECT, casework.case_of(report), actor), Refused):
        desk.toast(f"desk.refused.{refused.why}")
    elif not correction.may(first, desk.work.now):
        desk.toast("desk.toast.correct_late")
    else:
        now = await current(desk.work.session, first)
        who = f'<a href="tg://user?id={desk.staff.telegram_id}">{quote(desk.staff.name)}</a>'
        text = desk.text("desk.prompt.correct", who=who, code=report.code)
        screen = Screen(f"{text}\n\n<blockquote expandable>{quote(now.text[:3000])}</blockquote>", ask=True)
        await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=f"{PURPOSE}{first.id}")


async def current(session: Session, first: Event) -> Event:
    """What the reporter was told last of what was said first there."""
    history = await events.of_report(session, first.report_id, since_id=first.id - 1)
    return next((event for event in correction.valid(history, {first.step}) if first.id in _ids(event)), first)


def named(purpose: str) -> int | None:
    """The first version's event that a message of that purpose asks to correct."""
    number = purpose.removeprefix(PURPOSE)
    return int(number) if number != purpose and number.isdecimal() else None


async def first_of(desk: Desk, composition: Composition) -> Event | None:
    """The first version of words that were sent, if it can still be corrected."""
    first_id = composition.corrects
    if first_id is None:
        history = await events.of_report(desk.work.session, composition.report_id)
        mine = [event for event in history if event.data.get("composition_id") == composition.id]
        first_id = mine[-1].id if mine else None
    first = await events.by_id(desk.work.session, first_id) if first_id is not None else None
    return first if first and correction.may(first, desk.work.now) else None


def _ids(event: Event) -> tuple[int | None, ...]:
    return (event.id, event.data.get(correction.CORRECTS))
