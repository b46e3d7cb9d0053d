"""A first guess at what a report is about, from the words in it. The person always confirms or changes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rules.tokens import outside, pattern, spans, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.region import Category, Region

APART: Final = "…"  # between words that may stand anywhere in the text, in any order: "sampah … pantai"
EITHER: Final = "|"  # between words of which one is enough: "rubbish|trash … beach"
APART_SCORE: Final = 100  # more than all the phrases in an everyday text: what stands apart was written on purpose


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """A category, how strongly the text speaks for it, and the profile's words that were found."""

    category: str
    score: int
    words: tuple[str, ...]


def guess(text: str, region: Region, n: int = 3) -> tuple[CategoryGuess, ...]:
    """At most `n` categories, the likeliest first; none when no word of the profile occurs.

    A phrase of k words counts k squared: "lampu jalan mati" says more than three single words. Words apart ("sampah …
    pantai") count more than any phrase. Words inside a phrase of `unless` ("surf school") do not count. Between equals
    the profile's order decides.
    """
    words = tokens(text)
    scored = (_score(category, words) for category in region.categories.values())
    return tuple(sorted((found for found in scored if found.score), key=lambda found: -found.score)[:n])


@lru_cache(maxsize=4096)
def parts(phrase: str) -> tuple[tuple[str, ...], ...]:
    """What a profile's phrase asks for: of each part, one of these."""
    if APART not in phrase:
        return ((phrase,),)
    return tuple(tuple(part.split(EITHER)) for part in phrase.split(APART))


def _score(category: Category, words: Sequence[str]) -> CategoryGuess:
    harmless = [span for phrase in category.unless.all for span in spans(phrase, words)]
    found = tuple(dict.fromkeys(phrase for phrase in category.words.all if _occurs(phrase, words, harmless)))
    return CategoryGuess(category.id, sum(_weight(phrase) for phrase in found), found)


def _occurs(phrase: str, words: Sequence[str], harmless: Sequence[tuple[int, int]]) -> bool:
    return all(
        any(outside(span, harmless) for either in part for span in spans(either, words)) for part in parts(phrase)
    )


def _weight(phrase: str) -> int:
    return APART_SCORE if APART in phrase else len(pattern(phrase)) ** 2
