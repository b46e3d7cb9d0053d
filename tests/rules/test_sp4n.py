"""The tracking ID of SP4N-LAPOR! as people type it."""

from __future__ import annotations

import pytest

from rules import sp4n


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234567", "1234567"),
        ("#10234567", "10234567"),
        (" # 1234567 ", "1234567"),
        ("123456", "123456"),
        ("123456789", "123456789"),
        ("12345", None),
        ("1234567890", None),
        ("0123456", None),
        ("12 34567", None),
        ("123456a", None),
        ("=1234567", None),
        ("١٢٣٤٥٦٧", None),
        ("", None),
    ],
)
def test_what_is_a_number(typed: str, number: str | None) -> None:
    """Six to nine digits with or without the #; nothing else, and no digits of another script."""
    assert sp4n.parse(typed) == number
