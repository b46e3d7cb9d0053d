"""The life of a report: every step from every status by everybody, against an independent table."""

from __future__ import annotations

import pytest

from rules import lifecycle
from rules.lifecycle import Actor, Case, Moved, Refusal, Refused, Status, Step

R, F, P, N, A, C, E, X, W = Status
DESK = {Actor.COORDINATOR, Actor.LIAISON}
BOSS, REPORTER = {Actor.COORDINATOR}, {Actor.REPORTER}
STAYS = None

# step: who, from where, to where; written from the manual, not from the code
MANUAL: dict[Step, tuple[set[Actor], set[Status], Status | None]] = {
    Step.FORWARD: (BOSS, {R, F, P, N, E, X}, F),
    Step.TAKE: (DESK, {F}, P),
    Step.ASK: (DESK, {R, F, P}, N),
    Step.ADD: (REPORTER, set(Status), STAYS),
    Step.REPLY: (DESK, set(Status) - {W}, STAYS),
    Step.NOTE: (DESK, set(Status), STAYS),
    Step.TITLE: (DESK, set(Status), STAYS),
    Step.FINISH: (DESK, {F, P, N}, A),
    Step.RETURN: (DESK, {F, P, N}, R),
    Step.REFER: (BOSS, {R, F, P, N}, E),
    Step.ARCHIVE: (BOSS, {R, F, P, N}, X),
    Step.CLOSE: (BOSS | REPORTER | {Actor.CLOCK}, {A}, C),
    Step.WITHDRAW: (REPORTER, {R, F, P, N, A}, W),
    Step.RATE: (REPORTER, {A, C}, STAYS),
    Step.HAND_OVER: (REPORTER, set(Status) - {W}, STAYS),
    Step.STAY: (REPORTER, {R, F, P, N, A}, STAYS),
    Step.SP4N: (DESK, set(Status), STAYS),
    Step.CLASSIFY: (BOSS, {R, F, P, N}, STAYS),
    Step.CATEGORISE: (DESK, {R, F, P, N}, STAYS),
    Step.ASSIGN: (DESK, {F, P, N}, STAYS),
    Step.SPLIT: (DESK, {R, F, P, N}, STAYS),
}


@pytest.mark.parametrize("actor", list(Actor))
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("step", list(MANUAL))
def test_the_table_is_the_manual(step: Step, status: Status, actor: Actor) -> None:
    """Who may do what from where, and where it leads."""
    actors, sources, target = MANUAL[step]
    outcome = lifecycle.move(step, Case(status, agency="dlhk", taken=True, replied=True), actor)

    if actor not in actors:
        assert Refused(Refusal.ACTOR) == outcome
    elif status not in sources:
        late = step is Step.TAKE and status is Status.IN_PROGRESS
        assert Refused(Refusal.TAKEN if late else Refusal.STATUS) == outcome
    else:
        assert Moved(target or status, changed=target not in {None, status}) == outcome


@pytest.mark.parametrize(("step", "status"), [(Step.FINISH, P), (Step.CLOSE, A)])
def test_an_ending_needs_something_said_first(step: Step, status: Status) -> None:
    """No report ends with nothing said to the reporter."""
    assert Refused(Refusal.NO_REPLY) == lifecycle.move(step, Case(status, "dlhk"), Actor.COORDINATOR)


@pytest.mark.parametrize(("case", "expected"), [(Case(N), R), (Case(N, "dlhk"), F), (Case(N, "dlhk", taken=True), P)])
def test_after_the_wait_the_same_desk_has_it(case: Case, expected: Status) -> None:
    """Who had the report before the question has it again."""
    assert Moved(expected, changed=True) == lifecycle.move(Step.SUPPLY, case, Actor.REPORTER)


