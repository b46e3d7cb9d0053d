"""Which of a few texts answers what somebody asks: by the words they share, however these are inflected or misspelt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from rules import stems
from rules.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

TITLE, BODY = 3.0, 1.0  # what a word is worth that stands in the question, and in the answer only
SLIP: Final = 84.0  # from which likeness, of 100, a word is taken for a misspelling of another
_OTHER: Final = re.compile(r"[^\W\d_\u0000-\u024f]+")  # letters that are not Latin
LONG: Final = 4  # shorter words have too many neighbours
_LITTLE: Final = frozenset(
    {"yang", "di", "ke", "dari", "dan", "atau", "saya", "anda", "apa", "apakah", "itu", "ini", "ada", "untuk", "dengan"}
    | {"bisa", "dapat", "boleh", "kalau", "jika", "bagaimana", "gimana", "ya", "the", "a", "an", "is", "are", "was"}
    | {"do", "does", "did", "i", "you", "my", "your", "it", "this", "that", "to", "of", "in", "on", "for", "and", "or"}
    | {"can", "could", "how", "what", "if", "will", "be"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that answers, and how well: above 0."""

    key: str
    score: float


def rank(asked: str, texts: Mapping[str, tuple[str, str]]) -> tuple[Hit, ...]:
    """The texts (title, body) that share words with what is asked, the best first. A word that is in fewer of them says
    more; words that are in all or none say nothing."""
    titles = {key: _forms(title) for key, (title, _) in texts.items()}
    bodies = {key: _forms(body) for key, (_, body) in texts.items()}
    known = frozenset().union(*titles.values(), *bodies.values())
    scores = dict.fromkeys(texts, 0.0)
    for word in dict.fromkeys(word for word in _words(asked) if word not in _LITTLE):
        meant = _meant(word, known)
        worth = {key: _worth(meant, titles[key], bodies[key]) for key in texts}
        holders = sum(1 for value in worth.values() if value)
        rarity = log(1 + len(texts) / holders) if holders else 0.0
        for key, value in worth.items():
            scores[key] += value * rarity
    hits = (Hit(key, score) for key, score in scores.items() if score)
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def _words(text: str) -> tuple[str, ...]:
    """The words, and of other scripts, of which some have no spaces, every two letters in a row."""
    runs = _OTHER.findall(text.casefold())
    return (*tokens(text), *runs, *(run[at : at + 2] for run in runs for at in range(len(run) - 1)))


def _worth(meant: Collection[str], title: Collection[str], body: Collection[str]) -> float:
    if any(form in title for form in meant):
        return TITLE
    return BODY if any(form in body for form in meant) else 0.0


@lru_cache(maxsize=512)  # the same few texts, in each language, are searched again and again
def _forms(text: str) -> frozenset[str]:
    said: Sequence[str] = [word for word in _words(text) if word not in _LITTLE]
    return frozenset(form for word in said for form in stems.forms(word))


def _meant(word: str, known: Collection[str]) -> frozenset[str]:
    """The forms of a word, or of the one it misspells."""
    forms = stems.forms(word)
    if len(word) < LONG or any(form in known for form in forms):
        return forms
    alike = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=SLIP)
    return forms | {alike[0]} if alike else forms
