"""The villages' boundaries: exact pins, and sentences about a file that is not right."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import boundaries, check
from bot import region as regions
from bot.region import RegionError
from rules import place
from rules.region import Region

BADUNG = regions.load("badung")
TUBAN, KUTA = "51.03.01.1001", "51.03.01.1002"
BORDER = 115.175  # between the two, far from half-way between their middles
WEST, EAST = (115.165, -8.76, BORDER, -8.70), (BORDER, -8.76, 115.195, -8.70)
HOLE = (115.180, -8.735, 115.190, -8.725)  # in the eastern one, and an island of the western one


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def box(*edges: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring(*edges)]}


def feature(geometry: object, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: object, **more: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[object], Region]:
    """Badung with a boundaries file that says just that."""

    def region(content: object) -> Region:
        file = tmp_path / "villages.geojson"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return replace(BADUNG, boundaries=str(file))

    return region


@pytest.fixture
def two(drawn: Callable[[object], Region]) -> Region:
    """Two villages beside each other; the western one has an island in the eastern one. One says its code, the other
    its name and district, as a layer of BIG does."""
    west = {"type": "MultiPolygon", "coordinates": [[ring(*WEST)], [ring(*HOLE)]]}
    east = {"type": "Polygon", "coordinates": [ring(*EAST), ring(*HOLE)[::-1]]}
    return drawn(
        collection(
            feature(west, code=TUBAN.replace(".", "")),
            feature(east, KDEPUM=None, WADMKD="KUTA", WADMKC="Kuta"),
            crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        )
    )


@pytest.mark.parametrize(
    ("latitude", "longitude", "name", "outside"),
    [
        (-8.7255, BORDER - 0.0001, "Tuban", False),  # much nearer to Kuta's middle
        (-8.7255, BORDER + 0.0001, "Kuta", False),
        (-8.73, 115.185, "Tuban", False),  # the island
        (-8.7471, 115.1655 - 0.001, "Tuban", False),  # on the beach, 50 m from the boundary
        (-8.6705, 115.2126, "Dauh Puri", True),  # Denpasar, by a middle that is near
        (-8.7636, 115.1776, "Kedonganan", False),  # has no boundary here: as ever, by its middle
        (-8.9, 114.9, "", True),  # the ocean
    ],
)
def test_a_pin_is_where_the_boundaries_say(
    two: Region, latitude: float, longitude: float, name: str, outside: bool
) -> None:
    """However near the middle of another village is."""
    found = place.at(latitude, longitude, two, boundaries.load(two))

    assert outside == found.outside
    assert found.name.startswith(name) if name else found.name == ""


def test_over_the_border_is_over_the_border(drawn: Callable[[object], Region]) -> None:
    """What is outside every boundary is not taken for ours because a middle of ours is nearest."""
    villages = [feature(box(*_around(one, 0.002)), code=one.code) for one in BADUNG.villages]
    region = drawn(collection(*villages))
    pin = _between(BADUNG)
    assert not place.at(*pin, region).outside

    read = boundaries.load(region)
    assert place.at(*pin, region, read).outside
    assert "Kuta" == place.at(-8.7255, 115.155, region, read).name  # a boat two kilometres off its beach
    assert boundaries.problems(region) == []


def _around(village: Any, half: float) -> tuple[float, float, float, float]:
    return (village.longitude - half, village.latitude - half, village.longitude + half, village.latitude + half)


def _between(region: Region) -> tuple[float, float]:
    """A point a little nearer to a village of ours than to its nearest neighbour over the border."""
    ours = place.villages(region)
    over = [one for one in place.places(region) if one.outside and one.name]
    apart, one, other = min(
        (
            (place.distance_km((a.latitude or 0, a.longitude or 0), (b.latitude or 0, b.longitude or 0)), a, b)
            for a in ours
            for b in over
        ),
        key=lambda pair: pair[0],
    )
    assert 0.6 < apart < 4
    at = [
        mine + (theirs - mine) * 0.47
        for mine, theirs in (
            (one.latitude or 0, other.latitude or 0),
            (one.longitude or 0, other.longitude or 0),
        )
    ]
    return at[0], at[1]


def test_without_boundaries_nothing_is_read() -> None:
    """Shapes cost a start nothing where there are none."""
    assert boundaries.load(BADUNG) is None

    code = "import sys; from bot import app; sys.exit('shapely' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode


def test_villages_that_are_missing_are_named(two: Region) -> None:
    """All but two of them; what is there can be used."""
    (sentence,) = boundaries.problems(two)

    assert "there is no boundary of Kedonganan, Legian" in sentence
    assert "Tuban" not in sentence


LINE = {"type": "LineString", "coordinates": [[115.1, -8.7], [115.2, -8.7]]}
BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[115.1, -8.7], [115.2, -8.8], [115.2, -8.7], [115.1, -8.8], [115.1, -8.7]]],
}
SWAPPED = {"type": "Polygon", "coordinates": [[corner[::-1] for corner in ring(*WEST)]]}
METRES = box(300_000, 9_030_000, 301_000, 9_031_000)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "it is no GeoJSON FeatureCollection with features"),
        ([], "it is no GeoJSON FeatureCollection"),
        ("[" * 100_000, "it is no GeoJSON FeatureCollection"),
        (collection(), "FeatureCollection with features"),
        ({"features": None}, "FeatureCollection with features"),
        (collection("Tuban"), "feature 1: it has neither the property code nor name"),
        (collection(feature(box(*WEST), code="51.03.99.9999")), "51.03.99.9999 is no village of the profile"),
        (collection(feature(box(*WEST), name="Kutta")), "Kutta is no village of the profile"),
        (collection(feature(box(*WEST), name="Kuta", district="Mengwi")), "Kuta is no village of the profile"),
        (collection(feature(box(*WEST))), "it has neither the property code nor name"),
        (collection(feature(None, code=TUBAN)), "its geometry cannot be read"),
        (collection(feature({"type": "Polygon", "coordinates": [["a"]]}, code=TUBAN)), "its geometry cannot be read"),
        (collection(feature(LINE, code=TUBAN)), "Tuban (51.03.01.1001): it is no area"),
        (collection(feature(BOWTIE, code=TUBAN)), "its outline is not sound (Self-intersection"),
        (collection(feature(SWAPPED, code=TUBAN)), "its latitude comes first"),
        (collection(feature(METRES, code=TUBAN)), "its coordinates are no degrees"),
        (collection(feature(box(106.8, -6.3, 106.9, -6.2), code=TUBAN)), "from where the profile has the village"),
        (
            collection(feature(box(*WEST), code=TUBAN), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::32750"}}),
            "its coordinates are urn:ogc:def:crs:EPSG::32750; export it in WGS 84",
        ),
    ],
)
def test_a_broken_file_is_told(drawn: Callable[[object], Region], content: object, said: str) -> None:
    """In a sentence that says where; Kanal does not start with it."""
    region = drawn(content)
    assert said in boundaries.problems(region)[0]

    with pytest.raises(RegionError, match=r"villages\.geojson"):
        boundaries.load(region)


def test_many_mistakes_are_counted(drawn: Callable[[object], Region]) -> None:
    """A file of another regency is told with ten of its villages, not with all."""
    region = drawn(collection(*(feature(box(*WEST), code=number) for number in range(1, 63))))

    found = boundaries.problems(region)

    assert len(found) == 11
    assert "52 more features" in found[-1]


def test_a_name_of_two_villages_needs_its_district(drawn: Callable[[object], Region]) -> None:
    """Or its code: a village is never guessed."""
    villages = (*BADUNG.villages[:2], replace(BADUNG.villages[2], name="Kuta", district="Mengwi"))
    region = replace(drawn(collection(feature(box(*EAST), name="Kuta"))), villages=villages)
    assert "Kuta is the name of 2 villages; add the property code or district" in boundaries.problems(region)[0]


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `kanal check`."""
    region = replace(BADUNG, boundaries=str(tmp_path / "none.geojson"))
    monkeypatch.setattr(regions, "load", lambda name: region)
    monkeypatch.setenv("KANAL_DATABASE_URL", f"sqlite:///{tmp_path}/kanal.db")

    assert any("none.geojson: it cannot be read" in problem for problem in check.report())


def test_each_village_is_found_by_its_middle(drawn: Callable[[object], Region]) -> None:
    """With round outlines of a whole regency, as large as such files are."""
    region = drawn(collection(*(feature(_outline(one, 500), code=one.code) for one in BADUNG.villages)))

    found = boundaries.load(region)

    assert found is not None
    assert [one.code for one in BADUNG.villages] == [
        found.village(one.latitude, one.longitude, 0) for one in BADUNG.villages
    ]


def _outline(village: Any, points: int) -> dict[str, Any]:
    """A circle of 300 m around its middle."""
    corners = [
        [village.longitude + 0.0027 * math.cos(turn), village.latitude + 0.0027 * math.sin(turn)]
        for turn in (2 * math.pi * number / points for number in range(points))
    ]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
