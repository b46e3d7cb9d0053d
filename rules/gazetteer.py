"""The places that words name: villages, districts, landmarks, streets, other regencies, however they are spelt.

Everything is looked up in the region profile. A name is found whether it is written in one word or in several.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rules import lexicon, place
from rules.place import PlaceMatch
from rules.tokens import pattern, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.region import Region, Street

LETTERS: Final = 5  # a shorter name has too many neighbours among ordinary words to be guessed from a misspelt one
SHORT: Final = 6  # up to so many letters, only a missing, doubled or transposed letter is a slip
TWO_SLIPS: Final = 9  # letters from which two slips are forgiven
FUZZY_WORDS: Final = 80  # of one text are looked at for misspelt names

_VILLAGE, _LANDMARK, _DISTRICT, _STREET, _REGENCY = 1.0, 0.97, 0.8, 0.75, 0.7
_ALIKE: Final = 0.9  # of a misspelt name
_THITHER: Final = 0.9  # of where a way leads: "the road to Uluwatu"
_ON_IT: Final = 0.93  # of a name within a street's: "Jalan Legian"
_LATER: Final = 0.0002  # for each word before it: of equals, the one named first
_TITLES: Final = frozenset({"village", "kantor"})  # before a name, beside those of the region
_WAYS: Final = frozenset({"ke", "menuju", "arah", "to", "towards", "toward", "from", "dari"})
_STREETS: Final = frozenset({"jalan", "raya", "gang", "street", "road", "lane"})
# Before a name, with or without a number: "SDN 1 Petang", "Jalan Raya Kapal".
_BEARERS: Final = frozenset(
    {"raya", "sd", "sdn", "smp", "smpn", "sma", "sman", "smk", "smkn", "puskesmas", "pustu", "polsek", "pasar", "lpd"}
)
_MOST_WORDS: Final = 5  # of a name as people split it


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its place; `everyday` when it is an ordinary word as well, and `after_di` unless that comes before;
    `after_street` unless a road, a school or the like is called so."""

    words: tuple[str, ...]
    place: PlaceMatch
    everyday: bool = False
    after_di: bool = False
    after_street: bool = False
    street: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A place, the words of the text that name it (half open), and the street if it was one."""

    place: PlaceMatch
    start: int
    stop: int
    street: str | None = None


def find(words: str, region: Region, n: int = 3) -> tuple[PlaceMatch, ...]:
    """At most `n` places that the words name, the surest first; misspellings only when nothing is named exactly."""
    return tuple(named.place for named in named_in(words, region)[:n])


def named_in(words: str, region: Region) -> tuple[Named, ...]:
    """Every place that the words name, each once and the surest first, with the words that do."""
    said = tokens(words)
    return _best(_exact(said, region), said, region) or _best(list(_alike(said[:FUZZY_WORDS], region)), said, region)


def spans(said: Sequence[str], region: Region) -> tuple[tuple[int, int], ...]:
    """The words that are the names of places, as half-open ranges; those spelt right."""
    return tuple((named.start, named.stop) for named in _exact(said, region))


def street_of(words: str, region: Region) -> Street | None:
    """The street of the profile that the words name first."""
    named = min((one for one in _exact(tokens(words), region) if one.street), key=lambda one: one.start, default=None)
    return next((street for street in region.streets if named and street.id == named.street), None)


def _best(found: Sequence[Named], said: Sequence[str], region: Region) -> tuple[Named, ...]:
    weighed = [replace(one, place=replace(one.place, score=_score(one, said))) for one in found]
    best: dict[str, Named] = {}
    for one in sorted(weighed, key=lambda one: -one.place.score):
        if not _is_district_of(one, weighed):
            best.setdefault(one.place.code or one.place.name, one)
    return tuple(best.values())


def _score(one: Named, said: Sequence[str]) -> float:
    score = one.place.score - _LATER * one.start
    if one.street is None and _STREETS.intersection(
        (*said[max(0, one.start - 1) : one.start], *said[one.stop : one.stop + 1])
    ):
        score *= _ON_IT
    if _WAYS.intersection(said[max(0, one.start - 1) : one.start]):
        score *= _THITHER
    return max(score, 0.01)


def _is_district_of(one: Named, found: Iterable[Named]) -> bool:
    """Whether it names the district of another: "Legian, Kuta" is in Legian."""
    return one.place.name == one.place.district and any(
        other.street is None and other.place.district == one.place.district and other.place.name != one.place.name
        for other in found
    )


def _exact(said: Sequence[str], region: Region) -> list[Named]:
    names = _names(region)
    hits = [
        Named(name.place, start, stop, name.street)
        for start in range(len(said))
        for stop in range(start + 1, min(start + _MOST_WORDS, len(said)) + 1)
        for name in names.get("".join(said[start:stop]), ())
        if _is_meant(name, start, stop, said, _titles(region))
    ]
    return [one for one in hits if not any(_covers(other, one) for other in hits)]


@lru_cache(maxsize=8)
def _titles(region: Region) -> frozenset[str]:
    return _TITLES.union(region.wording.districts, region.wording.villages)


def _is_meant(name: Name, start: int, stop: int, said: Sequence[str], titles: frozenset[str]) -> bool:
    """A name that is also an ordinary word counts alone, after "desa" and the like, where something is called after it,
    or before its district."""
    if not name.everyday or (start, stop) == (0, len(said)):
        return True
    if name.after_di and said[max(0, start - 1) : start] == ("di",):
        return True
    before = start - 1 if start and said[start - 1].isdecimal() else start
    if name.after_street and _BEARERS.intersection(said[max(0, before - 1) : before]):
        return True
    return bool(titles.intersection(said[max(0, start - 1) : start])) or said[stop : stop + 1] == pattern(
        name.place.district
    )


def _covers(longer: Named, one: Named) -> bool:
    return longer.stop - longer.start > one.stop - one.start and longer.start <= one.start and one.stop <= longer.stop


def _alike(said: Sequence[str], region: Region) -> Iterator[Named]:
    known = region.ordinary_words.union(lexicon.of_region(region).vocabulary.words)
    every = _names(region)
    for start in range(len(said)):
        for stop in range(start + 1, min(start + _MOST_WORDS, len(said)) + 1):
            words = said[start:stop]
            whole = "".join(words)
            if len(whole) < LETTERS or all(word in known for word in words):
                continue
            near = _of_length(region).get((len(words), len(whole)), ())
            slips = 2 if len(whole) >= TWO_SLIPS else 1
            found = process.extractOne(whole, near, scorer=OSA.distance, score_cutoff=slips)
            if found is not None and _is_slip(whole, found[0]):
                for name in every[found[0]]:
                    sure = 1 - found[1] / len(whole)
                    yield Named(replace(name.place, score=name.place.score * sure * _ALIKE), start, stop, name.street)


def _is_slip(whole: str, name: str) -> bool:
    """Of a short name no letter may be another: "kelar" (done) is not Kelan."""
    if len(name) == len(whole) <= SHORT and sorted(name) != sorted(whole):
        return False
    return name[0] == whole[0]


@lru_cache(maxsize=8)
def _of_length(region: Region) -> dict[tuple[int, int], tuple[str, ...]]:
    """The names that something of so many words and letters may be a misspelling of."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for whole, names in _names(region).items():
        slips = 2 if len(whole) >= TWO_SLIPS else 1
        if len(whole) < LETTERS or any(name.everyday for name in names):
            continue
        for words in {len(name.words) for name in names}:
            for length in range(len(whole) - slips, len(whole) + slips + 1):
                found[words, length].append(whole)
    return {size: tuple(names) for size, names in found.items()}


