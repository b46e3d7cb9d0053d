"""The first guess at a category, from everyday words in either language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import region
from rules import category

BADUNG = region.load("badung")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jln rusak parah depan rumah", "road_damage"),
        ("Jalan berlubang di Dalung", "road_damage"),
        ("big pothole on the road to Uluwatu", "road_damage"),
        ("Lampu jalannya mati sudah seminggu", "street_light"),
        ("lampu jln mati", "street_light"),
        ("no street lights near my villa, dark road", "street_light"),
        ("lampu merah mati di simpang", "traffic_signal"),
        ("sampah numpuk", "waste"),
        ("smpah menumpuk tidak diangkut", "waste"),
        ("Sampah di pantai Kuta banyak sekali", "beach_waste"),
        ("there is trash on the beach", "beach_waste"),
        ("tetangga bakar sampah tiap sore", "burning"),
        ("trotoar rusak", "pavement"),
        ("selokan mampet dan bau", "drain"),
        ("macet parah di Canggu", "traffic_jam"),
        ("air pdam mati dari kemarin", "tap_water"),
        ("no water since yesterday", "tap_water"),
        ("banjir setinggi lutut", "flood"),
        ("musik keras sampai jam 3 pagi", "noise"),
        ("loud music from the beach club at 3am", "noise"),
        ("banyak anjing liar", "stray_dogs"),
        ("a stray dog follows people", "stray_dogs"),
        ("petugas minta uang, pungli", "misconduct"),
        ("KTP saya belum jadi", "civil_registry"),
        ("vila bodong tanpa izin", "illegal_building"),
        ("taxi driver overcharged us", "transport"),
    ],
)
def test_guess(text: str, expected: str) -> None:
    """The likeliest category comes first."""
    assert expected == category.guess(text, BADUNG)[0].category


def test_words() -> None:
    """A guess names the words that led to it; a phrase says more than its words alone."""
    first, second, *_ = category.guess("Lampu jalan mati", BADUNG)

    assert first.category == "street_light"
    assert {"lampu jalan", "lampu jalan mati"} <= set(first.words)
    assert first.score > 3 * second.score


@pytest.mark.parametrize("text", ["", "Om Swastyastu", "hello", "👍", "12345"])
def test_nothing(text: str) -> None:
    """No word of the profile, no guess."""
    assert category.guess(text, BADUNG) == ()


@given(text=st.text(max_size=300), n=st.integers(1, 5))
def test_anything(text: str, n: int) -> None:
    """Any text gives at most n guesses, best first, each with a reason."""
    found = category.guess(text, BADUNG, n)

    assert len(found) <= n
    assert sorted((guess.score for guess in found), reverse=True) == [guess.score for guess in found]
    assert all(guess.words for guess in found)
