"""Taking a person out of words that are kept: numbers to call, addresses, identity numbers, pins, the writer's name.

It errs on the side of the person: a number that might be a telephone's goes. Money, dates, numbers of houses, number
plates, report codes and the numbers for emergencies stay, for they tell what happened.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "•••"
LEAST_LETTERS: Final = 3  # a shorter part of a name is looked for only within the whole name

# Names that are words as well: they go when they are written as a name, and not as what happened or where.
ORDINARY: Final = frozenset((
    "agung", "ayu", "bagus", "bali", "budi", "bulan", "bunga", "dewi", "gede", "gusti", "indah", "jaya", "kuta", "made",
    "mas", "merta", "nusa", "oka", "putra", "putri", "rai", "rama", "ratna", "raya", "sari", "surya", "tirta", "wangi",
    "wati", "and", "art", "bill", "dawn", "for", "grace", "hope", "joy", "mark", "may", "rich", "rose", "the", "will",
    "you",
))  # fmt: skip
# What follows one of these is a place, whoever is called like it.
_PLACE: Final = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|raya|pantai|banjar|br|dusun|padukuhan|pura|candi|desa|kelurahan|kalurahan|kecamatan|kapanewon|pasar|gunung|pulau|sungai|tukad"
    r"|jembatan|lapangan|hotel|villa|resort|warung|toko|puskesmas|beach|street|road|mount)\.?\s+$",
    re.IGNORECASE,
)
# What follows one of these is a name, however it is written.
_CALLED: Final = re.compile(
    r"\b(?:nama(?:\s+saya)?|saya|my\s+name\s+is|i\s+am|i['’]m|salam|hormat\s+saya|regards|ttd|bapak|bpk|pak|ibu|bu"
    r"|sdri?|saudara|saudari|kak|bli|mbok|mbak|yth|dear|hi|hello|halo|mr|mrs|ms|miss)[\s.,:]+$",
    re.IGNORECASE,
)
_AROUND: Final = 24  # characters before a name that are looked at

_PAPERS: Final = "nik|ktp|kk|sim|kitas|kitap|paspor|passport|npwp|rek(?:ening)?"
_LINES: Final = "hp|telp?|telepon|telpon|phone|mobile|wa|whatsapp"
_NO: Final = r"(?:\s*(?:nomor|no|number|nr)\b)?[\s.:#]*"  # "no." between what a number is of and the number
_SHAPES: Final = (
    r"(?P<kept>(?:\b(?:rp|idr|usd|aud|eur|us\$|a\$)|[$€£])[\s.]*\d[\d.,]*\d)",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    rf"\b(?:{_PAPERS}){_NO}(?=[a-z]{{0,2}}[\d.\s-]*\d{{4}})(?P<id>[a-z]{{0,2}}\d[\d.\s-]{{3,24}}\d)",
    rf"\b(?:{_LINES}){_NO}(?P<call>\+?\(?\d[\d\s().-]{{4,18}}\d)",
    r"(?<![\d.,-])\d{4}[ .-]\d{4}[ .-]\d{4}[ .-]\d{4}(?!\d)",
    r"(?<!\d)\d{6}[ .-]\d{6}[ .-]\d{4}(?!\d)",
    r"(?<!\d)\d{2}\.\d{2}\.\d{2}\.\d{6}\.\d{4}(?!\d)",
    r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)",
    r"\+\d[\d\s().-]{6,18}\d",
    r"(?<![\w.,])(?:62|0)[ .-]?8\d{1,2}(?:[ .-]?\d{2,5}){2,4}(?!\d)",
    r"(?<![\w.,])8[1-9]\d(?:[ -]?\d{3,5}){2}(?!\d)",
    r"(?<![\w.,])08(?: \d\d){4,5}(?!\d)",
    r"(?<![\w.,])(?:0[2-79]\d{1,2}|\(0[2-79]\d{1,2}\))[ .-]?\d{3,4}[ .-]?\d{2,4}(?![\d:])",
    r"(?<!\d)\d{9,}(?!\d)",
    r"(?-i:\b[A-Z]{1,2}\d{6,8}\b)",
)
_PINS: Final = (
    r"-?\d{1,3}\.\d{3,}\s*°?\s*[ns]?\s*,\s*-?\d{1,3}\.\d{3,}(?:\s*°?\s*[ew]\b|°)?",
    r"https?://(?:maps\.app\.)?goo\.gl/[\w/-]+",
    r"\b[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}\b",
)
_NUMBERS: Final = re.compile("|".join(_SHAPES), re.IGNORECASE)
_NUMBERS_AND_PINS: Final = re.compile("|".join((_SHAPES[0], *_PINS, *_SHAPES[1:])), re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def mask(words: str, name: str = "", username: str = "", *, pins: bool = True) -> str:
    """The words without what tells who wrote them: each such thing becomes one mark. Done twice it changes nothing.

    `pins`: also exact places (coordinates, links to a map), which a report that is still worked on needs.
    """
    numbers = _NUMBERS_AND_PINS if pins else _NUMBERS
    return numbers.sub(_hidden, nameless(words, name, username))


def nameless(words: str, name: str = "", username: str = "") -> str:
    """The words without that name: each part of it becomes a mark. Everything else stays, numbers too."""
    if username:
        words = _whole(re.escape(username), at="@?").sub(MARK, words)
    parts = _LETTERS.findall(name)
    if len(parts) > 1 or (parts and _is_uncased(parts[0]) and len(parts[0]) > 1):
        words = _whole(r"[\W_]+".join(map(re.escape, parts))).sub(MARK, words)
    for part in sorted(set(parts), key=len, reverse=True):
        if len(part) >= LEAST_LETTERS:
            words = _whole(re.escape(part)).sub(_unless_ordinary, words)
    return words


def _hidden(found: re.Match[str]) -> str:
    if found["kept"]:
        return found[0]
    number = found["id"] or found["call"]  # of "WA 0812…" the first word stays
    return found[0].replace(number, MARK) if number else MARK


def _unless_ordinary(found: re.Match[str]) -> str:
    """The mark, or the word itself where it is no name."""
    word, before = found[0], found.string[max(0, found.start() - _AROUND) : found.start()]
    if _CALLED.search(before):
        return MARK
    if _PLACE.search(before) or (word.casefold() in ORDINARY and word[0].islower()):
        return word
    return MARK


def _whole(pattern: str, at: str = "") -> re.Pattern[str]:
    """The pattern as a word of its own; in scripts that do not part words, wherever it stands."""
    if _is_uncased(pattern):
        return re.compile(pattern)
    return re.compile(rf"(?<![^\W_]){at}{pattern}(?![^\W_])", re.IGNORECASE)


def _is_uncased(words: str) -> bool:
    return words.lower() == words.upper()
