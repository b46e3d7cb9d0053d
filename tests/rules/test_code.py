"""The public code of a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import code

NUMBERS = st.integers(0, code.SPACE - 1)


@given(NUMBERS)
def test_a_code_is_read_back_however_it_is_typed(number: int) -> None:
    """Case, spaces, dashes and a number sign do not matter."""
    made = code.make("BDG", number)

    assert made == code.parse(made)
    assert made == code.parse(f" #{made.lower().replace('-', ' ')} ")
    assert made == code.parse(made.replace("-", "–"))


@given(NUMBERS, st.integers(0, 6), st.sampled_from(code.ALPHABET))
def test_one_wrong_character_is_noticed(number: int, at: int, other: str) -> None:
    """The check character catches every single mistake."""
    made = code.make("BDG", number)
    body = made.removeprefix("BDG-").replace("-", "")
    wrong = body[:at] + other + body[at + 1 :]

    assert (other == body[at]) is (code.parse(f"BDG{wrong}") is not None)


@given(NUMBERS, st.integers(0, 5))
def test_two_swapped_characters_are_noticed(number: int, at: int) -> None:
    """So does it every swap of neighbours."""
    body = code.make("BDG", number).removeprefix("BDG-").replace("-", "")
    swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]

    assert (swapped == body) is (code.parse(f"BDG{swapped}") is not None)


def test_numbers_beyond_the_space_are_refused() -> None:
    """There is no code for them."""
    for number in (-1, code.SPACE):
        with pytest.raises(ValueError, match="report code needs a number"):
            code.make("BDG", number)


@pytest.mark.parametrize("text", ["", "halo", "BDG-7K3Q", "BDG-0000-000", "BDG-7K3Q-XM2Z", "12345678"])
def test_other_words_are_no_code(text: str) -> None:
    """Neither too short, nor too long, nor with letters we do not use."""
    assert code.parse(text) is None


def test_different_numbers_have_different_codes() -> None:
    """And none has a letter that is misread."""
    codes = {code.make("BDG", number) for number in range(0, code.SPACE, code.SPACE // 997)}

    assert len(range(0, code.SPACE, code.SPACE // 997)) == len(codes)
    assert not set("".join(codes)) & set("01OIL")
