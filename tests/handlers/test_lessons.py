"""Corrections at the desk teach what the next report is proposed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select

from handlers import casework, lessons
from handlers.house import Taught
from rules import category
from rules.access import Role
from rules.draft import Part
from rules.lifecycle import Actor, Step
from storage import reports, staff
from storage.tables import Correction, Report
from tests.handlers.stage import AYU, Stage

PUTU = 31
TEXT = "lampu jalan mati"


@pytest.fixture(autouse=True)
def forgetful(stage: Stage) -> Iterator[None]:
    """The house is shared by the tests; what it learns here is forgotten."""
    yield
    stage.house.taught.lessons, stage.house.taught.at = Taught().lessons, None


async def corrected(stage: Stage, who: int, chosen: str = "traffic_signal") -> Report:
    """A report that is about a street light by its words, to which somebody gives another category."""
    report = await stage.file(parts=(Part(1, TEXT),), category="street_light")
    async with stage.storage.work(stage.now) as work:
        person = await staff.by_telegram_id(work.session, who)
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.take_step(
            work, stage.house, found, Step.CATEGORISE, actor=Actor.COORDINATOR, staff=person, category=chosen
        )
    return report


async def likeliest(stage: Stage) -> str:
    """What such a text is proposed now."""
    async with stage.storage.read() as session:
        await lessons.recall(session, stage.house)
    return category.guess(TEXT, stage.house.region, lessons=stage.house.taught.lessons)[0].category


async def test_several_reports_and_operators_change_the_proposal(stage: Stage) -> None:
    """One operator alone teaches nothing, however often; with a second one, what they agree on does."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, PUTU, "Putu", Role.COORDINATOR)
    first = await corrected(stage, AYU)
    for _ in range(5):
        stage.later(minutes=1)
        await stage.step(first, Step.CATEGORISE, Actor.COORDINATOR, category="street_light")
        await stage.step(first, Step.CATEGORISE, Actor.COORDINATOR, category="traffic_signal")
    assert await likeliest(stage) == "street_light"
    await corrected(stage, AYU)
    await corrected(stage, AYU)
    stage.later(minutes=1)
    await corrected(stage, AYU)
    assert await likeliest(stage) == "street_light"

    stage.later(minutes=1)
    await corrected(stage, PUTU)

    assert await likeliest(stage) == "traffic_signal"
    async with stage.storage.read() as session:
        assert await lessons.recall(session, stage.house) == 0


async def test_what_is_forwarded_as_it_was_proposed_weighs_against_it(stage: Stage) -> None:
    """Three corrections among many reports that were right are no lesson."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, PUTU, "Putu", Role.COORDINATOR)
    for _ in range(3):
        right = await stage.file(parts=(Part(1, TEXT),), category="street_light")
        await stage.desk_takes(right, Step.FORWARD, agency="dishub")
    for who in (AYU, AYU, PUTU):
        await corrected(stage, who)

    assert await likeliest(stage) == "street_light"


async def test_nothing_of_a_report_is_kept_but_the_profiles_words(stage: Stage) -> None:
    """Names, numbers and other words of the text are in no row."""
    report = await stage.file(
        parts=(Part(1, "Saya Nyoman Sukarta, 081234567890, lampu jalan mati di depan rumah"),), category="street_light"
    )
    await stage.desk_takes(report, Step.CATEGORISE, category="traffic_signal")

    async with stage.storage.read() as session:
        rows = (await session.exec(select(Correction))).all()
    phrases = {row.phrase for row in rows}
    assert "lampu jalan mati" in phrases
    assert phrases <= set(category.words_of("lampu jalan mati di depan rumah", stage.house.region))
