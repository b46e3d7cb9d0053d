"""A first guess at what a report is about, from the words in it. The person always confirms or changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.tokens import pattern, spans, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.region import Category, Region


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """A category, how strongly the text speaks for it, and the profile's words that were found."""

    category: str
    score: int
    words: tuple[str, ...]


def guess(text: str, region: Region, n: int = 3) -> tuple[CategoryGuess, ...]:
    """At most `n` categories, the likeliest first; none when no word of the profile occurs.

    A phrase of k words counts k squared: "lampu jalan mati" says more than three single words. Between equals the
    profile's order decides.
    """
    words = tokens(text)
    scored = (_score(category, words) for category in region.categories.values())
    return tuple(sorted((found for found in scored if found.score), key=lambda found: -found.score)[:n])


def _score(category: Category, words: Sequence[str]) -> CategoryGuess:
    found = tuple(dict.fromkeys(phrase for phrase in category.words.all if spans(phrase, words)))
    return CategoryGuess(category.id, sum(len(pattern(phrase)) ** 2 for phrase in found), found)
