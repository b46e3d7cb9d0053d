"""The statistics of a span in words, for a leader to read aloud."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from handlers.screens import quote
from locales import formats
from rules import origin, statistics
from storage import statistics as counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from handlers.house import House
    from rules.period import Period
    from storage.statistics import Figures
    from storage.work import Session

TOP: Final = 5
_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a span for an agency (None: all of them), and how this reader is told of them."""

    house: House
    figures: Figures
    period: Period
    agency_id: str | None
    locale: str

    def say(self, key: str, **fields: object) -> str:
        """A text of the statistics."""
        return self.house.catalog.say(self.locale, f"figures.{key}", **fields)

    def count(self, key: str, number: int, **fields: object) -> str:
        """A text that depends on a number."""
        return self.house.catalog.count(self.locale, f"figures.{key}", number, **fields)

    def number(self, value: float) -> str:
        """A number as the reader writes it."""
        return formats.number(value, self.locale)

    def shows(self) -> bool:
        """Whether there is anything to be drawn."""
        return self.figures.filed.count > 0 or self.figures.rate.settled > 0

    def whose(self) -> str:
        """The agency, or the region."""
        return self.agency(self.agency_id) if self.agency_id else self.house.region.title.of(self.locale)

    def span(self) -> str:
        """The days."""
        return formats.span(self.period.first, self.period.last, self.locale)

    def subtitle(self) -> str:
        """Of whom and when."""
        return f"{self.whose()}, {self.span()}"

    def agency(self, name: str) -> str:
        """An agency's short name; "" is whoever has what no agency has yet."""
        found = self.house.region.agencies.get(name or self.house.region.coordinator)
        return found.short if found else name

    def category(self, name: str) -> str:
        """A category's name."""
        found = self.house.region.categories.get(name)
        return found.names.of(self.locale) if found else self.say("uncategorised")

    def languages(self) -> list[tuple[str, int]]:
        """In which languages reporters read, most first."""
        shown, _ = statistics.top(self.figures.languages, TOP)
        return [(self._tongue(name), count) for name, count in shown]

    def _tongue(self, language: str) -> str:
        key = f"desk.tongue.{language}"
        known = self.house.catalog.has(key)
        return self.house.catalog.say(self.locale, key) if known else formats.language(language, self.locale)

    def origins(self) -> list[tuple[str, int]]:
        """What reports came by, most first; nothing unless there is more than one way."""
        shown, rest = statistics.top(self.figures.origins, TOP)
        named = [(self._origin(name), count) for name, count in shown]
        return [*named, *([(self.say("others"), rest)] if rest else [])] if len(named) > 1 else []

    def _origin(self, name: str) -> str:
        """A poster's or a workshop's own name; ours for the ways that have none."""
        own = {"": "origin.none", origin.SHARED: "origin.shared"}.get(name)
        return self.say(own) if own else name

    def median(self) -> float | None:
        """Working minutes to the first answer; None when there was none."""
        return statistics.median({minutes: cell.count for minutes, cell in self.figures.first.items()})

    def working(self, minutes: float) -> str:
        """Working time in its largest sensible unit."""
        day = self.house.region.calendar.usual_minutes
        if minutes < _HOUR:
            return self.count("working.minutes", round(minutes))
        if minutes < day:
            return self.say("working.hours", n=self.number(minutes / _HOUR))
        return self.say("working.days", n=self.number(minutes / day))


async def read(session: Session, house: House, period: Period, agency: str | None, locale: str, now: datetime) -> Told:
    """The figures of the span as the database has them now."""
    parts = [part.moments(house.region.tz) for part in period.parts()]
    return Told(house, await counted.of(session, parts, agency, now), period, agency, locale)


def in_language(told: Told, locale: str) -> Told:
    """The same figures for another reader."""
    return replace(told, locale=locale)


def text(told: Told, *, weekly: bool = False) -> str:
    """All of it, in the order in which it is asked for."""
    head = told.say("head.week" if weekly else "head", whose=quote(told.whose()), span=told.span())
    return "\n\n".join(filter(None, (head, "\n".join(_numbers(told)), *_lists(told))))


def short(told: Told) -> str:
    """The same in four lines, for an agency's group."""
    head = told.say("head.week", whose=quote(told.whose()), span=told.span())
    return f"{head}\n\n" + "\n".join(_numbers(told))


def _numbers(told: Told) -> Iterator[str]:
    figures = told.figures
    yield told.count("filed", figures.filed.count)
    yield told.count("settled", figures.rate.settled)
    yield told.count("open", figures.open)
    yield told.count("late", figures.late) if figures.late else told.say("late.none")
    if figures.rate.percent is not None:
        yield told.say("on_time", percent=figures.rate.percent, n=figures.rate.on_time, of=figures.rate.settled)
    if (median := told.median()) is not None:
        answered = sum(cell.count for cell in figures.first.values())
        yield told.say("first", time=told.working(median), n=answered)
    if (mean := figures.satisfaction.mean) is not None:
        yield told.count("stars", figures.satisfaction.given, mean=told.number(mean))


def _lists(told: Told) -> Iterator[str]:
    if len(languages := told.languages()) > 1:
        yield told.say("languages", list=_joined(languages))
    top, _ = statistics.top(told.figures.categories, TOP)
    if top:
        lines = [f"{place}. {quote(told.category(name))}: {count}" for place, (name, count) in enumerate(top, start=1)]
        yield "\n".join((told.say("categories"), *lines))
    if origins := told.origins():
        yield told.say("origins", list=_joined(origins))


def _joined(named: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{quote(name)} {count}" for name, count in named)
