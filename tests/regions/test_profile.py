"""What is wrong with a profile is said in one sentence each: where, and what to do."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import regions
from bot import region
from bot.region import RegionError

if TYPE_CHECKING:
    from collections.abc import Callable

    Spoil = Callable[[dict[str, Any]], Any]

BADUNG = region.read("badung")


def category(data: dict[str, Any], index: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = data["groups"][0]["categories"][index]
    return found


def landmark(data: dict[str, Any], **values: Any) -> None:
    data["landmarks"][0].update(values)


def text(data: dict[str, Any], **values: Any) -> None:
    data["templates"][0]["text"].update(values)


SPOILED: list[tuple[str, Spoil, str]] = [
    ("agency", lambda d: category(d).update(agency="dpu"), "category road_damage: there is no agency dpu"),
    ("danger", lambda d: category(d).update(danger="dragon"), "category road_damage: there is no danger dragon"),
    ("words", lambda d: category(d).update(words={"id": ["jalan"]}), "category road_damage: words has nothing for en"),
    ("twice", lambda d: d["agencies"].append(d["agencies"][0]), "agencies: diskominfo is there 2 times"),
    ("day twice", lambda d: d["days"].append(d["days"][0]), "days: 2024-01-09 is there 2 times"),
    (
        "language",
        lambda d: category(d)["names"].pop("en"),
        "groups, roads, categories, road_damage, names, en: this is",
    ),
    ("empty", lambda d: category(d)["names"].update(en=""), "names, en: string should have at least 1 character"),
    (
        "a third",
        lambda d: category(d)["names"].update(zz="路"),
        "names: there is no language zz; write a code such as zh",
    ),
    ("too long", lambda d: category(d)["names"].update(zh="路" * 29), "road_damage: the zh name “路"),
    ("unlike", lambda d: text(d, zh="谢谢 {kode}"), "nothing is filled in for “kode” in the text for zh"),
    ("languages", lambda d: d.update(languages=["id"]), "languages: the profile speaks id and en"),
    ("unknown", lambda d: d.update(colour="red"), "colour: this is not known; remove it or correct the spelling."),
    ("hours", lambda d: d["hours"].update(friday=["12:00-06:30"]), "friday, number 1: 12:00-06:30 closes before"),
    ("time", lambda d: d["hours"].update(friday=["8-12"]), "hours, friday, number 1: 8 is no time of day"),
    ("overlap", lambda d: d["hours"].update(monday=["08:00-12:00", "11:00-16:00"]), "hours, monday: intervals overlap"),
    ("closed", lambda d: d.update(hours={}), "hours: the office is never open"),
    ("quiet", lambda d: d["quiet"].update(opens="22:00"), "quiet: closes before it opens"),
    ("limits", lambda d: d["limits"].update(text_min=4001), "limits: text_min is larger than text_max"),
    ("zone", lambda d: d.update(timezone="Bali"), "timezone: no time zone is called Bali: use a name such as"),
    ("button", lambda d: category(d)["names"].update(id="x" * 29), f"the id name “{'x' * 29}” does not fit a button"),
    ("short", lambda d: d["agencies"][0].update(short="y" * 29), "agency diskominfo: short is longer than 28 letters"),
    ("common", lambda d: category(d).pop("common"), "categories: exactly 8 have common = true"),
    ("fallback", lambda d: d.update(fallback_category="misc"), "fallback_category: there is no category misc"),
    ("coordinator", lambda d: d.update(coordinator="kominfo"), "coordinator: there is no agency kominfo"),
    ("sla", lambda d: d["sla"][0].update(effective_from=date(2999, 1, 1)), "sla: no table of deadlines is in force on"),
    ("no sla", lambda d: d.update(sla=[]), "sla: no table of deadlines is in force on"),
    ("term", lambda d: d["retention"].pop(), "retention: there is no term for event; add how many days it is kept."),
    ("no term", lambda d: d["retention"][0].update(id="drafts"), "retention: nothing is kept under the name drafts"),
    ("long", lambda d: d["retention"][3].update(days=999), "retention, evidence: it is kept longer than report"),
    ("reopen", lambda d: d["closing"].update(reopen_days=800), "retention, report: it can be reopened for 800 days"),
    ("class", lambda d: d["sla"][0]["resolve_days"].pop("oversight"), "2019-01-01: resolve_days lacks oversight"),
    ("number", lambda d: d["dangers"][0].update(numbers=["14084"]), "danger drowning: there is no urgent number 14084"),
    ("mute", lambda d: d["dangers"][0].update(words={"en": ["x"]}), "danger drowning: words has nothing for id"),
    ("answer", lambda d: d["templates"][0].update(category="x"), "template scheduled: there is no category x; correct"),
    (
        "asked",
        lambda d: d["templates"][0].update(step="ask", status="needs_info"),
        "template scheduled: nobody is asked while a report is needs_info; name another status.",
    ),
    (
        "answered",
        lambda d: d["templates"][0].update(status="withdrawn"),
        "template scheduled: nobody is answered while a report is withdrawn; name another status.",
    ),
    ("step", lambda d: d["templates"][0].update(step="note"), "templates, scheduled, step: input should be 'reply' or"),
    ("fields", lambda d: text(d, en="{code}"), "template scheduled: the texts fill in different things; use the same"),
    ("field", lambda d: text(d, en="{kode}"), "template scheduled: nothing is filled in for “kode” in the text for en"),
    ("blanks", lambda d: text(d, en="{place}"), "template scheduled: the texts have different numbers of blanks"),
    ("one language", lambda d: text(d, en=" "), "template scheduled: there is no text for en; write it."),
    ("alias", lambda d: d["places"]["aliases"].update({"1": ["x"]}), "places.aliases: there is no village 1"),
    ("table", lambda d: d["places"].update(villages="v.csv"), "places: there is no table badung/v.csv"),
    (
        "far",
        lambda d: landmark(d, at=[-8.5417, 115.1725]),
        "landmark airport: it is nearest to Mengwi, not to its",
    ),
    ("no village", lambda d: landmark(d, village="51.03"), "landmark airport: there is no village 51.03"),
    ("both", lambda d: landmark(d, regency="Gianyar"), "landmark airport: give it a village when it is ours, or"),
    ("years", lambda d: d["calendar"].update(years=[2028, 2024]), "calendar: years are reversed"),
    ("year", lambda d: d["calendar"].update(years=[2025, 2028]), "days: 2024-01-09 is outside calendar.years"),
    ("country", lambda d: d["calendar"].update(holidays="XX"), "calendar: no holidays are known for XX"),
    (
        "unknown year",
        lambda d: d["calendar"].update(years=[1930, 2028]),
        "calendar: the holidays of 1930 are not known",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), [case[1:] for case in SPOILED], ids=[case[0] for case in SPOILED])
def test_sentence(spoil: Spoil, sentence: str) -> None:
    """Each mistake has a sentence of its own that ends in what to do."""
    data = copy.deepcopy(BADUNG)
    spoil(data)

    with pytest.raises(RegionError) as caught:
        region.build(data)

    assert [line for line in str(caught.value).splitlines() if sentence in line]
    assert all(line.endswith(".") for line in str(caught.value).splitlines())


def test_all_at_once() -> None:
    """Every mistake is named, not only the first."""
    data = copy.deepcopy(BADUNG)
    category(data).update(agency="dpu")
    data["coordinator"] = "kominfo"

    with pytest.raises(RegionError) as caught:
        region.build(data)

    assert len(str(caught.value).splitlines()) == 2


def test_working_dispensation() -> None:
    """The operator can count the dispensation days as working days, all of them or one."""
    data = copy.deepcopy(BADUNG)
    data["calendar"]["working"] = True
    data["days"][1]["working"] = False
    calendar = region.build(data).calendar

    assert calendar.is_working_day(date(2026, 6, 17))
    assert not calendar.is_working_day(data["days"][1]["day"])


def test_unknown_name() -> None:
    """A region without a profile is answered with the ones there are."""
    with pytest.raises(RegionError, match="set KANAL_REGION to one of badung"):
        region.load("atlantis")


def test_spoiled_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is no TOML is named with its line."""

    def broken(name: str) -> dict[str, Any]:
        return tomllib.loads("name = \n")

    monkeypatch.setattr(regions, "read", broken)

    with pytest.raises(RegionError, match=r"regions/badung.toml cannot be read: .*line 1"):
        region.load("badung")


def test_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences about a profile of the package begin with its file."""
    monkeypatch.setattr(regions, "read", lambda name: BADUNG | {"coordinator": "kominfo"})

    with pytest.raises(RegionError, match=r"^regions/badung.toml, coordinator: "):
        region.load("badung")


def test_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong figure in a table is named with its line."""
    rows = regions.read_table("badung", "villages.csv")
    rows[1]["lat"] = "south"
    monkeypatch.setattr(regions, "read_table", lambda name, file: rows)

    with pytest.raises(RegionError, match=r"^villages.csv, line 3: lat: "):
        region.build(BADUNG)
