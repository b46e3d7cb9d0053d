"""`kanal poster`: what is printed, and where its code leads."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno
from pypdf import PdfReader
from typer.testing import CliRunner

from bot import cli, poster
from bot.cli_poster import PosterError
from rules import origin
from rules.origin import Origin


def make(out: Path, *words: str) -> str:
    result = CliRunner().invoke(
        cli.app, ["poster", "--bot", "@lapor_bot", "--out", str(out), *words], catch_exceptions=False
    )
    assert result.exit_code == 0
    return result.output.rpartition(": ")[2].strip()


def text_of(pdf: Path) -> str:
    return " ".join(PdfReader(pdf).pages[0].extract_text().split())


def links_of(pdf: Path) -> list[str]:
    notes = PdfReader(pdf).pages[0].annotations or []
    return [str(note.get_object()["/A"]["/URI"]) for note in notes]


@pytest.mark.parametrize(
    ("size", "points", "codes"), [("a4", (595, 842), 1), ("a5", (420, 595), 1), ("sheet", (595, 842), 4)]
)
def test_sizes(tmp_path: Path, size: str, points: tuple[int, int], codes: int) -> None:
    """A poster is one page of its size; a sheet has four cards, each with its code."""
    out = tmp_path / "poster.pdf"
    url = make(out, "--place", "Bandara Ngurah Rai", "--size", size)

    pages = PdfReader(out).pages
    assert len(pages) == 1
    assert points == (round(pages[0].mediabox.width), round(pages[0].mediabox.height))
    assert links_of(out) == [url] * codes


def test_both_languages_and_the_place(tmp_path: Path) -> None:
    """Each language says everything, the place has its name in each, the address can be typed, the number be called."""
    out = tmp_path / "poster.pdf"
    make(out, "--place", "kuta beach")

    said = text_of(out)
    for words in (
        "Laporkan ke Kabupaten Badung.",
        "Tell Badung Regency.",
        "Pantai Kuta / Kuta Beach",
        "t.me/lapor_bot",
        "telepon 112",
        "call 112",
    ):
        assert words in said


def test_one_language(tmp_path: Path) -> None:
    """Nothing of the other one is left."""
    out = tmp_path / "poster.pdf"
    make(out, "--lang", "en", "--source", "workshop_2026")

    assert "Tell Badung Regency." in text_of(out)
    assert "Pindai" not in text_of(out)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--place", "Bandara Ngurah Rai"], Origin("airport", "airport")),
        (["--place", "Tibubeneng"], Origin("5103062004", "5103062004")),
        (["--place", "Pantai Kuta", "--source", "hotel_7"], Origin("kuta_beach", "hotel_7")),
        (["--source", "workshop"], Origin("", "workshop")),
        ([], Origin()),
    ],
)
def test_where_the_code_leads(tmp_path: Path, words: list[str], expected: Origin) -> None:
    """The link opens the public bot and says place and source; without a source the place is counted."""
    url = make(tmp_path / "poster.pdf", *words)

    assert url == origin.url("lapor_bot", expected)
    assert origin.parse(url.rpartition("=")[2]) == expected


def test_the_code_is_drawn_as_it_was_made() -> None:
    """Every dark module of the code is in one stretch that is drawn, and no light one."""
    url = origin.url("lapor_badung_bot", Origin("airport", "airport"))
    rows = poster.modules(url)

    assert [[bool(dark) for dark in row] for row in segno.make_qr(url, error="q", boost_error=False).matrix] == [
        [any(start <= at < stop for start, stop in poster.runs(row)) for at in range(len(row))] for row in rows
    ]


def test_the_same_poster_is_the_same_file(tmp_path: Path) -> None:
    """A poster printed again differs in nothing."""
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    make(one, "--place", "Kuta Beach")
    make(other, "--place", "Kuta Beach")

    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--place", "Atlantis"], "no place called “Atlantis”"),
        (["--lang", "fr"], "--lang takes"),
        (["--lang", ","], "--lang takes"),
        (["--size", "a0"], "--size is one of a4, a5, sheet"),
        (["--source", "Hotel Nr. 7"], "--source is a-z, 0-9 and _ only"),
    ],
)
def test_mistakes(tmp_path: Path, words: list[str], sentence: str) -> None:
    """What is wrong is a sentence that says what to do, and nothing is written."""
    out = tmp_path / "poster.pdf"
    with pytest.raises(PosterError, match=sentence):
        make(out, *words)
    assert not out.exists()


def test_without_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With neither a user name nor a token it says which of the two to give."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KANAL_PUBLIC_TOKEN", raising=False)
    with pytest.raises(PosterError, match="Give --bot"):
        CliRunner().invoke(cli.app, ["poster", "--out", str(tmp_path / "p.pdf")], catch_exceptions=False)


def test_letters_that_cannot_be_printed() -> None:
    """A poster is never full of empty boxes: a language in other letters is refused."""
    assert [True, True, False] == [poster.can_print(one) for one in ("Scan, tulis", "Отсканируйте", "请扫描")]
