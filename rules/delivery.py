"""What became of a message we tried to send, and what to do about it: values, decided by a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Why a message is sent; also its rank in the queue: replies before notices before broadcasts and upkeep, which is
    bringing up to date what nobody waits for."""

    REPLY = "reply"
    NOTICE = "notice"
    BROADCAST = "broadcast"
    UPKEEP = "upkeep"


RANK: Final = {Kind.REPLY: 0, Kind.NOTICE: 1, Kind.BROADCAST: 2, Kind.UPKEEP: 2}


class State(StrEnum):
    """Where an outbox row stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    DEAD = "dead"
    DROPPED = "dropped"  # composed at its time, and there was nothing left to say


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has it. `message_id` is None for calls that make no message (a topic was made, nothing had changed)."""

    message_id: int | None
    thread_id: int | None = None
    others: tuple[int, ...] = ()  # further messages of the same screen


@dataclass(frozen=True, slots=True)
class Cleared:
    """Messages of ours are gone, or say nothing any more; `left` could not be taken back."""

    message_ids: tuple[int, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Later:
    """Surely not sent; try again. `after`: Telegram's own wish (429), else our back-off; `counts`: a try is used up."""

    why: str
    after: timedelta | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class NotYet:
    """Composed, and its time had not come: nothing was tried, and what else waits for the chat need not wait for it."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup with another id; surely not sent."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Lost:
    """The message to edit or to answer is gone; say it anew."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody is there: blocked, deactivated, never started, removed from the group."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left and no answer came: sent or not, nobody can tell."""

    why: str


@dataclass(frozen=True, slots=True)
class Dead:
    """Telegram refuses it and always will: our bug."""

    why: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """There was nothing left to say when its time came."""


Outcome = Sent | Cleared | Later | NotYet | Migrated | Lost | Unreachable | Unknown | Dead | Dropped


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the row becomes. `again_at` with state waiting: when it is due next; `repeat`: it may be a second copy."""

    state: State
    why: str = ""
    again_at: datetime | None = None
    attempts: int = 0
    repeat: bool = False
    fresh: bool = False  # no longer an edit or an answer to a message: a message of its own


MAX_ATTEMPTS: Final = 12  # with the back-off below: about two hours of an unreachable Telegram before we give up loudly
_FIRST_PAUSE: Final = timedelta(seconds=1)
_LONGEST_PAUSE: Final = timedelta(minutes=15)


def backoff(attempts: int) -> timedelta:
    """1 s, 2 s, 4 s … up to 15 minutes."""
    doubled: timedelta = _FIRST_PAUSE * int(2 ** max(0, attempts - 1))
    return min(doubled, _LONGEST_PAUSE)


_END: Final = {
    Sent: State.SENT,
    Cleared: State.SENT,
    Dropped: State.DROPPED,
    Unreachable: State.UNREACHABLE,
    Dead: State.DEAD,
}


def settle(outcome: Outcome, kind: Kind, attempts: int, repeated: bool, now: datetime) -> Settlement:
    """The next state of a row after its `attempts`-th try (1 for the first).

    Policy for the unknown: it is repeated once, marked as a repeat; a broadcast never is.
    """
    match outcome:
        case Later():
            return _later(outcome, attempts, now)
        case Unknown(why) if kind is Kind.BROADCAST or repeated:
            return Settlement(State.UNKNOWN, why, attempts=attempts)
        case Unknown(why):
            return Settlement(State.WAITING, why, now + backoff(attempts), attempts, repeat=True)
        case NotYet(after):
            return Settlement(State.WAITING, "not yet", now + after, attempts - 1)
        case Migrated():
            return Settlement(State.WAITING, "migrated", now, attempts - 1)
        case Cleared(left=left) if left:
            return Settlement(State.WAITING, "left", now, attempts, fresh=True)
        case Lost(why):
            return Settlement(State.WAITING, why, now, attempts, fresh=True)
    return Settlement(_END[type(outcome)], getattr(outcome, "why", ""), attempts=attempts)


def _later(outcome: Later, attempts: int, now: datetime) -> Settlement:
    used = attempts if outcome.counts else attempts - 1
    if used >= MAX_ATTEMPTS:
        return Settlement(State.DEAD, outcome.why, attempts=used)
    return Settlement(State.WAITING, outcome.why, now + (outcome.after or backoff(used)), used)
