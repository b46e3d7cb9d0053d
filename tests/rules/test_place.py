"""Where something is, from words or from a pin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import region
from rules import gazetteer, place
from rules.place import PlaceMatch

BADUNG = region.load("badung")
DEGREES = {"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)}


@pytest.mark.parametrize(
    ("words", "village"),
    [
        ("Tibubeneng", "Tibubeneng"),
        ("sampah di pantai berawa depan finns", "Tibubeneng"),
        ("near Echo Beach, Canggu", "Canggu"),
        ("dekat pura petitenget", "Kerobokan Kelod"),
        ("GWK", "Ungasan"),
        ("in front of Beachwalk", "Kuta"),
        ("Jl. Raya Uluwatu, Jimbaran", "Jimbaran"),
        ("Krobokan Kelod gang buntu", "Kerobokan Kelod"),
        ("tumbak bayuh", "Tumbakbayuh"),
        ("Belok Sidan", "Belok/Sidan"),
        ("desa werdhi bhuana", "Werdi Bhuwana"),
        ("di nusa dua", "Benoa"),
        ("Taman Ayun temple", "Mengwi"),
        ("pasar blahkiuh", "Blahkiuh"),
        ("jalan raya Cangu", "Canggu"),
        ("seminyaak", "Seminyak"),
        ("jimbran", "Jimbaran"),
        ("pantai brawa", "Tibubeneng"),
        ("Desa Sedang", "Sedang"),
        ("sedang", "Sedang"),
        ("Kapal, Mengwi", "Kapal"),
        ("got mampet di jl raya kapal", "Kapal"),
        ("atap sdn 1 petang bocor", "Petang"),
        ("puskesmas petang", "Petang"),
        ("depan kantor kelurahan Kapal", "Kapal"),
        ("ogoh ogoh banjar kami di Kapal", "Kapal"),
        ("desa werdi bhuana", "Werdi Bhuwana"),
        ("nusadua", "Benoa"),
        ("padangpadang", "Pecatu"),
        ("Legian, Kuta", "Legian"),
        ("Jalan Legian, Kuta", "Kuta"),
        ("sepanjang Kayu Aya", "Seminyak"),
        ("bypass Ngurah Rai, Jimbaran", "Jimbaran"),
        ("jalan ke Uluwatu di Ungasan", "Ungasan"),
        ("Pantai Gunung Payung", "Kutuh"),
        ("bandara ngurah rai", "Tuban"),
    ],
)
def test_find(words: str, village: str) -> None:
    """Villages, landmarks, other spellings and misspellings are found inside a longer sentence."""
    found = gazetteer.find(words, BADUNG)[0]

    assert (village, False) == (found.name, found.outside)


def test_landmark_is_named() -> None:
    """A landmark leads to its village, and is named itself."""
    (found,) = gazetteer.find("sampah di pantai berawa depan finns", BADUNG)

    assert found.landmark is not None
    assert ("51.03.06.2004", "Kuta Utara", "Berawa Beach") == (found.code, found.district, found.landmark.en)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "saya sedang makan",
        "taman kota gelap",
        "kapal bocor",
        "di jalan raya sedang ada galian",
        "mau minta keringanan pajak",
        "di petang hari",
        "minggu lalu",
        "rumah saya",
        "sudah kelar",
        "pohon kelapa",
    ],
)
def test_ordinary_words(words: str) -> None:
    """Villages named like ordinary words are not read into ordinary sentences."""
    assert gazetteer.find(words, BADUNG) == ()


@pytest.mark.parametrize(("words", "district"), [("Kuta Selatan", "Kuta Selatan"), ("Kec. Mengwi", "Mengwi")])
def test_district(words: str, district: str) -> None:
    """A kecamatan alone is a place without a village."""
    (found,) = gazetteer.find(words, BADUNG)

    assert (found.code, found.name, found.district) == (None, district, district)


@pytest.mark.parametrize(
    ("words", "regency"), [("Ubud", "Gianyar"), ("pantai sanur", "Denpasar"), ("Tanah Lot", "Tabanan")]
)
def test_outside(words: str, regency: str) -> None:
    """Well-known places over the border are outside, with their regency."""
    found = gazetteer.find(words, BADUNG)[0]

    assert (found.outside, found.regency, found.code) == (True, regency, None)


def test_several() -> None:
    """Several places are all offered, villages before landmarks, at most n."""
    found = gazetteer.find("antara Legian, Seminyak, GWK dan Pantai Pandawa", BADUNG)

    assert ["Legian", "Seminyak", "Ungasan"] == [match.name for match in found]
    assert len(gazetteer.find("antara Legian, Seminyak dan GWK", BADUNG, n=1)) == 1


@given(words=st.text(max_size=200))
def test_any_words(words: str) -> None:
    """Any words give at most three places, surest first, with scores from 0 to 1."""
    scores = [match.score for match in gazetteer.find(words, BADUNG)]

    assert len(scores) <= 3
    assert sorted(scores, reverse=True) == scores
    assert all(0 < score <= 1 for score in scores)


@given(**DEGREES)
def test_any_pin(latitude: float, longitude: float) -> None:
    """Any pin has an answer, nearest first, each place once; what is far has no name."""
    found = place.nearest(latitude, longitude, place.places(BADUNG))
    distances = [match.kilometres for match in found]

    assert sorted(distances) == distances
    assert len({match.code or match.name for match in found}) == len(found)
    assert (found[0].kilometres > place.FAR_KM) == (found[0].outside and not found[0].name)


@given(latitude=st.floats(-8.85, -8.25), longitude=st.floats(115.08, 115.3))
def test_nearest_is_nearest(latitude: float, longitude: float) -> None:
    """No other known place is nearer than the first answer."""
    known = place.places(BADUNG)
    shortest = min(place.distance_km((latitude, longitude), (p.latitude or 0, p.longitude or 0)) for p in known)

    assert shortest == pytest.approx(place.nearest(latitude, longitude, known)[0].kilometres)


def test_no_places() -> None:
    """A region without places says outside, and nothing more."""
    assert place.nearest(-8.7, 115.1, ()) == (PlaceMatch(None, "", outside=True),)


def test_n() -> None:
    """At most n different villages are offered."""
    found = place.nearest(-8.66, 115.14, place.places(BADUNG), n=5)

    assert len(found) == len({match.name for match in found}) == 5


@pytest.mark.parametrize(
    ("a", "b", "kilometres"),
    [((0, 0), (0, 0), 0), ((0, 0), (0, 180), 20015), ((-8.7467, 115.1667), (-8.5069, 115.2625), 28.7)],
)
def test_distance(a: tuple[float, float], b: tuple[float, float], kilometres: float) -> None:
    """Great-circle kilometres; from the airport to Ubud it is not quite 29."""
    assert kilometres == pytest.approx(place.distance_km(a, b), abs=0.6)


def test_matches_are_values() -> None:
    """A match is a value: it can be changed only by making another."""
    found = gazetteer.find("GWK", BADUNG)[0]

    assert replace(found, score=0.5) != found
