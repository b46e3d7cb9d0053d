"""The traffic light of a promise: on the cards, which follow it, and in the queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from handlers.desk import lights
from rules.delivery import Kind
from rules.lifecycle import Actor, Step
from storage import desk_chats, outbox
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, Stage

ANSWER = "The rubbish was collected this morning."


def wita(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}+08:00")


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """Filed on Tuesday, 16 March 2027; both groups read English."""
    async with stage.storage.work(stage.now) as work:
        await desk_chats.bind(work, COORDINATORS, None, language="en")
        await desk_chats.bind(work, DLHK, "dlhk", language="en")
    stage.now = wita("03-16T10:00")
    return stage


async def tick(stage: Stage, at: str) -> int:
    """A round of the clock at that moment; how many promises it saw to."""
    stage.now = wita(at)
    async with stage.storage.work(stage.now) as work:
        count = await lights.relight(work, stage.house)
    await stage.deliver()
    return count


def light(stage: Stage, chat: int) -> str:
    """The line of the newest card that begins with a light."""
    return next(line for line in stage.card(chat).screen.text.split("\n") if line and line[0] in "🟢🟡🔴‼⏸⏳")


async def test_a_card_follows_its_promise(desk: Stage) -> None:
    """Verification until Friday noon: days left, today, overdue, three times over; edited, never sent anew."""
    await desk.file()
    await desk.deliver()
    seen, cards = [light(desk, COORDINATORS)], len(desk.seen(COORDINATORS))
    for at in ("03-17T00:00", "03-18T00:00", "03-19T00:00", "03-19T12:00"):
        assert await tick(desk, at) == 1
        seen.append(light(desk, COORDINATORS))

    by = "Verify by Friday, 19 March 2027 12:00 WITA"
    assert seen == [
        f"🟢 {by} · 3 working days left",
        f"🟢 {by} · 2 working days left",
        f"🟢 {by} · 1 working day left",
        f"🟡 {by} · <b>today</b>",
        f"🔴 {by} · <b>overdue</b>",
    ]
    # 27.5 hours were promised, and twice that has passed again: 22 to 24 March, 29 to 31 March and 1 April (55 hours)
    await tick(desk, "04-01T14:59")
    assert light(desk, COORDINATORS) == seen[-1]
    await tick(desk, "04-01T15:00")
    assert light(desk, COORDINATORS) == f"‼️ {by} · <b>three times the time has passed</b>"
    assert await tick(desk, "04-07T16:00") == 1  # the answer, now late too: the card shows what was due first
    assert light(desk, COORDINATORS) == f"‼️ {by} · <b>three times the time has passed</b>"
    assert len(desk.seen(COORDINATORS)) == cards


async def test_the_agencys_card_too(desk: Stage) -> None:
    """The card in the agency's chat has the same light, at the same moment."""
    report = await desk.file()
    await desk.desk_takes(report, Step.FORWARD, agency="dlhk")
    assert light(desk, DLHK) == light(desk, COORDINATORS)
    assert light(desk, DLHK).startswith("🟢 First follow-up by Tuesday, 23 March 2027 16:00 WITA · 5 working days left")

    await tick(desk, "03-23T00:00")

    assert light(desk, DLHK) == light(desk, COORDINATORS)
    assert light(desk, DLHK).startswith("🟡 First follow-up by Tuesday, 23 March 2027")


async def test_far_from_its_date_a_card_rests(desk: Stage) -> None:
    """The days left are counted down from five on: until then the date says enough, and no card is edited."""
    report = await desk.file()
    await desk.desk_takes(report, Step.FORWARD, agency="dlhk")
    await desk.desk_takes(report, Step.TAKE, KETUT)
    assert light(desk, DLHK) == "🟢 Complete by Wednesday, 7 April 2027 16:00 WITA"

    assert await tick(desk, "03-30T23:59") == 0
    assert await tick(desk, "03-31T00:00") == 1
    assert light(desk, DLHK).endswith("· 5 working days left")


