"""What a reporter is told at once, in a summary, in the morning, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import quiet, updates
from rules.lifecycle import Actor, Status
from rules.quiet import Quiet
from rules.updates import Choice, Matter, Verdict, When

WITA = ZoneInfo("Asia/Makassar")
NYEPI = date(2027, 3, 8)
QUIET = Quiet(time(7), time(21), WITA, frozenset({NYEPI}))
EIGHT = time(8)


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.mark.parametrize(
    ("matter", "at_once", "daily", "answers", "muted"),
    [
        (Matter.OWN, "now", "now", "now", "now"),
        (Matter.WORDS, "now", "now", "now", "silently"),
        (Matter.DUTY, "now", "now", "now", "silently"),
        (Matter.OUTCOME, "now", "summary", "now", "silently"),
        (Matter.PROGRESS, "now", "summary", "never", "never"),
        (Matter.STANDSTILL, "summary", "summary", "never", "never"),
    ],
)
def test_the_choice_decides(matter: Matter, at_once: str, daily: str, answers: str, muted: str) -> None:
    """A conversation and what the law demands always come; a muted report makes no sound, whatever was chosen."""
    for choice, expected in zip(Choice, (at_once, daily, answers), strict=True):
        assert Verdict(When(expected)) == updates.decide(matter, choice)
        silent = muted == "silently"
        assert Verdict(When("now" if silent else muted), silent) == updates.decide(matter, choice, muted=True)


@pytest.mark.parametrize(
    ("matter", "told_today", "when"),
    [
        (Matter.PROGRESS, 2, When.NOW),
        (Matter.PROGRESS, 3, When.MORNING),
        (Matter.OUTCOME, 3, When.MORNING),
        (Matter.OWN, 9, When.NOW),
        (Matter.WORDS, 9, When.NOW),
        (Matter.DUTY, 9, When.NOW),
    ],
)
def test_a_report_rings_only_so_often_a_day(matter: Matter, told_today: int, when: When) -> None:
    """The rest waits for the morning; conversation, confirmation and duty are not counted out."""
    assert when is updates.decide(matter, Choice.AT_ONCE, told_today=told_today, per_day=3).when


def test_the_cap_changes_nothing_else() -> None:
    """A summary stays a summary, nothing stays nothing, silent stays silent."""
    decide = updates.decide
    assert When.SUMMARY is decide(Matter.PROGRESS, Choice.DAILY, told_today=9, per_day=3).when
    assert When.NEVER is decide(Matter.PROGRESS, Choice.ANSWERS, told_today=9, per_day=3).when
    muted = decide(Matter.OUTCOME, Choice.AT_ONCE, muted=True, told_today=9, per_day=3)
    assert Verdict(When.MORNING, silent=True) == muted


@pytest.mark.parametrize("choice", list(Choice))
def test_on_the_last_day_of_a_stay_an_ending_does_not_wait(choice: Choice) -> None:
    """Neither for the summary nor for the cap; other steps do, and what is muted stays without a sound."""
    decide = updates.decide
    assert When.NOW is decide(Matter.OUTCOME, choice, leaving=True, told_today=9, per_day=3).when
    assert decide(Matter.OUTCOME, choice, leaving=True, muted=True, told_today=9, per_day=3).silent
    assert decide(Matter.PROGRESS, choice) == decide(Matter.PROGRESS, choice, leaving=True)


@pytest.mark.parametrize(
    ("actor", "from_status", "to_status", "matter"),
    [
        (Actor.COORDINATOR, Status.RECEIVED, Status.FORWARDED, Matter.PROGRESS),
        (Actor.LIAISON, Status.FORWARDED, Status.IN_PROGRESS, Matter.PROGRESS),
        (Actor.LIAISON, Status.IN_PROGRESS, Status.RECEIVED, Matter.PROGRESS),
        (Actor.LIAISON, Status.IN_PROGRESS, Status.ANSWERED, Matter.OUTCOME),
        (Actor.CLOCK, Status.ANSWERED, Status.CLOSED, Matter.OUTCOME),
        (Actor.COORDINATOR, Status.RECEIVED, Status.REFERRED, Matter.OUTCOME),
        (Actor.COORDINATOR, Status.RECEIVED, Status.ARCHIVED, Matter.OUTCOME),
        (Actor.COORDINATOR, Status.ARCHIVED, Status.FORWARDED, Matter.OUTCOME),
        (Actor.COORDINATOR, Status.CLOSED, Status.RECEIVED, Matter.OUTCOME),
        (Actor.REPORTER, Status.ANSWERED, Status.IN_PROGRESS, Matter.OWN),
    ],
)
def test_an_ending_and_its_undoing_are_the_outcome(
    actor: Actor, from_status: Status, to_status: Status, matter: Matter
) -> None:
    """Who asked only for the answer also hears that it no longer holds."""
    assert matter is updates.matter_of(actor, from_status, to_status)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-03-01T07:59:59", "2027-03-01T08:00"),
        ("2027-03-01T08:00", "2027-03-02T08:00"),
        ("2027-03-01T23:30", "2027-03-02T08:00"),
        ("2027-03-07T07:00", "2027-03-07T08:00"),
        ("2027-03-07T08:30", "2027-03-09T08:00"),
        ("2027-03-08T05:00", "2027-03-09T08:00"),
        ("2027-03-08T12:00", "2027-03-09T08:00"),
    ],
)
def test_summaries_go_out_daily_but_on_nyepi(now: str, expected: str) -> None:
    """At eight, region time; what came too late goes with the next one."""
    assert wita(expected) == updates.next_summary(wita(now), EIGHT, QUIET)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-03-01T00:01", "2027-03-02T07:00"),
        ("2027-03-01T12:00", "2027-03-02T07:00"),
        ("2027-03-07T20:00", "2027-03-09T07:00"),
        ("2027-03-08T20:00", "2027-03-09T07:00"),
    ],
)
def test_the_next_morning_is_the_next_day_that_may_ring(now: str, expected: str) -> None:
    """Not the morning of the same day, nor that of Nyepi."""
    assert wita(expected) == updates.next_morning(wita(now), QUIET)


def test_a_day_is_the_regions() -> None:
    """From midnight to midnight in Badung, whatever zone the moment is given in."""
    day = updates.day_of(datetime(2027, 3, 1, 20, tzinfo=UTC), QUIET)

    assert (wita("2027-03-02T00:00"), wita("2027-03-03T00:00")) == day


@given(now=st.datetimes(datetime(2027, 1, 1), datetime(2028, 1, 1), timezones=st.just(WITA)))
def test_every_moment_has_a_next_one_that_may_ring(now: datetime) -> None:
    """Later than now, and never in the quiet hours, even of a profile whose summaries are too early."""
    for at in (EIGHT, time(5), time(22)):
        for moment in (updates.next_summary(now, at, QUIET), updates.next_morning(now, QUIET)):
            assert moment > now
            assert not quiet.is_quiet(moment, QUIET)
