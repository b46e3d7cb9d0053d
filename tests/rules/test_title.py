"""A title is the gist in a line."""

from __future__ import annotations

import pytest

from rules import title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lampu mati. Sudah seminggu.", "Lampu mati"),
        ("Jalan rusak\ndi depan pasar", "Jalan rusak"),
        ("  Banyak   sampah  ", "Banyak sampah"),
        ("...", "..."),
    ],
)
def test_the_first_sentence(text: str, expected: str) -> None:
    """Without its full stop; something is always left."""
    assert expected == title.make(text)


def test_a_long_first_word_is_cut_where_it_must_be() -> None:
    """A word longer than half the title cannot be kept whole."""
    assert title.make("x" * 200) == "x" * 79 + "…"


def test_whole_words_are_kept() -> None:
    """The cut is after a word."""
    assert title.shorten("word " * 40) == f"{'word ' * 15}".rstrip() + "…"
