"""Desks at which announcements are written."""

from __future__ import annotations

import pytest

from rules.access import Role
from storage import staff
from tests.handlers.desk.announcer import PUTU, SRI, people
from tests.handlers.stage import Stage


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """Two residents and a tourist, who filed something; a second coordinator, who reads English."""
    await people(stage, 2, "id", first=600, district="Kuta", village="51.03.01.1004", category="roads", agency="pupr")
    await people(stage, 1, "en", first=700, district="Kuta Utara", village="51.03.06.2004", category="waste")
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, SRI, "Sri", Role.COORDINATOR, language="en")
    return stage


@pytest.fixture
async def many(desk: Stage) -> Stage:
    """So many people that one coordinator alone may not write to them; a leader."""
    await people(desk, 100, "id", first=1000)
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, PUTU, "Putu", Role.LEADER)
    return desk
