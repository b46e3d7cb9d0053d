"""In which of the two languages some words are written: by little words and endings nobody can do without."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules import reader

if TYPE_CHECKING:
    from collections.abc import Collection

HOME: Final = "id"  # what the desk writes by itself

_INDONESIAN: Final = """
yang dan di ke dari untuk dengan tidak akan sudah kami anda ini itu pada adalah atau juga telah sedang agar bisa mohon
terima kasih bapak ibu petugas laporan segera belum oleh karena dalam dapat ada bagi lagi lebih masih baru harus perlu
tetapi tapi jika bila kalau sampai setelah sesudah sebelum saat selama hari besok kemarin sekarang nanti kembali senin
selasa rabu kamis jumat sabtu selamat pagi siang sore malam maaf tolong silakan silahkan harap apakah apa siapa kapan
mana bagaimana berapa dimana saya kita mereka warga pelapor lokasi alamat nomor foto jadwal tim dinas selesai baik benar
sampah rusak diganti diperbaiki dibersihkan diangkut dicek ditangani dikerjakan diteruskan tersebut serta hanya semua
pak bu min nih dong donk banget bgt kok sih gimana udah udh sdh yg dgn ga gak gk nggak ngga tdk blm krn jg aja sejak
kemaren kmrn tadi depan dekat deket samping jalan jln air lampu mati banyak sekali terus tiap setiap orang
sama buat minta anak uang kasar naik bocor
"""
_ENGLISH: Final = """
the and of to in for with not will have has we you your this that is are was were or also been please thank thanks
report team soon by because our it on at be hello hi dear good morning afternoon evening could would can may should
must do does did done what where when which who how why they them their there here from but if so than then us my
sorry an as about again all any before today tomorrow yesterday now day days street light photo picture send tell know
see address exactly location still already just more number after week monday tuesday wednesday thursday friday
saturday sunday welcome my me i no near since up out nobody every night water someone dont doesnt cant ago last ours
"""
_LITTLE: Final = {"id": frozenset(_INDONESIAN.split()), "en": frozenset(_ENGLISH.split())}
# Endings and beginnings of longer words that only one of the two languages has.
_SHAPES: Final = {
    "id": re.compile(r"(?:me(?:ng|ny|mper)|diper|pe(?:ng|ny))[a-z]{3,}|[a-z]{3,}(?:nya|kan|kah|lah)"),
    "en": re.compile(r"[a-z]{3,}(?:ed|tion|tions|ness|ould|ight|ough|ly)"),
}
_WORD: Final = re.compile(r"[a-z]+")
_ANY_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LATIN: Final = "\u024f"  # the last letter of Latin scripts in Unicode's first blocks
_BOTH_MIN: Final = 4  # so many words of a language are no greeting: the text says it all in both


class Fit(StrEnum):
    """Whether somebody who reads a language can read a text."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Goes:
    """Which of an operator's two texts goes to the reporter, which is only kept, and whether what goes can be read.

    `reads` is the language of the two it is judged for: where several people read it, of whoever can read it least.
    """

    text: str
    kept: str
    fit: Fit
    reads: str = field(default=HOME, compare=False)


_RANK: Final = {Fit.YES: 2, Fit.UNSURE: 1, Fit.NO: 0}


def words(text: str, language: str) -> tuple[str, ...]:
    """The little words of the text that are that language's, each once."""
    return tuple(dict.fromkeys(word for word in _WORD.findall(text.lower()) if word in _LITTLE[language]))


def guess(text: str) -> str | None:
    """`id` or `en`; None when the words do not tell."""
    found = _count(text)
    best = max(found, key=lambda language: found[language])
    others = sum(found.values()) - found[best]
    return best if found[best] > others else None


def fits(text: str, reads: str) -> Fit:
    """Whether a text can be sent to somebody who reads that language.

    Whoever reads a third language is written to in the one of the two that `reader.otherwise` names. What is mostly in
    another script than theirs can only be meant for such a reader. A text in both languages fits both; one without
    words (a number, a link, nothing) fits everybody. Words that do not tell are the desk's own language, where that is
    what is read; for everybody else they are unsure.
    """
    found = _count(text)
    asked = reader.otherwise(reads)
    own = found[asked]
    other = sum(found.values()) - own
    if own > other or (own >= _BOTH_MIN and own * 3 >= other * 2) or not _ANY_WORD.search(text):
        return Fit.YES
    if other > own * 2:
        return Fit.NO
    return Fit.YES if asked == HOME or (reads not in _LITTLE and _is_of_another_script(text)) else Fit.UNSURE


def goes(body: str, translation: str, reads: str) -> Goes:
    """Of what was written and of its translation, if there is one, what somebody who reads that language gets."""
    asked = reader.otherwise(reads)
    if not translation:
        return Goes(body, "", fits(body, reads), asked)
    fit, other = fits(translation, reads), fits(body, reads)
    if _RANK[other] > _RANK[fit]:
        return Goes(body, translation, other, asked)
    return Goes(translation, body, fit, asked)


def goes_to_all(first: Goes, languages: Collection[str]) -> Goes:
    """The same where others get it too, who read these languages: each gets the text that they can read."""
    found = [
        first,
        *(replace(goes(first.text, first.kept, reads), text=first.text, kept=first.kept) for reads in languages),
    ]
    return min(found, key=lambda one: _RANK[one.fit])


def _is_of_another_script(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter > _LATIN for letter in letters) * 2 > len(letters)


def _count(text: str) -> dict[str, int]:
    words = _WORD.findall(text.lower())
    return {language: sum(_is_of(word, language) for word in words) for language in _LITTLE}


def _is_of(word: str, language: str) -> bool:
    if any(word in little for little in _LITTLE.values()):
        return word in _LITTLE[language]
    return _SHAPES[language].fullmatch(word) is not None