@pytest.mark.parametrize("status", [A, C, E, X])
@pytest.mark.parametrize("actor", [Actor.REPORTER, Actor.COORDINATOR])
def test_what_ended_is_reopened(status: Status, actor: Actor) -> None:
    """By the reporter or the coordinator, whoever had it."""
    outcome = lifecycle.move(Step.REOPEN, Case(status), actor)

    assert Moved(Status.RECEIVED, changed=True) == outcome
    assert Refused(Refusal.STATUS) == lifecycle.move(Step.REOPEN, Case(W), actor)
    assert Refused(Refusal.ACTOR) == lifecycle.move(Step.REOPEN, Case(status), Actor.LIAISON)
    assert Refused(Refusal.STATUS) == lifecycle.move(Step.SUPPLY, Case(status), Actor.REPORTER)


@pytest.mark.parametrize("status", list(Status))
def test_what_a_reporter_writes_disputes_an_ending(status: Status) -> None:
    """It answers the question that waits, opens what was dealt with, and is an addition anywhere else."""
    expected = {N: Step.SUPPLY, A: Step.REOPEN, C: Step.REOPEN}.get(status, Step.ADD)

    assert expected == lifecycle.hears(status)
    assert isinstance(lifecycle.move(lifecycle.hears(status), Case(status), Actor.REPORTER), Moved)


@pytest.mark.parametrize("status", [C, E, X])
def test_a_reporter_reopens_within_the_span(status: Status) -> None:
    """Later only a coordinator can; the reporter's words are an addition then."""
    case = Case(status, "dlhk", lapsed=True)

    assert Refused(Refusal.LAPSED) == lifecycle.move(Step.REOPEN, case, Actor.REPORTER)
    assert isinstance(lifecycle.move(Step.REOPEN, case, Actor.COORDINATOR), Moved)
    assert Step.ADD == lifecycle.hears(status, lapsed=True)


@pytest.mark.parametrize(("case", "expected"), [(Case(A), R), (Case(C, "dlhk"), F), (Case(A, "dlhk", taken=True), P)])
def test_a_disputed_report_is_back_with_whoever_had_it(case: Case, expected: Status) -> None:
    """The agency that said it was done hears that it is not."""
    assert Moved(expected, changed=True) == lifecycle.move(Step.REOPEN, case, Actor.REPORTER)


def test_every_step_is_in_the_table() -> None:
    """And every status is either open or ended, or answered in between."""
    assert set(Step) == set(lifecycle.TABLE)
    assert set(Status) == lifecycle.OPEN | lifecycle.ENDED | {Status.ANSWERED}


def test_nobody_is_asked_who_cannot_hear() -> None:
    """The promises would stand still for an answer that never comes."""
    assert Refused(Refusal.UNHEARD) == lifecycle.move(Step.ASK, Case(Status.RECEIVED, heard=False), Actor.COORDINATOR)
    assert isinstance(lifecycle.move(Step.REPLY, Case(Status.RECEIVED, heard=False), Actor.COORDINATOR), Moved)


@pytest.mark.parametrize("actor", [Actor.COORDINATOR, Actor.LIAISON])
@pytest.mark.parametrize("step", sorted(lifecycle.AT_PARENT))
def test_what_concerns_all_is_done_at_the_parent(step: Step, actor: Actor) -> None:
    """The desk takes no such step at a report that is handled with another one; its reporter may still dispute it."""
    for status in Status:
        outcome = lifecycle.move(step, Case(status, "dlhk", replied=True, linked=True), actor)
        assert outcome in (Refused(Refusal.LINKED), Refused(Refusal.ACTOR))

    assert isinstance(lifecycle.move(Step.REOPEN, Case(A, "dlhk", linked=True), Actor.REPORTER), Moved)
    assert isinstance(lifecycle.move(Step.REPLY, Case(P, "dlhk", linked=True), Actor.LIAISON), Moved)


@pytest.mark.parametrize("status", list(Status))
def test_a_released_report_is_the_agencys_again(status: Status) -> None:
    """Whoever worked on it has left: somebody else takes it; what does not wait for work stays as it is."""
    outcome = lifecycle.move(Step.RELEASE, Case(status, agency="dlhk", taken=True), Actor.COORDINATOR)

    assert Moved(F if status is P else status, changed=status is P) == outcome
    assert Refused(Refusal.ACTOR) == lifecycle.move(Step.RELEASE, Case(status), Actor.LIAISON)
