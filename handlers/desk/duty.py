"""Off duty: `/istirahat`, until when, and who is told meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from handlers import callbacks, say
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import access
from rules.delivery import Kind
from storage import staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Update

    from handlers.desk.gate import Desk
    from handlers.house import House
    from rules.access import Staff
    from storage.work import Session

DAYS: Final = (0, 1, 3, 7, 14)  # the last day off, counted from today
OPEN: Final = "open"  # until they say so
NOBODY: Final = "0"
_LABEL: Final = 40


async def command(desk: Desk, _update: Update) -> None:
    """`/istirahat`, `/offduty`: off duty, or back."""
    if desk.chat is not None:
        await desk.answer("desk.duty.private", bot=desk.house.desk_username)
    elif access.is_off(desk.staff, desk.work.now):
        await _back(desk)
        await desk.say(Screen(desk.text("desk.duty.back")))
    else:
        await desk.say(_when(desk))


async def press(desk: Desk, parts: Sequence[str]) -> None:
    """Until when, who stands in, or back again: about the presser, in the own chat."""
    what, chosen = [*parts, "", ""][:2]
    if desk.chat is not None:
        desk.toast("desk.toast.stale")
    elif what == "on":
        await _back(desk)
        await desk.instead(Screen(desk.text("desk.duty.back")))
    elif what == "until" and chosen in {OPEN, *map(str, DAYS)}:
        await _go(desk, chosen)
    elif what == "in" and access.is_off(desk.staff, desk.work.now):
        await _stand_in(desk, chosen)
    else:
        desk.toast("desk.toast.stale")


async def reached(session: Session, person: Staff, now: datetime) -> Staff:
    """Who is told what this operator would be: they themselves, or while they are off duty whoever stands in for them.
    Nothing goes to nobody: where nobody stands in, or is off duty too, it is for them after all."""
    if not access.is_off(person, now) or person.stand_in_id is None:
        return person
    other = await staff.active(session, person.stand_in_id)
    if other is None or not access.may_stand_in(person, other) or access.is_off(other, now):
        return person
    return other


def note(house: House, person: Staff, stand_in: str, locale: str, now: datetime) -> str:
    """That the operator is off duty, until when, and who stands in, for a list or for whoever gives them work; empty
    when they are on duty."""
    if not access.is_off(person, now):
        return ""
    if person.off_until is None:
        words = house.catalog.say(locale, "desk.duty.off")
    else:
        last = (person.off_until - timedelta(minutes=1)).astimezone(house.region.tz).date()
        words = house.catalog.say(locale, "desk.duty.off.until", day=formats.short_day(last, locale))
    return f"{words}, {house.catalog.say(locale, 'desk.duty.in', name=quote(stand_in))}" if stand_in else words


async def _back(desk: Desk) -> None:
    await staff.change(desk.work, desk.staff.id, off_since=None, off_until=None, stand_in_id=None)


async def _go(desk: Desk, chosen: str) -> None:
    until = None if chosen == OPEN else _after(desk, int(chosen))
    await staff.change(desk.work, desk.staff.id, off_since=desk.work.now, off_until=until, stand_in_id=None)
    others = [
        one
        for one in await staff.everyone(desk.work.session)
        if access.may_stand_in(desk.staff, one) and not access.is_off(one, desk.work.now)
    ]
    if not others:
        await _done(desk)
        return
    rows = [(Button(one.name[:_LABEL], callbacks.pack(Press.DUTY, "in", one.id)),) for one in others]
    nobody = Button(desk.text("desk.duty.nobody"), callbacks.pack(Press.DUTY, "in", NOBODY))
    await desk.instead(Screen(desk.text("desk.duty.who"), buttons=(*rows, (nobody,))))


async def _stand_in(desk: Desk, chosen: str) -> None:
    number = int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
    other = await staff.active(desk.work.session, number)
    if other is not None and not access.may_stand_in(desk.staff, other):
        desk.toast("desk.toast.stale")
        return
    await staff.change(desk.work, desk.staff.id, stand_in_id=other.id if other else None)
    if other is not None:
        me = await staff.active(desk.work.session, desk.staff.id)
        off = note(desk.house, me or desk.staff, "", other.language, desk.work.now)
        text = desk.house.catalog.say(other.language, "desk.duty.you", name=quote(desk.staff.name), off=off)
        await say.to(desk.work, "desk", other.telegram_id, Screen(text), kind=Kind.NOTICE)
    await _done(desk)


async def _done(desk: Desk) -> None:
    me = await staff.active(desk.work.session, desk.staff.id) or desk.staff
    other = await staff.active(desk.work.session, me.stand_in_id) if me.stand_in_id else None
    off = note(desk.house, me, other.name if other else "", desk.locale, desk.work.now)
    back = Button(desk.text("desk.duty.on"), callbacks.pack(Press.DUTY, "on"))
    await desk.instead(Screen(desk.text("desk.duty.done", off=off), buttons=((back,),)))


def _when(desk: Desk) -> Screen:
    today = desk.work.now.astimezone(desk.house.region.tz).date()
    rows = [
        (Button(_day(desk, days, formats.short_day(today + timedelta(days=days), desk.locale)), _until(days)),)
        for days in DAYS
    ]
    return Screen(desk.text("desk.duty.when"), buttons=(*rows, (Button(desk.text("desk.duty.open"), _until(OPEN)),)))


def _day(desk: Desk, days: int, day: str) -> str:
    return desk.text("desk.duty.today" if days == 0 else "desk.duty.until", day=day)


def _until(what: object) -> str:
    return callbacks.pack(Press.DUTY, "until", what)


def _after(desk: Desk, days: int) -> datetime:
    """The midnight in the region after the last day off."""
    tz = desk.house.region.tz
    day = desk.work.now.astimezone(tz).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(), tzinfo=tz).astimezone(UTC)
