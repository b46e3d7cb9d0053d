"""With text alone: each page ends in what it asks, and the words of each of its buttons do what a tap does."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from handlers.reporter import pages
from handlers.screens import Button, Does
from storage import reporters
from tests.handlers.reporter.held import Held
from tests.handlers.reporter.stations import ASKING, TELLING, Atlas, World, go

DO: Final = "tulis kirim tekan pilih balas lanjutkan tambahkan jawab press write send choose reply answer"
ASKS: Final = re.compile(rf"\?|请|\b(?:just go on|just add|{'|'.join(DO.split())})\b", re.IGNORECASE)
OF_ITS_OWN = {"guest.page"}  # where a report stands: asks nothing
ELSEWHERE = {
    "guest.page",
    "guest.words",
    "recordings.held",
    "words.asked",
}  # made in other rooms than that of the pages
MADE_UP = re.compile(r"\b[A-Z0-9]{3,5}(?:-[A-Z0-9]{3,5})+\b|start=\S+")  # drawn anew each time


@pytest.fixture
def world(phones: Any) -> World:
    """Somebody, and a neighbour."""
    return World(phones(who=501, looks=True), phones(who=502, name="Made", language="id", looks=True))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are made while a test runs, by their names."""
    names: list[str] = []

    def told(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def page(*args: Any, **more: Any) -> Any:
            names.append(name)
            return make(*args, **more)

        return page

    for found in pkgutil.iter_modules(pages.__path__):
        module = importlib.import_module(f"handlers.reporter.pages.{found.name}")
        for name, one in list(vars(module).items()):
            if inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_"):
                monkeypatch.setattr(module, name, told(f"{found.name}.{name}", one))
    for slot, make in pages._QUESTIONS.items():
        name = f"{make.__module__.rpartition('.')[2]}.{make.__name__}"
        monkeypatch.setitem(pages._QUESTIONS, slot, told(name, make))
    return names


async def test_every_page_ends_in_its_question(
    world: World, database: sqlite3.Connection, atlas: Atlas, made: list[str]
) -> None:
    """The way leads to the page that it says. A screen reader has read the facts when it comes to the question."""
    wrong = []
    for language in ("id", "en"):
        world.me.language = language
        for name, way in (ASKING | TELLING).items():
            await atlas.go(world, way[:-1], database)
            made.clear()
            await go(world, way[-1:])
            page, last = name.partition(",")[0], world.me.text.rstrip().rsplit("\n", maxsplit=1)[-1]
            if page not in made and page not in ELSEWHERE:
                wrong.append(f"{name} [{language}] is not where its way leads: {world.me.text}")
            if name in ASKING and name not in OF_ITS_OWN and not ASKS.search(last):
                wrong.append(f"{name} [{language}] ends in: {last}")
    assert not wrong, "\n".join(wrong)


async def test_words_do_what_a_tap_does(world: World, database: sqlite3.Connection, atlas: Atlas) -> None:
    """Every button of every page, typed; those that stand on several pages on the first of them."""
    wrong, known = [], set()
    for number, (name, way) in enumerate((ASKING | TELLING).items()):
        world.me.language = ("id", "en")[number % 2]
        await atlas.go(world, way, database)
        for button in _buttons(world):
            meant = re.sub(r"\d+|[0-9a-f]{8,}", "", button.value)
            if meant in known:
                continue
            known.add(meant)
            await atlas.go(world, way, database)
            tapped = await _outcome(world, world.me.press(button.value, world.me.last.number))
            await atlas.go(world, way, database)
            typed = await _outcome(world, world.me.say(button.text))
            if typed != tapped:
                wrong.append(f"{name}: {button.text} ({button.value})\n  tapped: {tapped}\n  typed: {typed}")
    assert len(known) > 100
    assert not wrong, "\n".join(wrong)


def _buttons(world: World) -> list[Button]:
    return [button for row in world.me.last.screen.buttons for button in row if button.does is Does.CALL]


async def _outcome(world: World, action: Awaitable[Any]) -> tuple[Held, str, set[str]]:
    """What is kept, in which language, and all that is said, in passing too, without what is drawn anew each time."""
    me = world.me
    before = {shown.number: shown.screen for shown in me.shown}
    await action
    async with me.storage.read() as session:
        person = await reporters.by_telegram_id(session, me.who)
    new = [shown for shown in me.shown if before.get(shown.number) != shown.screen] or [me.last]
    fillers = {me.house.catalog.say(me.language, f"step.{key}") for key in ("on", "below", "end")} | {""}
    said = {part for text in (*(shown.text for shown in new), me.toast) for part in text.split("\n\n")} - fillers
    return await Held.of(me), person.language if person else "", {MADE_UP.sub("#", part) for part in said}
