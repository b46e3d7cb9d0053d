"""Which text answers what somebody asks."""

from __future__ import annotations

import pytest

from rules import search

TEXTS = {
    "cost": ("Does it cost anything? free price fee", "No. Reporting is free."),
    "time": ("Berapa lama sampai dijawab? lama kapan tenggat", "Dalam 14 hari kerja."),
    "photo": ("Do I need a photo? picture", "A photo helps. It is free of risk."),
}


@pytest.mark.parametrize(
    ("asked", "best"),
    [
        ("price", "cost"),
        ("is it free?", "cost"),  # in the question of one, in the answer of another
        ("photos", "photo"),  # inflected
        ("pictrue", "photo"),  # misspelt
        ("lamanya berapa", "time"),
        ("HARI", "time"),  # in an answer only
    ],
)
def test_the_best_answer(asked: str, best: str) -> None:
    """Words of the question weigh more than words of the answer, however they are written."""
    assert search.rank(asked, TEXTS)[0].key == best


@pytest.mark.parametrize("asked", ["", "?!", "the a is", "zzz", "di ke"])
def test_nothing_answers(asked: str) -> None:
    """Little words and words that nobody wrote find nothing."""
    assert search.rank(asked, TEXTS) == ()


def test_only_what_shares_a_word_is_found() -> None:
    """Each text found is worth more than nothing, the best first."""
    hits = search.rank("free picture", TEXTS)

    assert {"cost", "photo"} == {hit.key for hit in hits}
    assert all(hit.score > 0 for hit in hits)
    assert sorted(hits, key=lambda hit: -hit.score) == list(hits)
