"""A button whose words, or whose number, were typed instead of tapped. What cannot be undone needs its very words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 64  # characters; no button has more
LETTERS: Final = 5  # of shorter words no slip is forgiven
_NUMBER: Final = re.compile(r"(?:no|nomor|nomer|number|pilihan|option|opsi)?[ .#]*(\d{1,2})[.)]?")


def plain(text: str) -> str:
    """The words of a text alone: no capitals, no emoji, no stops."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def number(said: str, count: int) -> int | None:
    """Which of so many buttons the number means, from 0; None when it is no number of one."""
    found = _NUMBER.fullmatch(said.casefold().strip())
    return int(found[1]) - 1 if found and 1 <= int(found[1]) <= count else None


def exactly(said: str, labels: Sequence[str]) -> int | None:
    """The label that says just that."""
    words = plain(said)
    return next((at for at, label in enumerate(labels) if words and plain(label) == words), None)


def roughly(said: str, labels: Sequence[str]) -> int | None:
    """The only label that begins with these words, or is one slip of the finger away from them."""
    words = plain(said)
    if not words:
        return None
    begun = [at for at, label in enumerate(labels) if plain(label).startswith(f"{words} ")]
    if len(begun) == 1:
        return begun[0]
    slips = [at for at, label in enumerate(labels) if len(words) >= LETTERS and OSA.distance(words, plain(label)) <= 1]
    return slips[0] if len(slips) == 1 and not begun else None
