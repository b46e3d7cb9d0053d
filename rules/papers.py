"""Identity numbers in people's words: NIK and passports. Kept as they were written, hidden wherever they are shown.

A NIK has 16 digits: a region's code (province, regency, kecamatan), the day of birth (40 more for women), month, year,
and a serial number (Permendagri 73/2022 and its predecessors); a family card (KK) has the same shape with its date of
issue. `rules.redact` takes out much more, for texts that outlive their person; here a wrong hit would hide evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MARK: Final = "●●●"
_PROVINCES: Final = frozenset(
    (*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98))
)
_SIXTEEN: Final = re.compile(r"(?<![\d.,-])\d{2}(?:[ .-]?\d){14}(?![\d])")
_NAMED: Final = re.compile(
    r"\b(?:(?P<nik>nik|ktp|no\.? ?kk|kartu keluarga)|(?P<passport>paspor|passport|kitas|kitap))\b"
    r"(?:\s*(?:saya|my|nomor|nomer|no|number|num|nr|is|adalah|:|#|\.))*\s*",
    re.IGNORECASE,
)
_AFTER_NIK: Final = re.compile(r"\d(?:[ .-]?\d){11,17}(?!\d)")
_AFTER_PASSPORT: Final = re.compile(r"(?=[A-Z]*\d)[A-Z0-9](?:[ -]?[A-Z0-9]){5,10}(?![A-Z0-9])", re.IGNORECASE)
_PASSPORT: Final = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,2}\d{7}(?![A-Za-z0-9])")
_LEAST_DIGITS: Final = 5  # of a passport's number: "passport office" names none


@dataclass(frozen=True, slots=True)
class Found:
    """An identity number and where it stands, as a half-open range of characters."""

    start: int
    stop: int
    number: str


def find(text: str) -> tuple[Found, ...]:
    """Every identity number, in the order of the text."""
    spans = [(match.start(), match.end()) for match in _SIXTEEN.finditer(text) if is_nik(match[0])]
    spans += [(match.start(), match.end()) for match in _PASSPORT.finditer(text)]
    for cue in _NAMED.finditer(text):
        shape = _AFTER_NIK if cue["nik"] else _AFTER_PASSPORT
        match = shape.match(text, cue.end())
        if match and sum(map(str.isdigit, match[0])) >= _LEAST_DIGITS:
            spans.append((match.start(), match.end()))
    return tuple(Found(start, stop, text[start:stop]) for start, stop in _joined(spans))


def mask(text: str) -> str:
    """The text with a mark in the place of each number."""
    for found in reversed(find(text)):
        text = f"{text[: found.start]}{MARK}{text[found.stop :]}"
    return text


def is_nik(written: str) -> bool:
    """Whether sixteen digits, however they are grouped, can be a NIK: a province that exists, a day that does."""
    digits = re.sub(r"\D", "", written)
    if len(digits) != 16:  # the length of a NIK
        return False
    province, regency, district = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day, month, serial = int(digits[6:8]), int(digits[8:10]), int(digits[12:])
    a_day = 1 <= day <= 31 or 41 <= day <= 71  # 40 more for women
    return (
        province in _PROVINCES
        and 1 <= regency <= 79  # kabupaten from 01, kota from 71
        and district >= 1
        and a_day
        and 1 <= month <= 12
        and serial >= 1
    )


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
