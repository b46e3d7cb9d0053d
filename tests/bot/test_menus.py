"""What Telegram shows of the bots is set for every language whose readers we know."""

from __future__ import annotations

from typing import Any

import pytest

from bot import menus
from bot.telegram import ApiError
from locales.catalog import Catalog
from rules.region import Names

TITLE = Names("Kabupaten Badung", "Badung Regency")


class Told:
    """Stands for a bot's API: it remembers what it was told, or refuses."""

    def __init__(self, refuses: bool = False) -> None:
        self.refuses = refuses
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def call(self, method: str, **params: Any) -> None:
        """One call."""
        self.calls.append((method, params))
        if self.refuses:
            raise ApiError(400, "Bad Request")

    def first_commands(self) -> dict[str, str]:
        """The first command of each language's menu."""
        return {
            params["language_code"]: params["commands"][0]["command"]
            for method, params in self.calls
            if method == "setMyCommands"
        }


@pytest.mark.parametrize(
    ("bot", "expected"),
    [
        ("public", {"id": "lapor", "ms": "lapor", "jv": "lapor", "": "report", "zh": "report"}),
        ("desk", {"id": "antrean", "": "queue"}),
    ],
)
async def test_menus_reach_the_languages_of_their_readers(bot: str, expected: dict[str, str]) -> None:
    """Indonesian for Malay and Javanese accounts of the public bot, English for everybody else."""
    told = Told()
    await menus.publish(told, bot, Catalog.load(), TITLE)  # type: ignore[arg-type]  # all it needs of an Api

    assert expected == told.first_commands()
    assert 3 * len(expected) == len(told.calls)


async def test_a_bot_without_a_menu_still_works() -> None:
    """A refusal is logged, and the rest is told all the same."""
    told = Told(refuses=True)
    await menus.publish(told, "public", Catalog.load(), TITLE)  # type: ignore[arg-type]  # all it needs of an Api

    assert 15 == len(told.calls)
