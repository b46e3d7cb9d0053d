"""A third language needs no code: the reporter's side is walked in one that nobody speaks (`tests.pseudo`)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher

from bot import menus
from handlers import callbacks, casework, closing, idle, overdue, reporter, stay, summaries
from handlers.house import House
from handlers.reporter import taps
from rules.lifecycle import Actor, Moved, Step
from storage import desk_chats, reports
from storage.fsm import SqlStorage
from storage.work import Storage
from tests import pseudo
from tests.handlers.reporter.phone import JAKARTA, TIBUBENENG, UBUD
from tests.handlers.reporter.reader import Reader
from tests.pseudo import CLOSE, LOCALE, OPEN, Strange

WORDS = "4711"  # of a person: in no language
ANSWER = "The lamp was replaced this morning."
# What ends the page it stands on: tapped by name, when its turn has come.
LEAVE = (
    taps.SUBMIT, taps.DELETE, taps.OVER, taps.LANGUAGE, taps.DECLINE, taps.ERASE, f"{taps.PRIVACY}:withdraw",
    "r.mg:#:withdraw", "r.sv", "r.take",
)  # fmt: skip
COMMANDS = (
    "/bantuan", "/bantuan cost", "/bantuan xyzzy", "/darurat", "/kontak", "/privasi", "/pengaturan", "/laporan",
    "/4711", "/status", "/status BDG-7K3Q-XM2", "/batal", "/cabut", "/bahasa", "1234567890123456", "thank you", "hello",
)  # fmt: skip
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
        storage, house, dispatcher, bot, now, words=(ANSWER, "xyzzy", "Emma"), street=street, **who
    )
    await bot.session.close()


async def take(phone: Reader, step: Step, actor: Actor = Actor.COORDINATOR, at: int = 0, **values: Any) -> None:
    """A step with the newest report, or the one before."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, (await phone.reports())[at].id or 0)
        assert found is not None
        outcome = await casework.take_step(work, phone.house, found, step, actor=actor, **values)
        assert isinstance(outcome, Moved), (step, outcome)
    await phone.deliver()


async def tick(phone: Reader, *looks: Any) -> None:
    """Rounds of the clock."""
    for look in looks:
        async with phone.storage.work(phone.now) as work:
            await look(work, phone.house)
        await phone.deliver()


async def greeting(phone: Reader) -> None:
    """The first screen, the choice of a language, a no and a yes."""
    await phone.say("/start")
    await phone.on(taps.CHOOSE)
    await phone.on(f"{taps.LANGUAGE}:{LOCALE}:question")
    await phone.on(taps.DECLINE)
    await phone.say(WORDS)
    await phone.on(taps.AGREE)
    await phone.say("/batal")
    await phone.on(taps.DELETE)


async def pages(phone: Reader) -> None:
    """Every command and what its buttons lead to."""
    for said in COMMANDS:
        await phone.say(said)
        await phone.everywhere(LEAVE)


async def draft(phone: Reader) -> None:
    """Every question, in every way it can be answered, and what cannot be one."""
    await phone.say("wifi 4711")
    await phone.say(WORDS)
    await phone.everywhere(LEAVE)
    for point in (UBUD, JAKARTA, TIBUBENENG):
        await phone.pin(point)
    await phone.file("sticker", type="regular", is_animated=False, is_video=False)
    for kind in ("animation", "voice", "video", "document", "video_note"):
        await phone.file(kind)
        await phone.everywhere(LEAVE)
    await phone.file("document", size=90_000_000)
    await phone.send(contact={"phone_number": "1", "first_name": WORDS})
    await phone.send(dice={"emoji": "🎲", "value": 1})
    phone.later(days=1, hours=1)
    await tick(phone, idle.remind)
    await phone.everywhere(LEAVE)
    phone.later(days=6)
    await tick(phone, idle.fade)
    await phone.say("/start")
    await phone.on(taps.OVER)


