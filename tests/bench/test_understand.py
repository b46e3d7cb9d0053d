"""What is published about understanding is measured, and holds."""

from __future__ import annotations

import pytest

from bench import understand
from bench.understand import PARTS, THRESHOLDS, Case
from bot import region

BADUNG = region.load("badung")


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Every labelled message, understood."""
    return understand.cases(BADUNG)


@pytest.mark.parametrize("part", [*PARTS, "all"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("what", THRESHOLDS)
def test_what_is_promised_holds(cases: list[Case], part: str, language: str, what: str) -> None:
    """Category, the three on offer, agency and place are right as often as published, in each language and part."""
    chosen = [case for case in cases if case.language == language and part in {case.part, "all"}]

    assert understand.share(chosen, what, BADUNG) >= THRESHOLDS[what]


def test_there_are_enough_messages(cases: list[Case]) -> None:
    """At least 150 different messages a language, 100 of them not tuned on; every category is among them."""
    for language in ("id", "en"):
        own = {case.text: case for case in cases if case.language == language}
        assert len(own) >= 150
        assert sum(case.part != "tuned" for case in own.values()) >= 100
    assert {case.category for case in cases} >= BADUNG.categories.keys() - {BADUNG.fallback_category}


def test_labels_name_what_there_is(cases: list[Case]) -> None:
    """A label is a category, agency, authority, village, district or other regency of the profile."""
    villages = {village.name for village in BADUNG.villages} | {village.district for village in BADUNG.villages}
    for case in cases:
        assert case.category in BADUNG.categories
        assert case.agency in BADUNG.agencies
        assert case.authority in {*BADUNG.authorities, "regency"}
        assert case.place in {"", *villages} or case.place.startswith("@"), case.place
        assert case.part in PARTS


def test_what_is_taken_over_is_mostly_right(cases: list[Case]) -> None:
    """Of what Kanal is sure, at most one in twenty is wrong: the person would have to correct it."""
    sure = [case for case in cases if case.found.sure]

    assert len(sure) >= 0.8 * len(cases)
    assert sum(not case.is_right("category", BADUNG) for case in sure) <= len(sure) / 20


def test_the_report_is_up_to_date(cases: list[Case]) -> None:
    """docs/understanding.md says what is measured now; `python -m bench.understand` writes it."""
    assert understand.REPORT.read_text(encoding="utf-8") == understand.report(cases, BADUNG)
