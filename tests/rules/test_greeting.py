"""Words that describe nothing."""

from __future__ import annotations

import pytest

from rules import greeting
from rules.greeting import Greeting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Halo", Greeting.HELLO),
        ("Om Swastyastu, selamat pagi Pak", Greeting.HELLO),
        ("hello there!", Greeting.HELLO),
        ("Terima kasih banyak", Greeting.THANKS),
        ("ok 👍", Greeting.THANKS),
        ("👍", None),
        ("", None),
        ("halo lampu mati", None),
        ("hi hi hi hi hi hi hi", None),
    ],
)
def test_a_courtesy_is_recognised_only_when_it_is_all(text: str, expected: Greeting | None) -> None:
    """Anything more is a report."""
    assert expected is greeting.find(text)
