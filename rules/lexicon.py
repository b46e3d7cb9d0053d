"""The words a profile gives to things, found in a text: however they are inflected, shortened or misspelt.

A phrase is found when its words stand one after the other, little words between them left out. "…" stands between words
that may be apart, in any order, and "|" between words of which one is enough: "sampah|plastik … pantai|pasir". A phrase
that ends in "!" says it all by itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rules import spelling
from rules.everyday import ALIKE, LITTLE
from rules.spelling import SHORTEST, Vocabulary
from rules.stems import LANGUAGES, forms, wanted
from rules.tokens import pattern, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.region import Region, Words

CATEGORY: Final = "category."  # what begins the owner's name in a region's lexicon
AUTHORITY: Final = "authority."
APART: Final = "…"
EITHER: Final = "|"
ALONE: Final = "!"
REACH: Final = 9  # words between which parts of a phrase belong together
_BETWEEN: Final = 4  # little words inside a phrase
_HINT: Final = 1.0
_TOGETHER: Final = (0.0, 3.0, 6.0, 8.0)  # of a phrase of one word, two, three and more
_APART: Final = (0.0, 0.0, 7.0, 9.0)  # of a phrase in two parts, three and more: it was written on purpose
_SAYS_ALL: Final = 15.0
_MISSPELT: Final = 0.8
_FARTHER, _FARTHEST = 0.06, 0.6  # each word between the parts of a phrase makes it say a little less
FUZZY_WORDS: Final = 120  # of one text are looked at for slips; complaints are shorter


@dataclass(frozen=True, slots=True)
class Entry:
    """What something is called: `words` that speak of it, `hints` that do so faintly, `unless` that mean another."""

    owner: str
    words: Words
    hints: Words
    unless: Words


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that stand one after the other, as the profile writes them, and their stems."""

    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the profile: of each part, one of these. Without weight it means another thing."""

    owner: str
    text: str
    language: str
    parts: tuple[tuple[Wording, ...], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text: with which of the profile's words, at which of the text's, and how much that says."""

    owner: str
    phrase: str
    language: str
    at: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Every phrase of a profile; for each first stem, the phrases' parts and wordings that begin with it."""

    phrases: tuple[Phrase, ...]
    starts: dict[str, tuple[_Start, ...]]
    stems: frozenset[str]
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text that is more than a little one: where, which stems it has, and how sure that is."""

    at: int
    stems: frozenset[str]
    sure: float


@dataclass(frozen=True, slots=True)
class _Span:
    """A wording in the text: from which to before which of its telling words."""

    start: int
    stop: int
    text: str = ""


_Start = tuple[int, int, Wording]  # the number of a phrase, of a part of it, and what it begins with


def build(entries: Iterable[Entry], known: frozenset[str] = frozenset()) -> Lexicon:
    """The lexicon of these entries; words that are `known` are not taken for misspelt ones of it."""
    phrases = tuple(phrase for entry in entries for phrase in _phrases(entry))
    starts: dict[str, list[_Start]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        for part, wordings in enumerate(phrase.parts):
            for wording in wordings:
                starts[wording.stems[0]].append((number, part, wording))
    stems = frozenset(stem for phrase in phrases for part in phrase.parts for wording in part for stem in wording.stems)
    words = dict.fromkeys(word for phrase in phrases for word in pattern(phrase.text))
    vocabulary = Vocabulary(tuple(word for word in words if len(word) >= SHORTEST), known | words.keys() | LITTLE)
    return Lexicon(phrases, {first: tuple(found) for first, found in starts.items()}, stems, vocabulary)


@lru_cache(maxsize=8)
def of_region(region: Region) -> Lexicon:
    """What the region calls its categories, and the authorities beside it."""
    categories = (Entry(CATEGORY + one.id, one.words, one.hints, one.unless) for one in region.categories.values())
    authorities = (Entry(AUTHORITY + one.id, one.words, one.hints, one.unless) for one in region.authorities.values())
    return build((*categories, *authorities), region.ordinary_words | _names(region))


def _names(region: Region) -> frozenset[str]:
    """The words of the names of places, which are no misspelt words either."""
    named = [(village.name, *village.aliases) for village in region.villages]
    named += [(one.names.id, one.names.en, *one.aliases) for one in region.landmarks]
    named += [street.names for street in region.streets]
    named += [(*region.regencies, *(village.district for village in region.villages))]
    return frozenset(word for names in named for name in names for word in pattern(name))


def telling(phrase: str) -> tuple[str, ...]:
    """The words of a phrase that are looked for: all but the little ones."""
    return tuple(word for word in pattern(phrase) if word not in LITTLE)


def parts(phrase: str) -> tuple[tuple[str, ...], ...]:
    """What a phrase asks for, as the profile writes it: of each part, one of these."""
    return tuple(tuple(part.split(EITHER)) for part in phrase.removesuffix(ALONE).split(APART))


@lru_cache(maxsize=16)  # what one message is asked for: its category, its authority, its words
def find(text: str, lexicon: Lexicon) -> tuple[Hit, ...]:
    """Every phrase that the text holds, each once, in the lexicon's order."""
    words = tuple(_words(text, lexicon))
    spans = _spans(words, lexicon)
    harmless: dict[str, list[_Span]] = defaultdict(list)
    for number, found in spans.items():
        if not lexicon.phrases[number].weight:
            harmless[lexicon.phrases[number].owner] += found.get(0, [])
    hits = (_hit(lexicon.phrases[number], spans[number], words, harmless) for number in sorted(spans))
    return tuple(hit for hit in hits if hit is not None)