async def test_a_light_never_rings_and_lets_everything_else_go_first(desk: Stage) -> None:
    """An edit, of the lowest rank and without a sound, one a card; a card about to be edited is left to that."""
    report = await desk.file()
    await desk.desk_takes(report, Step.FORWARD, agency="dlhk")
    desk.now = wita("03-23T00:00")
    async with desk.storage.work(desk.now) as work:
        newest = await outbox.newest_id(work.session)
        await lights.relight(work, desk.house)
        ordered = [push for push, _ in await outbox.planned(work.session, desk.now, newest, 10)]
        assert await lights.relight(work, desk.house) == 0
        assert await outbox.newest_id(work.session) == max(push.id or 0 for push in ordered)

    assert {push.chat_id for push in ordered} == {COORDINATORS, DLHK}
    assert {(push.method, push.kind, push.silent) for push in ordered} == {("edit", Kind.UPKEEP, True)}
    desk.now = wita("03-23T16:00")
    async with desk.storage.work(desk.now) as work:
        newest = await outbox.newest_id(work.session)
        assert await lights.relight(work, desk.house) == 1
        assert await outbox.newest_id(work.session) == newest


async def test_no_light_while_the_reporter_is_asked(desk: Stage) -> None:
    """The clock stands still, and the card says until when the reporter can answer, and when that time is over."""
    report = await desk.file()
    await desk.desk_takes(report, Step.ASK, text="Where exactly?")
    assert light(desk, COORDINATORS) == (
        "⏸ The clock is stopped while waiting for the reporter, who may answer until Thursday, 1 April 2027 16:00 WITA"
    )
    assert await tick(desk, "03-19T12:00") == 1  # the verification's next light: it has none while it waits
    assert light(desk, COORDINATORS).startswith("⏸ The clock is stopped while waiting")

    await tick(desk, "04-01T16:00")
    assert "🔴 <b>No answer from the reporter</b>, who had until Thursday, 1 April 2027" in light(desk, COORDINATORS)

    await desk.step(report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")
    assert light(desk, DLHK).startswith("🟢 First follow-up by")


async def test_an_answered_report_has_no_light(desk: Stage) -> None:
    """The desk has kept its promises: the card says until when the reporter can respond."""
    report = await desk.file()
    await desk.desk_takes(report, Step.FORWARD, agency="dlhk")
    await desk.desk_takes(report, Step.REPLY, KETUT, text=ANSWER)
    await desk.desk_takes(report, Step.FINISH, KETUT)

    assert await tick(desk, "03-23T16:00") == 0
    assert light(desk, DLHK) == "⏳ The reporter may respond until Thursday, 1 April 2027 16:00 WITA"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("03-16T10:00", "🟢 · 3 hari kerja lagi"),
        ("03-19T00:30", "🟡 · <b>hari ini</b>"),
        ("03-19T12:00", "🔴 · <b>terlambat</b>"),
        ("03-23T10:00", "🔴 · terlambat 2 hari kerja"),
        ("04-02T10:00", "‼️ · terlambat 8 hari kerja"),
    ],
)
async def test_the_queue_has_the_light_of_each_report(desk: Stage, at: str, expected: str) -> None:
    """Days left, today, late by how many working days; for a coordinator who reads Indonesian."""
    await desk.file()
    desk.now = wita(at)
    await desk.write(AYU, AYU, "/antrean")

    light, _, state = expected.partition(" ")
    text = desk.last(AYU).screen.text
    assert f"\n\n1. {light} <b>" in text
    assert text.endswith(f"\nverifikasi paling lambat 19 Mar 2027 12.00 WITA {state}")


async def test_the_queue_says_what_waits_for_the_reporter(desk: Stage) -> None:
    """Without a light, with the reporter's own date."""
    report = await desk.file()
    await desk.desk_takes(report, Step.ASK, text="Where exactly?")
    await desk.write(AYU, AYU, "/queue")

    assert "1. ⏸ <b>" in desk.last(AYU).screen.text
    assert desk.last(AYU).screen.text.endswith("pelapor dapat menjawab sampai 1 Apr 2027 16.00 WITA")


async def test_many_lights_are_done_in_batches(desk: Stage) -> None:
    """Each round looks at no more than its batch, the longest ago first, until none is left."""
    filed: list[Report] = [await desk.file(telegram_id=600 + number) for number in range(5)]
    await desk.deliver()
    house: Any = desk.house
    desk.house = type(house)(house.region, house.catalog, "a", "b", batch=2)

    assert [await tick(desk, "03-19T00:00") for _ in range(4)] == [2, 2, 1, 0]
    shown = [one.screen.text for one in desk.seen(COORDINATORS) if one.push.intent == "card"]
    assert ["🟡" in text for text in shown] == [True] * len(filed)
