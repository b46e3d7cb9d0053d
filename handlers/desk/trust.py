"""Whom a coordinator lets read a confidential report: the liaisons of its agency, each named with a tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callbacks, say
from handlers.desk import leave
from handlers.desk.card import unsealing
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from rules import access
from rules.delivery import Kind
from rules.lifecycle import Actor
from storage import confidants, events, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from rules.access import Staff
    from storage.tables import Report

NAMED = "trust"
UNNAMED = "distrust"


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """The list of the agency's liaisons, or one of them tapped: named, or named no more."""
    if access.acts_as(desk.staff, report.agency) is not Actor.COORDINATOR:
        desk.toast("desk.refused.actor")
        return
    if not report.confidential or report.agency is None:
        desk.toast("desk.toast.stale")
        return
    if not parts[0]:
        await desk.say(await _page(desk, report), reply_to=desk.message_id, report_id=report.id)
        return
    person = await staff.active(desk.work.session, int(parts[0])) if parts[0].isdecimal() else None
    if person is None or not access.may_trust(desk.staff, person, report.agency):
        desk.toast("desk.toast.stale")
    elif person.id in await confidants.of_report(desk.work.session, report.id):
        await _unname(desk, report, person)
    else:
        await _name(desk, report, person)
    await desk.instead(await _page(desk, report))


async def _name(desk: Desk, report: Report, person: Staff) -> None:
    if await confidants.name(desk.work, report.id, person.id, desk.staff.id):
        await _note(desk, report, NAMED, person)
        text = desk.house.catalog.say(person.language, "desk.trust.you", code=report.code, who=quote(desk.staff.name))
        screen = Screen(text, buttons=unsealing(desk.house, report, person.language))
        await say.to(desk.work, "desk", person.telegram_id, screen, kind=Kind.NOTICE)


async def _unname(desk: Desk, report: Report, person: Staff) -> None:
    """What was opened in the liaison's own chat is taken back, unless the report is theirs to work on."""
    if not await confidants.unname(desk.work, report.id, person.id):
        return
    await _note(desk, report, UNNAMED, person)
    await leave.empty(desk.work, person.telegram_id)


async def _note(desk: Desk, report: Report, step: str, person: Staff) -> None:
    """A line of the history, which the desk alone reads."""
    await events.add(
        desk.work,
        report,
        Actor.COORDINATOR,
        step,
        report.status,
        report.status,
        staff_id=desk.staff.id,
        data={"staff": person.id, "name": person.name},
        visibility="desk",
    )


async def _page(desk: Desk, report: Report) -> Screen:
    """The liaisons of the agency, those who may read it with a tick."""
    named = await confidants.of_report(desk.work.session, report.id)
    team = await staff.everyone(desk.work.session)
    people = [one for one in team if access.may_trust(desk.staff, one, report.agency)]
    rows = tuple(
        (
            Button(
                f"{'✅ ' if one.id in named else ''}{one.name}"[:_LABEL],
                callbacks.pack(Press.TRUST, report.id, one.id),
            ),
        )
        for one in people
    )
    agency = desk.house.region.agencies.get(report.agency or "")
    key = "desk.trust.whom" if people else "desk.trust.nobody"
    return Screen(desk.text(key, code=report.code, agency=quote(agency.short if agency else "–")), buttons=rows)


_LABEL = 40
