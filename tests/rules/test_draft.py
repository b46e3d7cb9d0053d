"""The draft: any order, the first open slot is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules import draft as rules
from rules.draft import Draft, Limits, Part, Place, ReportKind, Slot, TooLong, TooShort, When

LIMITS = Limits()
TODAY = date(2026, 11, 23)
STORY = (Part(1, "The street lamp is broken"),)
PLACE = Place(village="51.03.06.2004", name="Tibubeneng")
FULL = Draft(parts=STORY, place=PLACE, category="lamp", when=When(TODAY), evidence=1)
EVERY = frozenset({Slot.WHERE, Slot.CATEGORY, Slot.WHEN, Slot.EVIDENCE})


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (Draft(), Slot.WHAT),
        (Draft(parts=(Part(1, "too short"),)), Slot.WHAT),
        (Draft(parts=(Part(1, "垃圾三天没有人收"),)), Slot.WHERE),
        (Draft(place=PLACE, evidence=2), Slot.WHAT),
        (Draft(parts=STORY), Slot.WHERE),
        (Draft(parts=STORY, place=PLACE), Slot.CATEGORY),
        (Draft(parts=STORY, place=PLACE, category="lamp"), None),
        (Draft(spoken=True, evidence=1), Slot.WHERE),
        (Draft(spoken=True, evidence=1, place=PLACE), None),
        (Draft(parts=STORY, place=Place(words="A, B"), understood=frozenset({Slot.WHERE})), Slot.WHERE),
        (Draft(parts=STORY, place=Place(words="A, B"), category="lamp"), None),
        (Draft(parts=STORY, skipped=frozenset({Slot.WHERE})), Slot.CATEGORY),
        (FULL, None),
        (replace(FULL, editing=Slot.KIND), Slot.KIND),
        (Draft(parts=STORY, skipped=EVERY), None),
    ],
)
def test_the_first_open_slot_is_asked(draft: Draft, expected: Slot | None) -> None:
    """Unless an answer is being changed."""
    assert expected == rules.next_question(draft, LIMITS)


@pytest.mark.parametrize("slot", list(Slot))
def test_a_full_draft_has_every_answer(slot: Slot) -> None:
    """And an empty one only those that are proposed."""
    assert rules.is_filled(FULL, slot, LIMITS)
    assert (slot in {Slot.IDENTITY, Slot.KIND}) is rules.is_filled(Draft(), slot, LIMITS)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (Draft(), True),
        (Draft(when=When(TODAY), kind=ReportKind.QUESTION), True),
        (Draft(parts=STORY), False),
        (Draft(place=PLACE), False),
        (Draft(evidence=1), False),
        (Draft(category="lamp"), False),
    ],
)
def test_what_is_worth_keeping(draft: Draft, expected: bool) -> None:
    """A day alone is not."""
    assert expected is rules.is_empty(draft)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (FULL, True),
        (replace(FULL, editing=Slot.WHERE), True),
        (Draft(parts=STORY, skipped=EVERY), True),
        (Draft(parts=STORY), False),
        (replace(FULL, parts=()), False),
    ],
)
def test_what_can_be_submitted(draft: Draft, expected: bool) -> None:
    """What happened is indispensable, the rest answered or skipped."""
    assert expected is rules.can_submit(draft, LIMITS)


def test_texts_are_added_edited_and_replaced() -> None:
    """Each message is a part that a later edit finds."""
    draft = rules.add_text(Draft(), 1, " The lamp ", LIMITS)
    assert isinstance(draft, Draft)
    draft = rules.add_text(draft, 2, "is broken", LIMITS)
    assert isinstance(draft, Draft)
    assert "The lamp\nis broken" == draft.text

    edited = rules.edit_text(draft, 2, "is dark", LIMITS)
    assert isinstance(edited, Draft)
    assert "The lamp\nis dark" == edited.text
    emptied = rules.edit_text(draft, 2, "", LIMITS)
    assert isinstance(emptied, Draft)
    assert "The lamp" == emptied.text
    assert rules.edit_text(draft, 3, "x", LIMITS) is None

    anew = rules.replace_text(draft, 4, "Another story", LIMITS)
    assert isinstance(anew, Draft)
    assert (Part(4, "Another story"),) == anew.parts


def test_a_text_over_the_limit_changes_nothing() -> None:
    """By how much is said, for each way of telling."""
    draft = Draft(parts=(Part(1, "a" * 3999),))

    assert TooLong(1) == rules.add_text(draft, 2, "b", LIMITS)
    assert TooLong(1) == rules.edit_text(draft, 1, "a" * 4001, LIMITS)
    assert TooLong(1) == rules.replace_text(draft, 2, "a" * 4001, LIMITS)
    assert TooShort(3) == TooShort(missing=3)


@pytest.mark.parametrize(("text", "missing"), [("", 15), ("  ten chars  ", 6), ("x" * 15, 0), ("x" * 99, 0)])
def test_what_is_missing_is_counted(text: str, missing: int) -> None:
    """Without the spaces around it."""
    assert missing == rules.missing_characters(Draft(parts=(Part(1, text),)), LIMITS)


def test_a_first_picture_says_today() -> None:
    """Unless the person said another day, or left the question open."""
    first = rules.add_evidence(Draft(), TODAY)
    assert (1, When(TODAY, assumed=True)) == (first.evidence, first.when)
    assert When(date(2026, 1, 1)) == rules.add_evidence(Draft(when=When(date(2026, 1, 1))), TODAY).when
    assert rules.add_evidence(Draft(skipped=frozenset({Slot.WHEN})), TODAY).when is None


def test_files_can_be_added_while_they_are_being_edited() -> None:
    """The question stays; at any other time a skipped question about files is answered by one."""
    assert Slot.EVIDENCE is rules.add_evidence(replace(FULL, editing=Slot.EVIDENCE), TODAY).editing
    assert frozenset() == rules.add_evidence(Draft(skipped=frozenset({Slot.EVIDENCE})), TODAY).skipped


def test_an_answer_settles_its_slot() -> None:
    """It is no longer skipped and no longer edited."""
    draft = Draft(skipped=frozenset({Slot.WHERE}), editing=Slot.WHERE)

    answered = rules.answer(draft, Slot.WHERE, place=PLACE)
    assert (PLACE, frozenset(), None) == (answered.place, answered.skipped, answered.editing)


@pytest.mark.parametrize("slot", list(Slot))
def test_any_answer_can_be_changed(slot: Slot) -> None:
    """It is asked next, whatever it holds."""
    assert slot is rules.next_question(rules.edit(FULL, slot), LIMITS)


@pytest.mark.parametrize("slot", list(Slot))
def test_only_some_questions_can_be_skipped(slot: Slot) -> None:
    """What happened cannot, and what is always proposed need not."""
    skipped = rules.skip(replace(FULL, editing=slot), slot)

    if slot in rules.SKIPPABLE:
        assert (None, frozenset({slot})) == (skipped.editing, skipped.skipped)
    else:
        assert slot is skipped.editing


@pytest.mark.parametrize(
    ("draft", "asked"),
    [
        (Draft(), Slot.WHAT),
        (Draft(parts=STORY), Slot.WHAT),
        (Draft(parts=STORY, place=PLACE), Slot.WHERE),
        (Draft(parts=STORY, skipped=frozenset({Slot.WHERE})), Slot.WHERE),
        (Draft(parts=STORY, category="lamp"), Slot.WHAT),
        (FULL, Slot.CATEGORY),
        (replace(FULL, editing=Slot.KIND), None),
        (Draft(parts=STORY, place=PLACE, editing=Slot.WHERE), Slot.WHAT),
        (Draft(parts=STORY, place=PLACE, editing=Slot.KIND), Slot.WHERE),
        (Draft(parts=STORY, place=PLACE, editing=Slot.WHAT), Slot.CATEGORY),
    ],
)
def test_back_leads_to_the_question_before(draft: Draft, asked: Slot | None) -> None:
    """Out of a change, to the summary; before the first question there is nothing."""
    assert asked == rules.next_question(rules.back(draft, LIMITS), LIMITS)


@pytest.mark.parametrize(
    "changed",
    [
        {"parts": (Part(1, "The street lamp is dark"),)},
        {"place": None},
        {"category": "road"},
        {"when": When(TODAY, now=True)},
        {"when": When(TODAY, assumed=True)},
        {"evidence": 2},
        {"kind": ReportKind.QUESTION},
        {"anonymous": True},
        {"confidential": True},
    ],
)
def test_any_change_of_an_answer_changes_the_mark(changed: dict[str, object]) -> None:
    """A summary that was shown before is recognised as old."""
    assert rules.mark(FULL) != rules.mark(replace(FULL, **changed))  # type: ignore[arg-type]


def test_the_way_through_the_questions_leaves_the_mark() -> None:
    """Nothing that is submitted changes by it."""
    assert rules.mark(FULL) == rules.mark(replace(FULL, editing=Slot.WHERE, skipped=EVERY))
    assert 8 == len(rules.mark(FULL))


@pytest.mark.parametrize(("left", "question"), [(0, None), (1, None)])
def test_files_taken_out_are_not_asked_for_again(left: int, question: Slot | None) -> None:
    """With none left the question is settled as well."""
    draft = rules.keep_evidence(FULL, left)

    assert (left, question) == (draft.evidence, rules.next_question(draft, LIMITS))


@pytest.mark.parametrize(
    ("anonymous", "confidential", "hides"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_who_hides(anonymous: bool, confidential: bool, hides: bool) -> None:
    """The name or the content."""
    assert hides is Draft(anonymous=anonymous, confidential=confidential).hides
