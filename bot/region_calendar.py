"""A region's days off: the country's holidays and collective leave from PyPI `holidays`, and the region's own list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import holidays

from rules.calendar import Calendar
from rules.quiet import Quiet
from rules.region import Names, SpecialDay

if TYPE_CHECKING:
    from datetime import date

    from bot.region_models import Profile

KNOWN: Final = 10  # a country has at least so many holidays a year; fewer: the package does not know the year
CATEGORIES: Final = ("public", "government")  # government: cuti bersama, collective leave
_LANGUAGES: Final = {"id": "id", "en": "en_US"}


def special_days(profile: Profile) -> tuple[SpecialDay, ...]:
    """The region's own days, by date; a day without its own `working` takes the calendar's."""
    days = (
        SpecialDay(
            entry.day,
            entry.names.names,
            working=profile.calendar.working if entry.working is None else entry.working,
            silent=entry.silent,
            confirmed=entry.confirmed,
        )
        for entry in profile.days
    )
    return tuple(sorted(days, key=lambda special: special.day))


def national(country: str, first: int, last: int) -> dict[date, Names]:
    """Public holidays and collective leave of those years with their names. NotImplementedError: no such country."""
    found = {
        language: holidays.country_holidays(
            country, years=range(first, last + 1), categories=CATEGORIES, language=supported
        )
        for language, supported in _LANGUAGES.items()
    }
    return {day: Names(name, found["en"][day]) for day, name in found["id"].items() if first <= day.year <= last}


def problems(profile: Profile) -> list[str]:
    """One sentence for a country or year without holidays."""
    first, last = profile.calendar.years
    try:
        days = national(profile.calendar.holidays, first, last)
    except NotImplementedError:
        return [f"calendar: no holidays are known for {profile.calendar.holidays}; use a country code such as ID."]
    thin = [year for year in range(first, last + 1) if sum(day.year == year for day in days) < KNOWN]
    return [
        f"calendar: the holidays of {year} are not known; update the package holidays or shorten years."
        for year in thin
    ]


def calendar(profile: Profile, special: tuple[SpecialDay, ...]) -> Calendar:
    """The working calendar; on a day in both lists the region's name is the one people know."""
    first, last = profile.calendar.years
    days_off = national(profile.calendar.holidays, first, last)
    days_off |= {entry.day: entry.names for entry in special if not entry.working}
    return Calendar(profile.hours.week, days_off, profile.tz, first, last)


def quiet(profile: Profile, special: tuple[SpecialDay, ...]) -> Quiet:
    """Quiet hours, with the days on which nothing rings at all."""
    silent = frozenset(entry.day for entry in special if entry.silent)
    return Quiet(profile.quiet.opens, profile.quiet.closes, profile.tz, silent)
