"""The life of a report: one table of who may take which step from which status, and where it leads.

The statuses are SP4N-LAPOR!'s (received = Belum Terverifikasi, forwarded = Belum Ditindaklanjuti, in_progress = Proses,
answered and closed = Selesai), with the ones its admin manual adds: on hold for the reporter's data (Tunda), another
authority's (Bukan Wewenang), archived (Arsip), withdrawn by the reporter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    FORWARDED = "forwarded"
    IN_PROGRESS = "in_progress"
    NEEDS_INFO = "needs_info"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFERRED = "referred"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done with a report."""

    FORWARD = "forward"
    TAKE = "take"
    ASK = "ask"
    SUPPLY = "supply"
    ADD = "add"
    REPLY = "reply"
    CORRECT = "correct"
    NOTE = "note"
    TITLE = "title"
    TRANSCRIBE = "transcribe"
    CLASSIFY = "classify"
    CATEGORISE = "categorise"
    ASSIGN = "assign"
    FINISH = "finish"
    RETURN = "return"
    REFER = "refer"
    ARCHIVE = "archive"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    RATE = "rate"
    HAND_OVER = "hand_over"
    STAY = "stay"
    RELEASE = "release"
    IDENTITY = "identity"
    SP4N = "sp4n"
    LINK = "link"
    UNLINK = "unlink"
    SPLIT = "split"


class Actor(StrEnum):
    """In which capacity somebody acts."""

    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    LIAISON = "liaison"
    CLOCK = "clock"


OPEN: Final = frozenset({Status.RECEIVED, Status.FORWARDED, Status.IN_PROGRESS, Status.NEEDS_INFO})
UNFINISHED: Final = OPEN | {Status.ANSWERED}  # something is still to come, from the desk or from the reporter
HELD: Final = frozenset({Status.FORWARDED, Status.IN_PROGRESS, Status.NEEDS_INFO})  # an agency may have it
ENDED: Final = frozenset({Status.CLOSED, Status.REFERRED, Status.ARCHIVED, Status.WITHDRAWN})
EVERY: Final = frozenset(Status)

_DESK: Final = frozenset({Actor.COORDINATOR, Actor.LIAISON})
# What the desk does to all reports of one thing, at the parent; its children follow.
TOGETHER: Final = frozenset(
    {
        Step.FORWARD,
        Step.TAKE,
        Step.ASSIGN,
        Step.ASK,
        Step.FINISH,
        Step.RETURN,
        Step.REFER,
        Step.ARCHIVE,
        Step.CLOSE,
        Step.REOPEN,
        Step.CLASSIFY,
    }
)
AT_PARENT: Final = TOGETHER | {Step.SPLIT}  # what is refused at a child


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from any of `sources`, by any of `actors`, to `target` (None: the status stays)."""

    step: Step
    sources: frozenset[Status]
    target: Status | None
    actors: frozenset[Actor]
    needs_reply: bool = False  # an ending needs something substantive said to the reporter first


@dataclass(frozen=True, slots=True)
class Case:
    """What the table needs to know of a report."""

    status: Status
    agency: str | None = None
    taken: bool = False  # its agency has begun to work on it
    replied: bool = False
    lapsed: bool = False  # it ended longer ago than a reporter can open it again
    heard: bool = True  # what is written to its reporter reaches them
    linked: bool = False  # it is handled with its parent: what the desk does, it does there


@dataclass(frozen=True, slots=True)
class Moved:
    """The step is allowed; the report's status is now `status`."""

    status: Status
    changed: bool


class Refusal(StrEnum):
    """Why a step is refused; each has a sentence in the catalogue."""

    ACTOR = "actor"
    STATUS = "status"
    NO_REPLY = "no_reply"
    TAKEN = "taken"
    LAPSED = "lapsed"
    UNHEARD = "unheard"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Refused:
    """The step is not allowed now."""

    why: Refusal


def _row(
    step: Step,
    sources: frozenset[Status] | set[Status],
    target: Status | None,
    *actors: Actor,
    needs_reply: bool = False,
) -> Transition:
    return Transition(step, frozenset(sources), target, frozenset(actors), needs_reply)


