"""`kanal understand`: what is proposed for a text, and which words led to it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from rules.access import Role
from rules.draft import Draft, Part
from storage import drafts, lessons, reporters, reports, staff
from storage.work import Storage

AT = ("--at", "2026-11-11T09:00+08:00")


def run(*words: str) -> str:
    result = CliRunner().invoke(cli.app, ["understand", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def told(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(text, *AT, "--json"))
    return found


def test_everything_with_its_words() -> None:
    """Each proposal of the promised example, with the words that led to it."""
    found = told("sampah menumpuk di Pantai Berawa sejak kemarin")

    assert (found["category"]["id"], found["agency"]["id"], found["authority"]["id"]) == (
        "beach_waste",
        "dlhk",
        "regency",
    )
    assert "sampah … pantai" in found["category"]["words"]
    assert len(found["categories"]) == 3
    assert (found["place"]["name"], found["place"]["landmark"]["en"]) == ("Tibubeneng", "Berawa Beach")
    assert found["place"]["words"] == ["pantai berawa"]
    assert found["time"] == {"day": "2026-11-10", "still": True, "words": ["sejak kemarin"]}
    assert found["language"]["code"] == "id"


def test_not_ours() -> None:
    """Whose it is is said with level and contact; the coordinator keeps it and passes it on."""
    found = told("Power has been out in Bingin since last night")

    assert found["agency"]["id"] == "diskominfo"
    assert found["authority"]["id"] == "pln"
    assert (found["authority"]["ours"], found["authority"]["level"], found["authority"]["contact"]) == (
        False,
        "national",
        "123",
    )
    assert found["authority"]["words"]


def test_nothing_understood() -> None:
    """What is not understood is null, and the coordinator's department reads it first."""
    found = told("halo")

    assert found["category"] is found["place"] is found["time"] is None
    assert found["agency"]["id"] == "diskominfo"


@pytest.mark.parametrize("text", ["lampu jalan mati di Dalung sejak 3 hari", "halo", "jalan di Ubud rusak"])
def test_table(text: str) -> None:
    """The table has a line for each thing proposed."""
    shown = run(text, *AT)

    assert all(head in shown for head in ("Category", "Agency", "Authority", "Place", "Time", "Language"))


def test_what_officers_corrected_counts_along_and_is_said(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    """With a database, by the words that were taught; nothing of it without one."""
    text = "lampu jalan mati"
    plain = told(text)
    assert (plain["category"]["id"], plain["category"]["taught"]) == ("street_light", [])

    async def teach() -> None:
        async with Storage.open(sqlite_url) as store, store.work(datetime.now(UTC)) as work:
            people = [await staff.add(work, number, "A", Role.COORDINATOR) for number in (1, 2)]
            for number in range(4):
                reporter = await reporters.seen(work, 500 + number, "Emma", "emma", "en")
                draft = Draft(parts=(Part(1, text),))
                row = await drafts.save(work, reporter.id, draft)
                report = await reports.file(work, reporter, row, draft, code=f"BDG-{number}", title=text)
                words = plain["category"]["words"]
                who = people[number % 2].id
                await lessons.note(work, report.id, who, words, "street_light", "traffic_signal", again=True)

    monkeypatch.setenv("KANAL_DATABASE_URL", sqlite_url)
    asyncio.run(teach())

    taught = told(text)
    assert taught["category"]["id"] == "traffic_signal"
    assert taught["category"]["taught"]
    assert set(taught["category"]["taught"]) <= set(plain["category"]["words"])
    assert "corrected:" in run(text, *AT)
