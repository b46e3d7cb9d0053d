"""Misspelt words."""

from __future__ import annotations

import pytest

from rules import spelling
from rules.spelling import Vocabulary

VOCABULARY = Vocabulary(
    ("sampah", "lampu", "jalan", "simpang", "berlubang", "traffic", "noise", "pengaduan", "electricity"),
    frozenset({"simpan", "sampai", "jalang"}),
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("smpah", "sampah"),
        ("lmpu", "lampu"),
        ("jlan", "jalan"),
        ("jaaln", "jalan"),
        ("sampa", "sampah"),
        ("sammpah", "sampah"),
        ("sampeh", "sampah"),
        ("trafic", "traffic"),
        ("lampune", "lampu"),
        ("berlubng", "berlubang"),
        ("electicity", "electricity"),
    ],
)
def test_nearest(word: str, meant: str) -> None:
    """A slip, vowels left out, a spoken ending."""
    assert meant == spelling.nearest(word, VOCABULARY)


@pytest.mark.parametrize(
    "word", ["simpan", "sampai", "jalang", "kampus", "lama", "sam", "mampah", "sambah", "12345", ""]
)
def test_left_alone(word: str) -> None:
    """Words that are right, too short, another's, or no words."""
    assert spelling.nearest(word, VOCABULARY) is None
