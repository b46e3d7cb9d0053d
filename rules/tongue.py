"""In which of the two languages some words are written: by the little words nobody can do without."""

from __future__ import annotations

import re
from typing import Final

_INDONESIAN: Final = """
yang dan di ke dari untuk dengan tidak akan sudah kami anda ini itu pada adalah atau juga telah sedang agar bisa mohon
terima kasih bapak ibu petugas laporan segera belum oleh karena dalam
"""
_ENGLISH: Final = """
the and of to in for with not will have has we you your this that is are was were or also been please thank thanks
report team soon by because our it on at be
"""
_LITTLE: Final = {"id": frozenset(_INDONESIAN.split()), "en": frozenset(_ENGLISH.split())}
_WORD: Final = re.compile(r"[a-z]+")


def guess(text: str) -> str | None:
    """`id` or `en`; None when the words do not tell."""
    words = _WORD.findall(text.lower())
    found = {language: sum(word in little for word in words) for language, little in _LITTLE.items()}
    best = max(found, key=lambda language: found[language])
    others = sum(found.values()) - found[best]
    return best if found[best] > others else None