def _phrases(entry: Entry) -> Iterator[Phrase]:
    for faint, words in ((False, entry.words), (True, entry.hints), (None, entry.unless)):
        for language in LANGUAGES:
            for phrase in getattr(words, language):
                found = tuple(tuple(_wording(either, language) for either in part) for part in parts(phrase))
                yield Phrase(
                    entry.owner, phrase, language, found, 0.0 if faint is None else _weight(phrase, found, faint)
                )


def _weight(phrase: str, found: Sequence[Sequence[Wording]], faint: bool) -> float:
    if faint:
        return _HINT
    if phrase.endswith(ALONE):
        return _SAYS_ALL
    if len(found) > 1:
        return _APART[min(len(found), len(_APART) - 1)]
    return _TOGETHER[min(max(len(wording.stems) for wording in found[0]), len(_TOGETHER) - 1)]


def _wording(text: str, language: str) -> Wording:
    return Wording(" ".join(text.split()), tuple(wanted(ALIKE.get(word, word), language) for word in telling(text)))


def _words(text: str, lexicon: Lexicon) -> Iterator[_Word]:
    for at, said in enumerate(tokens(text)):
        if said in LITTLE:
            continue
        word = ALIKE.get(said, said)
        stems = forms(word)
        if stems.isdisjoint(lexicon.stems) and at < FUZZY_WORDS:
            meant = spelling.nearest(word, lexicon.vocabulary)
            if meant is not None:
                yield _Word(at, forms(meant), _MISSPELT)
                continue
        yield _Word(at, stems, 1.0)


def _spans(words: Sequence[_Word], lexicon: Lexicon) -> dict[int, dict[int, list[_Span]]]:
    """Where each part of each phrase stands, by the phrase's number."""
    spans: dict[int, dict[int, list[_Span]]] = {}
    for start, word in enumerate(words):
        for first in word.stems:
            for number, part, wording in lexicon.starts.get(first, ()):
                if _goes_on(words, start, wording.stems):
                    found = spans.setdefault(number, {}).setdefault(part, [])
                    found.append(_Span(start, start + len(wording.stems), wording.text))
    return spans


def _goes_on(words: Sequence[_Word], start: int, sequence: Sequence[str]) -> bool:
    stop = start + len(sequence)
    if stop > len(words) or words[stop - 1].at - words[start].at > len(sequence) + _BETWEEN:
        return False
    return all(wanted in word.stems for wanted, word in zip(sequence[1:], words[start + 1 : stop], strict=True))


def _hit(
    phrase: Phrase, spans: dict[int, list[_Span]], words: Sequence[_Word], harmless: dict[str, list[_Span]]
) -> Hit | None:
    """The phrase where its parts stand nearest to each other; None when one is missing, or all mean another thing."""
    if not phrase.weight or len(spans) < len(phrase.parts):
        return None
    meant = [[span for span in spans[part] if _is_meant(span, harmless[phrase.owner])] for part in sorted(spans)]
    best = _nearest(meant)
    if best is None:
        return None
    found = [words[at] for span in best for at in range(span.start, span.stop)]
    text = f" {APART} ".join(span.text for span in best)
    at = tuple(sorted({word.at for word in found}))
    apart = max(_FARTHEST, 1 - _FARTHER * (_reach(best) - len(found)))
    return Hit(phrase.owner, text, phrase.language, at, phrase.weight * apart * min(word.sure for word in found))


def _is_meant(span: _Span, harmless: Sequence[_Span]) -> bool:
    return not any(other.start <= span.start and span.stop <= other.stop for other in harmless)


def _nearest(parts: Sequence[Sequence[_Span]]) -> tuple[_Span, ...] | None:
    """Of each part the place that keeps them closest together, the earliest first; None when they are too far apart."""
    best: tuple[_Span, ...] | None = None
    for first in parts[0]:
        chosen = (
            first,
            *(min(others, key=lambda span: abs(span.start - first.start)) for others in parts[1:] if others),
        )
        if len(chosen) < len(parts) or _overlap(chosen) or _reach(chosen) > REACH:
            continue
        if best is None or _reach(chosen) < _reach(best):
            best = chosen
    return best


def _reach(spans: Sequence[_Span]) -> int:
    return max(span.stop for span in spans) - min(span.start for span in spans)


def _overlap(spans: Sequence[_Span]) -> bool:
    """Whether one word is to be two parts of a phrase at once."""
    return len({span.start for span in spans}) < len(spans)
