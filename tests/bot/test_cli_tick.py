"""`kanal tick`: what is due at a moment, for operators, auditors and tests."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bench.regency import NOW, Regency
from bot import clock
from bot.cli import app
from bot.moments import MomentError
from rules.draft import Draft, Part
from storage import drafts, outbox, reporters
from storage.migrate import MigrationError
from storage.work import Storage
from tests import traces

STARTED = datetime(2027, 3, 6, 4, 0, tzinfo=UTC)
AFTER_NYEPI = "2027-03-09T06:00+08:00"


@pytest.fixture
def database(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with one draft that nobody touched since Saturday noon, and Kanal pointed at it."""
    monkeypatch.setenv("KANAL_DATABASE_URL", sqlite_url)

    async def begin() -> None:
        async with Storage.open(sqlite_url) as store, store.work(STARTED) as work:
            reporter = await reporters.seen(work, 7, "Emma", "", "en")
            await drafts.save(work, reporter.id, Draft(parts=(Part(1, "Hole"),)))

    asyncio.run(begin())
    return sqlite_url


def tick(*words: str) -> Any:
    result = CliRunner().invoke(app, ["tick", "--json", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.output)


def rows(url: str) -> int:
    async def count() -> int:
        async with Storage.open(url) as store, store.read() as session:
            return sum((await outbox.counts(session, datetime(2000, 1, 1, tzinfo=UTC))).values())

    return asyncio.run(count())


def test_a_rehearsal_lists_and_changes_nothing(database: str) -> None:
    """`--dry-run` shows each message with its moment, and leaves the database as it was, twice."""
    for _ in range(2):
        found = tick("--at", AFTER_NYEPI, "--dry-run")
        assert found["ticks"]["reminders"] == 1
        assert found["at_local"] == "2027-03-09T06:00:00+08:00"
        [message] = found["messages"]
        assert (message["what"], message["bot"], message["new"]) == ("reminder", "public", True)
        assert message["due_local"] == "2027-03-09T07:00:00+08:00"
    assert rows(database) == 0


def test_what_is_due_is_ordered_once(database: str) -> None:
    """Without `--dry-run` it is written down to be sent by the running Kanal; a second time there is nothing to do."""
    assert tick("--at", AFTER_NYEPI)["ticks"]["reminders"] == 1
    again = tick("--at", AFTER_NYEPI)
    assert again["ticks"]["reminders"] == 0
    assert again["messages"] == []  # it is due at seven
    assert [one["new"] for one in tick("--at", "2027-03-09T07:00+08:00")["messages"]] == [False]
    assert rows(database) == 1


def test_people_read_sentences(database: str) -> None:
    """A line a thing and a line a message, or that there is none."""
    shown = CliRunner().invoke(app, ["tick", "--at", AFTER_NYEPI, "--dry-run"]).output.splitlines()
    assert shown == [
        "Would be done at 2027-03-09T06:00:00+08:00; nothing is sent.",
        "  reminders: – (reporter): The reporter is reminded of a report that is not submitted.",
        "1 things in all: reminders 1.",
        "Messages in the outbox:",
        "  2027-03-09T07:00:00+08:00 public bot: reminder – (notice, new)",
    ]
    assert CliRunner().invoke(app, ["tick", "--at", "2027-03-06T12:01+08:00"]).output.splitlines() == [
        "Done at 2027-03-06T12:01:00+08:00; nothing was sent.",
        "  Nothing is due.",
        "0 things in all.",
        "No message waits to be sent by then.",
    ]


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def busy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database in which something is due for every tick, and Kanal pointed at it."""
    url: str = request.getfixturevalue(request.param)
    monkeypatch.setenv("KANAL_DATABASE_URL", url)

    async def fill() -> None:
        async with Storage.open(url) as store:
            await Regency(reports=40, every=20, others=20).fill(store)

    asyncio.run(fill())
    return url


def test_whatever_is_listed_is_done_and_nothing_else(busy: str) -> None:
    """The list has a line for each thing, tick by tick; it changes no row of any table; then it is done as listed."""
    before = everything(busy)
    listed = tick("--at", NOW.isoformat(), "--dry-run")
    assert everything(busy) == before
    assert list(dict.fromkeys(thing["tick"] for thing in listed["things"])) == [one.name for one in clock.TICKS]
    assert {name for name, count in listed["ticks"].items() if not count} == {
        "broadcasts"
    }  # which count for themselves

    done = tick("--at", NOW.isoformat())
    assert (done["things"], done["ticks"]) == (listed["things"], listed["ticks"])
    assert everything(busy) != before
    again = tick("--at", NOW.isoformat())
    assert (again["things"], sum(again["ticks"].values())) == ([], 0)


def test_each_line_says_who_hears_of_what(busy: str) -> None:
    """The tick, the code, the kind of chat, and a sentence."""
    lines = [tuple(thing.values()) for thing in tick("--at", NOW.isoformat(), "--dry-run")["things"]]
    late = "the answer was due by 2027-01-25 10:00 WITA."
    for line in (
        ("warnings", "BDG-00000002", "group of dishub", f"The department is warned: {late}"),
        ("warnings", "BDG-00000002", "coordinators' group", f"The coordinators are warned: {late}"),
        ("warnings", "BDG-00000002", "leader", f"The leader is told that twice the time has passed: {late}"),
        ("missed", "BDG-00000003", "reporter", "The reporter is told that the answer was not there in time."),
        ("closing", "BDG-00000019", "reporter", "It closes by itself, and the reporter is told."),
        ("drafts", "", "nobody", "A report not submitted is deleted."),
        ("prune", "", "nobody", "1 handled updates are forgotten."),
        ("retention", "", "nobody", "An account was kept for its term and is forgotten."),
    ):
        assert line in lines


def everything(url: str) -> Any:
    """Every row of every table."""

    async def look() -> Any:
        async with Storage.open(url) as store:
            return await traces.dump(store)

    return asyncio.run(look())


@pytest.mark.parametrize(("at", "words"), [("noon", "is no time"), ("2027-03-09T07:00", "offset from UTC")])
def test_a_wrong_moment_is_refused(database: str, at: str, words: str) -> None:
    """A moment needs its offset: a sentence says how to write it."""
    with pytest.raises(MomentError, match=words):
        CliRunner().invoke(app, ["tick", "--at", at], catch_exceptions=False)


def test_an_old_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is created by looking: the command to run first is named."""
    monkeypatch.setenv("KANAL_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(MigrationError, match="kanal migrate"):
        CliRunner().invoke(app, ["tick"], catch_exceptions=False)
    assert not (tmp_path / "none.db").exists()
