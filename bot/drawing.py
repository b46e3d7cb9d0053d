"""Pictures of the statistics, for a cheap phone held upright: large words, a number on each bar, nothing else.

Each is a Figure of its own, without matplotlib's global state. Colours are Okabe and Ito's, told apart by everybody.
"""

from __future__ import annotations

import math
import textwrap
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from handlers.charts import Bars, Places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from handlers.charts import Chart, Row

WIDTH, DPI = 7.2, 150  # inches, and dots to each: 1080 wide
BLUE, ORANGE = "#0072B2", "#E69F00"
_SERIES: Final = (BLUE, ORANGE)
_INK, _FAINT, _POINT, _REST = "#222222", "#5f5f5f", "#c0c0c0", "#9db9cc"
_TITLE, _WORDS, _SMALL = 20, 15, 13  # points; on a phone a third of that
_EDGE = 0.36  # inches, as all lengths below
_TITLE_LINE, _LINE, _NOTE_LINE = 0.37, 0.27, 0.24
_LABELS = 2.55  # for the words beside the bars
_BAR, _PAIR, _THICK = 0.56, 0.78, 0.72  # a row of one bar, of two; how much of it they fill
_MAP, _MIDDLE, _NARROW = 7.2, 3.05, 2.1  # how high the map is; where its middle is, and the width of its points
_LABEL: Final = 19  # characters of a label in a line
_SPREAD: Final = 0.34  # between names beside the map
_NAMES: Final = 2.85  # for those of villages


