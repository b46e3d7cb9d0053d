"""The measure of the intake: from a fresh account to the code of a filed report in five messages and taps."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import Any

import pytest
from filing import CODE

pytestmark = pytest.mark.acceptance
MOST = 5
MADE = ("Made", "id", "Sampah menumpuk di Pantai Berawa sejak kemarin, baunya menyengat", "Setuju", "Kirim laporan")
EMMA = ("Emma", "en", "The street lights in Seminyak have been out for three days", "I agree", "Submit report")
OWN = re.compile("Bukan, kirim sendiri|No, file mine")
ASKED = re.compile("Apa yang terjadi|What happened")


class Thumb:
    """Counts what a person does."""

    def __init__(self) -> None:
        self.actions = 0

    async def does(self, action: Awaitable[Any]) -> None:
        """One message or one tap."""
        self.actions += 1
        await action


async def test_five_messages_and_taps_are_enough(town: Any) -> None:
    """A resident and a tourist, beginning with the report itself or with /start: all that is asked, to the code."""
    await town.open()
    for number, (name, language, story, agree, submit) in enumerate((MADE, EMMA, MADE, EMMA)):
        phone, thumb, begins = town.phone(f"{name}{number}", language), Thumb(), number >= 2
        await thumb.does(phone.start() if begins else phone.say(story))
        await thumb.does(phone.tap(agree))
        if begins:
            await phone.sees(ASKED)
            await thumb.does(phone.say(story))
        await phone.sees(submit)
        await thumb.does(phone.tap(submit))
        receipt = await phone.sees(re.compile(f"{CODE.pattern}|{OWN.pattern}"), within=10)
        if not CODE.search(str(receipt)):  # another of these four has reported the same
            await thumb.does(phone.tap(OWN))
            await phone.sees(CODE, within=10)

        assert thumb.actions <= MOST

    found = town.kanal.rows("SELECT language, place_name FROM report ORDER BY id")
    assert [("id", "Tibubeneng"), ("en", "Seminyak")] * 2 == found
    assert 0 == await town.kanal.stop()
