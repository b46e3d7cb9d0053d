"""Giving a report to an operator of its agency: to somebody named, to whoever presses, to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callbacks
from handlers.desk import card, decide, more, view
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from rules import access, quiet
from rules.delivery import Kind
from rules.lifecycle import Step
from storage import acquaintance, events, outbox, reports, staff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.desk.gate import Desk
    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Push, Report
    from storage.work import Session

_ME, _NOBODY = "me", "0"


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Give it to whom the button names; they are told in their own chat, if the bot may write there."""
    person = await _person(desk, report, parts[0])
    if access.acts_as(desk.staff, report.agency) is None:
        desk.toast("desk.refused.actor")
    elif person is None and parts[0] != _NOBODY:
        desk.toast("desk.toast.assign_gone")
    elif not await decide.is_same(desk, report, parts[1]):
        return
    elif (person.id if person else None) == report.assignee_id:
        desk.toast("desk.toast.assign_same")
    elif await decide.take(desk, report, Step.ASSIGN, assignee_id=person.id if person else None):
        await _say(desk, report, person)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """What the one who was given a report is told, as long as they have it: no word of the report, a button to it."""
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    person = await staff.by_telegram_id(session, push.chat_id)
    if report is None or person is None or report.assignee_id != person.id:
        return None
    giver = await staff.by_id(session, int(push.data["by"]))
    seen = await view.load(session, report)
    text = house.catalog.say(
        person.language,
        "desk.assigned",
        code=report.code,
        by=quote(giver.name if giver else "–"),
        category=card.category(house, report, person.language),
    )
    lines = (text, card.due(house, seen, person.language, now))
    opens = Button(house.catalog.say(person.language, "desk.assigned.open"), callbacks.pack(Press.OPEN, report.id))
    return Screen("\n".join(filter(None, lines)), buttons=((opens,),))


async def _say(desk: Desk, report: Report, person: Staff | None) -> None:
    if person is None:
        desk.toast("desk.toast.assign.nobody")
        return
    if person.id == desk.staff.id:
        desk.toast("desk.toast.take" if report.taken else "desk.toast.assign.me")
        return
    knows = await acquaintance.hears(desk.work.session, "desk", person.telegram_id)
    desk.toast(f"desk.toast.assign.{'told' if knows else 'unsure'}", name=quote(person.name))
    event = (await events.of_report(desk.work.session, report.id or 0))[-1]
    await outbox.put(
        desk.work,
        bot="desk",
        chat_id=person.telegram_id,
        kind=Kind.NOTICE,
        screen=None,
        intent="assigned",
        data={"by": desk.staff.id},
        report_id=report.id,
        purpose="assigned",
        due_at=quiet.release_at(desk.work.now, desk.house.region.quiet),
        dedup_key=f"assigned:{event.id}",
    )


async def _person(desk: Desk, report: Report, who: str) -> Staff | None:
    actor = access.acts_as(desk.staff, report.agency)
    if actor is None:
        return None
    if who == _ME:
        return desk.staff
    return next((one for one in await more.team_of(desk.work.session, report, actor) if str(one.id) == who), None)
