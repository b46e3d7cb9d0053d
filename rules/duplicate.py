"""Whether two reports tell of the same thing: from where they are, when they came, what they are about, their words and
their pictures, each as a part of one score.

Words of two languages are compared by what they speak of (the profile's categories), and by the names in them, which
are the same in every language: streets, beaches, shops.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from rules import category, gazetteer, lexicon, place
from rules.everyday import ALIKE, LITTLE
from rules.stems import LANGUAGES, stem
from rules.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from rules.place import PlaceMatch
    from rules.region import Near, Region

PHOTO_BITS: Final = 64  # of a perceptual hash
ALIKE_BITS: Final = (
    10  # in so many of them two pictures of one thing may differ (pHash; chance pairs differ in about 32)
)
BESIDE_M: Final = 400.0  # from a landmark is still "at" it
FAR_M: Final = 1500.0  # from it is not

_PLACE, _CATEGORY, _WORDS, _AGE, _PHOTO = 0.45, 0.25, 0.20, 0.10, 0.35  # what each part counts at most
_OWN: Final = 0.6  # so much alike are the words of two who tell of what befell one person
_EDGE: Final = 0.5  # of the place, at the very limit of the distance
_OLD: Final = 0.5  # of the age, at its limit
_KIN: Final = 0.5  # two categories of one group: rubbish on a street and on a beach
_UNKNOWN: Final = 0.6  # a category that nobody named
_NAMED: Final = 0.85  # both name the same street, beach, shop
_WIDE: Final = 0.85  # the same village, of what concerns a whole village
_SAME_VILLAGE: Final = 0.40
_APART: Final = 0.05  # they name different places
_STREETS: Final = frozenset({"jalan", "gang", "raya", "street", "road", "lane"})
_SPELT: Final = 60.0  # per cent alike are two spellings of one name
_TO_NAME: Final = 3  # words after "jalan", of which one is the name of a street
_PLAIN: Final = """
    banjar desa kelurahan pantai beach pura temple pasar market warung hotel villa vila bali badung kabupaten kecamatan
    lingkungan perumahan komplek nomor no rt rw utara selatan timur barat tengah north south east west
