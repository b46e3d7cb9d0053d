"""Last week's figures on Monday morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from handlers.desk import weekly
from handlers.house import House
from rules.access import Role
from rules.lifecycle import Step
from rules.period import Period
from rules.region import Names
from storage import staff
from storage.tables import Export
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, Stage

BOSS = 14
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # eight in the morning, when the office opens
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


async def look(stage: Stage) -> int:
    """Every transaction of a round; how many chats."""
    total = 0
    while True:
        async with stage.storage.work(stage.now) as work:
            count = await weekly.look(work, stage.house)
        if not count:
            await stage.deliver()
            return total
        total += count


async def wrote(stage: Stage, *people: int) -> None:
    """Each has a private chat with the bot."""
    for person in people:
        await stage.write(person, person, "/help")


def said(stage: Stage, chat: int) -> list[str]:
    return [text for text in stage.texts(chat) if "📊" in text]


async def pictures(stage: Stage) -> list[tuple[int | None, str]]:
    async with stage.storage.read() as session:
        found = (await session.exec(select(Export))).all()
    return [(one.chat_id, one.language) for one in found]


async def boss(stage: Stage) -> None:
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, BOSS, "Putu", Role.LEADER, language="en")


async def test_to_whom(stage: Stage) -> None:
    """Coordinators and leaders in private with the pictures, each in their language; a department's group its own few
    lines; no liaison in private, and nobody twice."""
    await boss(stage)
    await wrote(stage, AYU, BOSS, KETUT)
    stage.now = MONDAY - timedelta(days=3)
    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    stage.now = MONDAY
    assert await look(stage) == 3
    assert await look(stage) == 0
    [ayu], [putu], [dlhk] = said(stage, AYU), said(stage, BOSS), said(stage, DLHK)
    assert ayu.startswith("📊 <b>Pekan lalu: Kabupaten Badung</b>\n16–22 Nov 2026\n\nMasuk: <b>1</b> laporan")
    assert putu.startswith("📊 <b>Last week: Badung Regency</b>\n16–22 Nov 2026\n\nFiled: <b>1</b> report\n")
    assert dlhk.startswith("📊 <b>Pekan lalu: DLHK</b>\n16–22 Nov 2026\n\nMasuk: <b>1</b> laporan")
    assert "Kategori" in ayu and "Kategori" not in dlhk  # noqa: PT018 - one rule
    assert said(stage, COORDINATORS) == said(stage, KETUT) == []
    assert await pictures(stage) == [(AYU, "id"), (BOSS, "en")]


async def test_who_never_wrote_to_the_bot(stage: Stage) -> None:
    """Has no chat: the coordinators' group gets it then; the others have theirs all the same."""
    await boss(stage)
    await wrote(stage, BOSS)
    stage.now = MONDAY
    assert await look(stage) == 3
    assert (len(said(stage, BOSS)), len(said(stage, COORDINATORS)), said(stage, AYU)) == (1, 1, [])


async def test_an_empty_week(stage: Stage) -> None:
    """Is said in words, and there is nothing to draw."""
    stage.now = MONDAY
    await look(stage)
    assert "Masuk: <b>0</b> laporan" in said(stage, COORDINATORS)[0]
    assert await pictures(stage) == []


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (MONDAY - timedelta(seconds=1), None),
        (MONDAY, WEEK),
        (MONDAY + timedelta(days=4), WEEK),
        (MONDAY - timedelta(days=2), Period(date(2026, 11, 9), date(2026, 11, 15))),
        (MONDAY - timedelta(hours=9), Period(date(2026, 11, 9), date(2026, 11, 15))),
        (MONDAY - timedelta(hours=7), None),
        (datetime(2040, 1, 2, 4, tzinfo=UTC), None),
    ],
)
def test_when(house: House, at: datetime, due: Period | None) -> None:
    """From Monday's opening until Sunday night; in a year without a calendar never."""
    assert weekly.due_week(house, at) == due


def test_a_day_off_moves_it_on(house: House) -> None:
    """To the next working day."""
    calendar = house.region.calendar
    off = {**calendar.days_off, date(2026, 11, 23): Names("Libur", "Day off")}
    festive = replace(house, region=replace(house.region, calendar=replace(calendar, days_off=off)))
    assert weekly.due_week(festive, MONDAY + timedelta(hours=6)) is None
    assert weekly.due_week(festive, MONDAY + timedelta(days=1) - timedelta(seconds=1)) is None
    assert weekly.due_week(festive, MONDAY + timedelta(days=1)) == WEEK


async def test_not_on_nyepi_nor_in_the_week_that_has_no_working_day(stage: Stage) -> None:
    """8 March 2027 is a Monday, and Eid and its leave follow: the figures come when the office opens again, and of the
    last week only."""
    await wrote(stage, AYU)
    for day in (8, 9, 12, 15):
        stage.now = datetime(2027, 3, day, 4, 0, tzinfo=UTC)
        assert await look(stage) == 0
    stage.now = stage.house.region.calendar.next_open(stage.now)
    assert await look(stage) == 2
    assert "8–14 Mar 2027" in said(stage, AYU)[0]
