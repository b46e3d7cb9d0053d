"""Pictures of the statistics: what stands in each, where, in both languages. They were looked at, too."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from PIL import Image

from bot import drawing, region
from handlers import charts
from handlers.charts import Bars, Places
from handlers.figures import Told
from handlers.house import House
from locales.catalog import Catalog
from rules.period import Period
from rules.statistics import Cell, Rate
from storage.statistics import Figures

HOUSE = House(region.load("badung"), Catalog.load(), "", "")
MONTH = Period(date(2026, 10, 25), date(2026, 11, 23))
YEARS = Period(date(2024, 11, 24), date(2026, 11, 23))
NAMES = {
    "id": [
        "Laporan masuk dan diselesaikan",
        "Diselesaikan tepat waktu, menurut instansi",
        "Laporan masuk menurut kategori",
        "Laporan masuk menurut desa",
        "Bahasa pelapor",
        "Kepuasan: 4,4 dari 5 bintang (45 penilaian)",
        "Jawaban pertama: separuh dalam 3,3 jam kerja",
        "Asal laporan",
    ],
    "en": [
        "Reports filed and settled",
        "Settled on time, by agency",
        "Reports filed, by category",
        "Reports filed, by village",
        "Languages of reporters",
        "Satisfaction: 4.4 of 5 stars (45 ratings)",
        "First answer: half within 3.3 working hours",
        "What reports came by",
    ],
}


def told(locale: str, period: Period = MONTH, **changes: Any) -> Told:
    """A busy span: long names, large and small numbers, more of everything than a picture has room for."""
    parts, everything = len(period.parts()), HOUSE.region
    figures = {
        "filed": Cell(132),
        "filed_parts": [Cell(number * 3) for number in range(parts)],
        "settled_parts": [Cell(number * 2 + 1) for number in range(parts)],
        "rate": Rate(118, 113),
        "rates": {name: (Rate(9 + at, 9), Cell(9 + at)) for at, name in enumerate(everything.agencies)},
        "categories": {name: Cell(at + 1) for at, name in enumerate(everything.categories)},
        "villages": {one.code: Cell(at + 1) for at, one in enumerate(everything.villages)} | {"": Cell(7)},
        "languages": {"id": Cell(92), "en": Cell(40)},
        "origins": {"": Cell(70), "hotel_7": Cell(40), "bandara_kedatangan": Cell(22)},
        "first": {20: Cell(2), 100: Cell(2), 300: Cell(2), 9999: Cell(2)},
        "stars": {5: Cell(30), 4: Cell(8), 3: Cell(4), 1: Cell(3)},
        "open": 14,
        "late": 2,
    }
    return Told(HOUSE, Figures(**{**figures, **changes}), period, None, locale)


def words(figure: Figure) -> list[str]:
    """Every text in a picture, lines joined."""
    found = [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text() and text.get_visible()]
    return [" ".join(text.split()) for text in found]


def lengths(figure: Figure) -> list[float]:
    """How long each bar is."""
    return [float(bar.get_width()) for axes in figure.axes for bar in axes.patches]


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("period", [MONTH, YEARS], ids=["month", "two years"])
def test_nothing_is_cut_off(locale: str, period: Period) -> None:
    """Every word of every picture lies within it, and no two words of a map meet."""
    for chart in charts.of(told(locale, period)):
        figure = drawing.draw(chart)
        figure.canvas.draw()
        width, height = figure.get_size_inches() * figure.dpi
        boxes = [
            (text.get_text(), text.get_window_extent())
            for text in figure.findobj(mpl.text.Text)
            if text.get_text() and text.get_visible()
        ]
        for text, box in boxes:
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
            assert inside, (chart.title, text, box)
        for at, (text, box) in enumerate(boxes):
            meets = [other for other, place in boxes[at + 1 :] if box.overlaps(place)]
            assert meets == [], (chart.title, text, meets)


@pytest.mark.parametrize("locale", ["id", "en"])
def test_each_says_what_it_is(locale: str) -> None:
    """The title, of whom and when, in the reader's language; the small-print where there is some."""
    found = charts.of(told(locale))
    assert [chart.title for chart in found] == NAMES[locale]
    whose = {"id": "Kabupaten Badung, 25 Okt – 23 Nov 2026", "en": "Badung Regency, 25 Oct – 23 Nov 2026"}[locale]
    for chart in found:
        said = words(drawing.draw(chart))
        assert {chart.title, whose, *([chart.note] if chart.note else [])} <= set(said)


def test_bars_are_as_long_as_their_numbers() -> None:
    """Over time: two a row, named, the first part above; each with its number behind it."""
    chart = charts.of(told("id"))[0]
    assert isinstance(chart, Bars)
    figure = drawing.draw(chart)
    assert lengths(figure) == [0, 1, 3, 3, 6, 5, 9, 7, 12, 9]
    assert {"masuk", "diselesaikan"} <= set(words(figure))
    labels = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert labels == ["25–26 Okt", "27 Okt – 2 Nov", "3–9 Nov", "10–16 Nov", "17–23 Nov"]
    assert figure.axes[0].get_ylim()[0] > figure.axes[0].get_ylim()[1]
    colors = {bar.get_facecolor() for bar in figure.axes[0].patches}
    assert colors == {mpl.colors.to_rgba(drawing.BLUE), mpl.colors.to_rgba(drawing.ORANGE)}


