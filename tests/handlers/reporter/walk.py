"""What a reporter of a third language goes through, from the first screen to the erasure; see `test_third_language`."""

from __future__ import annotations

import re
from typing import Any, Final

from handlers import callbacks, casework, closing, idle, overdue, stay, summaries
from handlers.reporter import taps
from rules.draft import Slot
from rules.lifecycle import Actor, Moved, Step
from rules.updates import Choice
from storage import reports
from tests.handlers.reporter.phone import JAKARTA, TIBUBENENG, UBUD
from tests.handlers.reporter.reader import Reader
from tests.handlers.reporter.test_kinds import OTHER
from tests.pseudo import LOCALE

WORDS: Final = "4711"  # of a person: in no language
ANSWER: Final = "The lamp was replaced this morning."
# What ends the page it stands on: tapped by name, when its turn has come.
LEAVE: Final = (
    taps.SUBMIT, taps.DELETE, taps.OVER, taps.LANGUAGE, taps.DECLINE, taps.ERASE, f"{taps.PRIVACY}:withdraw",
    "r.mg:#:withdraw", "r.sv", "r.take",
)  # fmt: skip
COMMANDS: Final = (
    "/bantuan", "/bantuan cost", "/bantuan xyzzy", "/darurat", "/kontak", "/privasi", "/pengaturan", "/laporan",
    "/4711", "/status", "/status BDG-7K3Q-XM2", "/batal", "/cabut", "/bahasa", "1234567890123456", "thank you", "hello",
)  # fmt: skip


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
    for slot in Slot:
        row = await phone.draft()
        assert row is not None
        await phone.press(taps.edit(row.id or 0, slot))
        await phone.everywhere(LEAVE)
        await phone.say("31 February" if slot is Slot.WHEN else "xyzzy 4711 xyzzy")
        await phone.everywhere(LEAVE)
    await phone.file("document", size=90_000_000)
    for kind, content in OTHER.items():
        await phone.send(**{kind: content})
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
    newest = (await phone.reports())[0].id
    for parts in ((callbacks.STAY, newest), (callbacks.STAY, newest, "other"), (callbacks.STAY, newest, "home")):
        await phone.press(callbacks.pack(*parts))
    await phone.press(callbacks.pack(callbacks.MANAGE, newest, "withdraw"))
    await phone.press(callbacks.pack(callbacks.MUTE, newest, "on"))
    await phone.say("/pengaturan")
    await phone.press(callbacks.pack(callbacks.MUTE, newest, "off"))
    await phone.say("/laporan")
    await phone.everywhere(LEAVE)
    await phone.say(WORDS, to=phone.last.number)
    await phone.say("anonymous lamp 4711 does not work")
    await phone.file("voice")
    await phone.pin(TIBUBENENG)
    await phone.on(":identity")
    await phone.on(":anonymous")
    await phone.on(taps.NO_VOICES)
    await phone.on(taps.SUBMIT)
    await phone.on(taps.SUBMIT)
    await phone.everywhere(LEAVE)


async def handled(phone: Reader) -> None:
    """From the desk's first step to its answer, and what the reporter says to that."""
    await phone.press(callbacks.pack(callbacks.SETTINGS, Choice.AT_ONCE))
    await take(phone, Step.FORWARD, agency="dlhk")
    phone.later(hours=1)
    await take(phone, Step.RETURN, Actor.LIAISON, text=WORDS)
    phone.later(hours=1)
    await take(phone, Step.CATEGORISE, category="waste")
    await take(phone, Step.FORWARD, agency="dlhk")
    phone.later(hours=1)
    await take(phone, Step.TAKE, Actor.LIAISON)
    await tick(phone)
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
    await phone.press(callbacks.pack(callbacks.SETTINGS, Choice.DAILY))
    await take(phone, Step.REFER, at=1, referred_to=next(iter(phone.house.region.authorities)))


async def passed_on(giver: Reader, taker: Reader) -> None:
    """The secret number opens the report elsewhere, and the link that was shared leads to it."""
    found = "\n".join(shown.text for shown in giver.shown)
    await taker.say("/start")
    await taker.on(taps.AGREE)
    for wrong in ("1234567890123456", re.findall(r"\d{4}-\d{4}-\d{4}-\d{4}", found)[-1]):
        await taker.say(wrong)
        await taker.everywhere(LEAVE)
    await taker.say(WORDS)
    await taker.file("voice")
    for link in dict.fromkeys(re.findall(r"\?start=([\w-]+)", found)):
        await taker.say(f"/start {link}")
        await taker.everywhere(LEAVE)
    await taker.send(chat={"id": -9, "type": "group", "title": "G"}, text="/lapor")


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
