"""What corrections teach, and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from bot import region
from rules import category, understanding
from rules.lessons import Bar, Tally, learn

BADUNG = region.load("badung")
BAR = Bar(reports=3, operators=2, share=60)


def tally(chosen: str, reports: int, operators: int = 2, proposed: str = "waste", phrase: str = "sampah") -> Tally:
    return Tally(phrase, proposed, chosen, reports, operators)


@pytest.mark.parametrize(
    ("tallies", "lesson"),
    [
        ([], {}),
        ([tally("drain", 3)], {"drain": 3, "waste": -3}),
        ([tally("drain", 2)], {}),  # too few reports
        ([tally("drain", 50, operators=1)], {}),  # one operator alone, however often
        ([tally("waste", 50)], {}),  # as it was proposed
        ([tally("drain", 3), tally("waste", 2)], {"drain": 3, "waste": -3}),  # just the share
        ([tally("drain", 3), tally("waste", 3)], {}),  # half of them were right
        ([tally("drain", 3), tally("waste", 1000)], {}),
        ([tally("drain", 6), tally("flood", 2), tally("waste", 1)], {"drain": 6, "waste": -6}),
        ([tally("drain", 3), tally("drain", 4, proposed="beach_waste")], {"drain": 7, "waste": -3, "beach_waste": -4}),
        ([tally("drain", 3), tally("flood", 3)], {}),  # they do not agree
    ],
)
def test_a_lesson_needs_reports_operators_and_a_share(tallies: list[Tally], lesson: dict[str, int]) -> None:
    """Of the reports in which the phrase had proposed the category; to which it goes, and away from which."""
    assert learn(tallies, BAR) == ({"sampah": lesson} if lesson else {})


def test_the_numbers_are_the_regions() -> None:
    """One operator, or one press, teaches nothing anywhere."""
    assert BADUNG.lessons.reports > 1
    assert BADUNG.lessons.operators > 1
    assert BADUNG.lessons.share > 50


def test_a_lesson_reranks_and_says_so() -> None:
    """What was corrected often comes first the next time, with the words that were taught; other texts stay."""
    text = "lampu jalan mati"
    before = category.guess(text, BADUNG)
    words = before[0].words
    lessons = learn([tally("traffic_signal", 4, proposed=before[0].category, phrase=word) for word in words], BAR)

    after = category.guess(text, BADUNG, lessons=lessons)
    assert (before[0].category, after[0].category) == ("street_light", "traffic_signal")
    assert set(after[0].taught) <= set(words)
    assert after[0].taught
    assert before[0].taught == ()
    other = "sampah menumpuk"
    assert category.guess(other, BADUNG, lessons=lessons) == category.guess(other, BADUNG)


def test_the_understanding_follows_the_lesson() -> None:
    """The proposals on offer and the category taken over come from the same ranking."""
    found = category.guess("lampu jalan mati", BADUNG)[0]
    lessons = {word: {"traffic_signal": 4, found.category: -4} for word in found.words}

    read = understanding.read("lampu jalan mati", BADUNG, date(2026, 11, 23), lessons)

    assert read.category == "traffic_signal"
    assert read.offered[0] == "traffic_signal"


@pytest.mark.parametrize("text", ["Lampu jalan mati", "Sampah menumpuk di pantai", "no water since yesterday"])
def test_lessons_of_other_words_change_nothing(text: str) -> None:
    """Only the phrases in the text count."""
    lessons = {"pohon tumbang": {"noise": 4, "trees": -4}}
    assert category.guess(text, BADUNG, lessons=lessons) == category.guess(text, BADUNG)
