"""Warnings to the desk: what will soon be late and what is, in one message a chat, while the office is open."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.desk import duty, lights
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, Wait, quote
from locales import formats
from rules import light, stay, warning
from rules.access import Role
from rules.calendar import CalendarError
from rules.delivery import Kind
from rules.light import Light
from rules.warning import Span, Warned
from storage import desk_chats, outbox, staff, warnings
from storage.warnings import Audience, Item, Mark, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handlers.house import House
    from storage.tables import Push
    from storage.work import Session, Work

log = logging.getLogger(__name__)

SHOWN: Final = 20
GATHER: Final = timedelta(minutes=1)  # what is found in the same round is in the same message
HOUR: Final = timedelta(hours=1)  # a chat gets one warning in an hour
_DAY: Final = timedelta(days=1)
_PAUSED: Final = Warned(desk=False, leader=False, next_at=None)


async def warn(work: Work, house: House) -> int:
    """Order warnings for the promises whose moment has come, while the office is open; how many promises."""
    found = await due(work, house)
    await warnings.mark(work, [Mark(moment.id, now.next_at, now.desk, now.leader) for moment, now in found])
    chats = await _chats(work, found)
    for chat_id in chats - await warnings.waiting(work) if chats else ():
        await _order(work, chat_id)
    return len(found)


async def due(work: Work, house: House) -> list[tuple[Moment, Warned]]:
    """A batch of the promises whose moment has come, and what is to be done about each; none while the office is shut.

    Of one whose clock stands still the next moment is set when it goes on.
    """
    if _rings_at(house, work.now) != work.now:
        return []
    found = await warnings.due(work, house.batch)
    return [(one, _PAUSED if one.paused else _look(house, one, work.now)) for one in found]


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | Wait | None:
    """What was found for the chat since this was ordered and is still so, the most urgent first; nothing at night."""
    rings_at = _rings_at(house, now)
    if rings_at is None:
        return None
    if rings_at != now:
        return Wait(rings_at - now)
    audience, locale = await _audience(session, push.chat_id)
    if audience is None:
        return None
    until = push.claimed_at or now  # what is found later has a message of its own
    leaving = _leaving(house, now)
    items, total = await warnings.told(session, audience, push.created_at, until, now, SHOWN, leaving)
    return _screen(house, audience, items, total, locale, now) if items else None


def _look(house: House, moment: Moment, now: datetime) -> Warned:
    calendar = house.region.calendar
    try:
        leaves_at = stay.desk_at(moment.stay_until, calendar) if moment.stay_until else None
        span = Span(moment.set_at, moment.due_at, leaves_at)
        return warning.look(span, calendar, moment.warn_at, moment.escalated, now)
    except CalendarError as error:
        log.warning("warning.no_calendar", extra={"why": str(error)})
        return Warned(desk=True, leader=False, next_at=now + _DAY)


def _rings_at(house: House, now: datetime) -> datetime | None:
    try:
        return warning.rings_at(now, house.region.calendar, house.region.quiet)
    except CalendarError as error:
        log.warning("warning.no_calendar", extra={"why": str(error)})
        return None


def _leaving(house: House, now: datetime) -> tuple[date, date]:
    """The last days of reporters who leave so soon that what is wanted of them cannot wait."""
    today = now.astimezone(house.region.tz).date()
    try:
        return today, stay.near_until(today, house.region.calendar)
    except CalendarError:
        return today, today


async def _chats(work: Work, found: Sequence[tuple[Moment, Warned]]) -> set[int]:
    """Who hears: the agency's chats, the coordinators' when there are none or it is late, and at last the leader."""
    groups: dict[str | None, set[int]] = {None: set()}
    for chat in await desk_chats.everyone(work.session):
        groups.setdefault(chat.agency, set()).add(chat.chat_id)
    team = [person for person in await staff.everyone(work.session) if person.role is Role.LEADER]
    leaders = {(await duty.reached(work.session, person, work.now)).telegram_id for person in team}
    chats: set[int] = set()
    for moment, now in found:
        if now.desk:
            chats |= groups.get(moment.agency, groups[None])
            chats |= groups[None] if moment.due_at <= work.now else set()
        if now.leader:
            chats |= leaders
    return chats


async def _order(work: Work, chat_id: int) -> None:
    """A message that gathers what this round finds; a second one within the hour goes with the next hour."""
    hour = work.now.replace(minute=0, second=0, microsecond=0)
    for slot, due_at in ((hour, work.now + GATHER), (hour + HOUR, hour + HOUR)):
        if await outbox.put(
            work,
            bot="desk",
            chat_id=chat_id,
            kind=Kind.NOTICE,
            screen=None,
            intent="warning",
            purpose="warning",
            due_at=due_at,
            dedup_key=f"warning:{chat_id}:{slot:%Y%m%d%H}",
        ):
            return


async def _audience(session: Session, chat_id: int) -> tuple[Audience | None, str]:
    """Whose warnings the chat gets as it is bound now, and in which language; None: nobody's any more."""
    if chat_id > 0:
        person = await staff.by_telegram_id(session, chat_id)
        leads = person is not None and person.role is Role.LEADER
        return (Audience(leader=True) if leads else None, person.language if person else "id")
    chats = await desk_chats.everyone(session)
    chat = next((chat for chat in chats if chat.chat_id == chat_id), None)
    if chat is None:
        return None, "id"
    shared = {other.agency for other in chats if other.agency is not None}
    return (Audience(agency=chat.agency) if chat.agency else Audience(shared=shared)), chat.language


def _screen(house: House, audience: Audience, items: Sequence[Item], total: int, locale: str, now: datetime) -> Screen:
    sort = "leader" if audience.leader else "desk"
    head = house.catalog.count(locale, f"desk.warning.{sort}", total)
    lines = [_line(house, item, locale, now, with_agency=audience.agency is None) for item in items]
    more = [house.catalog.say(locale, "desk.warning.more", n=total - len(items))] if total > len(items) else []
    return Screen("\n\n".join((head, "\n".join(lines), *more)), buttons=_opening(items))


def _line(house: House, item: Item, locale: str, now: datetime, *, with_agency: bool) -> str:
    """Nothing of the person or their words: the code, what it is about, what is due, by when, how late it is."""
    region, say = house.region, house.catalog.say
    category = region.categories.get(item.category or "")
    agency = region.agencies.get(item.agency or "") if with_agency else None
    by = formats.short_moment(item.due_at, locale, region.tz, region.zone_label)
    lit = light.look(item.set_at, item.due_at, now, region.calendar)
    is_late = lit.light in {Light.LATE, Light.LONG_LATE}
    here = item.stay_until is not None and item.stay_until >= now.astimezone(region.tz).date()
    leaves = formats.short_day(item.stay_until, locale) if here and item.stay_until else ""
    parts = (
        f"{lights.SIGNS[lit.light]} <b>{item.code}</b>",
        say(locale, "desk.warning.leaves", day=leaves) if leaves else "",
        quote(category.names.of(locale)) if category else "",
        quote(agency.short) if agency else "",
        say(locale, f"desk.warning.{item.kind}", by=by),
        house.catalog.count(locale, "desk.warning.late", lit.days) if is_late and lit.days else "",
    )
    return " · ".join(filter(None, parts))


def _opening(items: Iterable[Item]) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(item.code, callbacks.pack(Press.OPEN, item.report_id)) for item in items]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
