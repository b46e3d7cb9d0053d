"""An announcement to many: whom it is for, who must agree, what its texts need, and how far it has come."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from rules import quiet
from rules.access import Role, Staff
from rules.delivery import State as Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.quiet import Quiet


class State(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    ASKED = "asked"  # a second person must agree
    RUNNING = "running"  # approved and frozen; it may still wait for its hour
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class Move(StrEnum):
    """What can be done with one; also the step in its history."""

    ASK = "ask"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    FINISH = "finish"


MOVES: Final[dict[Move, tuple[frozenset[State], State]]] = {
    Move.ASK: (frozenset({State.DRAFT}), State.ASKED),
    Move.APPROVE: (frozenset({State.DRAFT, State.ASKED}), State.RUNNING),
    Move.REJECT: (frozenset({State.ASKED}), State.DRAFT),
    Move.WITHDRAW: (frozenset({State.ASKED}), State.DRAFT),
    Move.PAUSE: (frozenset({State.RUNNING}), State.PAUSED),
    Move.RESUME: (frozenset({State.PAUSED}), State.RUNNING),
    Move.CANCEL: (frozenset({State.DRAFT, State.ASKED, State.RUNNING, State.PAUSED}), State.CANCELLED),
    Move.FINISH: (frozenset({State.RUNNING}), State.DONE),
}


def after(state: State, move: Move) -> State | None:
    """The state a move leads to; None: not from there."""
    sources, target = MOVES[move]
    return target if state in sources else None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom it is for: all conditions together; an empty one means anybody. Those of a report hold of one report.

    `language`: the one of its texts that they read (`reader.otherwise`). `report_id`: they sent that one, or one that
    is handled with it. `active_days`: they wrote to us within so many days. Whoever is blocked, gone or did not agree
    is never among them.
    """

    language: str | None = None
    districts: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    report_id: int | None = None
    active_days: int | None = None

    @property
    def asks_for_reports(self) -> bool:
        """Whether only who filed a certain report is meant."""
        return bool(self.districts or self.villages or self.categories or self.agencies or self.report_id)

    def as_json(self) -> dict[str, Any]:
        """Without what is not asked for."""
        return {name: value for name, value in asdict(self).items() if value}

    def toggled(self, name: str, value: str) -> Audience:
        """With one more choice of a list, or without it when it was there."""
        chosen: tuple[str, ...] = getattr(self, name)
        rest = tuple(one for one in chosen if one != value)
        changed: dict[str, Any] = {name: rest if value in chosen else (*chosen, value)}
        return replace(self, **changed)


LISTS: Final = frozenset({"districts", "villages", "categories", "agencies"})


def audience_of(data: Mapping[str, Any]) -> Audience:
    """The audience that `as_json` wrote."""
    known = {field.name for field in fields(Audience)}
    values: dict[str, Any] = {
        name: tuple(value) if name in LISTS else value for name, value in data.items() if name in known
    }
    return Audience(**values)


class Clearance(StrEnum):
    """Who must agree before it goes."""

    NONE = "none"  # its writer alone
    SECOND = "second"  # a leader, or another coordinator
    LEADER = "leader"


def clearance(size: int, approve_above: int, emergency: bool) -> Clearance:
    """By how many it reaches; what may ring at night and on Nyepi needs the leader."""
    if emergency:
        return Clearance.LEADER
    return Clearance.SECOND if size > approve_above else Clearance.NONE


def may_write(staff: Staff) -> bool:
    """Coordinators write broadcasts."""
    return staff.role is Role.COORDINATOR


def may_see(staff: Staff) -> bool:
    """Coordinators and leaders see them, and stop them."""
    return staff.role in {Role.COORDINATOR, Role.LEADER}


def may_approve(staff: Staff, writer_id: int, needs: Clearance) -> bool:
    """Whether this operator's word is the one that is needed."""
    if needs is Clearance.NONE:
        return staff.id == writer_id and may_write(staff)
    if staff.role is Role.LEADER:
        return staff.id != writer_id
    return needs is Clearance.SECOND and may_write(staff) and staff.id != writer_id


