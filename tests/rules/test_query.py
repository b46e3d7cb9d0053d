"""What an operator looks for, out of one line."""

from __future__ import annotations

from datetime import date

import pytest

from bot import region
from rules import query
from rules.query import Query
from rules.span import Span

TODAY = date(2026, 11, 25)
BADUNG = region.load("badung")
OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


def read(text: str) -> Query:
    return query.read(text, BADUNG, TODAY)


@pytest.mark.parametrize(
    ("text", "words", "place", "span"),
    [
        ("jalan rusak kerobokan oktober", ("jalan", "rusak"), "Kerobokan", OCTOBER),
        ("oktober kerobokan jalan rusak", ("jalan", "rusak"), "Kerobokan", OCTOBER),
        ("lampu mati", ("lampu", "mati"), "", None),
        ("laporan sampah di tibubeneng", ("sampah",), "Tibubeneng", None),
        ("sampah di desa tibubeneng", ("sampah",), "Tibubeneng", None),
        ("rubbish tibu beneng", ("rubbish",), "Tibubeneng", None),
        ("tibubneng", (), "Tibubeneng", None),
        ("kecamatan kuta utara", (), "Kuta Utara", None),
        ("bulan lalu", (), "", OCTOBER),
    ],
)
def test_words_places_and_times_in_any_order(text: str, words: tuple[str, ...], place: str, span: Span | None) -> None:
    """However a village is spelt; small words are left out."""
    found = read(text)
    assert (words, place, span) == (found.words, found.place, found.span)
    assert not found.is_empty


def test_a_village_by_its_code_and_a_kecamatan_by_its_name() -> None:
    """A name that stands for both is the village."""
    assert (("51.03.06.2004",), "") == (read("tibubeneng").villages, read("tibubeneng").district)
    assert ((), "Kuta Utara") == (read("kecamatan kuta utara").villages, read("kecamatan kuta utara").district)


@pytest.mark.parametrize(
    ("text", "category", "words"),
    [
        ("kategori waste", "waste", ()),
        (f"category {BADUNG.categories['waste'].names.en}", "waste", ()),
        (f"kategori {BADUNG.categories['waste'].names.id} bau", "waste", ("bau",)),
        ("bau kategori tumpukan sampah", "waste", ("bau",)),
        ("#waste", "waste", ()),
        ("tumpukan sampah", None, ("tumpukan", "sampah")),
    ],
)
def test_a_category_is_asked_for_by_its_word(text: str, category: str | None, words: tuple[str, ...]) -> None:
    """By its name or by what it is about; otherwise words are words, for which a category is proposed."""
    found = read(text)
    assert (category, words) == (found.category, found.words)
    assert (found.proposed == "waste") is (category is None)


def test_a_code_is_all() -> None:
    """However it is written."""
    assert Query(code="BDG-7K3Q-XM2") == read("bdg 7k3q xm2") or read("BDG-7K3Q-XM2").words


@pytest.mark.parametrize("text", ["", "di", "laporan", "..."])
def test_nothing_is_asked(text: str) -> None:
    """By small words alone."""
    assert read(text).is_empty


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("rusak", ("rusak",)),
        ("kerusakan", ("rusak",)),
        ("jalannya", ("jalan",)),
        ("air", ("air",)),
        ("potholes", ("pothol",)),
        ("memotong", ("potong", "memotong")),
    ],
)
def test_a_word_is_found_in_all_its_forms(word: str, forms: tuple[str, ...]) -> None:
    """By its stem, which is part of the others; what is not part of the word stands beside it."""
    assert set(forms) == set(query.forms(word))
