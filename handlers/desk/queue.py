"""The queue: open reports this operator may see here, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import fit
from handlers.desk import lights, menus
from handlers.screens import Screen, quote
from locales import formats
from rules.access import Role
from storage import queue

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk
    from storage.tables import Deadline, Report

SHOWN: Final = 20


async def show(desk: Desk, _update: Update) -> None:
    """`/antrean`, `/queue`."""
    if desk.staff.role is Role.ADMIN:
        await desk.answer("desk.queue.not_yours")
        return
    agency = _whose(desk)
    found = await queue.waiting(desk.work.session, agency, SHOWN)
    if not found:
        await desk.say(Screen(desk.text("desk.queue.empty")))
        return
    total = await queue.count(desk.work.session, agency)
    head = desk.house.catalog.count(desk.locale, "desk.queue.head", total)
    lines = [_line(desk, report, promise) for report, promise in found]
    more = [desk.text("desk.queue.more", n=total - len(found))] if total > len(found) else []
    buttons = menus.opening(report for report, _ in found)
    await desk.say(Screen("\n\n".join((head, "\n".join(lines), *more)), buttons=buttons))


def _whose(desk: Desk) -> str | None:
    """A group shows its own agency's reports whoever asks; a private chat what the operator may see."""
    if desk.chat is not None and desk.chat.agency is not None:
        return desk.chat.agency
    return desk.staff.agency if desk.staff.role is Role.LIAISON else None


def _line(desk: Desk, report: Report, promise: Deadline | None) -> str:
    locale = desk.locale
    category = desk.house.region.categories.get(report.category or "")
    about = category.names.of(locale) if category else "🔒" if report.confidential else report.title
    place = "🔒" if report.confidential else report.place_name or report.place_words or "–"
    parts = [
        f"<b>{report.code}</b>",
        quote(fit.cut(about, 40)),
        quote(fit.cut(place, 30)),
        desk.text(f"desk.status.{report.status}"),
    ]
    if report.stay_until is not None and report.stay_until >= desk.work.now.astimezone(desk.house.region.tz).date():
        parts.append(desk.text("desk.warning.leaves", day=formats.short_day(report.stay_until, locale)))
    if promise is not None:
        parts.append(lights.short(desk.house, promise, locale, desk.work.now))
    return " · ".join(parts)
