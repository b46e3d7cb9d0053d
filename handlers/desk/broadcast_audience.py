"""Whom a broadcast is for: the choice, counted by language and never named. What is not chosen means anybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from handlers.desk import broadcast_show
from handlers.screens import Screen, quote
from rules import broadcast as rules
from rules.broadcast import Audience
from storage import broadcasts

if TYPE_CHECKING:
    from handlers.desk.broadcast_sheet import Sheet
    from handlers.desk.gate import Desk
    from handlers.house import House
    from storage.tables import Broadcast

PAGE: Final = 8
T = TypeVar("T")
ACTIVE_DAYS: Final = (None, 30, 90, 365)
LANGUAGES: Final = (None, "id", "en")


def districts(house: House) -> list[str]:
    """The districts, in the order of the region's table."""
    return list(dict.fromkeys(village.district for village in house.region.villages))


def words(sheet: Sheet) -> str:
    """The audience in words."""
    region, audience, locale = sheet.house.region, sheet.audience, sheet.viewer.language
    places = [*audience.districts, *(found.name for one in audience.villages if (found := region.village(one)))]
    categories = [region.categories[one].names.of(locale) for one in audience.categories if one in region.categories]
    agencies = [region.agencies[one].short for one in audience.agencies if one in region.agencies]
    chosen = {
        "places": ", ".join(places),
        "categories": ", ".join(categories),
        "agencies": ", ".join(agencies),
        "report": sheet.code,
        "language": sheet.say(f"language.{audience.language}") if audience.language else "",
        "active": sheet.number(audience.active_days) if audience.active_days else "",
    }
    said = [sheet.say(f"who.{name}", what=quote(what)) for name, what in chosen.items() if what]
    return "; ".join(said) or sheet.say("who.everybody")


def counted(sheet: Sheet) -> list[str]:
    """How many people it would reach, a line for each language."""
    return [
        sheet.say("line.count", language=sheet.say(f"language.{language}"), people=sheet.people(count))
        for language in sheet.house.region.languages
        if (count := sheet.counts.get(language, 0)) or not sheet.audience.language
    ]


def _who(sheet: Sheet, _args: Sequence[str]) -> Screen:
    """Every sort of choice."""
    audience = sheet.audience
    language = sheet.say(f"language.{audience.language}") if audience.language else sheet.say("any")
    active = sheet.say(f"active.{audience.active_days}") if audience.active_days else sheet.say("active.any")
    text = "\n".join((sheet.say("who.head"), "", words(sheet), *counted(sheet)))
    return Screen(
        text,
        buttons=(
            (sheet.page("places", "places"), sheet.page("categories", "list", "categories", 0)),
            (sheet.page("agencies", "list", "agencies", 0), sheet.page("report", "ask", "report")),
            (sheet.button(sheet.say("label.language", what=language), "tongue"),),
            (sheet.button(sheet.say("label.active", what=active), "active"),),
            (sheet.call("everybody", "everybody"), sheet.page("back", "")),
        ),
    )


def _places(sheet: Sheet, _args: Sequence[str]) -> Screen:
    """The districts, each with its villages behind it."""
    chosen = sheet.audience.districts
    rows = [
        (
            sheet.button(_marked(name, name in chosen), "toggle", "districts", number, 0),
            sheet.page("villages", "list", f"villages{number}", 0),
        )
        for number, name in enumerate(districts(sheet.house))
    ]
    return Screen(_head(sheet, "places"), buttons=(*rows, (sheet.page("back", "who"),)))


def _list(sheet: Sheet, args: Sequence[str]) -> Screen:
    """A page of one list of choices."""
    name, number = [*args, "", ""][:2]
    page = int(number) if number.isdecimal() else 0
    options = choices(sheet.house, name, sheet.viewer.language)
    sort = "villages" if name.startswith("villages") else name
    if sort not in rules.LISTS:
        return _who(sheet, args)
    chosen: tuple[str, ...] = getattr(sheet.audience, sort)
    shown = list(options.items())[page * PAGE : (page + 1) * PAGE]
    rows = [(sheet.button(_marked(label, value in chosen), "toggle", name, value, page),) for value, label in shown]
    pager = [sheet.page("back", "places" if sort == "villages" else "who")]
    if page > 0:
        pager.insert(0, sheet.page("before", "list", name, page - 1))
    if (page + 1) * PAGE < len(options):
        pager.append(sheet.page("after", "list", name, page + 1))
    return Screen(_head(sheet, sort), buttons=(*rows, tuple(pager)))


def choices(house: House, name: str, locale: str) -> Mapping[str, str]:
    """The choices of a list, by what is kept of each; `villages2` are those of the third district."""
    region = house.region
    if name == "categories":
        return {one.id: f"{one.emoji} {one.names.of(locale)}" for one in region.categories.values()}
    if name == "agencies":
        return {one.id: one.short for one in region.agencies.values()}
    number = name.removeprefix("villages")
    every = districts(house)
    district = every[int(number)] if number.isdecimal() and int(number) < len(every) else ""
    return {one.code: one.name for one in region.villages if one.district == district}


def _head(sheet: Sheet, sort: str) -> str:
    wording, locale = sheet.house.region.wording, sheet.viewer.language
    asked = sheet.say(f"choose.{sort}", district=wording.district.of(locale), village=wording.village.of(locale))
    return "\n".join((asked, "", words(sheet), *counted(sheet)))


def _marked(label: str, is_chosen: bool) -> str:
    return f"✓ {label}" if is_chosen else label


async def toggle(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """One choice of a list more, or less."""
    name, value, page = [*args, "", "", ""][:3]
    every = districts(desk.house)
    if name == "districts" and value.isdecimal() and int(value) < len(every):
        await _keep(desk, row, rules.audience_of(row.audience).toggled(name, every[int(value)]), "places")
    elif value in choices(desk.house, name, desk.locale):
        sort = "villages" if name.startswith("villages") else name
        await _keep(desk, row, rules.audience_of(row.audience).toggled(sort, value), "list", name, page)
    else:
        desk.toast("desk.toast.stale")


async def tongue(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """The readers of the next language, after the last one all."""
    audience = rules.audience_of(row.audience)
    await _keep(desk, row, replace(audience, language=_next(LANGUAGES, audience.language)), "who")


async def active(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """Who wrote within a longer time, after the longest whenever."""
    audience = rules.audience_of(row.audience)
    await _keep(desk, row, replace(audience, active_days=_next(ACTIVE_DAYS, audience.active_days)), "who")


async def everybody(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """Nothing is chosen any more."""
    await _keep(desk, row, Audience(), "who")


async def _keep(desk: Desk, row: Broadcast, audience: Audience, page: str, *args: str) -> None:
    await broadcasts.change(desk.work, row, audience=audience.as_json(), asks="")
    await broadcast_show.page(desk, row, page, *args)


def _next(values: Sequence[T], value: T) -> T:
    at = values.index(value) if value in values else 0
    return values[(at + 1) % len(values)]


PAGES: Final[dict[str, Callable[[Sheet, Sequence[str]], Screen]]] = {"who": _who, "places": _places, "list": _list}
PRESSES: Final[dict[str, Callable[[Desk, Broadcast, Sequence[str]], Awaitable[None]]]] = {
    "toggle": toggle,
    "tongue": tongue,
    "active": active,
    "everybody": everybody,
}
