"""Composing a page of the queue: the reports of a view, the nearest promise first, and the ways to all other views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from handlers import callbacks, fit, looks, shown, sight
from handlers.desk import lights
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import access, queue
from rules.access import Role
from rules.queue import PAGE, Spot, View
from storage import desk_chats, staff
from storage import queue as rows
from storage.queue import Asked

if TYPE_CHECKING:
    from handlers.house import House
    from handlers.sight import Sight
    from rules.access import Staff
    from storage.tables import Deadline, DeskChat, Push, Report
    from storage.work import Session

INTENT: Final = "queue"
FOUND: Final = "find"  # the intent of a page of what was found
WORDS: Final = "find"  # in the data of a row: what was looked for
NOTHING: Final = ""  # as an agency: there is nothing for this person in this chat
_IN_ROW: Final = 4
_LAYOUT: Final = ((View.NEW, View.MINE), (View.TODAY, View.LATE), (View.WAITING, View.UNREACHED), (View.ALL,))

Found = Sequence[tuple["Report", "Deadline | None"]]
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asked, in which chat, as both are now; `agency`: whose reports there are for them (None: everybody's)."""

    person: Staff
    chat_id: int
    chat: DeskChat | None
    agency: str | None

    @property
    def locale(self) -> str:
        """A group reads its own language, an operator theirs."""
        return self.chat.language if self.chat is not None else self.person.language


def agency_of(person: Staff, chat: DeskChat | None) -> str | None:
    """Whose reports may be listed there: what both the operator and the chat may see. None: everybody's."""
    if chat is not None and chat.agency is not None:
        return chat.agency if access.may_see(person, chat.agency) else NOTHING
    if person.role is Role.LIAISON:
        return person.agency or NOTHING
    return None if access.may_see(person, None) else NOTHING


