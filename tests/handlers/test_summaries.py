"""The line about reports that stand still: weekly, bundled, in the summary of who reads one, only while it is true."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from handlers import summaries
from handlers.house import House
from rules.lifecycle import Step
from rules.updates import Choice
from storage import outbox, reporters, told
from storage.work import Storage, Work
from tests.handlers.stage import EMMA, KETUT, MADE, Stage, labels
from tests.handlers.test_updates import at, choose, mute
from tests.handlers.test_updates import told as seen

FILED = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # when the stage opens, a Monday at noon
WEEK = timedelta(days=7)
POST = FILED + WEEK + timedelta(hours=20)  # Tuesday at eight, the first summary after a silent week


async def look(stage: Stage, moment: datetime | None = None) -> int:
    """The clock looks, and what is due is delivered."""
    stage.now = moment or stage.now
    async with stage.storage.work(stage.now) as work:
        count = await summaries.look(work, stage.house)
    await stage.deliver()
    return count


async def test_after_a_silent_week_a_line_says_why_and_until_when(stage: Stage) -> None:
    """With the next post at eight; a week later again, and never twice for one week."""
    report = await stage.file()
    assert 0 == await look(stage, FILED + WEEK - timedelta(seconds=1))
    assert 1 == await look(stage, FILED + WEEK)
    assert 0 == await look(stage, FILED + WEEK + timedelta(minutes=10))
    assert [] == seen(stage)
    await at(stage, POST)
    (line,) = seen(stage)

    assert "No news yet" in line.screen.text
    assert f"{report.code}" in line.screen.text
    assert "waiting for the coordinator to check it" in line.screen.text
    assert (
        "⏰ Late: the coordinator should have checked it and passed it on by Thursday, 26 November" in line.screen.text
    )
    assert ["➕ Add something", "🔎 See status", "🔕 Stop messages", "⚙️ Settings"] == labels(line.screen)

    assert 1 == await look(stage, FILED + 2 * WEEK)
    await at(stage, POST + WEEK)
    assert 2 == len(seen(stage))


@pytest.mark.parametrize(
    ("steps", "why", "until"),
    [
        ((Step.FORWARD,), "waiting its turn at the Environment and Cleanliness Agency", "the final answer from"),
        (
            (Step.FORWARD, Step.TAKE),
            "Environment and Cleanliness Agency is still working on it",
            "the final answer from",
        ),
        (
            (Step.FORWARD, Step.ASK),
            "asked you something and have no answer yet",
            "waiting for your answer to the officers' question, by Monday, 7 December",
        ),
    ],
)
async def test_the_line_names_who_has_it(stage: Stage, steps: tuple[Step, ...], why: str, until: str) -> None:
    """And what is promised next, or that the reporter's answer is waited for."""
    report = await stage.file()
    for step in steps:
        values = {Step.FORWARD: {"agency": "dlhk"}, Step.ASK: {"text": "Which side?"}}.get(step, {})
        await stage.desk_takes(report, step, KETUT if step is Step.TAKE else 11, **values)
    await look(stage, FILED + WEEK)
    await at(stage, POST)

    assert why in seen(stage)[-1].screen.text
    assert until in seen(stage)[-1].screen.text


async def test_several_reports_that_wait_are_one_message(stage: Stage) -> None:
    """Also those found at different hours of the day, each with its button."""
    first = await stage.file(EMMA, "id")
    stage.now = FILED + timedelta(hours=3)
    second = await stage.file(EMMA, "id")
    assert [1, 1] == [await look(stage, FILED + WEEK), await look(stage, FILED + WEEK + timedelta(hours=3))]
    await at(stage, POST)

    (line,) = seen(stage)
    assert "Belum ada perkembangan" in line.screen.text
    assert [first.code, second.code, "⚙️ Pengaturan"] == labels(line.screen)


async def test_weeks_of_downtime_make_one_line(stage: Stage) -> None:
    """It says the present truth, by day."""
    await stage.file()
    assert 1 == await look(stage, FILED + timedelta(days=30, hours=12))
    assert 0 == await look(stage)
    await at(stage, FILED + timedelta(days=31, hours=20))

    assert 1 == len(seen(stage))


