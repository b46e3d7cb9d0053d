"""A misspelt word, read as the one it was meant to be: a slip of the finger, left-out vowels, a spoken ending.

Only words that nobody knows are read so; the right ones (`known`) stay what they are, however near another one is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4  # what is shorter has too many neighbours
LONG: Final = 8  # letters from which any one slip is forgiven
LONGER: Final = 10  # and two
_VOWELS: Final = frozenset("aeiou")
_SPOKEN: Final = ("nya", "ne", "in", "e", "a", "s")  # lampune, benerin: Balinese and Jakartan endings


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words to find, in the order that decides between equals, and all others that are right as they are."""

    words: tuple[str, ...]
    known: frozenset[str]


@lru_cache(maxsize=8192)
def nearest(word: str, vocabulary: Vocabulary) -> str | None:
    """The word of the vocabulary that was meant; None for a word that is right, or like none."""
    if len(word) < SHORTEST or not word.isalpha() or word in vocabulary.known:
        return None
    by_skeleton, by_length = _skeletons(vocabulary), _lengths(vocabulary)
    if (short := _without_vowels(word, by_skeleton)) is not None:
        return short
    words = _words(vocabulary)
    for ending in _SPOKEN:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and word[: -len(ending)] in words:
            return word[: -len(ending)]
    slips = 2 if len(word) >= LONGER else 1
    near = [other for length in range(len(word) - slips, len(word) + slips + 1) for other in by_length.get(length, ())]
    near = [other for other in near if other[0] == word[0]]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=5)
    return next((other for other, _, _ in found if _is_slip(word, other)), None)


def _is_slip(word: str, other: str) -> bool:
    """Whether a short word is a slip for another: letters exchanged, one left out or doubled, another vowel."""
    if len(word) >= LONG:
        return True
    if len(word) == len(other):
        return sorted(word) == sorted(other) or (len(word) > SHORTEST and _skeleton(word) == _skeleton(other))
    if len(word) < len(other):
        return len(word) > SHORTEST and (word[-1] == other[-1] or other.startswith(word))
    return _singly(word) == _singly(other)


def _singly(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


def _without_vowels(word: str, by_skeleton: dict[str, tuple[str, ...]]) -> str | None:
    """What a word is short for when vowels are missing in it ("jlan", "smpah"), or doubled."""
    for other in by_skeleton.get(_skeleton(word), ()):
        if other[0] == word[0] and len(word) < len(other) and _is_within(word, other):
            return other
    return None


def _is_within(word: str, other: str) -> bool:
    letters = iter(other)
    return all(letter in letters for letter in word)


def _skeleton(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word) if letter not in _VOWELS)


@lru_cache(maxsize=8)
def _words(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(vocabulary.words)


@lru_cache(maxsize=8)
def _skeletons(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in vocabulary.words:
        skeleton = _skeleton(word)
        if len(skeleton) >= 3:
            found[skeleton] = (*found.get(skeleton, ()), word)
    return found


@lru_cache(maxsize=8)
def _lengths(vocabulary: Vocabulary) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for word in vocabulary.words:
        found[len(word)] = (*found.get(len(word), ()), word)
    return found