def test_on_time_by_agency() -> None:
    """The best first, in per cent of a hundred, and of how many."""
    rates = {
        "dlhk": (Rate(10, 9), Cell(10)),
        "pupr": (Rate(4, 4), Cell(4)),
        "dishub": (Rate(2, 0), Cell(2, 1)),  # one of the two is confidential
        "dinsos": (Rate(3, 0), Cell(3, 1)),
        "": (Rate(0, 0), Cell(0)),
    }
    chart = charts.of(told("en", rates=rates))[1]
    assert isinstance(chart, Bars)
    assert [(row.label, row.lengths, row.texts) for row in chart.rows] == [
        ("PUPR", (100,), ("100%  (4 of 4)",)),
        ("DLHK", (90,), ("90%  (9 of 10)",)),
        ("Dinsos", (0,), ("0%  (0 of 3)",)),
    ]
    assert lengths(drawing.draw(chart)) == [100, 90, 0]


def test_the_largest_categories_and_the_rest() -> None:
    """Twelve, and all others as one bar of another colour."""
    chart = charts.of(told("en"))[2]
    assert isinstance(chart, Bars)
    count = len(HOUSE.region.categories)
    assert [row.lengths[0] for row in chart.rows] == [*range(count, count - 12, -1), sum(range(count - 11))]
    assert [row.rest for row in chart.rows] == [False] * 12 + [True]
    bars = drawing.draw(chart).axes[0].patches
    assert len({bar.get_facecolor() for bar in bars[:12]}) == 1
    assert bars[12].get_facecolor() != bars[0].get_facecolor()


def test_the_map() -> None:
    """A bubble for each village by its number, the largest named; all kecamatan; north above; what is nowhere."""
    chart = charts.of(told("en"))[3]
    assert isinstance(chart, Places)
    villages = HOUSE.region.villages
    assert len(chart.dots) == len(villages) == len(chart.villages)
    figure = drawing.draw(chart)
    points, *bubbles = figure.axes[0].collections
    assert (len(points.get_offsets()), len(bubbles)) == (62, 62)
    sizes = [float(one.get_sizes()[0]) for one in bubbles]
    assert sizes == sorted(sizes, reverse=True)
    said = words(figure)
    assert {one.district for one in villages} <= set(said)
    assert f"62 {villages[61].name}" in said
    assert "7 reports name no village of the region" in said
    north, south = max(villages, key=lambda one: one.latitude), min(villages, key=lambda one: one.latitude)
    at = {dot.latitude: float(bubble.get_offsets()[0][1]) for dot, bubble in zip(chart.dots, bubbles, strict=True)}
    assert at[north.latitude] < at[south.latitude]
    assert figure.axes[0].get_ylim()[0] > figure.axes[0].get_ylim()[1]


def test_no_picture_tells_of_a_confidential_report() -> None:
    """One or two in a village, of a category, in a week, of a span of time: not there."""
    secret = Cell(1, 1)
    lonely = told(
        "en",
        filed=Cell(4, 1),
        filed_parts=[Cell(3), *[secret] * 4],
        settled_parts=[secret, *[Cell(0)] * 4],
        rates={"dlhk": (Rate(1, 1), secret)},
        categories={"waste": Cell(3), "road": secret},
        villages={HOUSE.region.villages[0].code: secret, HOUSE.region.villages[1].code: Cell(2)},
        languages={"en": Cell(3), "id": secret},
        origins={"": Cell(3), "hotel_7": secret},
        stars={5: secret},
        first={20: Cell(3), 999: secret},
    )
    found = {chart.title: chart for chart in charts.of(lonely)}
    assert set(found) == {
        NAMES["en"][0],
        NAMES["en"][2],
        NAMES["en"][3],
        *[one for one in found if "irst answer" in one or "atisf" in one],
    }
    over_time, categories, places = (found[NAMES["en"][at]] for at in (0, 2, 3))
    assert isinstance(over_time, Bars)
    assert [row.lengths for row in over_time.rows] == [(3, 0), *[(0, 0)] * 4]
    assert isinstance(categories, Bars)
    assert [row.lengths for row in categories.rows] == [(3,)]
    assert isinstance(places, Places)
    assert [dot.count for dot in places.dots] == [2]


def test_nothing_filed_is_no_picture() -> None:
    """And what has nothing to show is left out."""
    empty = [Cell(0)] * 5
    nothing = {"filed": Cell(0), "filed_parts": empty, "settled_parts": empty, "rate": Rate(0, 0), "rates": {},
               "categories": {}, "villages": {}, "languages": {}, "origins": {}, "first": {}, "stars": {}}  # fmt: skip
    assert charts.of(told("id", **nothing)) == ()
    settled = charts.of(told("id", **{**nothing, "rate": Rate(1, 1)}))
    assert [chart.title for chart in settled] == [NAMES["id"][0]]


def test_a_picture_for_a_phone() -> None:
    """PNG, 1080 wide, not heavy; matplotlib's global state is not touched."""
    for chart in charts.of(told("id")):
        content = drawing.png(drawing.draw(chart))
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.width) == ("PNG", 1080)
            assert 300 < image.height < 1500
        assert len(content) < 300_000
    import sys

    assert "matplotlib.pyplot" not in sys.modules
