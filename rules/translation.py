"""What may be given to a machine to translate, and what can come of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from rules import reader, tongue

LEAST_LETTERS: Final = 3


class Failure(StrEnum):
    """Why there is no translation; each has a sentence in the catalogue."""

    UNREACHABLE = "unreachable"
    LATE = "late"
    BUSY = "busy"
    BROKEN = "broken"
    KEY = "key"
    PAIR = "pair"
    LONG = "long"
    REFUSED = "refused"
    GARBAGE = "garbage"
    STALE = "stale"  # what was asked about has changed, or may not be given away any more


class Machine(StrEnum):
    """What a machine had to do with words in the reader's language."""

    NONE = ""
    DRAFT = "draft"
    CHECKED = "checked"
    CORRECTED = "corrected"


def source(text: str, reads: str, *, confidential: bool) -> str | None:
    """The language to translate the text from, for somebody who reads that one; None: not by a machine.

    Nothing of a confidential report is given to one, and nothing without words.
    """
    if confidential or sum(map(str.isalpha, text)) < LEAST_LETTERS:
        return None
    found = tongue.guess(text) or tongue.HOME
    return found if found != reader.otherwise(reads) else None


def is_usable(text: str, target: str) -> bool:
    """Whether what came back can be a draft in that language: some servers give back what they were given."""
    return tongue.fits(text, target) is not tongue.Fit.NO
