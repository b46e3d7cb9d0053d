"""Which language some words are in."""

from __future__ import annotations

import pytest

from rules import tongue


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Terima kasih, petugas kami akan segera datang.", "id"),
        ("Thank you, our team will be there soon.", "en"),
        ("Jl. Raya Canggu 12", None),
        ("", None),
        ("the yang", None),
    ],
)
def test_the_little_words_tell(words: str, language: str | None) -> None:
    """None rather than a wrong guess."""
    assert language == tongue.guess(words)
