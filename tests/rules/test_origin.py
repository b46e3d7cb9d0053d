"""The payload of a poster's link: a place and a source."""

from __future__ import annotations

import pytest

from bot import region
from rules import code, handover, origin
from rules.origin import Origin

BADUNG = region.load("badung")


@pytest.mark.parametrize(
    "given", [Origin("kuta_beach", "hotel_7"), Origin("5103011001"), Origin("", "workshop"), Origin()]
)
def test_there_and_back(given: Origin) -> None:
    """Whatever a poster says comes back, in the characters that Telegram allows."""
    payload = origin.payload(given)

    assert origin.parse(payload) == given
    assert origin.url("lapor_bot", given) == f"https://t.me/lapor_bot?start={payload}"
    assert len(payload) <= origin.PAYLOAD_MAX
    assert all(character.isascii() and (character.isalnum() or character in "_-") for character in payload)


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "p",
        "p-kuta",
        "p-Kuta-x",
        "p-kuta-x-y",
        "p-kuta-x\n",
        "x-kuta-y",
        "p-kuta-é",
        f"p-{'a' * 63}-",
        "BDG-7K3Q-XM2",
    ],
)
def test_what_says_nothing(payload: str) -> None:
    """Other links, other shapes, and more than Telegram carries."""
    assert origin.parse(payload) is None


def test_no_other_link_is_taken_for_a_poster() -> None:
    """A report's code and a hand-over's token are none, nor is a poster one of them."""
    poster = origin.payload(Origin("kuta_beach", "airport"))

    assert origin.parse(code.make("BDG", 7)) is None
    assert code.parse(poster) is None
    assert handover.token_of(poster) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Bandara Ngurah Rai", ("airport",)),
        ("Kuta Beach", ("kuta_beach",)),
        ("pantai kuta", ("kuta_beach",)),
        ("Tibubeneng", ("5103062004",)),
        ("somewhere else", ()),
    ],
)
def test_places_by_their_names(words: str, expected: tuple[str, ...]) -> None:
    """A landmark or a village is found by what people call it; nothing is made up."""
    assert origin.named(words, BADUNG) == expected


def test_every_place_of_the_region_can_be_on_a_poster() -> None:
    """Each landmark and each village fits into a payload with the longest source and leads back to itself."""
    keys = [*(one.id for one in BADUNG.landmarks), *(one.code.replace(".", "") for one in BADUNG.villages)]
    for key in keys:
        found = origin.parse(origin.payload(Origin(key, "s" * origin.SOURCE_MAX)))
        assert found is not None, key
        assert origin.where(found, BADUNG) is not None, key


def test_a_place_that_is_gone() -> None:
    """A poster outlives a profile: an unknown place is no place."""
    assert origin.where(Origin("demolished"), BADUNG) is None
