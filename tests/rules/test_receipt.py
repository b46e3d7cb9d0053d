"""Receipts are sixteen digits that no other number is taken for, and of which only a keyed digest is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import papers, receipt

NUMBERS = st.integers(min_value=0, max_value=receipt.SPACE - 1)


@given(NUMBERS)
def test_a_receipt_is_read_however_it_is_grouped(number: int) -> None:
    """With dashes, blanks, or none."""
    made = receipt.make(number)

    assert [4, 4, 4, 4] == [len(group) for group in made.split("-")]
    for written in (made, made.replace("-", " "), made.replace("-", ""), f" {made}\n"):
        assert made.replace("-", "") == receipt.parse(written)
    assert () == papers.find(made)


@given(NUMBERS, st.integers(min_value=1, max_value=15), st.integers(min_value=1, max_value=9))
def test_a_wrong_digit_is_noticed(number: int, place: int, by: int) -> None:
    """Any one of them."""
    digits = receipt.make(number).replace("-", "")
    wrong = f"{digits[:place]}{(int(digits[place]) + by) % 10}{digits[place + 1 :]}"

    assert receipt.parse(wrong) is None
    assert receipt.looks_like(wrong)


@pytest.mark.parametrize(
    "words",
    [
        "5103061707850003",
        "4111 1111 1111 1111",
        "0123 4567 8901",
        "0123456789012345 please",
        "",
        "081234567890",
        "٠" * 16,
    ],
)
def test_other_numbers_are_none(words: str) -> None:
    """Identity numbers, cards, telephones, words."""
    assert not receipt.looks_like(words)
    assert receipt.parse(words) is None


def test_the_digest_depends_on_the_key() -> None:
    """Whoever has the database only cannot try the numbers out."""
    digests = {receipt.digest(key, digits) for key in ("a", "b") for digits in ("0" * 16, "1" * 16)}

    assert 4 == len(digests)
    assert {64} == set(map(len, digests))


@pytest.mark.parametrize("number", [-1, receipt.SPACE])
def test_a_number_out_of_range_is_a_mistake(number: int) -> None:
    """Of the caller."""
    with pytest.raises(ValueError, match="needs a number"):
        receipt.make(number)
