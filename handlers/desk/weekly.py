"""The figures of last week, on Monday morning when the office opens: to coordinators and leaders with the pictures, to
each agency's group its own in a few lines. Once each; what was missed while nobody was there comes in the same week.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from handlers import figures, say
from handlers.screens import Screen
from rules import access, warning
from rules.access import Role
from rules.calendar import CalendarError
from rules.delivery import Kind
from rules.export import Format
from rules.period import Period
from storage import desk_chats, exports, outbox, staff

if TYPE_CHECKING:
    from handlers.house import House
    from storage.work import Work

log = logging.getLogger(__name__)

PURPOSE = "weekly"
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reader:
    """A chat that gets the figures: whose (None: all of them, with the pictures), and in which language."""

    chat_id: int
    agency: str | None
    language: str


async def look(work: Work, house: House) -> int:
    """Order last week's figures for those who have not got them, one agency's in a transaction; how many chats."""
    week, readers = due_week(house, work.now), await waiting(work, house)
    if week is None or not readers:
        return 0
    agency = readers[0].agency
    same = [one for one in readers if one.agency == agency][: house.batch]
    told = await figures.read(work.session, house, week, agency, same[0].language, work.now)
    for one in same:
        own = figures.in_language(told, one.language)
        text = figures.text(own, weekly=True) if agency is None else figures.short(own)
        key = _key(one, week)
        await say.to(work, "desk", one.chat_id, Screen(text), kind=Kind.NOTICE, purpose=PURPOSE, dedup_key=key)
        if agency is None and told.shows():
            await _pictures(work, house, one, week)
    return len(same)


async def waiting(work: Work, house: House) -> list[Reader]:
    """Who is to get the figures of last week and has not, all agencies' first; nobody before the office has opened."""
    week = due_week(house, work.now)
    if week is None:
        return []
    readers = await _readers(work)
    known = await outbox.known(work.session, [_key(one, week) for one in readers])
    return [one for one in readers if _key(one, week) not in known]


def due_week(house: House, now: datetime) -> Period | None:
    """Last week, from Monday to Sunday, once the office has opened in this one; a day off moves that on."""
    today = now.astimezone(house.region.tz).date()
    monday = today - timedelta(days=today.weekday())
    try:
        begins = datetime.combine(monday, time(), tzinfo=house.region.tz)
        opens = warning.rings_at(begins, house.region.calendar, house.region.quiet)
    except CalendarError as error:
        log.warning("weekly.no_calendar", extra={"why": str(error)})
        return None
    return Period(monday - _WEEK, monday - timedelta(days=1)) if now >= opens else None


async def _readers(work: Work) -> list[Reader]:
    """Coordinators and leaders on duty where they have written to the bot; while one of them has not, the coordinators'
    group, too. Then the agencies' groups."""
    team = [one for one in await staff.everyone(work.session) if not access.is_off(one, work.now)]
    heads = [one for one in team if one.role in {Role.COORDINATOR, Role.LEADER}]
    reached = await outbox.reached(work.session, "desk", [one.telegram_id for one in heads])
    chats = await desk_chats.everyone(work.session)
    private = [Reader(one.telegram_id, None, one.language) for one in heads if one.telegram_id in reached]
    common = [Reader(one.chat_id, None, one.language) for one in chats if one.agency is None]
    own = [Reader(one.chat_id, one.agency, one.language) for one in chats if one.agency is not None]
    return [*private, *(common if len(private) < len(heads) else []), *sorted(own, key=lambda one: one.agency or "")]


async def _pictures(work: Work, house: House, reader: Reader, week: Period) -> None:
    since, until = week.moments(house.region.tz)
    sort, language = str(Format.PICTURES), reader.language
    await exports.ask(
        work,
        chat_id=reader.chat_id,
        sort=sort,
        since=since,
        until=until,
        agency=None,
        personal=False,
        language=language,
    )


def _key(reader: Reader, week: Period) -> str:
    return f"weekly:{week.code}:{reader.chat_id}"
