"""Statistics and exports through the whole program: asked for by tapping, made in another process, on the phone."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from filing import ENGLISH, file_report

pytestmark = pytest.mark.acceptance


async def files_of(phone: Any, count: int) -> list[Any]:
    """The phone's messages that are no words, once there are so many."""
    async with asyncio.timeout(90):
        while True:
            found = [one for one in await phone.messages() if one.is_bot and one.kind]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.2)


async def test_figures_pictures_and_a_sheet(town: Any) -> None:
    """The figures at once, then the pictures; the sheet as a document; each recorded, and nothing waits or failed."""
    await town.open()
    await file_report(town, ENGLISH)
    phone = town.sandbox.phone(town.operator, town.desk)
    await phone.start()
    await phone.say("/statistik")
    await phone.tap(re.compile("7 hari"), within=15)
    await phone.sees(re.compile("Masuk: 1 laporan"), within=15, ever=True)
    pictures = await files_of(phone, 2)
    assert {one.kind for one in pictures} == {"photo"}

    await phone.say("/ekspor")
    await phone.tap(re.compile("Buat berkas"), within=15)
    await phone.sees(re.compile("1 laporan, .*, tanpa data pribadi"), within=90, ever=True)
    assert (await files_of(phone, len(pictures) + 1))[-1].kind == "document"

    asked = town.kanal.rows("SELECT sort, state, rows, personal FROM export ORDER BY id")
    assert asked == [("pictures", "made", 1, 0), ("xlsx", "made", 1, 0)]
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown', 'waiting')")
    assert 0 == await town.kanal.stop()
