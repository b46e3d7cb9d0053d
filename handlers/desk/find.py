"""Finding reports: one line with whatever is known of them, in any order; above the list stands what was understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from handlers import fit, shown
from handlers.desk import queue, queue_pages
from handlers.screens import Screen, quote
from locales import formats
from rules import query as queries
from rules import queue as places
from rules.lifecycle import Refusal
from rules.queue import FIND, PAGE, Spot
from storage import queue as rows
from storage import reporters, reports
from storage import search as found_rows
from storage.confidants import readable
from storage.search import COUNTED, Wanted, plain

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk
    from handlers.desk.queue_pages import Reader
    from handlers.house import House
    from rules.query import Query
    from storage.tables import Push, Report
    from storage.work import Session

MONTHS: Final = 12  # of the past are searched unless a time is named
LINE_MAX: Final = 200  # characters of what is looked for


async def command(desk: Desk, update: Update) -> None:
    """`/cari`, `/find`; alone, how it is used."""
    message = update.effective_message
    text = " ".join((message.text or "").partition(" ")[2].split()) if message else ""
    if queue_pages.agency_of(desk.staff, desk.chat) is queue_pages.NOTHING:
        await desk.answer(f"desk.refused.{Refusal.ACTOR}")
    elif not text or queries.read(text[:LINE_MAX], desk.house.region, _today(desk.house, desk.work.now)).is_empty:
        await desk.answer("desk.find.how")
    else:
        await queue.order(desk, Spot(FIND), words=text[:LINE_MAX])


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """A page of what is found, for whoever asked and in the chat where it stands; the first one gives the search its
    number."""
    spot, who = places.read(push.data["spot"]) or Spot(FIND), await queue_pages.reader(session, push)
    if who is None:
        return None
    text = str(push.data[queue_pages.WORDS])
    query = queries.read(text, house.region, _today(house, push.created_at))
    wanted = _wanted(house, who, query, push.created_at)
    ids = await _legible(session, house, query, await found_rows.find(session, wanted))
    total = min(len(ids), COUNTED)
    spot = Spot(FIND, min(spot.page, places.pages(total) - 1), spot.whose or push.id)
    understood = " · ".join(_understood(house, query, who.locale))
    if not total:
        return Screen("\n\n".join(_nothing(house, query, who.locale, understood)))
    here = ids[:COUNTED][spot.page * PAGE :][:PAGE]
    found = await reports.by_ids(session, here)
    sort = "many" if len(ids) > COUNTED else "head"
    head = house.catalog.count(who.locale, f"desk.find.{sort}", total, understood=understood)
    listed = await rows.with_promises(session, [found[number] for number in here])
    return await queue_pages.listed(session, house, who, listed, spot, total, head=head, below=(), now=now)


def _wanted(house: House, who: Reader, query: Query, now: datetime) -> Wanted:
    tz = house.region.tz
    since: datetime | None = None
    until = None
    if query.span is not None:
        since = datetime.combine(query.span.first, time(), tz)
        until = datetime.combine(query.span.last + timedelta(days=1), time(), tz)
    elif query.code is None:
        since = datetime.combine(_months_ago(now.astimezone(tz).date()), time(), tz)
    chat_reads = plain() if who.chat is not None else readable(who.person)
    return Wanted(
        agency=who.agency,
        readable=None if query.code is not None else chat_reads,  # by its code, that there is such a report
        terms=[queries.forms(word) for word in query.words],
        villages=query.villages,
        district=query.district,
        category=query.category,
        since=since,
        until=until,
        code=query.code,
    )


async def _legible(session: Session, house: House, query: Query, ids: Sequence[int]) -> Sequence[int]:
    """Without those that hold the words only where nobody at the desk reads them: a hidden name, an identity number.
    Otherwise whoever guesses one would be told that it is right."""
    if not query.words:
        return ids
    found = await reports.by_ids(session, ids)
    hiding = {report.reporter_id for report in found.values() if report.anonymous}
    people = {person.id: person for person in await reporters.by_ids(session, hiding)}
    terms = [queries.forms(word) for word in query.words]

    def reads(report: Report) -> bool:
        person = people.get(report.reporter_id) if report.anonymous else None
        written = shown.legible(report, person)
        return all(any(form.casefold() in written for form in forms) for forms in terms)

    return [number for number in ids if reads(found[number])]


def _understood(house: House, query: Query, locale: str) -> Iterator[str]:
    """What was understood, each thing in its own words."""
    say = house.catalog.say
    if query.code is not None:
        yield say(locale, "desk.find.code", code=query.code)
        return
    if query.words:
        yield say(locale, "desk.find.words", words=quote(" ".join(query.words)))
    if query.place:
        key = "district" if query.district else "village"
        yield say(locale, f"desk.find.{key}", name=quote(fit.cut(query.place, 100)))
    if query.category is not None:
        yield say(locale, "desk.find.category", name=quote(house.region.categories[query.category].names.of(locale)))
    if query.span is None:
        yield house.catalog.count(locale, "desk.find.lately", MONTHS)
    elif query.span.first == query.span.last:
        yield formats.short_day(query.span.first, locale)
    else:
        first, last = (formats.short_day(day, locale) for day in (query.span.first, query.span.last))
        yield f"{first} – {last}"


def _nothing(house: House, query: Query, locale: str, understood: str) -> Iterator[str]:
    """What was understood and found nothing, and what else to try."""
    say = house.catalog.say
    yield say(locale, "desk.find.none", understood=understood)
    if query.code is None:
        yield say(locale, "desk.find.try")
    if query.proposed is not None and query.proposed in house.region.categories:
        name = house.region.categories[query.proposed].names.of(locale)
        yield say(locale, "desk.find.try.category", name=quote(name))


def _months_ago(day: date) -> date:
    """The same day a year ago; on 29 February the day before."""
    try:
        return day.replace(year=day.year - MONTHS // 12)
    except ValueError:
        return day - timedelta(days=366)


def _today(house: House, now: datetime) -> date:
    return now.astimezone(house.region.tz).date()
