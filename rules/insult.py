"""Insults and hate speech, by the words of the profile. Found to be hidden from those who are insulted, never to refuse
a report: a wrong hit costs a few dots, a missed one an officer's bad morning.

Words that have an honest meaning in a complaint (stray dogs, a pig farm) are in the profile only in phrases that cannot
be meant honestly; `unless` takes back what is left.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rules.region import Insults

MARK: Final = "●●●"
# What people write in the place of a letter; a star hides a vowel.
_LOOKS: Final = {
    "a": "[a4@*]", "e": "[e3*]", "i": "[i1!*]", "o": "[o0*]", "u": "[u*]", "s": "[s5$]", "g": "[g9]", "t": "[t7]",
}  # fmt: skip
_ENDINGS: Final = "(?:nya|lah|mu|s|ers?|ing)?"


def find(text: str, insults: Insults) -> tuple[tuple[int, int], ...]:
    """Where the text insults, as half-open ranges of characters."""
    words, unless = _patterns(insults)
    honest = [match.span() for match in unless.finditer(text)] if unless else []
    found = [match.span() for match in words.finditer(text)] if words else []
    return tuple(
        (start, stop) for start, stop in found if not any(first <= start and stop <= last for first, last in honest)
    )


def mask(text: str, insults: Insults) -> str:
    """The text with a mark in the place of each insult."""
    for start, stop in reversed(find(text, insults)):
        text = f"{text[:start]}{MARK}{text[stop:]}"
    return text


@lru_cache(maxsize=8)
def _patterns(insults: Insults) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    return _any_of(insults.words.all), _any_of(insults.unless.all)


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all phrases, the longest first; a `*` at the end stands for any ending."""
    if not phrases:
        return None
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(_phrase, ordered))})(?![^\W_])", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    stem = phrase.removesuffix("*")
    written = r"[\W_]{1,3}".join("".join(map(_letter, word)) for word in stem.split())
    return f"{written}[^\\W_]*" if stem != phrase else f"{written}{_ENDINGS}"


def _letter(letter: str) -> str:
    return f"{_LOOKS.get(letter, re.escape(letter))}+"
