"""`kanal retention`: what goes, for the engineer and the auditor."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.files import FileStore
from rules.draft import Draft, Part
from storage import attachments, drafts, reporters, reports
from storage.migrate import MigrationError
from storage.tables import Report
from storage.work import Storage
from tests import traces

FILED = datetime(2024, 11, 20, 4, 0, tzinfo=UTC)
OVER = "2026-11-23T03:00+08:00"
CODE = "BDG-2345-678"
SUM = "ab" * 32


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A report with a file that ended two years ago, and Kanal pointed at it."""
    monkeypatch.setenv("KANAL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("KANAL_FILES_DIR", str(tmp_path / "files"))
    kept = FileStore(tmp_path / "files").path(SUM)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"photo")

    os.utime(kept, (FILED.timestamp(), FILED.timestamp()))

    async def begin() -> None:
        async with Storage.open(sqlite_url) as store, store.work(FILED) as work:
            emma = await reporters.seen(work, 7_123_456_789, "Emma Clarke", "emma_c", "en")
            await reporters.consent(work, emma, "2024-01")
            draft = Draft(parts=(Part(1, "Regards, Emma Clarke"),))
            row = await drafts.save(work, emma.id, draft)
            report: Report = await reports.file(work, emma, row, draft, CODE, "Regards")
            report.ended_at = FILED
            settings = {"bot": "public", "kind": "photo", "message_id": 1, "state": "stored", "sha256": SUM}
            await attachments.add(work, report_id=report.id, file_id="AgAC", file_unique_id="u", **settings)
            await drafts.drop(work, row)

    asyncio.run(begin())
    return sqlite_url


def run(*words: str) -> Any:
    result = CliRunner().invoke(app, ["retention", "--json", *words], catch_exceptions=False)
    assert 0 == result.exit_code
    return json.loads(result.output)


def dump(url: str) -> Any:
    async def look() -> Any:
        async with Storage.open(url) as store:
            return await traces.dump(store)

    return asyncio.run(look())


def test_a_rehearsal_lists_and_changes_nothing(database: str, tmp_path: Path) -> None:
    """`--dry-run` counts what would go and names each report, and leaves every row and file as it was, twice."""
    before = dump(database)
    for _ in range(2):
        found = run("--at", OVER, "--dry-run")

        assert (1, 1, 1, 1) == tuple(found["gone"][sort] for sort in ("evidence", "reports", "people", "files"))
        assert {CODE} == {one["subject"] for one in found["tombstones"] if one["sort"] in {"evidence", "report"}}
    assert before == dump(database)
    assert FileStore(tmp_path / "files").path(SUM).exists()


def test_the_rehearsal_lists_exactly_what_the_run_does(database: str) -> None:
    """The same counts and the same proofs, in the same order, also of what is let go only on the way."""
    listed, done = run("--at", OVER, "--dry-run"), run("--at", OVER)

    assert listed["gone"] == done["gone"]
    assert listed["tombstones"] == done["tombstones"]


def test_what_is_over_its_term_goes_once(database: str, tmp_path: Path) -> None:
    """Rows and bytes; a second run finds nothing, and the proofs can be read at any time."""
    found = run("--at", OVER)
    assert (1, 1, 1) == tuple(found["gone"][sort] for sort in ("evidence", "reports", "files"))
    assert not FileStore(tmp_path / "files").path(SUM).exists()
    assert "Emma" not in str(dump(database))

    again = run("--at", OVER)
    assert {0} == set(again["gone"].values())
    assert [] == again["tombstones"]
    assert found["tombstones"] == run("--proofs")["tombstones"]


def test_people_read_tables(database: str) -> None:
    """The counts and the proofs, or a sentence when there is none."""
    words = CliRunner().invoke(app, ["retention", "--at", OVER, "--dry-run"], env={"COLUMNS": "200"}).output
    assert "What would go" in words
    assert "reports made anonymous" in words
    assert CODE in words
    assert "no proof" in CliRunner().invoke(app, ["retention", "--proofs"]).output


def test_an_old_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is created by looking: the command to run first is named."""
    monkeypatch.setenv("KANAL_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(MigrationError, match="kanal migrate"):
        CliRunner().invoke(app, ["retention"], catch_exceptions=False)
