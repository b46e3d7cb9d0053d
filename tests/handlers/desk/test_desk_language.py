"""The desk in two languages: a private chat is in its operator's, a card in its group's, a toast in its presser's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from locales.catalog import Catalog
from rules.access import Role
from rules.lifecycle import Step
from storage import desk_chats, staff
from tests.handlers.stage import COORDINATORS, DLHK, labels

if TYPE_CHECKING:
    from tests.handlers.stage import Stage

KOMANG = 16
MARK = {"id": "⟦id⟧", "en": "⟦en⟧"}
_EACH_OWN = {"desk.language.own"}  # each language names itself
MOST = 150  # buttons that are pressed


class Marked(Catalog):
    """Says in which language it speaks, in front of each text of the desk."""

    def say(self, locale: str, key: str, **fields: object) -> str:
        """The text with its mark."""
        return f"{self._mark(locale, key)}{super().say(locale, key, **fields)}"

    def count(self, locale: str, key: str, number: int, **fields: object) -> str:
        """The text for a number with its mark."""
        return f"{self._mark(locale, key)}{super().count(locale, key, number, **fields)}"

    def _mark(self, locale: str, key: str) -> str:
        return MARK[locale] if key.startswith("desk.") and key not in _EACH_OWN else ""


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """Komang reads English, coordinates and runs the team; the groups are Indonesian; a report lies with DLHK."""
    stage.house = replace(stage.house, catalog=Marked.load())
    stage.application.bot_data["house"] = stage.house
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, KOMANG, "Komang", Role.COORDINATOR, language="en", admin=True)
        await desk_chats.bind(work, COORDINATORS, None, "id")
    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    return stage


def said(stage: Stage, chat: int) -> str:
    """All that stands in a chat, with the words on its buttons."""
    return "\n".join(f"{one.screen.text} {labels(one.screen)}" for one in stage.seen(chat))


def _buttons(stage: Stage, chat: int) -> list[tuple[int, str]]:
    return [
        (shown.message_id, button.value)
        for shown in stage.seen(chat)
        for row in shown.screen.buttons
        for button in row
        if button.value.startswith("d.")
    ]


async def test_all_that_an_operator_reads_in_private_is_in_their_language(desk: Stage) -> None:
    """Every command, and every button that comes up, one after the other; and what each press says."""
    from handlers import desk as room

    report = await desk.file()
    await desk.deliver()
    for names in room.COMMANDS.values():
        for words in ("", f" {report.code}"):
            await desk.write(KOMANG, KOMANG, f"/{names[0]}{words}")
    await desk.write(KOMANG, KOMANG, "What is this?")
    await desk.write(KOMANG, KOMANG, "Our crew has cleaned the beach.", to=desk.card(KOMANG).message_id)

    pressed: set[str] = set()
    while len(pressed) < MOST:
        fresh = [(number, data) for number, data in _buttons(desk, KOMANG) if data not in pressed]
        fresh = [(number, data) for number, data in fresh if not data.startswith(("d.lang", "d.tm:xx", "d.tm:set"))]
        if not fresh:
            break
        number, data = fresh[0]
        pressed.add(data)
        toast: Any = await desk.tap(KOMANG, KOMANG, number, data)
        assert MARK["id"] not in toast, data
        assert MARK["id"] not in said(desk, KOMANG), data

    assert len(pressed) > 50
    assert MARK["en"] in said(desk, KOMANG)


async def test_a_card_is_in_its_groups_language_and_a_toast_in_the_pressers(desk: Stage) -> None:
    """Whoever presses."""
    toast = await desk.press(KOMANG, DLHK, "Bukan wewenang")
    card = desk.card(DLHK).screen

    assert MARK["id"] in card.text
    assert MARK["en"] not in f"{card.text} {labels(card)}"
    assert MARK["id"] not in toast
    assert MARK["en"] in await desk.tap(KOMANG, DLHK, 1, "d.do:999:take:0000")
