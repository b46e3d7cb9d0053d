"""A third language needs no code: the reporter's side is walked in one that nobody speaks (`tests.pseudo`)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher

from bot import menus
from handlers import reporter
from handlers.house import House
from handlers.reporter import taps
from storage import desk_chats
from storage.fsm import SqlStorage
from storage.work import Storage
from tests import pseudo
from tests.handlers.reporter import walk
from tests.handlers.reporter.reader import Reader
from tests.pseudo import CLOSE, LOCALE, OPEN, Strange

# How long something is kept: said by one text in the sentences of others.
SPANS = {("consent.text", "kept_for"), ("privacy.terms", "files"), ("privacy.terms", "name"), ("privacy.terms", "text"),
         ("faq.data.a", "kept"), ("erase.stays", "text")}  # fmt: skip


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Strange:
    """Our languages, and the strange one."""
    return Strange.of(tmp_path_factory.mktemp("locales"))


@pytest.fixture
async def phones(storage: Storage, catalog: Strange, now: datetime) -> AsyncIterator[Callable[..., Reader]]:
    """Hands out phones of one house whose region has names in that language."""
    house = House(pseudo.region_of("badung"), catalog, "lapor_badung_bot", "meja_badung_bot")
    bot, dispatcher = Bot("42:TEST"), Dispatcher(storage=SqlStorage())
    dispatcher.include_router(reporter.router())
    async with storage.work(now) as work:
        await desk_chats.bind(work, -1001, None)
    street: dict[int, Any] = {}
    yield lambda **who: Reader(
        storage, house, dispatcher, bot, now, words=(walk.ANSWER, "xyzzy", "Emma"), street=street, **who
    )
    await bot.session.close()


async def test_everything_a_reporter_reads_is_in_their_language(
    phones: Callable[..., Reader], catalog: Strange
) -> None:
    """Nothing is shown that is not translated, cut off, too long for a phone, or put together from pieces."""
    emma, host, guest = phones(), phones(who=502), phones(who=503)
    for story in (walk.greeting, walk.pages, walk.draft, walk.filed):
        await story(emma)
    await walk.passed_on(emma, guest)
    await walk.handled(emma)
    await walk.waited(emma)
    await walk.handed(emma, host)
    await walk.erased(host)

    assert set() == emma.faults | host.faults | guest.faults
    assert set() == {one for one in catalog.nested - SPANS if not _stands_alone(*one)}
    assert 0.6 < len(catalog.said) / len(pseudo.keys())


def _stands_alone(key: str, name: str) -> bool:
    """Whether a text may be put into this field: it has a line of its own, or an entry of a list."""
    english = pseudo.english(key)
    found = [re.search(rf"([^\n]*)\{{{name}\}}([^\n]*)", re.sub(r"<[^>]*>", "", form)) for form in english]
    return all(
        one is None or (re.fullmatch(r"\W*|.*[:(·]\W*", one[1]) and re.fullmatch(r"\W*|\s*[.)·;].*", one[2]))
        for one in found
    )


async def test_telegram_shows_the_bot_in_that_language(catalog: Strange) -> None:
    """Commands and descriptions are set for it, none longer than Telegram takes."""
    told: list[dict[str, Any]] = []

    class Told:
        async def call(self, method: str, **params: Any) -> None:
            told.append(params)

    await menus.publish(Told(), "public", catalog, pseudo.region_of("badung").title)  # type: ignore[arg-type]
    mine = {name: value for params in told if params["language_code"] == LOCALE for name, value in params.items()}

    assert ["report", "mine", "status"] == [one["command"] for one in mine["commands"]][:3]
    assert all(OPEN == one["description"][0] and len(one["description"]) <= 256 for one in mine["commands"])
    assert (OPEN, CLOSE) == (mine["short_description"][0], mine["short_description"][-1])
    assert (len(mine["short_description"]) <= 120, len(mine["description"]) <= 512) == (True, True)


async def test_the_choice_of_a_language_leads_back(phones: Callable[..., Reader]) -> None:
    """With many languages a page has one button for them; the chosen one says that page. A name can be typed, too."""
    phone = phones(language="nl")
    await phone.say("/start")
    assert "I agree" in phone.buttons()
    await phone.on(taps.CHOOSE)
    assert ["Bahasa Indonesia", "English", pseudo.text("English"), "中文"] == phone.buttons()
    assert "Choose a language.\nPilih bahasa.\n" in phone.text
    await phone.on(f"{taps.LANGUAGE}:{LOCALE}")
    assert pseudo.text("I agree") in phone.buttons()
    await phone.say("bahasa indonesia")

    assert "Setuju" in phone.buttons()
