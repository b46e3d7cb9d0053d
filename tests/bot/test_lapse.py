"""A clock that runs ahead, for the sandbox only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.ext import JobQueue
from typer.testing import CliRunner

from bot import lapse
from bot.cli import app
from bot.clock import Tick, Ticks
from bot.lapse import Lapse
from bot.settings import SettingsError

START = datetime(2027, 3, 5, 2, 0, tzinfo=UTC)


def test_ten_seconds_are_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a speed of 360; without one it only begins elsewhere."""
    passed = [100.0]
    monkeypatch.setattr(lapse.time, "monotonic", lambda: passed[0])
    fast, slow = Lapse(START, 360, 100.0), Lapse(START, 1, 100.0)
    passed[0] += 10

    assert START + timedelta(hours=1) == fast()
    assert START + timedelta(seconds=10) == slow()


@pytest.mark.parametrize(
    ("speed", "every", "expected"),
    [(1, 300, 300), (60, 300, 5), (3600, 300, 1), (3600, 86_400, 24), (3600, 0.2, 0.2)],
)
async def test_rounds_keep_up_with_the_clock(speed: float, every: float, expected: float) -> None:
    """As many times as often, and at most one a second."""

    async def look(_work: Any, _house: Any) -> int:
        return 0

    jobs: JobQueue[Any] = JobQueue()
    nowhere: Any = None
    tick = Tick("tick", timedelta(seconds=every), look)
    Ticks(jobs, nowhere, Lapse(START, speed), nowhere, [], [tick], speed=speed).start()

    [job] = jobs.get_jobs_by_name("tick")
    assert timedelta(seconds=expected) == job.job.trigger.interval


@pytest.mark.parametrize("option", [["--speed", "60"], ["--from", "2027-03-05T10:00+08:00"]])
def test_real_people_live_in_real_time(option: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Against Telegram itself a false clock is refused with a sentence."""
    monkeypatch.setenv("KANAL_PUBLIC_TOKEN", "1:aaaaaa")
    monkeypatch.setenv("KANAL_DESK_TOKEN", "2:bbbbbb")
    monkeypatch.delenv("KANAL_TELEGRAM_API", raising=False)

    with pytest.raises(SettingsError, match="real time"):
        CliRunner().invoke(app, ["run", *option], catch_exceptions=False)
