"""The stem of a word, by Snowball's rules for Indonesian and English: "kebanjiran" and "banjir" are one word."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from snowballstemmer import stemmer

LANGUAGES: Final = ("id", "en")

_STEMMERS: Final = {"id": stemmer("indonesian"), "en": stemmer("english")}
_ENDINGS: Final = ("nya", "lah", "kah", "s", "es")
_SHORTEST: Final = 3  # what is shorter has no endings


_SUFFIXES: Final = {"id": ("",), "en": ("", "s", "es", "e")}  # what may follow the stem of a word that is not derived


@lru_cache(maxsize=16384)
def wanted(word: str, language: str) -> str:
    """What a profile's word is looked for by: its stem, or the word itself when it is derived from another.

    "banjir" is meant by "kebanjiran" too, but "pertigaan" (a junction) is not by "tiga" (three).
    """
    root = stem(word, language)
    return root if word in {root + suffix for suffix in _SUFFIXES[language]} else word


@lru_cache(maxsize=16384)
def forms(word: str) -> frozenset[str]:
    """By which of the profile's words a word of a text may be meant: itself, without its ending, its stems."""
    shorter = (word.removesuffix(ending) for ending in _ENDINGS if len(word) - len(ending) >= _SHORTEST)
    return frozenset((word, *shorter, *(stem(word, language) for language in LANGUAGES)))


@lru_cache(maxsize=16384)
def stem(word: str, language: str) -> str:
    """The stem of one plain word of `rules.tokens`, in one of `LANGUAGES`."""
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    return str(_STEMMERS[language].stemWord(word))
