"""The kind a text sounds like."""

from __future__ import annotations

import pytest

from rules import kind
from rules.draft import Draft, Part, ReportKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ReportKind.COMPLAINT),
        ("Jalan di depan SD rusak parah", ReportKind.COMPLAINT),
        ("Saran saya, pasang lampu di gang ini", ReportKind.SUGGESTION),
        ("I would like to suggest a crossing here", ReportKind.SUGGESTION),
        ("Kapan sampah di Kuta diangkut?", ReportKind.QUESTION),
        ("Is it still like this? It has been a month.", ReportKind.COMPLAINT),
        (f"{'The lamp is broken and nobody comes. ' * 6}Why?", ReportKind.COMPLAINT),
    ],
)
def test_the_words_propose_a_kind(text: str, expected: ReportKind) -> None:
    """Complaint unless the words say suggestion, or ask something in a few words."""
    assert expected is kind.propose(text)


def test_the_kind_follows_the_text_until_the_person_chooses() -> None:
    """A kind the person chose is left alone."""
    before = Draft()
    after = Draft(parts=(Part(1, "Kapan sampah diangkut?"),))

    followed = kind.follow(before, after)
    assert ReportKind.QUESTION is followed.kind
    chosen = Draft(parts=followed.parts, kind=ReportKind.SUGGESTION)
    assert ReportKind.SUGGESTION is kind.follow(chosen, chosen).kind
