"""`/health`: what waits and since when, in the operator's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage import inbox, ticks
from storage.inbox import Incoming
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, Stage


async def test_all_is_well(stage: Stage) -> None:
    """With nothing waiting, a clock that ticks and room on the disk, no line is red."""
    stage.house = replace(stage.house, free_bytes=lambda: 5 * 1024**3)
    stage.application.bot_data["house"] = stage.house
    async with stage.storage.work(stage.now) as work:
        await ticks.note(work, "reminders")
    await stage.write(AYU, COORDINATORS, "/health")

    text = stage.last(COORDINATORS).screen.text
    assert "🔴" not in text
    assert "SQLite" in text or "PostgreSQL" in text
    assert "5 GiB" in text


async def test_what_waits_too_long_is_red(stage: Stage) -> None:
    """An hour-old update, a message an hour due, a full disk and a clock that stands are named with their age."""
    stage.house = replace(stage.house, free_bytes=lambda: 1024**3)
    stage.application.bot_data["house"] = stage.house
    await stage.file()
    async with stage.storage.work(stage.now) as work:
        await inbox.store(work, "public", [Incoming(1, 7, "{}"), Incoming(None, 0, "x", malformed=True)])
        await ticks.note(work, "reminders")
    stage.later(hours=1)
    await stage.write(AYU, AYU, "/kesehatan")

    text = stage.last(AYU).screen.text
    assert "Pesan masuk yang belum diproses: 1 (tertua: 1 jam)" in text
    assert text.count("🔴") == 6


async def test_a_late_tick_is_named(stage: Stage) -> None:
    """Whichever should have finished long ago, by how often each comes round, and whichever never did."""
    rounds = {"warnings": timedelta(minutes=5), "prune": timedelta(hours=1), "weekly": timedelta(minutes=5)}
    stage.house = replace(stage.house, rounds=rounds)
    stage.application.bot_data["house"] = stage.house
    async with stage.storage.work(stage.now) as work:
        await ticks.note(work, "warnings")
        await ticks.note(work, "prune")
    stage.later(minutes=30)
    await stage.write(AYU, AYU, "/kesehatan")

    red = [line for line in stage.last(AYU).screen.text.splitlines() if "🔴" in line and "jam yang" in line]
    assert [("warnings" in line, "weekly" in line) for line in red] == [(True, False), (False, True)]
    assert "belum pernah" in red[1]


async def test_a_liaison_is_told_whom_to_ask(stage: Stage) -> None:
    """The state of the whole is for coordinators and leaders."""
    await stage.write(KETUT, DLHK, "/health")

    assert "koordinator" in stage.last(DLHK).screen.text
    assert "🟢" not in stage.last(DLHK).screen.text
