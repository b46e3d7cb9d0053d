"""What holds for every profile that ships, whichever regency it is of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import regions
from bot import region as profiles
from rules import deadline, gazetteer, lexicon, place, template, understanding
from rules.deadline import Klass
from rules.region import Region

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # a Monday, about noon in all of Indonesia


@pytest.fixture(scope="module", params=regions.names())
def served(request: pytest.FixtureRequest) -> Region:
    """Each profile, checked."""
    return profiles.load(request.param)


def test_it_is_the_profile_of_its_file(served: Region) -> None:
    """Its name is that of its file; no two regencies share a prefix of codes."""
    assert served is not None
    assert sorted(regions.names()) == sorted(profiles.load(name).name for name in regions.names())
    assert len(regions.names()) == len({profiles.load(name).prefix for name in regions.names()})


def test_every_village_is_found_by_its_pin_and_by_its_name(served: Region) -> None:
    """At its own middle, and said after the word the regency uses."""
    kind = served.wording.villages[0]
    for village in served.villages:
        pinned = place.nearest(village.latitude, village.longitude, place.villages(served))[0]
        named = gazetteer.find(f"sampah menumpuk di {kind} {village.name}", served)

        assert (village.code, village.district) == (pinned.code, pinned.district)
        assert village.code in {match.code for match in named}, village.name


def test_every_district_is_found_by_its_name(served: Region) -> None:
    """After each word people say before it."""
    for district in {village.district for village in served.villages}:
        for word in served.wording.districts:
            found = gazetteer.find(f"jalan berlubang di {word} {district}", served)

            assert district in {match.district for match in found}, f"{word} {district}"


def test_neighbours_are_outside(served: Region) -> None:
    """A pin in the middle of one is not ours."""
    for neighbour in served.neighbours:
        assert place.nearest(neighbour.latitude, neighbour.longitude, place.places(served))[0].outside, neighbour.name


def test_every_category_can_be_said(served: Region) -> None:
    """It has words in both languages, and its own words lead to it among the first three, most of the time."""
    found = total = 0
    for category in served.categories.values():
        if category.id == served.fallback_category:
            continue
        for language, words in (("id", category.words.id), ("en", category.words.en)):
            assert words, f"{category.id}: {language}"
            for phrase in [one for one in words if "…" not in one and "|" not in one][:6]:
                read = understanding.read(phrase.rstrip("!"), served, NOON.date())
                total += 1
                found += category.id in read.offered

    assert found / total > 0.9
    assert lexicon.of_region(served) is not None


def test_deadlines_come_out_in_the_regions_own_time(served: Region) -> None:
    """Each class has its dates, in working hours, years ahead."""
    closing = {interval.closes for day in served.hours for interval in day}
    for year in (2026, 2027):
        filed = datetime(year, 9, 1, 4, 0, tzinfo=UTC)
        for klass in Klass:
            table = deadline.in_force(filed, served.calendar, served.sla)
            due = deadline.deadlines(klass, filed, served.calendar, table)
            assert filed < due.verify_by < due.first_follow_up_by
            assert filed < due.resolve_by
            assert due.resolve_by.astimezone(served.tz).time() in closing
    ahead = NOON.astimezone(served.tz).utcoffset()
    assert timedelta(hours={"WIB": 7, "WITA": 8, "WIT": 9}[served.zone_label]) == ahead


def test_every_danger_has_a_number_that_is_sure(served: Region) -> None:
    """Somebody in danger is shown a number at once."""
    assert [] == [kind for kind in served.dangers if not served.numbers_for(kind)]


def test_every_template_fills_in_for_every_category(served: Region) -> None:
    """Whatever it is about, and in both languages."""
    values = {"code": f"{served.prefix}-7K3Q-XM2", "agency": "A", "category": "C", "place": "P"}
    for one in served.templates:
        for language in served.languages:
            text = template.fill(one.texts[language], language, values)
            assert "{" not in text
            assert one.names[language]


def test_what_is_not_confirmed_is_listed(served: Region) -> None:
    """Nothing that is marked is passed over."""
    waiting = profiles.unconfirmed(served)

    assert len(waiting.get("Agencies", ())) == sum(not one.confirmed for one in served.agencies.values())
    assert len(waiting.get("Other authorities", ())) == sum(not one.confirmed for one in served.authorities.values())
    assert len(waiting.get("Streets", ())) == sum(not one.confirmed for one in served.streets)
    assert ("Places" in waiting) is not served.measured
