"""A poster with a code to scan, as a PDF: A4 or A5, or a sheet of four cards for the rooms of a hotel."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import matplotlib
import segno
from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, A5, A6
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from handlers.screens import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locales.catalog import Catalog
    from rules.region import Region

SIZES: Final = {"a4": A4, "a5": A5, "sheet": A4}
QUIET: Final = 4  # modules of white around a code: ISO 18004
_DEEP, _PALE, _GREY = HexColor("#0b4f6c"), HexColor("#e8f1f5"), HexColor("#4a5560")
_INK = HexColor("#1d252c")
_AIR, _GAP = 40.0, 14.0  # around and between, in thousandths of a card's width
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"  # free, complete for Latin letters, and embedded for print shops


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says: where the code leads, in which languages it speaks, and the name of its place in each."""

    url: str
    locales: tuple[str, ...]
    places: tuple[str, ...]


def draw(poster: Poster, size: str, region: Region, catalog: Catalog) -> bytes:
    """The PDF, always the same for the same poster. `size` is one of `SIZES`."""
    _register()
    page = SIZES[size]
    into = BytesIO()
    canvas = Canvas(into, pagesize=page, invariant=True)
    canvas.setTitle(catalog.say(poster.locales[0], "poster.title", region=region.title.of(poster.locales[0])))
    if size == "sheet":
        _sheet(canvas, poster, region, catalog)
    else:
        _Card(canvas, 0, 0, *page).draw(poster, region, catalog)
    canvas.showPage()
    canvas.save()
    return into.getvalue()


def can_print(words: str) -> bool:
    """Whether the poster's letters have all of these."""
    _register()
    known = pdfmetrics.getFont(_PLAIN).face.charToGlyph
    return all(ord(letter) in known for letter in words if not letter.isspace())


def modules(url: str) -> tuple[tuple[bool, ...], ...]:
    """The code's squares, true where it is dark, without the white around it. A quarter of it may be soiled."""
    return tuple(tuple(bool(dark) for dark in row) for row in segno.make_qr(url, error="q", boost_error=False).matrix)


def _sheet(canvas: Canvas, poster: Poster, region: Region, catalog: Catalog) -> None:
    """Four cards, with hairlines to cut along."""
    wide, high = A6
    for column in (0, 1):
        for row in (0, 1):
            _Card(canvas, column * wide, row * high, wide, high).draw(poster, region, catalog)
    canvas.setStrokeColor(_GREY)
    canvas.setLineWidth(0.25)
    canvas.setDash(3, 3)
    canvas.line(wide, 0, wide, 2 * high)
    canvas.line(0, high, 2 * wide, high)


class _Card:
    """One card on the page. Lengths are thousandths of its width, heights count from its top edge."""

    def __init__(self, canvas: Canvas, left: float, bottom: float, wide: float, high: float) -> None:
        self._canvas, self._left, self._top = canvas, left, bottom + high
        self._unit, self._high = wide / 1000, high / (wide / 1000)

    def draw(self, poster: Poster, region: Region, catalog: Catalog) -> None:
        """Band, headline, code, place, steps and the small print, in every language; the code takes what is left."""
        urgent = region.numbers_for(None)
        number = quote(urgent[0].number) if urgent else ""

        def say(key: str) -> list[str]:
            return [catalog.say(one, key, region=quote(region.title.of(one)), number=number) for one in poster.locales]

        big = 46 if len(poster.locales) > 1 else 56
        band = [
            self._paragraph(text, size, white, _BOLD)
            for text, size in zip(say("poster.headline"), _sizes(big), strict=False)
        ]
        place = " / ".join(dict.fromkeys(poster.places))
        address = poster.url.partition("?")[0].removeprefix("https://")
        under = [
            *([self._paragraph(quote(place), 32, _DEEP, _BOLD)] if place else []),
            self._paragraph(quote(address), 28, _GREY),
            *(self._paragraph(text, 30, _INK) for text in say("poster.how")),
        ]
        foot = [self._paragraph(text, 24, _GREY) for text in say("poster.small")]
        below = self._high - self._height(foot) - 2 * _AIR
        top = self._height(band) + 2 * _AIR
        side = min(below - top - self._height(under) - 2 * _AIR, 640.0)
        self._box(0, 0, 1000, top, _DEEP)
        self._box(0, below, 1000, self._high - below, _PALE)
        self._stack(band, _AIR)
        self._code(poster.url, (1000 - side) / 2, top, side)
        self._stack(under, (top + side + below - self._height(under)) / 2)
        self._stack(foot, below + _AIR)

    def _box(self, left: float, top: float, wide: float, high: float, color: HexColor) -> None:
        unit = self._unit
        self._canvas.setFillColor(color)
        self._canvas.rect(
            self._left + left * unit, self._top - (top + high) * unit, wide * unit, high * unit, stroke=0, fill=1
        )

    def _code(self, url: str, left: float, top: float, side: float) -> None:
        """The code in vectors, with the white around it that a camera needs. In a PDF reader it is a link."""
        rows = modules(url)
        module = side / (len(rows) + 2 * QUIET)
        self._box(left, top, side, side, white)
        for down, row in enumerate(rows):
            for start, stop in runs(row):
                at = left + (QUIET + start) * module
                self._box(
                    at, top + (QUIET + down) * module, (stop - start) * module, module * 1.01, HexColor("#000000")
                )
        corner = (self._left + left * self._unit, self._top - (top + side) * self._unit)
        self._canvas.linkURL(url, (*corner, corner[0] + side * self._unit, corner[1] + side * self._unit))

    def _stack(self, paragraphs: list[Paragraph], top: float) -> None:
        """The paragraphs, one under the other."""
        for paragraph in paragraphs:
            high = self._height([paragraph])
            paragraph.drawOn(
                self._canvas, self._left + _AIR * self._unit, self._top - (top + high) * self._unit + _GAP * self._unit
            )
            top += high

    def _height(self, paragraphs: list[Paragraph]) -> float:
        wide = (1000 - 2 * _AIR) * self._unit
        return sum(float(one.wrap(wide, 9999)[1]) / self._unit + _GAP for one in paragraphs)

    def _paragraph(self, text: str, size: float, color: HexColor, font: str = _PLAIN) -> Paragraph:
        points = size * self._unit
        style = ParagraphStyle(
            "", fontName=font, fontSize=points, leading=points * 1.28, alignment=TA_CENTER, textColor=color
        )
        return Paragraph(text.replace("\n", "<br/>"), style)


def _sizes(big: float) -> Iterator[float]:
    """The first language's headline is the largest."""
    yield big
    yield from repeat(big * 0.8)


def runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The dark stretches of a row, half open."""
    edges = [at for at, (one, other) in enumerate(zip((False, *row), (*row, False), strict=True)) if one != other]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _register() -> None:
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in (_PLAIN, _BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, fonts / f"{name}.ttf"))