"""
_NO_NAME: Final = frozenset(_PLAIN.split())


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a report: its words, place (WGS 84 degrees) and category, when it was filed, the perceptual
    hashes of its pictures (16 hexadecimal digits each)."""

    text: str
    category: str | None
    filed_at: datetime
    latitude: float | None = None
    longitude: float | None = None
    village: str | None = None
    place_words: str = ""
    photos: tuple[str, ...] = ()

    @property
    def pin(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        return (self.latitude, self.longitude) if self.latitude is not None and self.longitude is not None else None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two reports are alike: each part from 0 to 1 (`photo` None: there is nothing to compare), the metres
    between their pins and the days between their filings, and the score they make, from 0 to 1."""

    score: float
    place: float
    category: float
    words: float
    age: float
    photo: float | None
    metres: float | None
    days: float


def likeness(one: Told, other: Told, region: Region) -> Likeness:
    """How much two reports are alike. The score is 0 beyond the distance or the age of their category, and where what
    befell one person is told in other words."""
    near = limits(one, other, region)
    metres = 1000 * place.distance_km(one.pin, other.pin) if one.pin and other.pin else None
    days = abs((one.filed_at - other.filed_at).total_seconds()) / 86_400
    photo = _photo(one, other)
    parts = {
        "place": _place(one, other, near, metres, region),
        "category": _category(one, other, region),
        "words": _words(one, other, region),
        "age": max(0.0, 1 - (1 - _OLD) * days / near.days) if days <= near.days else 0.0,
    }
    weights = {"place": _PLACE, "category": _CATEGORY, "words": _WORDS, "age": _AGE}
    score = sum(weights[name] * value for name, value in parts.items()) + _PHOTO * (photo or 0.0)
    if _is_own(one, other, region) and parts["words"] < _OWN and not photo:
        score = 0.0
    if not parts["place"] or not parts["age"] or not parts["category"]:
        score = 0.0
    return Likeness(min(1.0, score), photo=photo, metres=metres, days=days, **parts)


def is_same(found: Likeness, region: Region) -> bool:
    """Whether they are alike enough to be shown as one thing."""
    return found.score >= region.similar.score


def limits(one: Told, other: Told, region: Region) -> Near:
    """How far apart and how long after each other they may be: by the stricter of their categories."""
    mine, theirs = region.similar.near(one.category), region.similar.near(other.category)
    return min(mine, theirs, key=lambda near: (near.metres, near.days))


def _is_own(one: Told, other: Told, region: Region) -> bool:
    return any(region.similar.near(told.category).own for told in (one, other))


def hash_distance(one: str, other: str) -> int:
    """In how many bits two perceptual hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _photo(one: Told, other: Told) -> float | None:
    distances = [hash_distance(mine, theirs) for mine in one.photos for theirs in other.photos]
    return max(0.0, 1 - min(distances) / (2 * ALIKE_BITS)) if distances else None


def _place(one: Told, other: Told, near: Near, metres: float | None, region: Region) -> float:
    if metres is not None:
        return 1 - (1 - _EDGE) * metres / near.metres if metres <= near.metres else 0.0
    mine, theirs = _names(one, region), _names(other, region)
    beside = [found for found in (_beside(one, theirs, region), _beside(other, mine, region)) if found is not None]
    if beside:
        return max(beside)
    if one.village is not None and other.village is not None and one.village != other.village:
        return 0.0
    if mine.marks & theirs.marks or (mine.words & theirs.words and not _conflict(mine, theirs)):
        return _NAMED
    if one.village is None or one.village != other.village:
        return 0.0
    if _conflict(mine, theirs) and not near.village:
        return _APART
    return _WIDE if near.village else _SAME_VILLAGE


@dataclass(frozen=True, slots=True)
class _Names:
    """The names in a text: landmarks and streets of the profile, and what else is no ordinary word."""

    marks: frozenset[str]
    streets: frozenset[str]
    words: frozenset[str]


def _conflict(mine: _Names, theirs: _Names) -> bool:
    """Whether both name a street or a landmark, and none is the same."""
    named = (mine.marks | mine.streets, theirs.marks | theirs.streets)
    return bool(named[0] and named[1]) and not named[0] & named[1]


def _beside(pinned: Told, names: _Names, region: Region) -> float | None:
    """Of a pin and the landmarks that the other one names; None when they say nothing about it."""
    spots = [
        (one.latitude, one.longitude)
        for one in region.landmarks
        if one.id in names.marks and one.latitude is not None and one.longitude is not None
    ]
    if pinned.pin is None or not spots:
        return None
    metres = 1000 * min(place.distance_km(pinned.pin, spot) for spot in spots)
    if metres <= BESIDE_M:
        return _NAMED
    return None if metres <= FAR_M else 0.0


def _category(one: Told, other: Told, region: Region) -> float:
    """The categories that people chose, or what their words speak of when they left that open."""
    mine, theirs = _about(one, region), _about(other, region)
    if not mine or not theirs:
        return _UNKNOWN
    if one.category == other.category or one.category in theirs or other.category in mine:
        return 1.0
    if set(mine) & set(theirs):
        return 0.8
    groups = [{region.categories[name].group for name in about} for about in (mine, theirs)]
    return _KIN if groups[0] & groups[1] else 0.0


def _about(told: Told, region: Region) -> dict[str, float]:
    """The category of a report, and what else its words speak of nearly as clearly."""
    found = dict(_guessed(_all(told), region)[:2])
    best = max(found.values(), default=0.0)
    about = {name: score for name, score in found.items() if score * 2 >= best}
    if told.category and told.category != region.fallback_category:
        about[told.category] = best or 1.0
    about.pop(region.fallback_category, None)
    return about


def _words(one: Told, other: Told, region: Region) -> float:
    """The more telling of: how alike the words are, how alike what they speak of and the names in them."""
    alike = fuzz.token_set_ratio(_stems(one.text), _stems(other.text)) / 100
    mine, theirs = _names(one, region), _names(other, region)
    shared = len(mine.words & theirs.words) + len(mine.marks & theirs.marks)
    names = min(1.0, shared / 2)
    meaning = _meaning(one, other, region)
    return max(alike if alike >= 0.5 else alike / 2, 0.5 * meaning + 0.5 * names)


def _meaning(one: Told, other: Told, region: Region) -> float:
    """How much of what two texts speak of is the same, whatever their language."""
    mine, theirs = dict(_guessed(one.text, region)), dict(_guessed(other.text, region))
    every = sum(max(mine.get(name, 0), theirs.get(name, 0)) for name in mine.keys() | theirs.keys())
    return sum(min(mine[name], theirs[name]) for name in mine.keys() & theirs.keys()) / every if every else 0.0


@lru_cache(maxsize=1024)
def _guessed(text: str, region: Region) -> tuple[tuple[str, float], ...]:
    return tuple((one.category, one.score) for one in category.guess(text, region))


def _all(told: Told) -> str:
    return f"{told.text} {told.place_words}".strip()


@lru_cache(maxsize=512)
def _stems(text: str) -> str:
    words = (ALIKE.get(word, word) for word in tokens(text) if word not in LITTLE)
    return " ".join(stem(word, LANGUAGES[0]) for word in words)


def _names(told: Told, region: Region) -> _Names:
    return _names_in(_all(told), region)


@lru_cache(maxsize=512)
def _names_in(text: str, region: Region) -> _Names:
    words = tokens(text)
    marks: set[str] = set()
    taken: set[int] = set()
    for named in gazetteer.named_in(text, region):
        taken.update(range(named.start, named.stop))
        if named.street is not None:
            marks.add(named.street)
        if named.place.landmark is not None:
            marks.update(one.id for one in region.landmarks if one.names == named.place.landmark)
        elif _is_part(said := "".join(words[named.start : named.stop]), named.place):
            marks.add(said)
    plain = lexicon.of_region(region).vocabulary
    unknown = {
        at
        for at, word in enumerate(words)
        if at not in taken and _is_name(word) and word not in plain.known and ALIKE.get(word, word) not in plain.known
    }
    streets = {
        words[found]
        for at, word in enumerate(words)
        if word in _STREETS and (found := _called(words, at + 1, unknown)) is not None
    }
    streets |= {words[at - 1] for at, word in enumerate(words) if at and word in _STREETS and at - 1 in unknown}
    return _Names(frozenset(marks), frozenset(streets), frozenset(words[at] for at in unknown))


def _is_part(said: str, at: PlaceMatch) -> bool:
    """Whether a village was named by a part of it, an estate or a hamlet, and not by a spelling of its own name."""
    return bool(at.code) and fuzz.ratio(said, "".join(tokens(at.name))) < _SPELT


def _called(words: Sequence[str], at: int, unknown: Collection[int]) -> int | None:
    """Where the name of a street is that begins there: "jalan raya Padang Luwih", "gang Sri Kahyangan"."""
    for here in range(at, min(at + _TO_NAME, len(words))):
        if here in unknown:
            return here
        if words[here] in LITTLE and words[here] not in _STREETS:
            return None
    return None


def _is_name(word: str) -> bool:
    return len(word) > 3 and word not in LITTLE and word not in _NO_NAME and word not in _STREETS
