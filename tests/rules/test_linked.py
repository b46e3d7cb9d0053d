"""Which reports may be handled together, and what of a parent's life is its children's."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from rules import linked, tongue
from rules.lifecycle import TOGETHER, Actor, Case, Status, Step
from rules.linked import Why
from rules.tongue import Fit

ENGLISH = "Our team has cleaned the place this morning."
INDONESIAN = "Petugas kami sudah membersihkan lokasi ini."


@dataclass
class One:
    """A report."""

    id: int
    status: str = Status.RECEIVED
    parent_id: int | None = None
    kind: str = "complaint"
    confidential: bool = False


@pytest.mark.parametrize(
    ("child", "parent", "why"),
    [
        (One(1), One(2), None),
        (One(1, Status.FORWARDED), One(2, Status.NEEDS_INFO), None),
        (One(1), One(1), Why.SAME),
        (One(1, parent_id=2), One(2), Why.TOGETHER),
        (One(1, confidential=True), One(2), Why.CONFIDENTIAL),
        (One(1), One(2, confidential=True), Why.CONFIDENTIAL),
        (One(1, kind="question"), One(2), Why.KIND),
        (One(1, Status.ANSWERED), One(2), Why.ENDED),
        (One(1), One(2, Status.ANSWERED), Why.ENDED),
        (One(1), One(2, Status.WITHDRAWN), Why.ENDED),
        (One(1, Status.NEEDS_INFO), One(2), Why.ASKED),
    ],
)
def test_what_may_be_handled_together(child: One, parent: One, why: Why | None) -> None:
    """Two open reports of a kind, neither confidential, whose child's reporter owes no answer."""
    assert linked.why_not(child, parent) == why


@pytest.mark.parametrize("status", list(Status))
def test_a_child_stands_where_its_parent_stands(status: Status) -> None:
    """Except while only the parent's reporter is asked: then the desk has it."""
    expected = Status.IN_PROGRESS if status is Status.NEEDS_INFO else status

    assert linked.status_beside(Case(status, "dlhk", taken=True)) == expected


@pytest.mark.parametrize("step", list(Step))
def test_only_the_desks_steps_are_shared(step: Step) -> None:
    """What a reporter does and what the clock ends is one report's alone; a question, unless it is put to all."""
    shared = (TOGETHER - {Step.ASK, Step.CLASSIFY, Step.ASSIGN}) | {Step.REPLY, Step.CORRECT}

    assert linked.is_shared(step, Actor.COORDINATOR) == (step in shared)
    assert linked.is_shared(step, Actor.COORDINATOR, to_all=True) == (step in shared | {Step.ASK})
    assert not linked.is_shared(step, Actor.REPORTER, to_all=True)
    assert not linked.is_shared(step, Actor.CLOCK, to_all=True)


@pytest.mark.parametrize(
    ("body", "translation", "reads", "others", "fit", "lacks"),
    [
        (ENGLISH, "", "en", (), Fit.YES, "en"),
        (ENGLISH, "", "en", ("en", "id"), Fit.NO, "id"),
        (INDONESIAN, "", "id", ("en",), Fit.NO, "en"),
        (INDONESIAN, ENGLISH, "id", ("en", "id"), Fit.YES, "id"),
        (ENGLISH, INDONESIAN, "id", ("en",), Fit.YES, "id"),
    ],
)
def test_words_to_many_must_be_readable_for_all(
    body: str, translation: str, reads: str, others: tuple[str, ...], fit: Fit, lacks: str
) -> None:
    """The language that lacks a text is named; the parent's reporter gets the text that they can read."""
    goes = tongue.goes_to_all(tongue.goes(body, translation, reads), others)

    assert (goes.fit, goes.reads) == (fit, lacks)
    assert goes.text == tongue.goes(body, translation, reads).text