async def filed(phone: Reader) -> None:
    """A report, what can be done with it, and a second one, anonymous and of the same thing."""
    phone.looks = True
    await phone.say("lamp 4711 does not work")
    await phone.pin(TIBUBENENG)
    await phone.everywhere(LEAVE)
    await phone.on(taps.SUBMIT)
    await phone.everywhere(LEAVE)
    await phone.say("/laporan")
    await phone.everywhere(LEAVE)
    await phone.say(WORDS, to=phone.last.number)
    await phone.say("anonymous lamp 4711 does not work")
    await phone.file("voice")
    await phone.pin(TIBUBENENG)
    await phone.on(":identity")
    await phone.on(":anonymous")
    await phone.everywhere(LEAVE)
    await phone.on(taps.SUBMIT)
    await phone.on(taps.SUBMIT)
    await phone.everywhere(LEAVE)


async def handled(phone: Reader) -> None:
    """From the desk's first step to its answer, and what the reporter says to that."""
    await take(phone, Step.FORWARD, agency="dlhk")
    await take(phone, Step.TAKE, Actor.LIAISON)
    await take(phone, Step.ASK, Actor.LIAISON, text=WORDS)
    await phone.everywhere(LEAVE)
    await phone.say(WORDS, to=phone.last.number)
    await take(phone, Step.REPLY, Actor.LIAISON, text=ANSWER)
    await take(phone, Step.FINISH, Actor.LIAISON)
    phone.later(days=3)
    await tick(phone, closing.ask_again)
    for _ in range(3):
        await phone.on("r.sv")
        await phone.say(WORDS)
    await phone.everywhere(LEAVE)
    await take(phone, Step.REFER, at=1, referred_to=next(iter(phone.house.region.authorities)))


async def waited(phone: Reader) -> None:
    """What the clock has to say when nothing happens for long."""
    for _ in range(8):
        phone.later(days=9)
        await tick(phone, overdue.tell, overdue.point_on, summaries.look, stay.look, closing.close)
    await phone.say("/laporan")


async def handed(giver: Reader, taker: Reader) -> None:
    """A report goes into other hands, by its link."""
    await giver.press(callbacks.pack(callbacks.HAND_OVER, (await giver.reports())[0].id))
    await giver.on(":make")
    link = next(
        found[1] for shown in reversed(giver.shown) if (found := re.search(r"\?start=(h[\w-]{32})", shown.text))
    )
    await taker.say(f"/start {link}")
    await taker.on(taps.AGREE)
    await taker.on("r.take")
    await taker.say(f"/start {link}")


async def erased(phone: Reader) -> None:
    """The own data are corrected, the consent is withdrawn and given again, and everything goes."""
    await phone.say("/privasi")
    await phone.on(f"{taps.PRIVACY}:withdraw")
    await phone.on(f"{taps.PRIVACY}:withdrawn")
    await phone.say(WORDS)
    await phone.on(taps.AGREE)
    for way in ("later", "now"):
        await phone.say("/privasi")
        await phone.on(taps.ERASE)
        await phone.on(f"{taps.ERASE}:{taps.SURE}:{way}")
        await phone.on(f"{taps.ERASE}:{taps.MEANT}:{way}")
        if way == "later":
            await phone.on(f"{taps.ERASE}:{taps.STAY}")


async def test_everything_a_reporter_reads_is_in_their_language(
    phones: Callable[..., Reader], catalog: Strange
) -> None:
    """Nothing is shown that is not translated, cut off, too long for a phone, or put together from pieces."""
    emma, host = phones(), phones(who=502)
    for story in (greeting, pages, draft, filed, handled, waited):
        await story(emma)
    await handed(emma, host)
    await erased(host)

    assert set() == emma.faults | host.faults
    assert set() == {one for one in catalog.nested - SPANS if not _stands_alone(*one)}
    assert 0.5 < len(catalog.said) / len(pseudo.keys())


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
    """With three languages a page has one button for them; the chosen one says that page. A name can be typed, too."""
    phone = phones(language="zh-hans")
    await phone.say("/start")
    assert "I agree" in phone.buttons()
    await phone.on(taps.CHOOSE)
    assert ["Bahasa Indonesia", "English", pseudo.text("English")] == phone.buttons()
    assert "Choose a language.\nPilih bahasa.\n" in phone.text
    await phone.on(f"{taps.LANGUAGE}:{LOCALE}")
    assert pseudo.text("I agree") in phone.buttons()
    await phone.say("bahasa indonesia")

    assert "Setuju" in phone.buttons()