class Flaw(StrEnum):
    """What keeps the texts from being sent."""

    MISSING = "missing"
    LONG = "long"
    FIELD = "field"  # braces with a word that means nothing to us
    UNLIKE = "unlike"  # the languages do not have the same fields


NAME: Final = "name"
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_FIELDS: Final = {"name": NAME, "nama": NAME}  # as they may be written


def fields_in(text: str) -> frozenset[str]:
    """What stands in braces, by our own names where we have one."""
    return frozenset(_FIELDS.get(found.strip().lower(), found) for found in _FIELD.findall(text))


def filled(text: str, name: str) -> str:
    """The text for one reader."""
    return _FIELD.sub(lambda found: name if _FIELDS.get(found[1].strip().lower()) == NAME else found[0], text)


def flaws(texts: Mapping[str, str], lengths: Mapping[str, int], room: int) -> list[tuple[Flaw, str, str]]:
    """What is wrong with one text for each language: the flaw, the language, a detail. `lengths` are as read."""
    found = []
    for language, length in lengths.items():
        text = texts.get(language, "")
        if not text:
            found.append((Flaw.MISSING, language, ""))
        if length > room:
            found.append((Flaw.LONG, language, str(length - room)))
        found += [(Flaw.FIELD, language, word) for word in sorted(fields_in(text) - {NAME})]
    if not found and len({fields_in(texts[language]) for language in lengths}) > 1:
        found.append((Flaw.UNLIKE, "", NAME))
    return found


BUTTON_UNITS: Final = 40
_ADDRESS: Final = re.compile(r"^https?://[^\s/.]+\.[^\s]+$", re.IGNORECASE)


def link_in(words: str, languages: Sequence[str]) -> dict[str, str] | None:
    """A link as it was written: its address, and on the lines under it the words of its button, one for each language
    or none at all. As `{"url": …, "id": …}`; None when it is not written so."""
    address, *labels = [line.strip() for line in words.strip().splitlines() if line.strip()] or [""]
    fits = not labels or (len(labels) == len(languages) and all(len(label) <= BUTTON_UNITS for label in labels))
    if not fits or not _ADDRESS.match(address):
        return None
    return {"url": address, **dict(zip(languages, labels, strict=False))}


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of the recipients so far. `dropped`: they opted out meanwhile, or it was cancelled before them."""

    sent: int = 0
    unreachable: int = 0
    unknown: int = 0
    refused: int = 0
    dropped: int = 0
    left: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.sent + self.unreachable + self.unknown + self.refused + self.dropped + self.left


def progress(counts: Mapping[str, int]) -> Progress:
    """From how many rows of the outbox are in each state."""
    return Progress(
        sent=counts.get(Delivery.SENT, 0),
        unreachable=counts.get(Delivery.UNREACHABLE, 0),
        unknown=counts.get(Delivery.UNKNOWN, 0),
        refused=counts.get(Delivery.DEAD, 0),
        dropped=counts.get(Delivery.DROPPED, 0),
        left=counts.get(Delivery.WAITING, 0) + counts.get(Delivery.SENDING, 0),
    )


RECENT: Final = timedelta(days=7)  # for so long one that has ended is still listed
CARD_EVERY: Final = timedelta(seconds=3)
_CARD_SELDOM: Final = timedelta(minutes=1)
_LONGEST: Final = timedelta(days=60)


def card_every(left: int, per_second: float) -> timedelta:
    """How often the card of one that is being sent is renewed: a hundred times, never more than every 3 seconds."""
    rest = timedelta(seconds=left / per_second) if per_second > 0 else timedelta()
    return max(CARD_EVERY, min(rest / 100, _CARD_SELDOM))


def finish_at(now: datetime, left: int, per_second: float, hours: Quiet | None) -> datetime | None:
    """When the last one goes out at this rate, with the nights in between unless `hours` is None; None: who knows."""
    needed = timedelta(seconds=left / per_second) if per_second > 0 else _LONGEST
    if needed >= _LONGEST:
        return None
    if hours is None:
        return now + needed
    at = quiet.release_at(now, hours)
    while at + needed > (closes := quiet.closes_at(at, hours)):
        needed -= closes - at
        at = quiet.release_at(closes, hours)
    return at + needed
