"""How alike two reports are, and which part of it comes from where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import region
from rules import duplicate
from rules.duplicate import Likeness, Told

BADUNG = region.load("badung")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LAMP = Told("Lampu jalan di depan warung mati, gelap sekali", "street_light", NOW, -8.6598, 115.1662, "51.03.06.1002")
METRE = 1 / 111_320  # degrees of latitude


def alike(one: Told, other: Told) -> Likeness:
    return duplicate.likeness(one, other, BADUNG)


def is_same(one: Told, other: Told) -> bool:
    found = alike(one, other)
    assert found == replace(alike(other, one)), "it is the same from either side"
    return duplicate.is_same(found, BADUNG)


def test_the_same_lamp_in_two_languages() -> None:
    """No word in common, but the place, what it is about, and the time."""
    other = replace(LAMP, text="Street light is out, very dark at night", latitude=LAMP.latitude + 20 * METRE)  # type: ignore[operator]

    found = alike(LAMP, other)

    assert duplicate.is_same(found, BADUNG)
    assert found.metres == pytest.approx(20, abs=1)
    assert found.category == 1


@pytest.mark.parametrize(("metres", "same"), [(0, True), (45, True), (61, False), (300, False)])
def test_distance_is_limited_by_category(metres: float, same: bool) -> None:
    """A lamp is another one from sixty metres on."""
    assert is_same(LAMP, replace(LAMP, latitude=LAMP.latitude + metres * METRE)) is same  # type: ignore[operator]


@pytest.mark.parametrize(("days", "same"), [(0, True), (44, True), (46, False)])
def test_age_is_limited_by_category(days: int, same: bool) -> None:
    """What was reported long after is another matter."""
    assert is_same(LAMP, replace(LAMP, filed_at=NOW - timedelta(days=days))) is same


def test_another_matter_at_the_same_place() -> None:
    """A dark street and a barking dog are two things."""
    assert not is_same(LAMP, replace(LAMP, category="stray_dogs", text="Anjing liar menggonggong tiap malam"))


def test_without_pins_names_decide() -> None:
    """In one village the same street is the same place, in whichever language, and another street is not."""
    one = Told("Jalan Munduk Catu berlubang", "road_damage", NOW, village="51.03.06.2005")
    same = Told("Potholes on Jalan Munduk Catu", "road_damage", NOW, village="51.03.06.2005")
    other = Told("Potholes on Jalan Tanah Barak", "road_damage", NOW, village="51.03.06.2005")

    assert is_same(one, same)
    assert not is_same(one, other)
    assert not is_same(one, replace(same, village="51.03.06.2006"))


def test_a_landmark_meets_a_pin() -> None:
    """Who names the beach and who stands there report the same; who stands elsewhere does not."""
    named = Told("Pantai Berawa penuh sampah", "beach_waste", NOW, village="51.03.06.2004")
    there = Told("Rubbish everywhere, disgusting", "beach_waste", NOW, -8.6625, 115.139, "51.03.06.2004")

    assert is_same(named, there)
    assert not is_same(named, replace(there, latitude=-8.64))


def test_what_concerns_a_village_needs_no_pin() -> None:
    """No water in a whole village is one thing; two holes in one village are two."""
    water = Told("Air PDAM mati dari pagi", "tap_water", NOW, village="51.03.05.1006")
    hole = Told("Lubang di jalan", "road_damage", NOW, village="51.03.05.1006")

    assert is_same(water, replace(water, text="There is no tap water since this morning"))
    assert not is_same(hole, replace(hole, text="The asphalt has come off in front of our house"))


def test_pictures_of_one_thing_speak_for_it() -> None:
    """Hashes that differ in few bits add to the score, others do not; without two there is nothing to compare."""
    one, near, far = "f0f0f0f0f0f0f0f0", "f0f0f0f0f0f0f0f3", "0123456789abcdef"
    plain = alike(LAMP, LAMP)
    vague = replace(LAMP, text="Tolong dicek", category=None)

    assert plain.photo is None
    assert alike(replace(LAMP, photos=(one,)), LAMP).photo is None
    assert duplicate.hash_distance(one, near) == 2
    assert alike(replace(LAMP, photos=(one,)), replace(LAMP, photos=(far, near))).photo == pytest.approx(0.9)
    assert alike(replace(LAMP, photos=(one,)), replace(LAMP, photos=(far,))).photo == 0
    with_photo = alike(replace(vague, photos=(one,)), replace(LAMP, photos=(near,)))
    assert with_photo.score > alike(vague, LAMP).score


def test_what_befalls_one_person_is_their_own() -> None:
    """Two thefts beside one another are two, unless told alike."""
    theft = Told("my phone was snatched from my hand", "crime", NOW, -8.7, 115.17, "51.03.01.1004")

    assert not is_same(theft, replace(theft, text="tas saya dicuri di dalam toko"))
    assert is_same(theft, replace(theft, text="a phone was snatched from her hand"))


def test_the_name_of_a_street_of_several_words() -> None:
    """Another street, or another estate, of the village is another place."""
    one = Told("jalan rusak di Jalan Raya Padang Luwih", "road_damage", NOW, village="51.03.06.2006")

    assert not is_same(one, replace(one, text="jalan rusak di perumahan Dalung Permai"))
    assert is_same(one, replace(one, text="aspal hancur di jl Padang Luwih"))
