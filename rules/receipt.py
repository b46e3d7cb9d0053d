"""The number by which whoever filed anonymously can follow the report from any account: 16 digits, shown once.

It begins with 0, as no identity number and no bank card does, and ends with a check digit (ISO/IEC 7812, Luhn). Only
its keyed digest is kept: who has the database and not the key of the installation cannot try the numbers out.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

RANDOM_DIGITS: Final = 14
SPACE: Final = 10**RANDOM_DIGITS
LENGTH: Final = 16
_SHAPE: Final = re.compile(r"0\d{15}")
_BETWEEN: Final = re.compile(r"[\s.\-–—]")


def make(number: int) -> str:
    """The receipt of a random `number` in `range(SPACE)`, in groups of four digits."""
    if not 0 <= number < SPACE:
        raise ValueError(f"a receipt needs a number from 0 to {SPACE - 1}")
    body = f"0{number:0{RANDOM_DIGITS}d}"
    digits = f"{body}{_check(body)}"
    return "-".join(digits[at : at + 4] for at in range(0, LENGTH, 4))


def looks_like(words: str) -> bool:
    """Whether the words are such a number and nothing else, mistyped or not."""
    return _SHAPE.fullmatch(_BETWEEN.sub("", words)) is not None


def parse(words: str) -> str | None:
    """The sixteen digits, however they were grouped; None when they are none, or mistyped."""
    digits = _BETWEEN.sub("", words)
    if _SHAPE.fullmatch(digits) is None or _check(digits[:-1]) != digits[-1]:
        return None
    return digits


def digest(key: str, digits: str) -> str:
    """All that is kept of a receipt."""
    return blake2b(digits.encode(), key=key.encode()[:64], person=b"kanal receipt", digest_size=32).hexdigest()


def _check(body: str) -> str:
    """The digit that makes the whole a Luhn number: it betrays a wrong digit, and most swapped neighbours."""
    total = 0
    for place, digit in enumerate(map(int, reversed(body))):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled  # its two digits added
    return str(-total % 10)
