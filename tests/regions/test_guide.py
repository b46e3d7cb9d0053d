"""docs/regions.md says what `kanal check` says to a profile that is not right yet."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import regions
from bot import region
from bot.region import RegionError

GUIDE = (Path(__file__).parents[2] / "docs/regions.md").read_text()
ROWS = dict(re.findall(r"^\| ([^|`]+?) \| `(.+)` \|$", GUIDE, re.MULTILINE))


class Desk:
    """A folder of profiles in which something is spoiled."""

    def __init__(self) -> None:
        self.own = regions.read("sleman")
        self.tables = {file: regions.read_table("sleman", file) for file in ("villages.csv", "neighbours.csv")}
        self.broken: dict[str, Exception] = {}

    def read(self, name: str) -> dict[str, Any]:
        """The profile as it is written."""
        if "profile" in self.broken:
            raise self.broken["profile"]
        return copy.deepcopy(self.own)

    def read_table(self, name: str, file: str) -> list[dict[str, str]]:
        """A table of it."""
        if file in self.broken:
            raise self.broken[file]
        return copy.deepcopy(self.tables[file])

    def category(self) -> dict[str, Any]:
        """Its first one."""
        found: dict[str, Any] = self.own["groups"][0]["categories"][0]
        return found

    def rows(self) -> list[dict[str, str]]:
        """Of the villages."""
        return self.tables["villages.csv"]

    def lose(self, *keys: str) -> None:
        """Forget an entry of the profile."""
        place: Any = self.own
        for key in keys[:-1]:
            place = place[key]
        del place[keys[-1]]


def _not_utf8() -> Exception:
    return UnicodeDecodeError("utf-8", b"Yogyak\xe4rta", 6, 7, "invalid continuation byte")


def _syntax() -> Exception:
    try:
        tomllib.loads('name = "sleman"\ntitle = \n')
    except tomllib.TOMLDecodeError as error:
        return error
    raise AssertionError


def _exchange(desk: Desk) -> None:
    row = desk.rows()[0]
    row["lat"], row["lon"] = row["lon"], row["lat"]


MISTAKES: dict[str, Callable[[Desk], Any]] = {
    "a file that is no TOML": lambda desk: desk.broken.update(profile=_syntax()),
    "something left out": lambda desk: desk.lose("prefix"),
    "a key misspelt": lambda desk: desk.own.update(timezome="Asia/Jakarta"),
    "a shared file that is not there": lambda desk: desk.own.update(shared="java"),
    "a time zone that is none": lambda desk: desk.own.update(timezone="Yogyakarta"),
    "a category for an agency that is not there": lambda desk: desk.category().update(agency="dpu"),
    "a name in one language only": lambda desk: desk.category()["names"].pop("en"),
    "a coordinator who is no agency": lambda desk: desk.own.update(coordinator="kominfo"),
    "a category without words": lambda desk: desk.category().update(id="road_harm"),
    "a class without a deadline": lambda desk: desk.own.update(
        sla=[
            {
                "effective_from": tomllib.loads("d = 2019-01-01")["d"], "legal": "law", "verify_days": 3,
                "first_follow_up_days": 5, "reporter_window_days": 10, "confirmed": False,
                "resolve_days": {"information": 5, "complaint": 14, "suggestion": 14},
            }
        ]
    ),
    "an office that is never open": lambda desk: desk.own.update(hours={}),
    "no example of a place": lambda desk: desk.lose("wording", "example"),
    "a template in one language": lambda desk: desk.own.update(
        templates=[{"id": "done", "names": {"id": "Selesai", "en": "Done"}, "text": {"id": "Selesai.", "en": " "}}]
    ),
    "a table that is not there": lambda desk: desk.own["places"].update(villages="kalurahan.csv"),
    "a table that is not UTF-8": lambda desk: desk.broken.update({"villages.csv": _not_utf8()}),
    "a table with other columns": lambda desk: [row.update(kecamatan=row.pop("district")) for row in desk.rows()],
    "a row cut short": lambda desk: desk.rows()[1].update(lon=None),  # type: ignore[call-overload]
    "a village twice": lambda desk: desk.rows().append(desk.rows()[0]),
    "latitude and longitude exchanged": _exchange,
    "a village far from the others": lambda desk: desk.rows()[0].update(lat="-2.8112"),
    "a landmark in the wrong village": lambda desk: desk.own["landmarks"][0].update(village="34.04.01.2001"),
    "a street through a village that is not there": lambda desk: desk.own["streets"][0].update(villages=["34.04"]),
    "a danger with a number that is not there": lambda desk: desk.own["dangers"][0].update(numbers=["119", "911"]),
    "years for which no holidays are known": lambda desk: desk.own["calendar"].update(years=[1930, 2028]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_guide_says_what_the_check_says(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Word for word, and nothing else is wrong with it."""
    desk = Desk()
    MISTAKES[mistake](desk)
    monkeypatch.setattr(regions, "read", desk.read)
    real = regions.read_table
    monkeypatch.setattr(
        regions,
        "read_table",
        lambda name, file: desk.read_table(name, file) if file in desk.tables else real(name, file),
    )

    with pytest.raises(RegionError) as caught:
        region.load("sleman")

    assert ROWS.get(mistake) in str(caught.value).splitlines()


def test_the_guide_has_every_mistake_and_no_other() -> None:
    """A row of the table for each that is tried here."""
    assert set(MISTAKES) == set(ROWS)


def test_a_region_that_is_not_there() -> None:
    """The names that can be set."""
    with pytest.raises(
        RegionError, match=r"There is no region profile atlantis: set KANAL_REGION to one of badung, sleman\."
    ):
        region.load("atlantis")
