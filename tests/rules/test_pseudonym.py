"""A name for who wants none."""

from __future__ import annotations

from rules import pseudonym


def test_the_same_person_has_the_same_name_everywhere_in_a_region() -> None:
    """And in another region another one."""
    assert pseudonym.make("badung", 7) == pseudonym.make("badung", 7)
    assert pseudonym.make("badung", 7) != pseudonym.make("gianyar", 7)
    assert len(pseudonym.make("badung", 7)) == pseudonym.LENGTH


def test_names_do_not_follow_the_numbers() -> None:
    """A thousand people have nearly a thousand names."""
    assert len({pseudonym.make("badung", number) for number in range(1000)}) > 990
