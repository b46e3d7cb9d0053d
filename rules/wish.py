"""What a few words about a filed report want: that it is solved, to withdraw it, or nothing but courtesy.

Only when that is all they say; anything more is for the desk to read.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from rules import code, greeting
from rules.greeting import Greeting


class Wish(StrEnum):
    """What the reporter wants."""

    SOLVED = "solved"
    WITHDRAW = "withdraw"
    THANKS = "thanks"


_SOLVED: Final = frozenset(
    {"beres", "selesai", "teratasi", "tuntas", "rampung", "diperbaiki", "terselesaikan", "diselesaikan"}
    | {"solved", "fixed", "resolved", "repaired", "done"}
)
_WITHDRAW: Final = frozenset(
    {"cabut", "dicabut", "mencabut", "cabutlah", "tarik", "menarik", "batalkan", "membatalkan", "withdraw", "retract"}
)
_OBJECT: Final = frozenset(
    {"laporan", "laporannya", "aduan", "pengaduan", "lapor", "ini", "itu", "saya", "masalah", "masalahnya"}
    | {"my", "the", "this", "report", "complaint", "it", "problem"}
)
_AROUND_SOLVED: Final = _OBJECT | frozenset(
    {"sudah", "sdh", "udah", "telah", "semua", "semuanya", "dengan", "baik", "sekali", "sepenuhnya", "ya", "iya"}
    | {"is", "s", "has", "been", "was", "now", "all", "yes", "already", "completely", "fully"}
    | {"terima", "kasih", "terimakasih", "makasih", "suksma", "matur", "banyak", "atas", "bantuannya", "bapak", "ibu"}
    | {"pak", "bu", "admin", "min", "thanks", "thank", "you", "thx", "very", "so", "much", "ok", "oke", "okay"}
)
_AROUND_WITHDRAW: Final = _OBJECT | frozenset(
    {"mau", "ingin", "mohon", "tolong", "saja", "aja", "kembali", "dengan", "kode", "bisa"}
    | {"please", "i", "want", "to", "would", "like", "d", "code", "back", "can", "you"}
)
_CODE: Final = re.compile(r"\b[a-z]{2,4}-[a-z0-9]{4}-[a-z0-9]{3}\b", re.IGNORECASE)  # as the button copies it
_LONGEST: Final = 10


def find(text: str) -> Wish | None:
    """The wish that the whole text is; None when it says anything else, or asks."""
    if "?" in text:
        return None
    words = re.findall(r"[^\W_]+", _without_code(text).lower())
    if not words:
        return Wish.THANKS if text.strip() else None  # a thumb, a heart, folded hands
    if len(words) > _LONGEST:
        return None
    if not _SOLVED.isdisjoint(words) and all(word in _SOLVED | _AROUND_SOLVED for word in words):
        return Wish.SOLVED
    if not _WITHDRAW.isdisjoint(words) and all(word in _WITHDRAW | _AROUND_WITHDRAW for word in words):
        return Wish.WITHDRAW
    return Wish.THANKS if greeting.find(text) is Greeting.THANKS else None


def code_in(text: str) -> str | None:
    """The report's code that the words name, in its written form."""
    return next((code.parse(written) for written in _codes(text)), None)


def _without_code(text: str) -> str:
    for written in _codes(text):
        text = text.replace(written, " ")
    return text


def _codes(text: str) -> list[str]:
    """Every code in the words, as they write it."""
    return [written for written in _CODE.findall(text) if code.parse(written)]
