"""The profile of Badung: complete, and true where a source can be compared."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

import regions
from bot import region as profiles
from rules.deadline import Klass
from rules.region import Region

OFFICIAL_2024 = {  # Governor of Bali, dispensasi hari raya suci Hindu 2024
    "Siwaratri": ["2024-01-09"],
    "Galungan": ["2024-02-27", "2024-02-28", "2024-02-29", "2024-09-24", "2024-09-25", "2024-09-26"],
    "Kuningan": ["2024-03-08", "2024-03-09", "2024-10-04", "2024-10-05"],
    "Tawur": ["2024-03-10"],
    "Nyepi": ["2024-03-11"],
    "Ngembak": ["2024-03-12"],
    "Saraswati": ["2024-07-13"],
    "Pagerwesi": ["2024-07-17"],
}


@pytest.mark.parametrize(("name", "days"), OFFICIAL_2024.items())
def test_official_2024(badung: Region, name: str, days: list[str]) -> None:
    """The days of 2024 are those of the Governor's circular, by name."""
    found = [str(day.day) for day in badung.days if day.day.year == 2024 and name in day.names.id]

    assert days == found


def test_2024_is_complete(badung: Region) -> None:
    """Nothing is in the list of 2024 but the circular's days, all confirmed."""
    listed = {str(day.day) for day in badung.days if day.day.year == 2024 and day.confirmed}

    assert {day for days in OFFICIAL_2024.values() for day in days} == listed


@pytest.mark.parametrize(
    "name", ["Hari Raya Galungan", "Hari Raya Kuningan", "Hari Raya Saraswati", "Hari Raya Pagerwesi"]
)
def test_pawukon(badung: Region, name: str) -> None:
    """Days of the Pawukon return every 210 days."""
    days = [day.day for day in badung.days if day.names.id == name]

    assert {timedelta(days=210)} == {later - earlier for earlier, later in pairwise(days)}


def test_galungan_and_nyepi(badung: Region) -> None:
    """Later Galungan and Nyepi dates are the computed ones, and only Nyepi is silent."""
    galungan = {str(day.day) for day in badung.days if day.names.id == "Hari Raya Galungan"}

    assert galungan >= {"2026-06-17", "2027-01-13", "2027-08-11", "2028-03-08", "2028-10-04"}
    assert {"2024-03-11", "2025-03-29", "2026-03-19", "2027-03-08", "2028-03-26"} == {
        str(day) for day in badung.quiet.silent_days
    }


def test_size(badung: Region) -> None:
    """All 62 villages of 6 districts, ten groups, eight common categories, some seventy landmarks."""
    assert len(badung.villages) == 62
    assert len({village.district for village in badung.villages}) == 6
    assert len(badung.groups) == 10
    assert len(badung.common) == 8
    assert len(badung.landmarks) >= 60
    assert all(badung.in_group(group) for group in badung.groups)


def test_routing(badung: Region) -> None:
    """Street lights in Badung are Dishub's, not Public Works'; misconduct is the Inspectorate's, as oversight."""
    assert badung.categories["street_light"].agency == "dishub"
    assert badung.categories["misconduct"].agency == "inspektorat"
    assert badung.categories["misconduct"].klass is Klass.OVERSIGHT
    assert badung.categories[badung.fallback_category].agency == badung.coordinator


def test_expired_number(badung: Region) -> None:
    """Bali Becik, whose task force ended in 2023, is never shown."""
    numbers = [re.sub(r"\D", "", number.number) for number in badung.emergency]
    contacts = [re.sub(r"\D", "", authority.contact) for authority in badung.authorities.values()]

    assert not [number for number in numbers + contacts if "81399679966" in number]


def test_numbers_in_order(badung: Region) -> None:
    """A fire shows 113 first, no danger the single emergency number; complaint lines are never among them."""
    assert badung.numbers_for("fire")[0].number == "113"
    assert badung.numbers_for(None)[0].number == "112"
    assert "14084" not in {number.number for number in badung.numbers_for("crime")}


def test_names(badung: Region) -> None:
    """Names come in the reader's language; those who do not read Indonesian get English."""
    assert badung.title.of("id") == "Kabupaten Badung"
    assert badung.title.of("en") == badung.title.of("de") == "Badung Regency"


def test_village(badung: Region) -> None:
    """A village is found by its code; a code of somebody else's is not."""
    found = badung.village("51.03.06.2004")

    assert found is not None
    assert found.name == "Tibubeneng"
    assert badung.village("51.04.05.1005") is None


def test_unconfirmed(badung: Region) -> None:
    """What no source confirmed is listed for the operator, days by year."""
    waiting = profiles.unconfirmed(badung)

    assert any(line.startswith("118:") for line in waiting["Emergency numbers"])
    assert any(line.startswith("Damkar:") for line in waiting["Agencies"])
    assert not any(line.startswith("112:") for line in waiting["Emergency numbers"])
    assert not any(line.startswith("2024:") for line in waiting["Days off"])
    assert any(line.startswith("2028:") for line in waiting["Days off"])


def test_national_and_own_days(badung: Region) -> None:
    """National holidays and the region's own are both off, and a day in both bears the name used in Bali."""
    nyepi = badung.calendar.reason_off(date(2026, 3, 19))

    assert not badung.calendar.is_working_day(date(2026, 8, 17))
    assert not badung.calendar.is_working_day(date(2026, 6, 17))
    assert nyepi is not None
    assert nyepi.en == "Nyepi, day of silence"


def test_names_of_profiles() -> None:
    """Badung is among the profiles that ship."""
    assert "badung" in regions.names()
