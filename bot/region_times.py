"""The tables of a region profile that tell time: opening hours, quiet hours, days off, deadlines."""

from __future__ import annotations

from datetime import date, time  # pydantic reads the annotations at run time
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from bot.region_parts import Days, NamesPart, Part, Text
from rules.calendar import Interval
from rules.deadline import Klass


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no time zone is called {name}: use a name such as Asia/Makassar")
    return name


def _moment(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is no time of day: write it like 08:00") from None


def _hours(text: str) -> Interval:
    first, _, last = text.partition("-")
    interval = Interval(_moment(first.strip()), _moment(last.strip()))
    if interval.opens >= interval.closes:
        raise ValueError(f"{text} closes before it opens: write the earlier time first")
    return interval


Zone = Annotated[str, AfterValidator(_zone)]
_Time = Annotated[time, BeforeValidator(_moment)]
_Hours = Annotated[Interval, BeforeValidator(_hours)]


class SlaPart(Part):
    """One version of the deadlines, in working days."""

    effective_from: date
    legal: Text
    verify_days: Days
    first_follow_up_days: Days
    reporter_window_days: Days
    resolve_days: dict[Klass, Days]
    confirmed: bool


class UpdatesPart(Part):
    """How reporters are kept up to date."""

    digest_at: _Time
    notices_per_day: Annotated[int, Field(ge=1, le=50)]
    silence_days: Days


class HandoverPart(Part):
    """Days for which a link that gives a report away can be used."""

    link_days: Days


class LessonsPart(Part):
    """From when on operators' corrections are a lesson: so many reports, by so many operators, at such a share."""

    reports: Annotated[int, Field(ge=1, le=1000)]
    operators: Annotated[int, Field(ge=1, le=100)]
    share_percent: Annotated[int, Field(ge=1, le=100)]


class ClosingPart(Part):
    """Days to reopen a closed report, and until the Ombudsman may be asked."""

    reopen_days: Days
    ombudsman_days: Days


class HoursPart(Part):
    """Opening hours; a weekday left out is closed."""

    monday: tuple[_Hours, ...] = ()
    tuesday: tuple[_Hours, ...] = ()
    wednesday: tuple[_Hours, ...] = ()
    thursday: tuple[_Hours, ...] = ()
    friday: tuple[_Hours, ...] = ()
    saturday: tuple[_Hours, ...] = ()
    sunday: tuple[_Hours, ...] = ()

    @property
    def week(self) -> tuple[tuple[Interval, ...], ...]:
        """Monday first."""
        return (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )


class QuietPart(Part):
    """Between these a push may ring."""

    opens: _Time
    closes: _Time


class CalendarPart(Part):
    """The country's holidays, the years with data, and whether the region's own days are worked."""

    holidays: Text
    years: tuple[int, int]
    working: bool


class DayPart(Part):
    """A day of the region's own list; `working` overrides the calendar's."""

    day: date
    names: NamesPart
    working: bool | None = None
    silent: bool = False
    confirmed: bool
