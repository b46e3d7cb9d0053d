"""Wishes about messages, in words: no more of them, or messages again. Only a text that says nothing else is one."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from rules.tokens import tokens


class Silence(StrEnum):
    """What a person wants of our messages."""

    STOP = "stop"
    START = "start"


_LONGEST: Final = 9
_FILLER: Final = frozenset(
    {"please", "pls", "now", "me", "any", "the", "about", "this", "that", "my", "report", "again", "anymore", "more"}
    | {"tolong", "mohon", "ya", "dong", "saya", "aku", "lagi", "tentang", "ini", "itu", "laporan", "untuk", "dulu"}
    | {"sekarang", "mau", "ingin", "i", "want", "sudah", "cukup", "saja", "sending", "send", "kirim", "kirimi", "sent"}
)
_MESSAGES: Final = frozenset(
    {"message", "messages", "messaging", "update", "updates", "notification", "notifications", "news", "texting"}
    | {"pesan", "kabar", "kabari", "kabarkan", "notifikasi", "notif", "pemberitahuan", "mengabari", "dikabari"}
    | {"hubungi"}
)
_STOP: Final = frozenset(
    {"stop", "mute", "unsubscribe", "no", "dont", "quiet", "berhenti", "hentikan", "stopkan", "jangan", "bisukan"}
    | {"matikan", "tidak", "senyapkan", "diamkan"}
)
_START: Final = frozenset(
    {"start", "unmute", "resume", "restart", "subscribe", "mulai", "nyalakan", "aktifkan", "lanjutkan", "hidupkan"}
    | {"bunyikan"}
)
_ALONE: Final = frozenset(  # words that say it without naming the messages
    {"stop", "mute", "unsubscribe", "unmute", "berhenti", "hentikan", "bisukan", "senyapkan"}
)
_BY_THEMSELVES: Final = frozenset({"kabari", "kabarkan"})  # "kabari lagi": a verb that asks for it


def find(text: str) -> Silence | None:
    """The wish that the whole text is; None when it says anything else."""
    words = [word for word in tokens(text) if word not in _FILLER]
    if not words or len(tokens(text)) > _LONGEST:
        return None
    if len(words) == 1:
        return _single(words[0], text)
    if not all(word in _MESSAGES | _STOP | _START for word in words) or not _MESSAGES & set(words):
        return None
    stops, starts = bool(_STOP & set(words)), bool(_START & set(words))
    if stops == starts:
        return None
    return Silence.STOP if stops else Silence.START


def _single(word: str, text: str) -> Silence | None:
    if word in _ALONE:
        return Silence.START if word in _START else Silence.STOP
    return Silence.START if word in _BY_THEMSELVES and "lagi" in tokens(text) else None
