"""Shutting an account out for a while, from a card: by a report, since an anonymous card does not tell the account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers import callbacks, cards, fit
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import access
from rules.access import Role
from rules.lifecycle import Actor
from storage import bans, events, reporters, reports, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Update

    from handlers.desk.gate import Desk
    from storage.tables import Ban, Report

DAYS: Final = (1, 7, 30)
PURPOSE: Final = "ban"  # of the message that asks for the reason: `ban.7`, for a week
LIFT: Final = "lift"
REASON_MAX: Final = 300
LISTED: Final = 30
_BANNED: Final = "ban"
_LIFTED: Final = "unban"


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """The button on the card: for how long; then the reason is asked for. Or: no longer."""
    what = parts[0]
    if not may(desk, report):
        desk.toast("desk.refused.actor")
    elif reporters.unheard(await reporters.by_id(desk.work.session, report.reporter_id)) == "erased":
        desk.toast("desk.ban.nobody")
    elif what == LIFT:
        await _lift(desk, report)
    elif what.isdecimal() and int(what) in DAYS:
        await _ask(desk, report, int(what))
    else:
        await desk.say(await _choice(desk, report), reply_to=desk.message_id, report_id=report.id, purpose="note")


def named(purpose: str) -> int | None:
    """For how many days, where a message asks for the reason of a ban."""
    name, _, days = purpose.partition(".")
    return int(days) if name == PURPOSE and days.isdecimal() and int(days) in DAYS else None


async def decide(desk: Desk, report: Report, days: int, reason: str) -> None:
    """The reason is there: shut the account out."""
    if not may(desk, report):
        await desk.answer("desk.refused.actor")
        return
    if not reason.strip():
        await desk.answer("desk.need_words")
        return
    until = desk.work.now + timedelta(days=days)
    reason = fit.cut(" ".join(reason.split()), REASON_MAX)
    await bans.add(desk.work, report.reporter_id, report.id, desk.staff.id, reason, until)
    await _note(desk, report, _BANNED, reason, {"days": days})
    await desk.answer("desk.ban.done", code=report.code, until=_until(desk, until))


async def show(desk: Desk, _update: Update) -> None:
    """`/blokir`, `/bans`: who is shut out, by their reports; each can be let in again. In the own chat only."""
    if desk.staff.role is not Role.COORDINATOR:
        await desk.answer("desk.refused.actor")
        return
    found = await bans.all_current(desk.work.session, desk.work.now, LISTED)
    if not found:
        await desk.say(Screen(desk.text("desk.bans.none")))
        return
    lines, buttons = [], []
    for ban in found:
        report = await reports.by_id(desk.work.session, ban.report_id) if ban.report_id else None
        if report is None:
            continue
        lines.append(await _line(desk, ban, report))
        buttons.append((_button(desk, report, LIFT, "desk.ban.lift", code=report.code),))
    await desk.say(Screen("\n\n".join((desk.text("desk.bans.head"), *lines)), buttons=tuple(buttons)))


def may(desk: Desk, report: Report) -> bool:
    """Whether this operator may shut the reporter out."""
    return access.acts_as(desk.staff, report.agency) is Actor.COORDINATOR


async def _choice(desk: Desk, report: Report) -> Screen:
    """For how long; who is shut out already can be let in."""
    ban = await bans.of_report(desk.work.session, report.id, desk.work.now)
    rows = tuple((_button(desk, report, days, f"desk.ban.days.{days}"),) for days in DAYS)
    if ban is None:
        return Screen(desk.text("desk.ban.ask", code=report.code), buttons=rows)
    held = desk.text("desk.ban.held", code=report.code, until=_until(desk, ban.until), reason=quote(ban.reason))
    return Screen(held, buttons=((_button(desk, report, LIFT, "desk.ban.lift", code=report.code),), *rows))


async def _ask(desk: Desk, report: Report, days: int) -> None:
    """Say what to write, as a message that wants a reply."""
    who = f'<a href="tg://user?id={desk.staff.telegram_id}">{quote(desk.staff.name)}</a>'
    screen = Screen(desk.text("desk.ban.reason", who=who, code=report.code, days=days), ask=True)
    await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=f"{PURPOSE}.{days}")


async def _lift(desk: Desk, report: Report) -> None:
    if await bans.lift(desk.work, report.id, desk.staff.id):
        await _note(desk, report, _LIFTED, "", {})
        desk.toast("desk.ban.lifted")
    else:
        desk.toast("desk.toast.stale")


async def _note(desk: Desk, report: Report, step: str, text: str, data: dict[str, Any]) -> None:
    """The history of the report says who decided it."""
    event = await events.add(
        desk.work, report, Actor.COORDINATOR, step, report.status, report.status,
        text=text, staff_id=desk.staff.id, data=data, visibility="desk",
    )  # fmt: skip
    await cards.refresh(desk.work, report, event)


async def _line(desk: Desk, ban: Ban, report: Report) -> str:
    person = await staff.by_id(desk.work.session, ban.staff_id)
    until = _until(desk, ban.until)
    who = quote(person.name) if person else "–"
    return desk.text("desk.bans.line", code=report.code, until=until, reason=quote(ban.reason), who=who)


def _button(desk: Desk, report: Report, what: object, key: str, **fields: object) -> Button:
    return Button(desk.text(key, **fields), callbacks.pack(Press.BAN, report.id, what))


def _until(desk: Desk, at: Any) -> str:
    return formats.short_moment(at, desk.locale, desk.house.region.tz, desk.house.region.zone_label)
