"""`kanal deadline`: what a report is promised by when, for operators, auditors and tests."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from rules.deadline import Klass

HEADS = {"verify": 2, "follow_up": 3, "resolve": 4, "reply": 5}  # the columns of the days
NYEPI_AND_EID = [
    ("2027-03-06", "weekend", None),
    ("2027-03-07", "weekend", "Eve of Nyepi"),
    ("2027-03-08", "day_off", "Nyepi, day of silence"),
    ("2027-03-09", "day_off", "Day after Nyepi"),
    ("2027-03-10", "day_off", "Eid al-Fitr (estimated)"),
    ("2027-03-11", "day_off", "Eid al-Fitr Second Day (estimated)"),
    ("2027-03-12", "day_off", "Eid al-Fitr Joint Holiday"),
    ("2027-03-13", "weekend", None),
    ("2027-03-14", "weekend", None),
    ("2027-03-15", "day_off", "Eid al-Fitr Joint Holiday"),
]
GALUNGAN = [
    ("2027-01-12", "day_off", "Eve of Galungan"),
    ("2027-01-13", "day_off", "Galungan"),
    ("2027-01-14", "day_off", "Day after Galungan"),
    ("2027-01-16", "weekend", None),
    ("2027-01-17", "weekend", None),
]


def run(*words: str) -> str:
    result = CliRunner().invoke(cli.app, ["deadline", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def told(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--json"))
    return found


def promise(found: dict[str, Any], name: str) -> dict[str, Any]:
    [one] = [one for one in found["deadlines"] if one["promise"] == name]
    return dict(one)


@pytest.mark.parametrize(
    ("filed", "klass", "due"),
    [
        # a Friday, before and after its noon, and before Nyepi: 16, 17, 18 March; 19, 22 to 24, 29; the answer by class
        ("2027-03-05T11:30+08:00", "complaint", ["03-18T16:00", "03-29T16:00", "04-06T16:00", "04-20T16:00"]),
        ("2027-03-05T12:30+08:00", "complaint", ["03-18T16:00", "03-29T16:00", "04-06T16:00", "04-20T16:00"]),
        ("2027-03-05T03:30+00:00", "information", ["03-18T16:00", "03-29T16:00", "03-22T16:00", "04-07T16:00"]),
        ("2027-03-05T11:30+08:00", "suggestion", ["03-18T16:00", "03-29T16:00", "04-06T16:00", "04-20T16:00"]),
        ("2027-03-05T11:30+08:00", "oversight", ["03-18T16:00", "03-29T16:00", "06-18T12:00", "07-02T12:00"]),
        ("2027-03-08T10:00+08:00", "complaint", ["03-18T16:00", "03-29T16:00", "04-06T16:00", "04-20T16:00"]),  # Nyepi
        ("2027-03-10T08:00+08:00", "complaint", ["03-18T16:00", "03-29T16:00", "04-06T16:00", "04-20T16:00"]),  # Eid
        ("2027-01-11T10:00+08:00", "complaint", ["01-19T16:00", "01-27T16:00", "02-04T16:00", "02-19T12:00"]),
        ("2027-01-13T09:00+08:00", "information", ["01-19T16:00", "01-27T16:00", "01-21T16:00", "02-08T16:00"]),
    ],
)
def test_each_deadline_in_the_regions_time(filed: str, klass: str, due: list[str]) -> None:
    """Verify, follow up, answer by class and the reporter's own time, to the minute, in WITA."""
    found = told("--filed", filed, "--class", klass)

    assert [f"2027-{moment}:00+08:00" for moment in due] == [one["due_local"] for one in found["deadlines"]]
    assert (found["region"], found["timezone"], found["class"]) == ("badung", "Asia/Makassar", klass)


@pytest.mark.parametrize(
    ("filed", "skipped"),
    [("2027-03-05T11:30+08:00", NYEPI_AND_EID), ("2027-01-11T10:00+08:00", GALUNGAN)],
)
def test_every_day_skipped_has_its_reason(filed: str, skipped: list[tuple[str, str, str | None]]) -> None:
    """A weekend, or a day off by its name; a day off on a weekend keeps both."""
    verify = promise(told("--filed", filed, "--class", "complaint"), "verify")

    found = [(day["date"], day["reason"], day["name"] and day["name"]["en"]) for day in verify["skipped"]]
    assert skipped == found
    assert verify["working_days"] == len(verify["counted"]) == 3


