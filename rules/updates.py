"""How reporters are kept up to date: what they are told at once, what waits for a summary, what is not said at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules import quiet
from rules.lifecycle import OPEN, Actor, Step
from rules.split import FROM

if TYPE_CHECKING:
    from datetime import time

    from rules.quiet import Quiet


class Choice(StrEnum):
    """What a reporter chose: every step at once, one summary a day, or only the answer."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    ANSWERS = "answers"


class Matter(StrEnum):
    """What there is to tell.

    OWN confirms what reporters did themselves. WORDS are an operator's, a question too. OUTCOME is an ending, that an
    ending no longer holds, or that one report has become two. DUTY must be told by law, such as a missed deadline.
    PROGRESS is any other step of the desk, DETAIL what it set right about the report, STANDSTILL that nothing has moved
    for a while.
    """

    OWN = "own"
    WORDS = "words"
    OUTCOME = "outcome"
    DUTY = "duty"
    PROGRESS = "progress"
    DETAIL = "detail"
    STANDSTILL = "standstill"


class When(StrEnum):
    """When it is told; the quiet hours come on top."""

    NOW = "now"
    SUMMARY = "summary"
    MORNING = "morning"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Verdict:
    """When to tell, and whether without a sound."""

    when: When
    silent: bool = False


_NOW: Final = Verdict(When.NOW)
_SUMMARY: Final = Verdict(When.SUMMARY)
_NEVER: Final = Verdict(When.NEVER)
_SILENTLY: Final = Verdict(When.NOW, silent=True)

# The whole of it, before the cap. Words and questions are a conversation: no choice holds them up.
TABLE: Final = {
    Matter.OWN: {Choice.AT_ONCE: _NOW, Choice.DAILY: _NOW, Choice.ANSWERS: _NOW},
    Matter.WORDS: {Choice.AT_ONCE: _NOW, Choice.DAILY: _NOW, Choice.ANSWERS: _NOW},
    Matter.DUTY: {Choice.AT_ONCE: _NOW, Choice.DAILY: _NOW, Choice.ANSWERS: _NOW},
    Matter.OUTCOME: {Choice.AT_ONCE: _NOW, Choice.DAILY: _SUMMARY, Choice.ANSWERS: _NOW},
    Matter.PROGRESS: {Choice.AT_ONCE: _NOW, Choice.DAILY: _SUMMARY, Choice.ANSWERS: _NEVER},
    Matter.DETAIL: {Choice.AT_ONCE: _SUMMARY, Choice.DAILY: _SUMMARY, Choice.ANSWERS: _NEVER},
    Matter.STANDSTILL: {Choice.AT_ONCE: _SUMMARY, Choice.DAILY: _SUMMARY, Choice.ANSWERS: _NEVER},
}
# Of a muted report still comes what a resident would be sorry to have missed, without a sound.
MUTED: Final = {
    Matter.OWN: _NOW,
    Matter.WORDS: _SILENTLY,
    Matter.DUTY: _SILENTLY,
    Matter.OUTCOME: _SILENTLY,
    Matter.PROGRESS: _NEVER,
    Matter.DETAIL: _NEVER,
    Matter.STANDSTILL: _NEVER,
}
_DETAILS: Final = frozenset({Step.CATEGORISE})
_CAPPED: Final = frozenset({Matter.OUTCOME, Matter.PROGRESS})


def decide(
    matter: Matter,
    choice: Choice,
    *,
    muted: bool = False,
    leaving: bool = False,
    told_today: int = 0,
    per_day: int = 1,
) -> Verdict:
    """When to tell a reporter of that choice about a report of which they were sent `told_today` notices already.

    Over the cap a notice waits for the next morning, where what happens until then joins it. A conversation, what the
    person did and what the law demands are never counted out; nor is an outcome for whoever is `leaving` today.
    """
    verdict = MUTED[matter] if muted else TABLE[matter][choice]
    if leaving and matter is Matter.OUTCOME:
        return Verdict(When.NOW, verdict.silent)
    if verdict.when is When.NOW and matter in _CAPPED and told_today >= per_day:
        return Verdict(When.MORNING, verdict.silent)
    return verdict


def matter_of(actor: str, from_status: str, to_status: str, step: str = "") -> Matter:
    """What a step is to the reporter: who took it, whether it ended the report, undid an ending, or made another."""
    if actor == Actor.REPORTER:
        return Matter.OWN
    if step in _DETAILS:
        return Matter.DETAIL
    still = from_status in OPEN and to_status in OPEN and step != FROM
    return Matter.PROGRESS if still else Matter.OUTCOME


def next_summary(now: datetime, at: time, quiet_hours: Quiet) -> datetime:
    """The next moment after `now` when summaries go out: daily at that time of the region, on no silent day."""
    local = now.astimezone(quiet_hours.tz)
    day = local.date()
    if datetime.combine(day, at, tzinfo=quiet_hours.tz) <= local:
        day += timedelta(days=1)
    while day in quiet_hours.silent_days:
        day += timedelta(days=1)
    return quiet.release_at(datetime.combine(day, at, tzinfo=quiet_hours.tz).astimezone(UTC), quiet_hours)


def next_morning(now: datetime, quiet_hours: Quiet) -> datetime:
    """The first moment of the next day at which a notice may ring."""
    tomorrow = now.astimezone(quiet_hours.tz).date() + timedelta(days=1)
    opening = datetime.combine(tomorrow, quiet_hours.opens, tzinfo=quiet_hours.tz)
    return quiet.release_at(opening.astimezone(UTC), quiet_hours)


def day_of(now: datetime, quiet_hours: Quiet) -> tuple[datetime, datetime]:
    """The region's day around `now`, half open."""
    local = now.astimezone(quiet_hours.tz).date()
    first = datetime.combine(local, datetime.min.time(), tzinfo=quiet_hours.tz)
    last = datetime.combine(local + timedelta(days=1), datetime.min.time(), tzinfo=quiet_hours.tz)
    return first.astimezone(UTC), last.astimezone(UTC)
