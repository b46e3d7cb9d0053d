"""Buttons that are typed: their words, their number, the beginning of their words, with a slip of the finger."""

from __future__ import annotations

import pytest

from rules import typed

LABELS = ("📍 Legian, Kuta", "Kuta", "🏷 Ubah kategori", "✓ Anonim", "Anonim dan rahasia", "Kirim laporan")


@pytest.mark.parametrize(
    ("said", "at"),
    [("legian kuta", 0), ("KUTA!", 1), ("anonim", 3), ("kirim  laporan", 5), ("kirim", None), ("📍", None), ("", None)],
)
def test_the_words_of_a_button(said: str, at: int | None) -> None:
    """Without capitals, emoji and stops."""
    assert at == typed.exactly(said, LABELS)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("1", 0),
        (" 6.", 5),
        ("7", None),
        ("0", None),
        ("no 2", 1),
        ("nomor 3", 2),
        ("option 4", 3),
        ("12/11", None),
        ("2 hari", None),
    ],
)
def test_the_number_of_a_button(said: str, at: int | None) -> None:
    """From one to as many as there are."""
    assert at == typed.number(said, len(LABELS))


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("legian", 0), ("ubah", 2), ("anonim dan", 4), ("kirim", 5), ("kirim laporab", 5), ("kirin laporan", 5),
        ("ktua", None), ("Kuta dan Legian", None), ("l", None), ("!", None), ("anonm", 3),
    ],
)  # fmt: skip
def test_roughly_the_words(said: str, at: int | None) -> None:
    """The only one that begins so, or one slip away; a short word must be right."""
    assert at == typed.roughly(said, LABELS)