@lru_cache(maxsize=8)
def _names(region: Region) -> dict[str, tuple[Name, ...]]:
    """Every name by its letters, without the spaces between its words."""
    found: dict[str, tuple[Name, ...]] = {}
    for phrase, at, street in _phrases(region):
        words = pattern(phrase)
        everyday, after_di, after_street = (
            phrase.lower() in names
            for names in (region.everyday_names, region.everyday_after_di, region.everyday_after_street)
        )
        name = Name(words, at, everyday, after_di, after_street, street)
        found["".join(words)] = (*found.get("".join(words), ()), name)
    return found


def _phrases(region: Region) -> Iterator[tuple[str, PlaceMatch, str | None]]:
    for village, at in zip(region.villages, place.villages(region), strict=True):
        for name in (village.name, *village.aliases):
            yield name, replace(at, score=_VILLAGE), None
    for landmark, at in zip(region.landmarks, place.landmarks(region), strict=True):
        for name in dict.fromkeys((landmark.names.id, landmark.names.en, *landmark.aliases)):
            yield name, replace(at, score=_LANDMARK), None
    yield from _districts(region)
    for regency in region.regencies:
        yield regency, PlaceMatch(None, regency, regency=regency, outside=True, score=_REGENCY), None
    yield from _streets(region)


def _districts(region: Region) -> Iterator[tuple[str, PlaceMatch, str | None]]:
    villages = {village.name for village in region.villages}
    for district in dict.fromkeys(village.district for village in region.villages):
        at = PlaceMatch(None, district, district=district, score=_DISTRICT)
        for word in region.wording.districts:
            yield f"{word} {district}", at, None
        if district not in villages:
            yield district, at, None


def _streets(region: Region) -> Iterator[tuple[str, PlaceMatch, str | None]]:
    """A street that runs through several villages may be meant in any of them; the first is the likeliest."""
    by_code = {at.code: at for at in place.villages(region)}
    for street in region.streets:
        for name in street.names:
            for rank, code in enumerate(street.villages):
                yield name, replace(by_code[code], score=_STREET - rank / 100), street.id
