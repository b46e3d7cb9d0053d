"""A few words about a filed report."""

from __future__ import annotations

import pytest

from rules import code, wish
from rules.wish import Wish

CODE = code.make("BDG", 123_456)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sudah beres, terima kasih", Wish.SOLVED),
        ("sudah selesai pak, matur suksma", Wish.SOLVED),
        ("Beres 👍", Wish.SOLVED),
        ("masalahnya sudah teratasi", Wish.SOLVED),
        ("Yes, it's fixed now. Thank you very much!", Wish.SOLVED),
        ("solved", Wish.SOLVED),
        ("Cabut laporan ini", Wish.WITHDRAW),
        ("saya ingin mencabut laporan saya", Wish.WITHDRAW),
        (f"tolong batalkan laporan {CODE}", Wish.WITHDRAW),
        ("Please withdraw my report", Wish.WITHDRAW),
        (f"I'd like to withdraw {CODE.lower()}", Wish.WITHDRAW),
        ("terima kasih", Wish.THANKS),
        ("Ok, thanks", Wish.THANKS),
        ("🙏", Wish.THANKS),
        ("", None),
        ("Belum beres", None),
        ("belum", None),
        ("not solved", None),
        ("It isn't fixed", None),
        ("sudah beres?", None),
        ("Sudah diperbaiki tetapi rusak lagi", None),
        ("The lamp is fixed but the cable hangs down", None),
        ("terima kasih, tetapi lampunya masih mati", None),
        ("Rambut saya dicabut", None),
        ("yes yes yes yes yes yes yes yes yes yes fixed", None),
        ("halo", None),
    ],
)
def test_what_a_few_words_want(text: str, expected: Wish | None) -> None:
    """Both languages, mixed with courtesies; any other word makes it something for the desk to read."""
    assert expected == wish.find(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(f"cabut {CODE.lower()} ya", CODE), ("cabut BDG-7K3Q-XXX", None), ("withdraw my report", None)],
)
def test_the_code_that_words_name(text: str, expected: str | None) -> None:
    """However it is written, if its check character is right."""
    assert expected == wish.code_in(text)
