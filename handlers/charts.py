"""The pictures of the statistics as values: what stands in each, in the reader's words. `bot.drawing` draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from locales import formats
from rules import statistics
from rules.statistics import SPANS, Cell, Rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.figures import Told

MOST: Final = 12  # rows of a picture; the others are one
NAMED: Final = 8  # villages on the map
STARS: Final = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of bars: what it is of, how long each is, and what is written behind it; `rest`: all others together."""

    label: str
    lengths: tuple[float, ...]
    texts: tuple[str, ...]
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from left to right, one under the other; with more than one a row, `series` names them. `full` is the length
    of the whole width, when that means something (100 %)."""

    title: str
    subtitle: str
    rows: tuple[Row, ...]
    series: tuple[str, ...] = ()
    full: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place: degrees, how many, its name where it is to be read."""

    longitude: float
    latitude: float
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Bubbles where reports come from, over all villages as points; `districts` are the kecamatan as (name, longitude,
    latitude)."""

    title: str
    subtitle: str
    dots: tuple[Dot, ...]
    villages: tuple[tuple[float, float], ...]
    districts: tuple[tuple[str, float, float], ...]
    note: str = ""


Chart = Bars | Places


def of(told: Told) -> tuple[Chart, ...]:
    """All pictures that show something, in the order in which they are looked at."""
    return tuple(_all(told))


def _all(told: Told) -> Iterator[Chart]:
    if not told.shows():
        return
    yield _over_time(told)
    yield from _on_time(told)
    yield from _categories(told)
    yield from _places(told)
    yield from _shares(told, "languages", told.languages())
    yield from _stars(told)
    yield from _first(told)
    yield from _shares(told, "origins", told.origins())


def _over_time(told: Told) -> Chart:
    figures, parts = told.figures, told.period.parts()
    rows = [
        Row(formats.part(part.first, part.last, told.period.unit, told.locale), (filed.shown, settled.shown),
            (told.number(filed.shown), told.number(settled.shown)))
        for part, filed, settled in zip(parts, figures.filed_parts, figures.settled_parts, strict=True)
    ]  # fmt: skip
    names = (told.say("chart.filed"), told.say("chart.settled"))
    return Bars(told.say("chart.time"), told.subtitle(), tuple(rows), names)


def _on_time(told: Told) -> Iterator[Chart]:
    """The agencies with the most settled reports, the best first."""
    seen = [(name, _seen(rate, cell)) for name, (rate, cell) in told.figures.rates.items()]
    most = sorted((one for one in seen if one[1].settled), key=lambda one: (-one[1].settled, one[0]))[:MOST]
    ranked = sorted(most, key=lambda one: (-(one[1].percent or 0), -one[1].settled, one[0]))
    rows = [
        Row(told.agency(name), (rate.percent or 0,),
            (told.say("chart.rate", percent=rate.percent, on_time=rate.on_time, settled=rate.settled),))
        for name, rate in ranked
    ]  # fmt: skip
    if rows:
        yield Bars(
            told.say("chart.on_time"), told.subtitle(), tuple(rows), full=100, note=told.say("chart.on_time.note")
        )


def _seen(rate: Rate, cell: Cell) -> Rate:
    """A rate of a few among whom is a confidential report is not shown at all."""
    return rate if cell.shown == cell.count else Rate(0, 0)


def _categories(told: Told) -> Iterator[Chart]:
    rows, rest = statistics.top(told.figures.categories, MOST)
    if not rows:
        return
    bars = [Row(told.category(name), (count,), (told.number(count),)) for name, count in rows]
    if rest:
        bars.append(Row(told.say("others"), (rest,), (told.number(rest),), rest=True))
    yield Bars(told.say("chart.categories"), told.subtitle(), tuple(bars))


def _places(told: Told) -> Iterator[Chart]:
    villages = told.house.region.villages
    counts = {code: cell.shown for code, cell in told.figures.villages.items() if cell.shown}
    named = sorted((one for one in villages if one.code in counts), key=lambda one: -counts[one.code])
    if not named:
        return
    dots = [
        Dot(one.longitude, one.latitude, counts[one.code], one.name if place < NAMED else "")
        for place, one in enumerate(named)
    ]
    elsewhere = sum(counts.values()) - sum(dot.count for dot in dots)
    yield Places(
        told.say("chart.places"),
        told.subtitle(),
        tuple(dots),
        tuple((one.longitude, one.latitude) for one in villages),
        tuple(_districts(told)),
        told.count("chart.places.elsewhere", elsewhere) if elsewhere else "",
    )


def _districts(told: Told) -> Iterator[tuple[str, float, float]]:
    """Each kecamatan in the middle of its villages."""
    villages = told.house.region.villages
    for name in dict.fromkeys(one.district for one in villages):
        own = [one for one in villages if one.district == name]
        yield name, sum(one.longitude for one in own) / len(own), sum(one.latitude for one in own) / len(own)


def _shares(told: Told, what: str, named: Sequence[tuple[str, int]]) -> Iterator[Chart]:
    """Parts of a whole, where there is more than one."""
    whole = sum(count for _, count in named)
    if len(named) > 1:
        rows = [
            Row(name, (count,), (told.say("chart.share", n=count, percent=round(100 * count / whole)),))
            for name, count in named[:MOST]
        ]
        yield Bars(told.say(f"chart.{what}"), told.subtitle(), tuple(rows))


def _stars(told: Told) -> Iterator[Chart]:
    satisfaction = told.figures.satisfaction
    if satisfaction.mean is None:
        return
    counts = [told.figures.stars.get(number, Cell(0)).shown for number in STARS]
    rows = [Row("★" * number, (count,), (told.number(count),)) for number, count in zip(STARS, counts, strict=True)]
    mean = formats.number(satisfaction.mean, told.locale)
    title = told.count("chart.stars", satisfaction.given, mean=mean)
    yield Bars(title, told.subtitle(), tuple(rows))


def _first(told: Told) -> Iterator[Chart]:
    median = told.median()
    if median is None:
        return
    counts = statistics.spread((minutes, cell.shown) for minutes, cell in told.figures.first.items())
    names = [told.say(f"chart.first.{number}") for number in range(len(SPANS) + 1)]
    rows = [Row(name, (count,), (told.number(count),)) for name, count in zip(names, counts, strict=True)]
    title = told.say("chart.first", median=told.working(median))
    yield Bars(title, told.subtitle(), tuple(rows), note=told.say("chart.first.note"))
