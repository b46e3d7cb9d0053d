"""The day that a story mentions: "since yesterday", "sudah tiga hari", "last night", "tgl 5", "12/11"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from rules import dates, when
from rules.draft import When
from rules.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AFTER_SINCE: Final = 5  # words after "since" that can name a day


@dataclass(frozen=True, slots=True)
class Mention:
    """The day meant and the words that said so. `when.now`: it has been so since then."""

    when: When
    words: str


_COUNT: Final = rf"\d{{1,3}}|{'|'.join(name for name in dates.COUNTS if name not in {'a', 'se'})}|couple of"
_UNIT: Final = r"hari|malam|minggu|bulan|tahun|days?|nights?|weeks?|months?|years?"
_SHORT_UNIT: Final = r"jam|menit|hours?|hrs?|minutes?|mins?|detik"
_DAYS: Final = {
    **dict.fromkeys(("hari", "malam", "day", "night"), 1),
    **dict.fromkeys(("minggu", "week"), 7),
    **dict.fromkeys(("bulan", "month"), 30),
    **dict.fromkeys(("tahun", "year"), 365),
}
_SPAN: Final = rf"(?P<count>{_COUNT}|se|an?)\s?(?P<unit>{_UNIT}|{_SHORT_UNIT})"
_ROUGHLY: Final = (
    r"(?:(?:the|about|around|over|more than|almost|nearly|lebih dari|lebih|hampir|sekitar|last|past|ada) )*"
)
_SINCE: Final = r"(?:sejak|semenjak|mulai|dari|uli|since|from)"

_AGO: Final = re.compile(rf"\b(?P<since>{_SINCE} )?{_ROUGHLY}{_SPAN} (?:yang )?(?:lalu|ago|silam|kemarin|back)\b")
_FOR: Final = re.compile(
    rf"\b(?:sudah|selama|hampir|sejak|semenjak|since|for|over|nearly|almost|past|last|been|dalam) {_ROUGHLY}{_SPAN}\b"
    r"(?! (?:lagi|kerja|later|kemudian|ke depan))"
)
_LATELY: Final = re.compile(
    rf"\b{_SPAN} (?:terakhir|ini|belakangan|now|lamanya|already|straight|in row|running|berturut)\b"
)
_BARE: Final = re.compile(
    rf"(?<!setiap )(?<!tiap )(?<!every )(?<!per )(?<!dalam )(?<!within )(?<!usia )(?<!umur )(?<!setelah )(?<!after )"
    rf"\b(?P<count>{_COUNT})\s?(?P<unit>hari|malam|minggu|bulan|days|nights|weeks|months)\b"
    r"(?! (?:lagi|kerja|later|kemudian|sekali|ke depan|yang akan|old|per))"
)
_ABOUT: Final = re.compile(
    r"\b(?:(?:the )?day before yesterday|kemarin lusa|yesterday|kemarin|last night|(?:tadi|kemarin) malam|semalam|"
    r"this (?:morning|afternoon|evening)|tonight|today|(?:hari|pagi|siang|sore|malam) ini|tadi|tuni|ibi|puan|"
    r"last week|minggu (?:yang )?(?:lalu|kemarin)|seminggu (?:yang )?lalu)\b"
)
_NOW: Final = re.compile(r"(?<!sampai )(?<!hingga )\b(?:sekarang|barusan|baru saja|saat ini|just now|right now)\b")
_WEEKDAYS: Final = "|".join(
    name for name in dates.WEEKDAYS if len(name) > 4 and name not in {"minggu", "thurs", "jum'at"}
)
_ON: Final = re.compile(
    rf"(?<!setiap )(?<!tiap )(?<!every )\b(?:hari (?:{_WEEKDAYS}|minggu|rabu)|(?:on |last |this )?(?:{_WEEKDAYS}|rabu))"
    r"(?: (?:yang )?(?:lalu|kemarin))?\b(?! (?:depan|next|besok))"
)
_FIGURES: Final = re.compile(
    r"(?<![\d/.,-])\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/])|(?<![\d/.,])\d{4}-\d{2}-\d{2}(?!\d)"
)
_MARKED: Final = re.compile(r"(?:tgl|tanggal|tggl|on|since|sejak|pada|hari)\.?\s+(\d{1,2}[/.-]\d{1,2})(?![\d/%])")
_WRITTEN: Final = re.compile(
    rf"\b(?P<since>{_SINCE} )?(?:tanggal |the )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{dates.MONTHS})|(?:{dates.MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?)"
    r"(?: 20\d\d)?\b"
)
_OF_MONTH: Final = re.compile(r"\btanggal (\d{1,2})\b")
_JOINED: Final = re.compile(r"(?<=\d)(?=[a-z])(?!st\b|nd\b|rd\b|th\b)", re.IGNORECASE)  # 3hr
_SENTENCE_NOW: Final = re.compile(r"\bnow\s*(?:[!.?,]|$)")


def find(text: str, today: date) -> Mention | None:
    """The day the text mentions, never after `today`; None when it mentions none, or only how often.

    What has been so since a day counts more than a date, a date more than "yesterday", and of equals the first.
    """
    words, raw = " ".join(tokens(_JOINED.sub(" ", text))), text.lower()
    ways: tuple[Callable[[str, date], Iterator[Mention]], ...] = (_since, _ago, _written, _for, _weekday, _about, _bare)
    for way in ways:
        if (found := next(way(words, today), None)) is not None:
            return found
        if way is _ago and (dated := next(_in_figures(raw, today), None)) is not None:
            return dated
    return Mention(When(today, now=True), "now") if _SENTENCE_NOW.search(raw) else None


def _since(words: str, today: date) -> Iterator[Mention]:
    for start in re.finditer(rf"\b{_SINCE} ", words):
        after = words[start.end() :].split()[:AFTER_SINCE]
        for length in range(len(after), 0, -1):
            day = when.parse(" ".join(after[:length]), today)
            if day is not None:
                yield Mention(replace(day, now=True), " ".join((start[0].strip(), *after[:length])))
                break


def _ago(words: str, today: date) -> Iterator[Mention]:
    for found in _AGO.finditer(words):
        days = _days(found)
        yield Mention(When(today - timedelta(days=days), now=bool(found["since"])), found[0])


def _for(words: str, today: date) -> Iterator[Mention]:
    for pattern in (_FOR, _LATELY):
        for found in pattern.finditer(words):
            if days := _days(found):
                yield Mention(When(today - timedelta(days=days), now=True), found[0])


def _bare(words: str, today: date) -> Iterator[Mention]:
    for found in _BARE.finditer(words):
        if days := _days(found):
            yield Mention(When(today - timedelta(days=days), now=True), found[0])


def _about(words: str, today: date) -> Iterator[Mention]:
    found = min(
        (hit for hit in (_ABOUT.search(words), _NOW.search(words)) if hit), key=lambda hit: hit.start(), default=None
    )
    if found is None:
        return
    if found.re is _NOW:
        yield Mention(When(today, now=True), found[0])
    elif (day := when.parse(_as_answer(found[0]), today)) is not None:
        yield Mention(day, found[0])


def _as_answer(words: str) -> str:
    """The words as `rules.when` has them."""
    return "hari ini" if words.endswith(" ini") or words == "this evening" else words


def _weekday(words: str, today: date) -> Iterator[Mention]:
    for found in _ON.finditer(words):
        if (day := when.parse(found[0], today)) is not None:
            yield Mention(day, found[0])


def _written(words: str, today: date) -> Iterator[Mention]:
    for found in _WRITTEN.finditer(words):
        plain = re.sub(rf"^(?:{_SINCE} )?(?:tanggal |the )?", "", found[0]).replace(" of ", " ")
        if (day := when.parse(plain, today)) is not None:
            yield Mention(replace(day, now=bool(found["since"])), found[0])
    for found in _OF_MONTH.finditer(words):
        if (last := _last_such(int(found[1]), today)) is not None:
            yield Mention(When(last), found[0])


def _in_figures(raw: str, today: date) -> Iterator[Mention]:
    for found in (*_FIGURES.finditer(raw), *_MARKED.finditer(raw)):
        written = found[1] if found.re is _MARKED else found[0]
        if (day := when.parse(written, today)) is not None:
            yield Mention(day, written)


def _last_such(number: int, today: date) -> date | None:
    """The last day of that number that has come."""
    for back in range(62):
        day = today - timedelta(days=back)
        if day.day == number:
            return day
    return None


def _days(found: re.Match[str]) -> int:
    """How many days a span is; hours are none."""
    count, unit = found["count"], found["unit"].removesuffix("s")
    number = 2 if count == "couple of" else dates.COUNTS.get(count, 1 if count == "an" else 0) or int(count)
    return number * _DAYS.get(unit, 0)
