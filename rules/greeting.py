"""Words that open or close a conversation and describe nothing: they are answered, not kept as a report."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Greeting(StrEnum):
    """What a courtesy is."""

    HELLO = "hello"
    THANKS = "thanks"


_HELLO: Final = frozenset(
    {"halo", "hallo", "hai", "hi", "hello", "hey", "there", "permisi", "mulai", "start", "lapor", "report"}
    | {"om", "swastyastu", "swasti", "astu", "assalamualaikum", "assalamu", "alaikum"}
    | {"selamat", "pagi", "siang", "sore", "malam", "good", "morning", "afternoon", "evening"}
    | {"min", "admin", "pak", "bu", "bapak", "ibu", "kak"}
)
_THANKS: Final = frozenset(
    {"terima", "kasih", "terimakasih", "makasih", "suksma", "matur", "banyak", "thanks", "thank", "thx", "you"}
    | {"so", "very", "much", "ya", "ok", "oke", "okay", "baik", "siap", "sip"}
    | {"min", "admin", "pak", "bu", "bapak", "ibu", "kak"}
)
_LONGEST: Final = 6


def find(text: str) -> Greeting | None:
    """The courtesy that the whole text is; None when it says anything more."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not 0 < len(words) <= _LONGEST:
        return None
    if all(word in _HELLO for word in words):
        return Greeting.HELLO
    return Greeting.THANKS if all(word in _THANKS for word in words) else None
