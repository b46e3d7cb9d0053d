"""What profiles share: whatever one does not say itself, and words beside its own."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

import regions
from bot import region
from bot.region import RegionError
from bot.region_shared import with_shared

COMMON: dict[str, Any] = {
    "quiet": {"opens": "07:00", "closes": "21:00"},
    "sla": [{"legal": "the law"}],
    "insults": {"words": {"id": ["goblok"], "en": ["moron"]}},
    "lexicon": {
        "categories": {"waste": {"words": {"id": ["sampah"], "en": ["rubbish"]}, "hints": {"id": ["bau"]}}},
        "dangers": {"fire": {"words": {"id": ["kebakaran"], "en": ["fire"]}}},
        "authorities": {"police": {"words": {"id": ["polisi"]}}},
    },
}


def groups(**category: Any) -> dict[str, Any]:
    return {"groups": [{"id": "environment", "categories": [{"id": "waste", **category}]}]}


@pytest.mark.parametrize(
    ("own", "where", "expected"),
    [
        ({}, "quiet", {"opens": "07:00", "closes": "21:00"}),
        ({"quiet": {"opens": "06:00"}}, "quiet", {"opens": "06:00", "closes": "21:00"}),
        ({"sla": [{"legal": "ours"}]}, "sla", [{"legal": "ours"}]),
        (
            {"insults": {"words": {"id": ["cicing"]}}},
            "insults",
            {"words": {"id": ["goblok", "cicing"], "en": ["moron"]}},
        ),
        (
            groups(words={"id": ["lulu"]}, agency="dlh"),
            "groups",
            groups(
                agency="dlh",
                words={"id": ["sampah", "lulu"], "en": ["rubbish"]},
                hints={"id": ["bau"]},
            )["groups"],
        ),
        ({"authorities": [{"id": "police"}]}, "authorities", [{"id": "police", "words": {"id": ["polisi"]}}]),
        ({"dangers": [{"id": "flood"}]}, "dangers", [{"id": "flood"}]),
    ],
    ids=["not said", "one key", "a list", "words", "a category", "an authority", "of its own"],
)
def test_own_words_count_first(own: dict[str, Any], where: str, expected: Any) -> None:
    """A key of a table, a list as a whole; words are added to those that are shared."""
    assert expected == with_shared(own, COMMON)[where]


def test_nothing_that_is_shared_is_changed_and_the_lists_of_words_are_no_table() -> None:
    """Two profiles share the same."""
    with_shared(groups(words={"id": ["lulu"]}), COMMON)

    assert ["sampah"] == COMMON["lexicon"]["categories"]["waste"]["words"]["id"]
    assert "lexicon" not in with_shared({}, COMMON)


def test_what_is_shared_about_a_category_the_profile_does_not_have_is_left_out() -> None:
    """A regency without a coast needs no distances for beaches; what a profile says itself stays, to be found wrong."""
    common: dict[str, Any] = {
        "templates": [{"id": "any"}, {"id": "beach", "category": "beach"}, {"id": "bins", "category": "waste"}],
        "similar": {"metres": 120, "categories": {"beach": {"metres": 9}, "waste": {"metres": 5}}},
    }
    whole = with_shared(groups(), common)
    assert ["any", "bins"] == [one["id"] for one in whole["templates"]]
    assert {"metres": 120, "categories": {"waste": {"metres": 5}}} == whole["similar"]

    own = {"templates": [{"id": "beach", "category": "beach"}], "similar": {"categories": {"beach": {}}}}
    whole = with_shared({**groups(), **own}, common)
    assert (own["templates"], {"beach": {}}) == (whole["templates"], whole["similar"]["categories"])


def test_a_shared_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the profile that asks for it."""
    monkeypatch.setattr(regions, "read", lambda name: {"shared": "atlantis"})

    with pytest.raises(RegionError, match=r"^regions/badung.toml, shared: there is no file shared/atlantis.toml; add"):
        region.load("badung")


def test_a_shared_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its line, and not the profile."""

    def broken(name: str) -> dict[str, Any]:
        return tomllib.loads("[quiet]\nopens = \n")

    monkeypatch.setattr(regions, "read_shared", broken)

    with pytest.raises(RegionError, match=r"^regions/shared/indonesia.toml cannot be read: .*line 2"):
        region.load("badung")


def test_every_shared_word_list_belongs_to_an_entry_of_some_profile() -> None:
    """A misspelt id there would silently take a category's words away."""
    common = regions.read_shared("indonesia")["lexicon"]
    known: dict[str, set[str]] = {"categories": set(), "authorities": set(), "dangers": set()}
    for name in regions.names():
        served = region.load(name)
        known["categories"] |= set(served.categories)
        known["authorities"] |= set(served.authorities)
        known["dangers"] |= set(served.dangers)

    assert [] == [f"{table}: {name}" for table, lists in common.items() for name in lists if name not in known[table]]
