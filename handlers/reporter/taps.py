"""The payloads of the public bot's own buttons. Most carry the draft they were made for, so old ones are recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers import callbacks

if TYPE_CHECKING:
    from rules.draft import Slot

AGREE: Final = "r.agree"
DECLINE: Final = "r.decline"
LANGUAGE: Final = "r.lang"  # parts: locale (or CHOOSE: ask which), the page to show again
CHOOSE: Final = "which"
PRIVACY: Final = "r.pv"  # parts: what to do with the own data (nothing: the page), and its details
ERASE: Final = "r.er"  # parts: one of the words below, a way, whom (nothing: the first question)
PAGE: Final = "r.page"  # parts: help, faq (and a question), group (of questions), emergency, mine, new, done

ANSWER: Final = "r.a"  # parts: draft id, slot, value
EDIT: Final = "r.e"  # parts: draft id, slot
GROUP: Final = "r.g"  # parts: draft id, category group ("" for the list of groups)
MOVE: Final = "r.m"  # parts: draft id, one of the words below, the slot it stands under (of SUBMIT: the draft's mark)
# (of JOIN: the id of the report that is joined, a point, and the draft's mark)

SKIP: Final = "skip"
BACK: Final = "back"
CANCEL: Final = "cancel"
GO_ON: Final = "on"
DELETE: Final = "delete"
KEEP: Final = "keep"
MENU: Final = "menu"
SUBMIT: Final = "submit"
OVER: Final = "over"
NO_FILES: Final = "nofiles"
ELSEWHERE: Final = "elsewhere"
DESCRIBE: Final = "describe"
OTHER_DAY: Final = "otherday"
NO_VOICES: Final = "novoices"
SURE: Final = "sure"
MEANT: Final = "meant"
STAY: Final = "stay"
JOIN: Final = "join"
WHICH: Final = "which"  # typed only: yes, it is the same as one of several
RESUME: Final = "resume"  # like KEEP, but what the button stands under stays

OF_A_DRAFT: Final = frozenset({ANSWER, EDIT, GROUP, MOVE})


@dataclass(frozen=True, slots=True)
class Tap:
    """A button's payload, read: which draft it was made for, the question it stands under, what it says."""

    prefix: str
    draft_id: int
    what: str = ""
    value: str = ""


def read(data: str | None) -> Tap | None:
    """The payload of a button of a draft; None for any other."""
    prefix, *parts = callbacks.unpack(data)
    if prefix not in OF_A_DRAFT or not parts or not parts[0].isdecimal():
        return None
    what, value, *_ = [*parts[1:], "", ""]
    return Tap(prefix, int(parts[0]), what, value)


def answer(draft_id: int, slot: Slot, value: str) -> str:
    """The payload of one answer to a question."""
    return callbacks.pack(ANSWER, draft_id, slot, value)


def edit(draft_id: int, slot: Slot) -> str:
    """The payload that asks a question again."""
    return callbacks.pack(EDIT, draft_id, slot)


def move(draft_id: int, what: str, slot: Slot | None) -> str:
    """The payload of a step through the questions."""
    return callbacks.pack(MOVE, draft_id, what, slot or "")


def submit(draft_id: int, mark: str) -> str:
    """The payload that sends the draft just as it was shown."""
    return callbacks.pack(MOVE, draft_id, SUBMIT, mark)


def join(draft_id: int, report_id: int, mark: str) -> str:
    """The payload that sends the draft as one that tells of the same thing as a report."""
    return callbacks.pack(MOVE, draft_id, JOIN, f"{report_id}.{mark}")