async def test_who_does_not_want_it_gets_no_line(stage: Stage) -> None:
    """Not of a muted, answered or ended report, not who chose only the answer, not who blocked us; nor is anybody
    looked at again before another week."""
    answers, blocked = await stage.file(601), await stage.file(602)
    muted, ended, answered = await stage.file(), await stage.file(), await stage.file()
    await choose(stage, Choice.ANSWERS, 601)
    async with stage.storage.work(stage.now) as work:
        await reporters.blocked(work, 602, stage.now)
    await mute(stage, muted)
    await stage.desk_takes(ended, Step.REFER, referred_to="pln")
    await stage.desk_takes(answered, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(answered, Step.REPLY, KETUT, text="It was cleaned on Monday morning by our team.")
    await stage.desk_takes(answered, Step.FINISH, KETUT)
    before = len(seen(stage))
    assert answers.id != blocked.id

    assert 2 == await look(stage, FILED + WEEK)
    assert 0 == await look(stage, FILED + WEEK + timedelta(minutes=10))
    await at(stage, POST)
    assert [before, 0, 0] == [len(seen(stage, who)) for who in (EMMA, 601, 602)]


@pytest.mark.parametrize("change", ["moved", "said", "muted", "answers", "ended"])
async def test_the_line_is_not_said_when_it_is_no_longer_true(stage: Stage, change: str) -> None:
    """Between the look and the post something moved or was said, or nothing more is wanted."""
    report = await stage.file()
    await look(stage, FILED + WEEK)
    stage.later(hours=1)
    match change:
        case "moved":
            await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
        case "said":
            await stage.desk_takes(report, Step.REPLY, text="We are looking into it.")
        case "ended":
            await stage.desk_takes(report, Step.ARCHIVE, archive_reason="unclear")
        case "muted":
            await mute(stage, report)
        case _:
            await choose(stage, Choice.ANSWERS)
    before = len(seen(stage))
    await at(stage, POST)

    assert before == len(seen(stage))


async def test_who_reads_a_summary_finds_the_line_in_it(stage: Stage) -> None:
    """One message at eight: what moved, and what stands still."""
    moving, still = await stage.file(), await stage.file()
    await choose(stage, Choice.DAILY)
    await look(stage, FILED + WEEK)
    stage.later(hours=1)
    await stage.desk_takes(moving, Step.FORWARD, agency="dlhk")
    await at(stage, POST)

    (summary,) = seen(stage)
    assert "what happened" in summary.screen.text
    assert "passed on to" in summary.screen.text
    assert 1 == summary.screen.text.count("waiting for the coordinator")
    assert [moving.code, still.code, "⚙️ Settings"] == labels(summary.screen)


async def test_what_happens_while_a_summary_is_on_its_way_is_in_the_next(stage: Stage) -> None:
    """Claimed is too late; and no day has two."""
    report, other = await stage.file(), await stage.file()
    await choose(stage, Choice.DAILY)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    async with stage.storage.work(stage.now) as work:
        waiting = await told.waiting_summary(work.session, EMMA)
        assert waiting is not None
        await told.hasten(work, waiting, stage.now)
    await stage.deliver()
    await stage.desk_takes(other, Step.FORWARD, agency="dlhk")
    assert 1 == len(seen(stage))
    await at(stage, FILED + timedelta(hours=20))
    assert 1 == len(seen(stage))  # Tuesday's went already

    await at(stage, FILED + timedelta(days=1, hours=20))
    assert other.code in seen(stage)[-1].screen.text
    assert report.code not in seen(stage)[-1].screen.text


async def test_two_steps_at_once_make_one_summary(postgresql_url: str, house: House, now: datetime) -> None:
    """Of two transactions that order it, the second takes up the first's, and the earlier event is not lost."""
    ready = asyncio.Barrier(2)
    async with Storage.open(postgresql_url) as storage:
        async with storage.work(now) as work:
            reporter = await reporters.seen(work, MADE, "Made", "", "id")

        async def order(work: Work, since: int) -> None:
            assert await told.waiting_summary(work.session, MADE) is None
            await ready.wait()
            await summaries.order(work, house, reporter, since)

        async def step(since: int) -> None:
            async with storage.work(now) as work:
                await order(work, since)

        await asyncio.gather(step(8), step(7))
        async with storage.read() as session:
            ((summary, _code),) = await outbox.planned(session, now + timedelta(days=9), 0, 9)

    assert ("summary", 7) == (summary.intent, summary.data["since_event"])
