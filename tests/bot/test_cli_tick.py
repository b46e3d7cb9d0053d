"""`kanal tick`: what is due at a moment, for operators, auditors and tests."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.moments import MomentError
from rules.draft import Draft, Part
from storage import drafts, outbox, reporters
from storage.migrate import MigrationError
from storage.work import Storage

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


def test_people_read_tables(database: str) -> None:
    """The same as two tables, or a sentence when nothing waits."""
    shown = CliRunner().invoke(app, ["tick", "--at", AFTER_NYEPI, "--dry-run"]).output
    assert "What would be done" in shown
    assert "reminder" in shown
    assert "No message waits" in CliRunner().invoke(app, ["tick", "--at", "2027-03-06T12:01+08:00"]).output


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
