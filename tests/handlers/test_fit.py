"""Telegram counts UTF-16 units of what is visible."""

from __future__ import annotations

import pytest

from handlers import fit


@pytest.mark.parametrize(("words", "units"), [("abc", 3), ("é", 1), ("🗑", 2), ("", 0)])
def test_units(words: str, units: int) -> None:
    """A character outside the basic plane counts twice."""
    assert units == fit.units(words)


def test_tags_and_entities_are_not_counted_as_written() -> None:
    """`&amp;` is one unit, a tag none."""
    assert fit.visible("<b>a &amp; b</b>") == 5


def test_cut_never_halves_a_character() -> None:
    """The ellipsis stands inside the room."""
    assert fit.cut("🗑🗑🗑", 4) == "🗑…"
    assert fit.cut("short", 5) == "short"


def test_split_parts_at_spaces_and_loses_nothing() -> None:
    """Unless there is no space to part at."""
    assert fit.split("one two three", 8) == ("one two", "three")
    assert fit.split("abcdefgh", 3) == ("abc", "def", "gh")
    assert fit.split("", 3) == ("",)
