"""Where something is: the nearest village to a pin, and the village, district or landmark that words name.

Everything is looked up in the region profile; no location ever leaves the server.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

from rules.tokens import pattern, spans, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.region import Landmark, Names, Region

FAR_KM: Final = 10.0  # from every known place: outside, and no name is claimed
ALIKE: Final = 0.85  # difflib ratio from which a misspelling counts; "munggu" and "minggu" (a week) are at 0.83
FUZZY_LETTERS: Final = 5  # shorter names have too many near neighbours among ordinary words
FUZZY_WORDS: Final = 60

_EARTH_KM: Final = 6371.0
_VILLAGE, _LANDMARK, _DISTRICT, _ALIKE = 1.0, 0.97, 0.8, 0.9
_TITLES: Final = frozenset({"desa", "kelurahan", "kecamatan", "village", "banjar"})


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
class _Named:
    phrase: str
    place: PlaceMatch
    everyday: bool = False


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) pairs in degrees."""
    north, east = radians(b[0] - a[0]), radians(b[1] - a[1])
    chord = sin(north / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


@lru_cache(maxsize=8)
def places(region: Region) -> tuple[PlaceMatch, ...]:
    """Everything a pin can be near: villages, the neighbours' villages, and landmarks for more exactness."""
    return tuple(_villages(region)) + tuple(_neighbours(region)) + tuple(_landmarks(region))


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


def find(words: str, region: Region, n: int = 3) -> tuple[PlaceMatch, ...]:
    """At most `n` places that the words name, the surest first; misspellings only when nothing is named exactly."""
    said = tokens(words)
    return _best(_exact(said, region), n) or _best(_alike(said[:FUZZY_WORDS], region), n)


def _best(found: Iterable[PlaceMatch], n: int) -> tuple[PlaceMatch, ...]:
    best: dict[str, PlaceMatch] = {}
    for place in sorted(found, key=lambda place: -place.score):
        best.setdefault(place.code or place.name, place)
    return tuple(best.values())[:n]


def _exact(said: Sequence[str], region: Region) -> list[PlaceMatch]:
    hits = [
        (span, named) for named in _names(region) for span in spans(named.phrase, said) if _meant(span, named, said)
    ]
    return [named.place for span, named in hits if not any(_covers(other, span) for other, _ in hits)]


def _meant(span: tuple[int, int], named: _Named, said: Sequence[str]) -> bool:
    """A name that is also an ordinary word counts alone, after "desa" and the like, or before its district."""
    if not named.everyday or span == (0, len(said)):
        return True
    before, after = said[max(0, span[0] - 1) : span[0]], said[span[1] :]
    return bool(_TITLES.intersection(before)) or after[:1] == pattern(named.place.district)


def _covers(longer: tuple[int, int], span: tuple[int, int]) -> bool:
    return longer != span and longer[0] <= span[0] and span[1] <= longer[1]


def _alike(said: Sequence[str], region: Region) -> Iterator[PlaceMatch]:
    for named in _names(region):
        ratio = _ratio(named, said)
        if ratio >= ALIKE:
            yield replace(named.place, score=named.place.score * ratio * _ALIKE)


def _ratio(named: _Named, said: Sequence[str]) -> float:
    wanted = pattern(named.phrase)
    whole = " ".join(wanted)
    if named.everyday or len(whole) < FUZZY_LETTERS:
        return 0.0
    matcher = SequenceMatcher(b=whole, autojunk=False)
    best = 0.0
    for start in range(len(said) - len(wanted) + 1):
        window = " ".join(said[start : start + len(wanted)])
        matcher.set_seq1(window)
        if len(window) >= FUZZY_LETTERS and matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            best = max(best, matcher.ratio())
    return best


@lru_cache(maxsize=8)
def _names(region: Region) -> tuple[_Named, ...]:
    return tuple(_village_names(region)) + tuple(_district_names(region)) + tuple(_landmark_names(region))


def _village_names(region: Region) -> Iterator[_Named]:
    for village, place in zip(region.villages, _villages(region), strict=True):
        for name in (village.name, *village.aliases):
            yield _Named(name, place, everyday=name.lower() in region.everyday_names)


def _district_names(region: Region) -> Iterator[_Named]:
    villages = {village.name for village in region.villages}
    for district in dict.fromkeys(village.district for village in region.villages):
        place = PlaceMatch(None, district, district=district, score=_DISTRICT)
        yield _Named(f"kecamatan {district}", place)
        if district not in villages:
            yield _Named(district, place)


def _landmark_names(region: Region) -> Iterator[_Named]:
    for landmark, place in zip(region.landmarks, _landmarks(region), strict=True):
        for name in dict.fromkeys((landmark.names.id, landmark.names.en, *landmark.aliases)):
            yield _Named(name, replace(place, score=_LANDMARK))


def _villages(region: Region) -> Iterator[PlaceMatch]:
    for village in region.villages:
        yield PlaceMatch(
            village.code,
            village.name,
            district=village.district,
            latitude=village.latitude,
            longitude=village.longitude,
            score=_VILLAGE,
        )


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


def _landmarks(region: Region) -> Iterator[PlaceMatch]:
    for landmark in region.landmarks:
        yield replace(_of_landmark(landmark, region), landmark=landmark.names)


def _of_landmark(landmark: Landmark, region: Region) -> PlaceMatch:
    at = PlaceMatch(None, landmark.names.id, latitude=landmark.latitude, longitude=landmark.longitude)
    village = region.village(landmark.village or "")
    if village is None:
        return replace(at, regency=landmark.regency or "", outside=True)
    return replace(at, code=village.code, name=village.name, district=village.district)
