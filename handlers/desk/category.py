"""Another category for a report: what the words proposed is corrected, and where it belongs now is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callbacks
from handlers.desk import decide, menus, more
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from rules import access
from rules.lifecycle import Actor, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from storage.tables import Report


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Set the category without a reason."""
    name = parts[0]
    if name not in desk.house.region.categories or name == report.category:
        desk.toast("desk.toast.stale")
    elif await decide.is_same(desk, report, parts[1]) and await decide.take(
        desk, report, Step.CATEGORISE, data={"was": report.category}, category=name
    ):
        await offer_next(desk, report)


async def offer_next(desk: Desk, report: Report) -> None:
    """When the category is another agency's: one button that leads there."""
    region = desk.house.region
    found = region.categories.get(report.category or "")
    actor = access.acts_as(desk.staff, report.agency)
    if found is None or actor is None or found.agency == report.agency or found.agency not in region.agencies:
        return
    agency = region.agencies[found.agency]
    label = desk.text(f"desk.next.{'return' if actor is Actor.LIAISON else 'forward'}", agency=agency.short)
    if more.is_open(more.PASS, report, actor):
        payload = callbacks.pack(Press.WHY, report.id, more.PASS, agency.id, menus.mark(report))
    elif menus.is_open(Step.FORWARD, report, actor):
        payload = callbacks.pack(Press.FORWARD, report.id, agency.id, menus.mark(report))
    else:
        return
    text = desk.text(
        "desk.next",
        code=report.code,
        category=more.category_name(desk.house, report.category, desk.locale),
        agency=quote(agency.names.of(desk.locale)),
    )
    await desk.say(Screen(text, buttons=((Button(label, payload),),)), reply_to=desk.message_id, report_id=report.id)