def draw(chart: Chart) -> Figure:
    """The picture of a chart, as high as it needs to be."""
    title, subtitle = textwrap.wrap(chart.title, 38), textwrap.wrap(chart.subtitle, 54)
    note = textwrap.wrap(chart.note, 60)
    head = _EDGE + _TITLE_LINE * len(title) + _LINE * len(subtitle) + 0.2
    foot = _EDGE / 2 + _NOTE_LINE * len(note) + (0.15 if note else 0)
    body = _height(chart)
    figure = Figure(figsize=(WIDTH, head + body + foot), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    _write(figure, _EDGE, _EDGE, title, fontsize=_TITLE, fontweight="bold", color=_INK)
    _write(figure, _EDGE, _EDGE + _TITLE_LINE * len(title), subtitle, fontsize=_WORDS, color=_FAINT)
    _write(figure, _EDGE, head + body + 0.1, note, fontsize=_SMALL, color=_FAINT)
    match chart:
        case Bars():
            _bars(figure, chart, head, body)
        case Places():
            _places(figure, chart, head, body)
    return figure


def png(figure: Figure) -> bytes:
    """The picture as a file."""
    file = BytesIO()
    figure.savefig(file, format="png", dpi=DPI)
    return file.getvalue()


def _height(chart: Chart) -> float:
    if isinstance(chart, Places):
        return _MAP
    return len(chart.rows) * (_BAR if len(chart.series) < 2 else _PAIR) + (_LINE + 0.15 if chart.series else 0)


def _write(figure: Figure, left: float, top: float, lines: Sequence[str], **look: Any) -> None:
    """Words at a place counted in inches from the upper left corner."""
    height = figure.get_figheight()
    figure.text(left / WIDTH, 1 - top / height, "\n".join(lines), va="top", **look)


def _axes(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    whole = figure.get_figheight()
    return figure.add_axes((left / WIDTH, 1 - (top + height) / whole, width / WIDTH, height / whole))


def _bars(figure: Figure, chart: Bars, top: float, height: float) -> None:
    if chart.series:
        _legend(figure, chart.series, top)
        top, height = top + _LINE + 0.15, height - _LINE - 0.15
    axes = _axes(figure, _LABELS, top, WIDTH - _LABELS - 0.15, height)
    longest = chart.full or max((length for row in chart.rows for length in row.lengths), default=0) or 1
    room = 1.05 + 0.039 * max(len(text) for row in chart.rows for text in row.texts)
    axes.set_xlim(0, longest * room)
    axes.set_ylim(len(chart.rows) - 0.5, -0.5)
    for place, row in enumerate(chart.rows):
        _row(axes, place, row, longest)
    axes.set_yticks(range(len(chart.rows)), [_wrapped(row.label) for row in chart.rows], fontsize=_WORDS, color=_INK)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(_POINT)


def _row(axes: Axes, place: int, row: Row, longest: float) -> None:
    thick = _THICK / len(row.lengths)
    for number, (length, text) in enumerate(zip(row.lengths, row.texts, strict=True)):
        at = place + (number - (len(row.lengths) - 1) / 2) * thick
        axes.barh(at, length, thick * 0.94, color=_REST if row.rest else _SERIES[number])
        size = _WORDS if len(row.lengths) == 1 else _SMALL
        axes.text(length + longest * 0.02, at, text, va="center", fontsize=size, color=_INK)


def _wrapped(label: str) -> str:
    """At most two lines."""
    return "\n".join(textwrap.wrap(label, _LABEL, max_lines=2, placeholder=" …"))


def _legend(figure: Figure, series: Sequence[str], top: float) -> None:
    patches = [Patch(color=color, label=name) for color, name in zip(_SERIES, series, strict=True)]
    corner = ((_EDGE - 0.1) / WIDTH, 1 - (top - 0.1) / figure.get_figheight())
    figure.legend(
        handles=patches, loc="upper left", bbox_to_anchor=corner, ncols=len(patches), frameon=False, borderpad=0.2,
        fontsize=_WORDS, handlelength=1.0, handleheight=1.0,
    )  # fmt: skip


def _places(figure: Figure, chart: Places, top: float, height: float) -> None:
    """The map in the middle, kecamatan to its left, the villages with the most to its right: names meet nothing."""
    axes = _axes(figure, 0, top, WIDTH, height)
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    points = _Plane(chart, height)
    most = max(dot.count for dot in chart.dots)
    xs, ys = zip(*map(points.at, chart.villages), strict=True)
    axes.scatter(xs, ys, s=16, color=_POINT, zorder=1)
    for dot in chart.dots:
        x, y = points.at((dot.longitude, dot.latitude))
        size = 1700 * dot.count / most + 40  # the area, not the width, says how many
        axes.scatter([x], [y], s=size, color=BLUE, alpha=0.7, linewidths=0, zorder=2)
    spots = [(points.at(one[1:])[1], one[0]) for one in chart.districts]
    for y, _, name in _apart(spots, height):
        axes.text(_EDGE, y, name, va="center", fontsize=_WORDS, color=_FAINT)
    named = [(points.at((dot.longitude, dot.latitude))[1], dot) for dot in chart.dots if dot.name]
    for y, real, dot in _apart(named, height):
        x = points.at((dot.longitude, dot.latitude))[0]
        axes.plot([x, WIDTH - _NAMES - 0.06], [real, y], color=_INK, linewidth=0.6, zorder=3)
        axes.text(
            WIDTH - _NAMES, y, f"{dot.count}  {dot.name}", va="center", fontsize=_WORDS, color=_INK, fontweight="bold"
        )


class _Plane:
    """Degrees as inches on the map, as high as it is; at 8° south a degree of longitude is a hundredth shorter."""

    def __init__(self, chart: Places, height: float) -> None:
        longitudes, latitudes = zip(*chart.villages, strict=True)
        self._middle = (min(longitudes) + max(longitudes)) / 2
        self._top = max(latitudes)
        self._squeeze = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
        span = max(latitudes) - min(latitudes) or 1
        width = (max(longitudes) - min(longitudes)) * self._squeeze or 1
        self._scale = min((height - 2 * _EDGE) / span, _NARROW / width)
        self._above = (height - span * self._scale) / 2

    def at(self, place: tuple[float, float]) -> tuple[float, float]:
        """Where a longitude and a latitude are, from the upper left."""
        longitude, latitude = place
        across = (longitude - self._middle) * self._squeeze * self._scale
        return _MIDDLE + across, self._above + (self._top - latitude) * self._scale


def _apart(spots: Sequence[tuple[float, Any]], height: float) -> list[tuple[float, float, Any]]:
    """The same from top to bottom, moved down and up until no name touches another: (where, where it was, what)."""
    ordered = sorted(spots, key=lambda spot: spot[0])
    places: list[float] = []
    for y, _ in ordered:
        places.append(max(y, places[-1] + _SPREAD) if places else y)
    limit = height - _SPREAD / 2
    for number in reversed(range(len(places))):
        places[number] = min(places[number], limit)
        limit = places[number] - _SPREAD
    return [(place, y, what) for place, (y, what) in zip(places, ordered, strict=True)]
