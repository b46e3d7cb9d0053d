"""The public code of a report, such as `BDG-7K3Q-XM2`: random, hard to misread, checked by its last character."""

from __future__ import annotations

import re
from typing import Final

# 31 characters, a prime, without 0/O, 1/I/L: weights below 31 then catch every single wrong character and every swap.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM_CHARACTERS: Final = 6
SPACE: Final = len(ALPHABET) ** RANDOM_CHARACTERS  # 887,503,681 codes a region

_SHAPE: Final = re.compile(rf"^[A-Z]{{2,4}}[{ALPHABET}]{{{RANDOM_CHARACTERS + 1}}}$")


def make(prefix: str, number: int) -> str:
    """The code for a random `number` in `range(SPACE)` under a region's prefix of 2 to 4 capital letters."""
    if not 0 <= number < SPACE:
        raise ValueError(f"a report code needs a number from 0 to {SPACE - 1}")
    body = ""
    for _ in range(RANDOM_CHARACTERS):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    body += _check(body)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def parse(text: str) -> str | None:
    """The code in its written form, whatever the case, spaces or dashes it was typed with; None when it is no code."""
    bare = re.sub(r"[\s\-–—_#.]", "", text).upper()
    if not _SHAPE.match(bare):
        return None
    prefix, body = bare[: -RANDOM_CHARACTERS - 1], bare[-RANDOM_CHARACTERS - 1 :]
    if _check(body[:-1]) != body[-1]:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]
