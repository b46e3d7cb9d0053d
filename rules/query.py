"""What somebody looks for, out of one line in any order: a code, words, a village or kecamatan, a category, a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules import category, code, gazetteer, span
from rules.stems import stem
from rules.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rules.gazetteer import Named
    from rules.region import Region
    from rules.span import Span

WORDS_MAX: Final = 6  # further ones find nothing that these do not
_STEM: Final = 4  # letters of a stem below which it is in too many other words
_CATEGORY: Final = re.compile(r"(?:\b(?:kategori|category)\b:?|#)\s*(.*)", re.IGNORECASE | re.DOTALL)
_SMALL: Final = frozenset(
    (
        *(
            "di",
            "ke",
            "dari",
            "pada",
            "yang",
            "dan",
            "atau",
            "untuk",
            "dengan",
            "ada",
            "itu",
            "ini",
            "laporan",
            "pengaduan",
        ),
        *("desa", "kelurahan", "kecamatan", "kec", "tanggal", "bulan", "the", "a", "an", "in", "at", "on", "of", "and"),
        *("or", "for", "with", "is", "are", "report", "reports", "village", "district", "since", "from"),
    )
)


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood. `words`: each must occur; `villages`: codes, any of them; `place`: what those are called;
    `proposed`: a category that the words may mean, but for which nobody asked."""

    code: str | None = None
    words: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    district: str = ""
    place: str = ""
    category: str | None = None
    span: Span | None = None
    proposed: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not (self.code or self.words or self.place or self.category or self.span)


def read(text: str, region: Region, today: date) -> Query:
    """The query that a line is, on this day of the region."""
    if (written := code.parse(text)) is not None:
        return Query(code=written)
    asked, left = _category(text, region)
    dated = span.find(left, today)
    when, left = dated if dated is not None else (None, left)
    said = tokens(left)
    named = _places(left, region)
    used = {at for one in named for at in range(one.start, one.stop)}
    words = tuple(dict.fromkeys(word for at, word in enumerate(said) if at not in used and _says(word)))
    guesses = category.guess(" ".join(words), region, n=1) if words and asked is None else ()
    first = named[0].place if named else None
    return Query(
        words=words[:WORDS_MAX],
        villages=tuple(dict.fromkeys(one.place.code for one in named if one.place.code)),
        district=first.district if first is not None and first.code is None else "",
        place=", ".join(dict.fromkeys(one.place.name for one in named)),
        category=asked,
        span=when,
        proposed=guesses[0].category if guesses else None,
    )


def forms(word: str) -> tuple[str, ...]:
    """Under which a word is looked for in a text: its stem, if what it is derived from is as good as itself, and itself
    where that is no part of it ("memotong" is "potong")."""
    root = min((stem(word, "id"), stem(word, "en")), key=len)
    if len(root) < _STEM or root == word:
        return (word,)
    return (root,) if root in word else (root, word)


def _says(word: str) -> bool:
    """Whether a word narrows anything down."""
    return word not in _SMALL and (len(word) > 1 or word.isdecimal())


def _category(text: str, region: Region) -> tuple[str | None, str]:
    """The category asked for by that word: by its name, or by what it is about; and the rest of the text."""
    found = _CATEGORY.search(text)
    if found is None:
        return None, text
    before, after = text[: found.start()], found[1]
    said = tokens(after)
    best: tuple[int, str] | None = None
    for name, one in region.categories.items():
        for words in (tokens(one.names.id), tokens(one.names.en), (name,)):
            if words and said[: len(words)] == words and (best is None or len(words) > best[0]):
                best = (len(words), name)
    if best is not None:
        return best[1], f"{before} {' '.join(after.split()[best[0] :])}"
    guesses = category.guess(after, region, n=1)
    return (guesses[0].category, before) if guesses else (None, f"{before} {after}")


def _places(text: str, region: Region) -> Sequence[Named]:
    """The villages or the kecamatan that are named most surely, by the same words; landmarks and streets are words."""
    found = [
        one
        for one in gazetteer.named_in(text, region)
        if one.place.landmark is None and one.street is None and not one.place.outside
    ]
    return [one for one in found if (one.start, one.stop) == (found[0].start, found[0].stop)]
