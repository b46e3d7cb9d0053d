"""`kill -9` at any moment: no report lost, none filed twice, every receipt arrives.

`KILLS=50 REPORTERS=200` in the environment makes it the long run of before a release.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
from collections import Counter
from typing import Any

import pytest
from filing import BERAWA, CODE

pytestmark = pytest.mark.acceptance
REPORTERS = int(os.environ.get("REPORTERS", "24"))
KILLS = int(os.environ.get("KILLS", "6"))
SPACING = 3 * KILLS / REPORTERS if KILLS > 6 else 0.0  # seconds: a long run has people coming all the time
PATIENCE = 60 + 2 * KILLS


async def _file(town: Any, number: int) -> str:
    """One stubborn reporter: does the next thing the screen asks for, however long the answer takes."""
    await asyncio.sleep(number * SPACING)
    phone = town.phone(f"Reporter {number}", "en")
    await phone.photo("rubbish", f"Garbage at corner number {number}, nobody collects it")
    await phone.tap(re.compile("agree", re.IGNORECASE), within=PATIENCE)
    await phone.sees(re.compile("here|where", re.IGNORECASE), within=PATIENCE)
    await phone.pin(*BERAWA)
    await phone.tap("Submit report", within=PATIENCE)
    shown = str(await phone.sees(re.compile(f"{CODE.pattern}|No, file mine"), within=PATIENCE))
    if CODE.search(shown) is None:  # somebody else has reported the same already
        await phone.tap("No, file mine", within=PATIENCE)
    found = CODE.search(str(await phone.sees(CODE, within=PATIENCE)))
    assert found
    return found[0]


@pytest.mark.timeout(300 + 30 * KILLS)
async def test_a_killed_process_loses_nothing(town: Any) -> None:
    """Kills at random moments: each report is in the database once, each receipt reached its reporter's phone."""
    await town.open()
    chance = random.Random(20261123)
    filing = [asyncio.create_task(_file(town, number)) for number in range(REPORTERS)]

    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.05, 1.5))
        await town.kanal.kill()
        await town.kanal.start()
    codes = await asyncio.gather(*filing)

    filed = [row[0] for row in town.kanal.rows("SELECT code FROM report")]
    assert sorted(codes) == sorted(filed)
    assert REPORTERS == len(set(codes))
    owners = Counter(row[0] for row in town.kanal.rows("SELECT reporter_id FROM report"))
    assert {1} == set(owners.values())
