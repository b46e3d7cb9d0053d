"""What a report is about, proposed from the words in it, each with the words that led to it. The person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules import gazetteer, lexicon, tongue
from rules.everyday import NEARBY
from rules.tokens import tokens

if TYPE_CHECKING:
    from rules.lexicon import Hit
    from rules.region import Region

Lessons = Mapping[str, Mapping[str, int]]  # of a phrase: to which categories operators moved reports, away is below 0

SURE: Final = 5.0  # a score from which the likeliest is taken without asking; a phrase of two words has it
CLEAR: Final = 1.25  # and by how much it is more than the next
ALONE: Final = 2.5  # a score that is enough when nothing else is spoken of: one plain word has it ("pothole")

_FIRST, _LAST = 1.15, 0.85  # what is said first is mostly what it is about
_ASIDE: Final = 0.35  # "in front of the school", "Pasar Badung": where it is, not what
_AT: Final = 0.7  # "at the market": perhaps
_INSIDE: Final = 0.25  # "jalan" in "lampu jalan mati": part of another's longer phrase
_FOREIGN: Final = 0.5  # a word of the other language: "got" is a drain in Indonesian
_LESSON: Final = 0.5  # of a phrase's weight: two corrections are as much as the profile's own word
_LESSONS: Final = 4  # more corrections than this say no more
_WITHIN: Final = frozenset(("di", "at", "in", "on", "inside", "dalam"))
_ARTICLES: Final = frozenset(("the", "a", "an", "my", "our", "to", "of", "dari"))


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """A category, how strongly the text speaks for it, and the profile's words that were found.

    `taught`: of the words in the text, those that operators' corrections moved towards it.
    """

    category: str
    score: float
    words: tuple[str, ...]
    taught: tuple[str, ...] = ()


def guess(text: str, region: Region, n: int = 3, lessons: Lessons | None = None) -> tuple[CategoryGuess, ...]:
    """At most `n` categories, the likeliest first; none when no word of the profile occurs.

    A phrase counts for more than its words alone, and each word of the text once for a category. Less count words that
    say where it is ("in front of the school", the name of a place) or belong to a longer phrase of another category.
    What operators corrected counts along. Between equals the profile's order decides.
    """
    found: dict[str, list[tuple[Hit, float]]] = defaultdict(list)
    taught: dict[str, dict[str, float]] = defaultdict(dict)
    for hit, weight in _weighed(text, region):
        found[hit.owner.removeprefix(lexicon.CATEGORY)].append((hit, weight))
        for category, count in (lessons or {}).get(hit.phrase, {}).items():
            moved = weight * _LESSON * max(-_LESSONS, min(_LESSONS, count))
            taught[category][hit.phrase] = max(taught[category].get(hit.phrase, moved), moved, key=abs)
            found[category] += []
    guesses = (
        _guess(category, found[category], taught[category]) for category in region.categories if category in found
    )
    return tuple(sorted((one for one in guesses if one.score > 0), key=lambda one: -one.score)[:n])


def is_sure(guesses: Sequence[CategoryGuess]) -> bool:
    """Whether the first guess may be taken over unasked, to be seen and confirmed in the summary."""
    if len(guesses) == 1:
        return guesses[0].score >= ALONE
    return bool(guesses) and guesses[0].score >= max(SURE, CLEAR * guesses[1].score)


def offered(guesses: Sequence[CategoryGuess], region: Region, n: int = 3) -> tuple[str, ...]:
    """The `n` categories to choose from: those guessed, then others of the first one's group; none without a guess."""
    if not guesses:
        return ()
    group = region.groups[region.categories[guesses[0].category].group]
    return tuple(dict.fromkeys((*(guess.category for guess in guesses), *group.categories)))[:n]


def words_of(text: str, region: Region) -> tuple[str, ...]:
    """The profile's words for categories that occur in the text; never anything else of it."""
    return tuple(dict.fromkeys(hit.phrase for hit in _hits(text, region)))


def _hits(text: str, region: Region) -> list[Hit]:
    found = lexicon.find(text, lexicon.of_region(region))
    return [hit for hit in found if hit.owner.startswith(lexicon.CATEGORY)]


def _weighed(text: str, region: Region) -> Iterator[tuple[Hit, float]]:
    """Each phrase found, and what it says here."""
    said, hits, language = tokens(text), _hits(text, region), tongue.guess(text)
    aside = _asides(said, region)
    phrases = [hit for hit in hits if len(hit.at) > 1 and lexicon.APART not in hit.phrase]
    for hit in hits:
        weight = hit.weight * (_FIRST - (_FIRST - _LAST) * hit.at[0] / len(said))
        if len(hit.at) == 1:
            weight *= aside.get(hit.at[0], 1.0)
            weight *= _FOREIGN if language not in {None, hit.language} else 1.0
        if _is_inside(hit, phrases):
            weight *= _INSIDE
        yield hit, weight


def _guess(category: str, found: list[tuple[Hit, float]], taught: Mapping[str, float]) -> CategoryGuess:
    """Each word of the text counts once, for the strongest phrase it belongs to; and each phrase's lesson once."""
    score, covered = sum(taught.values()), set[int]()
    for hit, weight in sorted(found, key=lambda one: -one[1]):
        new = [at for at in hit.at if at not in covered]
        score += weight * len(new) / len(hit.at)
        covered.update(new)
    words = tuple(dict.fromkeys(hit.phrase for hit, _ in found))
    return CategoryGuess(category, score, words, tuple(phrase for phrase, moved in taught.items() if moved > 0))


def _is_inside(hit: Hit, phrases: Sequence[Hit]) -> bool:
    """Whether another category has a longer phrase, in one piece, of which these words are a part."""
    return any(other.owner != hit.owner and set(hit.at) < set(other.at) for other in phrases)


def _asides(said: Sequence[str], region: Region) -> dict[int, float]:
    """How much a single word counts that says where it is."""
    found: dict[int, float] = {}
    for at, word in enumerate(said):
        if word in NEARBY or word in _WITHIN:
            start = at + 1
            while start < len(said) and said[start] in _ARTICLES:
                start += 1
            found.setdefault(start, _ASIDE if word in NEARBY else _AT)
    for start, stop in gazetteer.spans(said, region):
        found |= dict.fromkeys(range(start, stop), _ASIDE)
    return found
