"""`kanal similar`: reports nearby, with the parts of their scores and without their words."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.cli_similar import SimilarError
from rules import code
from rules.draft import Draft, Part, Place
from storage import drafts, reporters, reports
from storage.work import Storage

WORDS = ("Lampu jalan mati di depan warung", "Street light is out in front of the shop")


@pytest.fixture
def codes(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two reports of one lamp, a third of something else, and Kanal pointed at them."""
    monkeypatch.setenv("KANAL_DATABASE_URL", sqlite_url)
    made = [code.make("BDG", number) for number in (1, 2, 3)]

    async def begin() -> None:
        now = datetime.now(UTC)
        async with Storage.open(sqlite_url) as store, store.work(now) as work:
            for number, (words, category) in enumerate(
                ((WORDS[0], "street_light"), (WORDS[1], "street_light"), ("Anjing liar galak sekali", "stray_dogs"))
            ):
                reporter = await reporters.seen(work, 7 + number, "Emma Clarke", "", "en")
                place = Place(-8.66 + number * 0.0001, 115.14, "51.03.06.2004")
                draft = Draft(parts=(Part(1, words),), place=place, category=category)
                row = await drafts.save(work, reporter.id, draft)
                await reports.file(work, reporter, row, draft, code=made[number], title=words)
                await drafts.drop(work, row)

    asyncio.run(begin())
    return made


def run(*words: str) -> str:
    result = CliRunner().invoke(cli.app, ["similar", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_each_part_of_each_score(codes: list[str]) -> None:
    """The same lamp first and called so; the other matter below, and not."""
    found: dict[str, Any] = json.loads(run(codes[0], "--json"))

    assert (found["code"], found["limits"]) == (codes[0], {"metres": 60, "days": 45, "score": 0.65})
    first, second = found["similar"]
    assert (first["code"], first["same"], first["metres"]) == (codes[1], True, 11)
    assert set(first["parts"]) == {"place", "category", "words", "age", "photo"}
    assert first["parts"]["photo"] is None
    assert (second["code"], second["same"]) == (codes[2], False)


def test_people_read_a_table(codes: list[str]) -> None:
    """A line a report, without words or names."""
    shown = run(codes[1].lower())

    assert codes[0] in shown
    assert "yes" in shown
    assert not any(word in shown for word in ("Lampu", "Emma", "115.14"))


def test_no_such_report(codes: list[str]) -> None:
    """A sentence says so."""
    with pytest.raises(SimilarError, match="no report"):
        CliRunner().invoke(cli.app, ["similar", "BDG-9"], catch_exceptions=False)