def test_names_in_both_languages() -> None:
    """Programs get a day's name as the law has it and in English, and the weekday."""
    nyepi = promise(told("--filed", "2027-03-05T11:30+08:00", "--class", "complaint"), "verify")["skipped"][2]

    assert nyepi == {
        "date": "2027-03-08",
        "weekday": "Monday",
        "reason": "day_off",
        "name": {"id": "Hari Suci Nyepi", "en": "Nyepi, day of silence"},
    }


def test_follow_up_and_response_count_from_when_they_begin() -> None:
    """From forwarding and from the answer; without them, from the last moment for each."""
    words = ("--filed", "2027-01-11T10:00+08:00", "--class", "information")
    known = told(*words, "--forwarded", "2027-01-11T15:00+08:00", "--answered", "2027-01-20T10:00+08:00")
    assert promise(known, "follow_up")["since_local"] == "2027-01-11T15:00:00+08:00"
    assert promise(known, "follow_up")["due_local"] == "2027-01-21T16:00:00+08:00"
    assert promise(known, "reply")["due_local"] == "2027-02-04T16:00:00+08:00"

    guessed = told(*words)
    assert promise(guessed, "follow_up")["since"] == promise(guessed, "verify")["due"]
    assert promise(guessed, "reply")["since"] == promise(guessed, "resolve")["due"]


@pytest.mark.parametrize("klass", list(Klass))
def test_people_read_the_same(klass: Klass) -> None:
    """A table with each promise and a table with each day, numbered where it is worked, its reason where it is not."""
    words = ("--filed", "2027-03-05T11:30+08:00", "--class", klass.value)
    shown, found = run(*words), told(*words)

    days = {row[0].split()[1]: row for row in _rows(shown) if re.match(r"\w{3} \d{4}-\d\d-\d\d$", row[0])}
    for one in found["deadlines"]:
        column = HEADS[one["promise"]]
        worked = {day: days[day][column] for day in one["counted"]}
        assert worked == {day: str(number) for number, day in enumerate(one["counted"], start=1)}
        assert {"–"} == {days[day["date"]][column] for day in one["skipped"]}
    assert days["2027-03-08"][1] == "Nyepi, day of silence"[: len(days["2027-03-08"][1])]
    assert days["2027-03-06"][1] == "weekend"
    assert "Permen PANRB 62/2018" in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--filed", "2027-03-05T11:30"), "has no offset from UTC: write it like 2027-03-05T11:30+08:00."),
        (("--filed", "Friday noon"), "Friday noon is no time"),
        (("--class", "urgent"), "no class “urgent”: use one of information, complaint, oversight, suggestion."),
        (("--filed", "2029-03-05T11:30+08:00"), "The calendar knows the days off of 2024 to 2028, and 2029 is needed"),
        (("--filed", "2028-12-28T11:30+08:00"), "and 2029 is needed: add that year's days to the region profile."),
        (("--filed", "2017-03-05T11:30+08:00"), "No table of deadlines is in force on 2017-03-05"),
        (("--forwarded", "2027-03-05T10:00+08:00"), "--forwarded 2027-03-05T10:00+08:00 is before the report is filed"),
        (("--answered", "2027-03-05T10:00+08:00"), "--answered 2027-03-05T10:00+08:00 is before the report is filed"),
    ],
)
def test_what_cannot_be_counted_is_a_sentence(
    words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one sentence that says what to do; never a traceback, never half a table."""
    usual = ("--filed", "2027-03-05T11:30+08:00", "--class", "complaint")
    monkeypatch.setattr(sys, "argv", ["kanal", "deadline", *usual, *words])  # the last of an option counts

    with pytest.raises(SystemExit) as ended:
        cli.main()

    out, err = capsys.readouterr()
    assert ended.value.code == cli.REFUSED
    assert sentence in " ".join(err.split())
    assert out == ""


def test_another_region_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The region is that of the settings."""
    monkeypatch.setenv("KANAL_REGION", "nowhere")
    with pytest.raises(Exception, match="There is no region profile nowhere"):
        run("--filed", "2027-03-05T11:30+08:00", "--class", "complaint")


def _rows(shown: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines() if line.startswith("│")]