async def reader(session: Session, push: Push) -> Reader | None:
    """For whom the row is composed; None when they may see nothing there (any more)."""
    person = await staff.by_telegram_id(session, int(push.data["staff"]))
    chat = await desk_chats.by_chat(session, push.chat_id) if push.chat_id < 0 else None
    if person is None or (chat is None and push.chat_id != person.telegram_id):
        return None
    agency = agency_of(person, chat)
    return None if agency is NOTHING else Reader(person, push.chat_id, chat, agency)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The page that the row asks for; beyond the last one, the last."""
    spot, who = queue.read(push.data["spot"]), await reader(session, push)
    if spot is None or who is None:
        return None
    asked = Asked(who.agency, spot.whose or who.person.id, now, _midnight(house, now))
    counts = await rows.counts(session, replace(asked, staff_id=who.person.id))
    view = View(spot.view)
    total = counts[view] if asked.staff_id == who.person.id else (await rows.counts(session, asked))[view]
    spot = spot.turned(min(spot.page, queue.pages(total) - 1))
    found = await rows.page(session, view, asked, PAGE, spot.page * PAGE)
    owner = await staff.by_id(session, asked.staff_id) if view is View.MINE else None
    say = house.catalog.say
    title = say(who.locale, f"desk.queue.title.{view}", name=quote(owner.name if owner else ""))
    head = house.catalog.count(who.locale, "desk.queue.head", total, title=title)
    if not found:
        head = f"<b>{title}</b>\n\n{say(who.locale, f'desk.queue.none.{view}')}"
    switches = _switches(house, who, spot, counts)
    return await listed(session, house, who, found, spot, total, head=head, below=switches, now=now)


async def listed(
    session: Session,
    house: House,
    who: Reader,
    found: Found,
    spot: Spot,
    total: int,
    *,
    head: str,
    below: Rows,
    now: datetime,
) -> Screen:
    """A list of reports with a numbered button for each, the ways to other pages, and what stands below."""
    lines = [
        await line(session, house, who, report, promise, now, number)
        for number, (report, promise) in enumerate(found, start=spot.page * PAGE + 1)
    ]
    numbers = opening([report for report, _ in found], spot, spot.page * PAGE + 1)
    return Screen("\n\n".join((head, *lines)), buttons=(*numbers, *turning(spot, total), *below))


def opening(found: Sequence[Report], spot: Spot, start: int) -> Rows:
    """A numbered button for each report, which opens it in place."""
    buttons = [
        Button(str(number), callbacks.pack(Press.LOOKING, report.id, looks.FACTS, spot))
        for number, report in enumerate(found, start=start)
    ]
    return tuple(tuple(buttons[at : at + _IN_ROW]) for at in range(0, len(buttons), _IN_ROW))


def turning(spot: Spot, total: int) -> Rows:
    """The pages before and after, and which this is."""
    last = queue.pages(total) - 1
    if last == 0:
        return ()
    ways = ((spot.page - 1, "‹"), (spot.page, f"{spot.page + 1}/{last + 1}"), (spot.page + 1, "›"))
    return (tuple(Button(label, to(spot.turned(page))) for page, label in ways if 0 <= page <= last),)


def to(spot: Spot) -> str:
    """The payload that leads to a place."""
    return callbacks.pack(Press.QUEUE, spot)


async def line(
    session: Session,
    house: House,
    who: Reader,
    report: Report,
    promise: Deadline | None,
    now: datetime,
    number: int,
) -> str:
    """Two lines of a list: the light, which report, what about, where, how it stands; what is due by when. Of one that
    may not stand here, that there is such a report, and when it is due."""
    seen = await sight.of_chat(session, who.chat_id, report)
    sealed = [house.catalog.say(who.locale, "desk.queue.sealed")]
    about = await _about(session, house, report, seen, who.locale) if seen.sees else sealed
    status = house.catalog.say(who.locale, f"desk.status.{report.status}")
    first = " · ".join((f"<b>{report.code}</b>", *about, status))
    second = " · ".join(_due(house, report, promise, who.locale, now, here=seen.sees))
    return "\n".join(filter(None, (f"{number}. {lights.sign(house, promise, now)} {first}", second)))


async def _about(session: Session, house: House, report: Report, seen: Sight, locale: str) -> list[str]:
    category = house.region.categories.get(report.category or "")
    if report.confidential:  # a list is no look into one
        return [f"🔒 {quote(category.names.of(locale))}" if category else "🔒"]
    about = category.names.of(locale) if category else report.title
    place = report.place_name or report.place_words or "–"
    parts = [await shown.words(session, house, report, text, seen) for text in (about, place)]
    return [quote(fit.cut(part, room)) for part, room in zip(parts, (40, 30), strict=True)]


def _due(
    house: House, report: Report, promise: Deadline | None, locale: str, now: datetime, *, here: bool
) -> Iterator[str]:
    leaves = report.stay_until
    if here and leaves is not None and leaves >= now.astimezone(house.region.tz).date():
        yield house.catalog.say(locale, "desk.warning.leaves", day=formats.short_day(leaves, locale))
    if promise is not None:
        yield lights.short(house, promise, locale, now)


def _switches(house: House, who: Reader, spot: Spot, counts: Mapping[View, int]) -> Rows:
    """A button for each view, with how many reports it has for whoever asked; the one that is shown is marked."""

    def button(view: View) -> Button:
        agency = house.region.agencies.get(who.agency or "")
        words = house.catalog.say(who.locale, f"desk.queue.view.{view}")
        if view is View.ALL and agency is not None:
            words = agency.short  # all there is for a liaison is the agency's
        mark = "• " if view == spot.view else ""
        return Button(f"{mark}{words} {formats.number(counts[view], who.locale)}", to(Spot(view)))

    return tuple(tuple(button(view) for view in row) for row in _LAYOUT)


def _midnight(house: House, now: datetime) -> datetime:
    """When the region's day ends."""
    day = now.astimezone(house.region.tz).date() + timedelta(days=1)
    return datetime.combine(day, time(), house.region.tz)