TABLE: Final = {
    row.step: row
    for row in (
        _row(Step.FORWARD, OPEN | {Status.REFERRED, Status.ARCHIVED}, Status.FORWARDED, Actor.COORDINATOR),
        _row(Step.TAKE, {Status.FORWARDED}, Status.IN_PROGRESS, *_DESK),
        _row(Step.ASK, OPEN - {Status.NEEDS_INFO}, Status.NEEDS_INFO, *_DESK),
        _row(Step.SUPPLY, {Status.NEEDS_INFO}, None, Actor.REPORTER),
        _row(Step.ADD, EVERY, None, Actor.REPORTER),
        _row(Step.REPLY, EVERY - {Status.WITHDRAWN}, None, *_DESK),
        _row(Step.CORRECT, EVERY - {Status.WITHDRAWN}, None, *_DESK),
        _row(Step.NOTE, EVERY, None, *_DESK),
        _row(Step.TITLE, EVERY, None, *_DESK),
        _row(Step.TRANSCRIBE, EVERY, None, *_DESK),
        _row(Step.CLASSIFY, OPEN, None, Actor.COORDINATOR),
        _row(Step.CATEGORISE, OPEN, None, *_DESK),
        _row(Step.ASSIGN, HELD, None, *_DESK),
        _row(
            Step.FINISH,
            HELD,
            Status.ANSWERED,
            *_DESK,
            needs_reply=True,
        ),
        _row(
            Step.RETURN,
            HELD,
            Status.RECEIVED,
            Actor.LIAISON,
            Actor.COORDINATOR,
        ),
        _row(Step.REFER, OPEN, Status.REFERRED, Actor.COORDINATOR),
        _row(Step.ARCHIVE, OPEN, Status.ARCHIVED, Actor.COORDINATOR),
        _row(
            Step.CLOSE,
            {Status.ANSWERED},
            Status.CLOSED,
            Actor.CLOCK,
            Actor.COORDINATOR,
            Actor.REPORTER,
            needs_reply=True,
        ),
        _row(
            Step.REOPEN,
            {Status.ANSWERED, Status.CLOSED, Status.REFERRED, Status.ARCHIVED},
            Status.RECEIVED,
            Actor.REPORTER,
            Actor.COORDINATOR,
        ),
        _row(Step.WITHDRAW, UNFINISHED, Status.WITHDRAWN, Actor.REPORTER),
        _row(Step.RATE, {Status.ANSWERED, Status.CLOSED}, None, Actor.REPORTER),
        _row(Step.HAND_OVER, EVERY - {Status.WITHDRAWN}, None, Actor.REPORTER),
        _row(Step.STAY, UNFINISHED, None, Actor.REPORTER),
        _row(Step.RELEASE, EVERY, None, Actor.COORDINATOR),  # whoever worked on it is at the desk no more
        _row(Step.IDENTITY, EVERY, None, Actor.REPORTER),
        _row(Step.SP4N, EVERY, None, *_DESK),
        _row(Step.LINK, OPEN - {Status.NEEDS_INFO}, None, *_DESK, Actor.REPORTER),
        _row(Step.UNLINK, EVERY, None, *_DESK, Actor.REPORTER),
        _row(Step.SPLIT, OPEN, None, *_DESK),
    )
}


def move(step: Step, case: Case, actor: Actor) -> Moved | Refused:
    """What the step leads to, or why it is refused. Nothing else decides about a status."""
    row = TABLE[step]
    if actor not in row.actors:
        return Refused(Refusal.ACTOR)
    if case.linked and actor in _DESK and step in AT_PARENT:
        return Refused(Refusal.LINKED)
    if case.status not in row.sources:
        late = step is Step.TAKE and case.status is Status.IN_PROGRESS
        return Refused(Refusal.TAKEN if late else Refusal.STATUS)
    if row.needs_reply and not case.replied:
        return Refused(Refusal.NO_REPLY)
    if step is Step.REOPEN and actor is Actor.REPORTER and case.lapsed:
        return Refused(Refusal.LAPSED)
    if step is Step.ASK and not case.heard:
        return Refused(Refusal.UNHEARD)
    target = _target(row, case)
    return Moved(target, changed=target is not case.status)


def hears(status: Status, lapsed: bool = False) -> Step:
    """What a reporter's further words are: the answer the desk waits for, a dispute of its ending, or an addition.

    Once the time to open the report again is over, they are kept as an addition.
    """
    match status:
        case Status.NEEDS_INFO:
            return Step.SUPPLY
        case Status.ANSWERED:
            return Step.REOPEN
        case Status.CLOSED:
            return Step.ADD if lapsed else Step.REOPEN
    return Step.ADD


def _target(row: Transition, case: Case) -> Status:
    if row.step in {Step.SUPPLY, Step.REOPEN}:
        return desk_of(case)
    if row.step is Step.RELEASE and case.status is Status.IN_PROGRESS:
        return Status.FORWARDED  # somebody else of the agency takes it
    return row.target or case.status


def desk_of(case: Case) -> Status:
    """Whoever had the report before the wait or the ending has it again."""
    if case.agency is None:
        return Status.RECEIVED
    return Status.IN_PROGRESS if case.taken else Status.FORWARDED
