"""Plain words out of what people type: lower case, no accents, everyday abbreviations written out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rules.everyday import FULL

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS_MAX: Final = 800  # of one text; the rest of a very long one adds nothing to a guess

_WORD: Final = re.compile(r"[a-z0-9]+\*?")
_TWICE: Final = re.compile(r"(?<=[a-z]{3})2$")  # lubang2: Indonesian doubles a word for the plural
_LONG_DRAWN: Final = re.compile(r"([a-z])\1{2,}")  # toloooong
_ENDINGS: Final = ("", "nya", "s")


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, at most `WORDS_MAX`."""
    return tuple(map(_written_out, _words(text.replace("*", " "))))[:WORDS_MAX]


@lru_cache(maxsize=4096)
def pattern(phrase: str) -> tuple[str, ...]:
    """A profile's phrase as words to look for; a word ending in `*` stands for everything that begins with it."""
    return tuple(map(_written_out, _words(phrase)))


def spans(phrase: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the phrase occurs, as half-open ranges of words; endings such as -nya and the plural -s do not matter."""
    wanted = pattern(phrase)
    length = len(wanted)
    return tuple(
        (start, start + length)
        for start in _starts(wanted[0], tuple(words))
        if start + length <= len(words)
        and all(_same(want, word) for want, word in zip(wanted[1:], words[start + 1 : start + length], strict=True))
    )


def outside(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether the range is inside none of the others."""
    return not any(start <= span[0] and span[1] <= stop for start, stop in others)


def _starts(want: str, words: tuple[str, ...]) -> Sequence[int]:
    """Where a phrase that begins so can begin. A profile asks a thousand phrases of one text: it is indexed once."""
    index = _index(words)
    if want.endswith("*"):
        stem = want[:-1]
        return sorted(start for word, starts in index.items() if word.startswith(stem) for start in starts)
    found = [index[want + ending] for ending in _ENDINGS if want + ending in index]
    return found[0] if len(found) == 1 else sorted(start for starts in found for start in starts)


@lru_cache(maxsize=8)
def _index(words: tuple[str, ...]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for start, word in enumerate(words):
        index.setdefault(word, []).append(start)
    return index


def _same(want: str, word: str) -> bool:
    if want.endswith("*"):
        return word.startswith(want[:-1])
    return word.startswith(want) and word[len(want) :] in _ENDINGS


def _written_out(word: str) -> str:
    word = _TWICE.sub("", word)
    return FULL.get(word, word)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _WORD.findall(_LONG_DRAWN.sub(r"\1", plain.replace("'", "").replace("’", "")))
