"""Where something is: places of the region profile, and the nearest ones to a pin. No location leaves the server.

What words name is `rules.gazetteer`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rules.region import Landmark, Names, Region

FAR_KM: Final = 10.0  # from every known place: outside, and no name is claimed
SHORE_KM: Final = 0.1  # from a boundary: on the beach or the pier, or in it and the phone was not exact
OFFSHORE_KM: Final = 3.0  # from a boundary: on the water, where no neighbour's middle is as near

_EARTH_KM: Final = 6371.0


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place somebody may mean. Inside the region `code` is a village's, or None for a whole district.

    `outside` places name their `regency`, and have no name at all when nothing known is near. `kilometres` is the
    distance from a pin; `score` (0 to 1) how well words fit; `landmark` what was named or is nearest.
    """

    code: str | None
    name: str
    district: str = ""
    regency: str = ""
    outside: bool = False
    landmark: Names | None = None
    latitude: float | None = None
    longitude: float | None = None
    kilometres: float = 0.0
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Where villages end. `codes` are those of the villages whose boundary is known; `village` has the code of the one
    at a latitude and a longitude (degrees) or at most so many kilometres from them, None: there is none."""

    codes: frozenset[str]
    village: Callable[[float, float, float], str | None]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) pairs in degrees."""
    north, east = radians(b[0] - a[0]), radians(b[1] - a[1])
    chord = sin(north / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


@lru_cache(maxsize=8)
def places(region: Region) -> tuple[PlaceMatch, ...]:
    """Everything a pin can be near: villages, the neighbours' villages, and landmarks for more exactness."""
    exact = (place for place in landmarks(region) if place.latitude is not None)
    return (*villages(region), *_neighbours(region), *exact)


@lru_cache(maxsize=8)
def villages(region: Region) -> tuple[PlaceMatch, ...]:
    """The region's villages, in the profile's order."""
    return tuple(
        PlaceMatch(one.code, one.name, one.district, latitude=one.latitude, longitude=one.longitude)
        for one in region.villages
    )


@lru_cache(maxsize=8)
def landmarks(region: Region) -> tuple[PlaceMatch, ...]:
    """The region's landmarks, in the profile's order; those nobody has measured have no coordinates."""
    return tuple(replace(_of_landmark(one, region), landmark=one.names) for one in region.landmarks)


def nearest(latitude: float, longitude: float, places: Iterable[PlaceMatch], n: int = 3) -> tuple[PlaceMatch, ...]:
    """At most `n` different villages or outside places, the nearest first; a single nameless one when all are far."""
    pin = (latitude, longitude)
    measured = sorted(
        ((distance_km(pin, (place.latitude or 0.0, place.longitude or 0.0)), index, place))
        for index, place in enumerate(places)
    )
    if not measured or measured[0][0] > FAR_KM:
        return (PlaceMatch(None, "", outside=True, kilometres=measured[0][0] if measured else 0.0),)
    found: dict[str, PlaceMatch] = {}
    for kilometres, _, place in measured:
        found.setdefault(place.code or place.name, replace(place, kilometres=kilometres))
    return tuple(found.values())[:n]


def at(latitude: float, longitude: float, region: Region, boundaries: Boundaries | None = None) -> PlaceMatch:
    """The place of a pin. Without boundaries it is the nearest there is. With them it is the village they say; outside
    all of them a neighbour, if one is near, or else the village off whose coast it is."""
    if boundaries is None:
        return nearest(latitude, longitude, places(region), n=1)[0]
    if (inside := _village(boundaries.village(latitude, longitude, SHORE_KM), region)) is not None:
        return inside
    open_to_doubt = (place for place in places(region) if place.outside or place.code not in boundaries.codes)
    near = nearest(latitude, longitude, open_to_doubt, n=1)[0]
    if not near.outside or (near.name and near.kilometres <= OFFSHORE_KM):
        return near
    return _village(boundaries.village(latitude, longitude, OFFSHORE_KM), region) or near


def _village(code: str | None, region: Region) -> PlaceMatch | None:
    return next((village for village in villages(region) if village.code == code), None)


def _neighbours(region: Region) -> Iterator[PlaceMatch]:
    for neighbour in region.neighbours:
        yield PlaceMatch(
            neighbour.code,
            neighbour.name,
            regency=neighbour.regency,
            outside=True,
            latitude=neighbour.latitude,
            longitude=neighbour.longitude,
        )


def _of_landmark(landmark: Landmark, region: Region) -> PlaceMatch:
    at = PlaceMatch(None, landmark.names.id, latitude=landmark.latitude, longitude=landmark.longitude)
    village = region.village(landmark.village or "")
    if village is None:
        return replace(at, regency=landmark.regency or "", outside=True)
    return replace(at, code=village.code, name=village.name, district=village.district)
