"""What reporters may want with their own data (UU 27/2022 art. 5 to 9 and 13), and what of it the desk is told."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules import code
from rules.lifecycle import OPEN, Status
from rules.retention import ERASED_WITHIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

ERASED_AFTER: Final = ERASED_WITHIN - timedelta(hours=1)  # which is left to do it in
RECEIPT: Final = "HPS"  # of hapus, erase; no region's prefix
NAME_LETTERS: Final = 64


class Told(StrEnum):
    """Lines of a report's history that say whether its reporter can still be reached."""

    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_GIVEN = "consent_given"
    ERASURE_ASKED = "erasure_asked"
    ERASURE_CALLED_OFF = "erasure_called_off"
    ERASED = "erased"


class Way(StrEnum):
    """How somebody is erased: with nothing open, with what is open withdrawn first, or while that goes on."""

    ALL = "all"
    WITHDRAWING = "now"
    GOING_ON = "later"


def hinders(status: Status) -> bool:
    """Whether a report in that status keeps its reporter from being erased at once: the desk may still need them."""
    return status in OPEN


def erased_at_once(way: Way, statuses: Iterable[Status]) -> bool:
    """Whether a wish can be done now: what is withdrawn first hinders no more."""
    return way is Way.WITHDRAWING or not any(hinders(status) for status in statuses)


def due_at(now: datetime) -> datetime:
    """When a wish that cannot be done at once is done whatever is open by then."""
    return now + ERASED_AFTER


def receipt(number: int) -> str:
    """The code that proves an erasure, for a random `number` in `range(rules.code.SPACE)`."""
    return code.make(RECEIPT, number)


def is_receipt(written: str) -> bool:
    """Whether a code in its written form is such a receipt, and no report's."""
    return written.startswith(f"{RECEIPT}-")


def name_in(words: str) -> str | None:
    """The name somebody wants to be shown under, on one line; None when the words are none: no letter, or too long."""
    name = " ".join(words.split())
    fits = len(name) <= NAME_LETTERS and any(letter.isalpha() for letter in name)
    return name if fits and name.isprintable() else None
