"""Whatever kind of message comes at whichever question: an answer that helps, nothing lost, and the report is filed."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from aiogram.fsm.state import State, StatesGroup

from handlers import reporter as room
from handlers.reporter import pages
from handlers.screens import Button
from rules import draft as rules
from rules import tongue
from rules.draft import Slot
from rules.tongue import Fit
from storage import drafts
from tests.handlers.reporter.held import Held
from tests.handlers.reporter.phone import TIBUBENENG, Phone, Shown
from tests.handlers.reporter.stations import ASKING, BESIDE, STORY, TELLING, Atlas, World
from tests.handlers.reporter.test_kinds import OTHER, PERSON

POINT = {"latitude": TIBUBENENG[0], "longitude": TIBUBENENG[1]}
BOT = {"id": 77, "is_bot": True, "first_name": "gif", "username": "gif"}
MORE = {"id": "Sudah tiga hari begini, mohon diperiksa", "en": "It has been like this for three days, please check"}
PICTURE = {"file_name": "IMG_1.jpg", "mime_type": "image/jpeg"}

Send = Callable[[Phone], Awaitable[Any]]
Place = tuple[object, ...]


def _text(words: str, **content: Any) -> Send:
    return lambda phone: phone.say(words, **content)


def _file(kind: str, **fields: Any) -> Send:
    return lambda phone: phone.file(kind, **fields)


def _other(kind: str) -> Send:
    return lambda phone: phone.send(**{kind: OTHER[kind]})


async def _album(phone: Phone) -> None:
    await phone.photo(media_group_id=f"album{phone.number}")
    await phone.photo(media_group_id=f"album{phone.number - 2}")
    phone.later(seconds=3)
    await phone.deliver()


async def _moves(phone: Phone) -> None:
    number = await phone.pin(TIBUBENENG, live=900)
    await phone.edit(number, location={**POINT, "latitude": POINT["latitude"] + 0.0001})


async def _edited_caption(phone: Phone) -> None:
    number = await phone.photo(MORE[phone.language], name="edited")
    await phone.edit(number, caption=f"{MORE[phone.language]}!", photo=[])


async def _edited(phone: Phone) -> None:
    number = await phone.say(MORE[phone.language])
    await phone.edit(number, text=f"{MORE[phone.language]}!")


async def _stale(phone: Phone) -> None:
    """The first button that was ever shown in the chat."""
    shown = next((one for one in phone.shown if one.screen.buttons), None)
    await phone.press(shown.screen.buttons[0][0].value if shown else "r.m:7:skip:what", shown.number if shown else 1)


KINDS: Final[dict[str, Send]] = {
    "text": lambda phone: phone.say(MORE[phone.language]),
    "very long text": lambda phone: phone.say(f"{MORE[phone.language]}. " * 80),
    "longest text": lambda phone: phone.say("wah " * 1024),
    "command": _text("/status"),
    "unknown command": _text("/nonsense"),
    "emoji only": _text("😡😡"),
    "number": _text("99"),
    "forwarded": lambda phone: phone.say(
        MORE[phone.language], forward_origin={"type": "user", "date": 1, "sender_user": PERSON}
    ),
    "reply to an old message": lambda phone: phone.say(MORE[phone.language], to=phone.shown[0].number),
    "via a bot": lambda phone: phone.say(MORE[phone.language], via_bot=BOT),
    "edited message": _edited,
    "edited caption": _edited_caption,
    "edit of something else": lambda phone: phone.edit(9, text="Something else"),
    "photo": lambda phone: phone.photo(),
    "photo with a caption": lambda phone: phone.photo(MORE[phone.language]),
    "photo as a file": _file("document", **PICTURE),
    "album": _album,
    "voice": _file("voice"),
    "audio": _file("audio"),
    "video": _file("video"),
    "round video": _file("video_note"),
    "document": _file("document"),
    "too large a file": _file("document", size=90_000_000),
    "location": lambda phone: phone.pin(TIBUBENENG),
    "live location": _moves,
    "venue": lambda phone: phone.send(venue={"location": POINT, "title": "Finns", "address": "Berawa"}, location=POINT),
    "own contact": lambda phone: phone.send(contact={"phone_number": "1", "first_name": "A", "user_id": phone.who}),
    "unsupported": lambda phone: phone.send(),
    "stale button": _stale,
    "forged button": lambda phone: phone.press("r.m:99999999999999999999:submit:x:y", phone.last.number),
    "button of a deleted message": lambda phone: phone.press("r.page:help", accessible=False),
    **{kind: _other(kind) for kind in OTHER},
}
# An edit of what is no part of anything is passed over (handlers/reporter/edits.py).
# The states of the conversation, and the page at which each is.
STATES: Final = {
    "Adding:message": "filed.ask_addition",
    "Correcting:name": "privacy.ask_name",
    "Rating:word": "survey.word",
    "Staying:day": "stay.other",
    "Visiting:open": "guest.page",
    "Visiting:words": "guest.words",
}
APART: Final = 6
# Done with like one of the others: a text, a file, a place, a message that cannot be read, a button of the past.
ALIKE: Final = [
    "longest text", "forwarded", "reply to an old message", "via a bot", "unknown command", "audio", "video",
    "document", "too large a file", "venue", "own contact", "unsupported", "forged button", "edit of something else",
    *list(OTHER)[2:],
]  # fmt: skip
# Pages that are left by whatever is sent: nothing is awaited there; or that only show an open question otherwise.
PASSING: Final = {"manage", "naming", "handover", "settings", "privacy", "erasure", "guide", "stay", "words", "sharing"}
OTHERWISE: Final = {
    "category.common", "category.groups", "category.group", "category.page, again", "when.other_day", "summary.menu",
    "summary.cancel", "summary.page, rude", "what.page, rude", "evidence.page, with a file", "neighbours.page, mine",
    "summary.reminder", "survey.question", "survey.stars", "recordings.held", "consent.page, with a draft",
}  # fmt: skip
SILENT: Final = {"edit of something else"}
REPLACES: Final = {"location", "live location", "venue"}  # sent at any time, they say where it is


def test_every_page_and_state_has_a_way() -> None:
    """A page, a state of the conversation or a question of the draft that nobody has thought of fails this."""
    every, states = set(), set()
    for found in pkgutil.iter_modules(pages.__path__):
        module = importlib.import_module(f"handlers.reporter.pages.{found.name}")
        every |= {
            f"{found.name}.{name}"
            for name, one in vars(module).items()
            if inspect.isfunction(one)
            and one.__module__ == module.__name__
            and not name.startswith("_")
            and one.__annotations__.get("return") == "Screen"
        }
    for found in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"handlers.reporter.{found.name}")
        for group in vars(module).values():
            if isinstance(group, type) and issubclass(group, StatesGroup) and group is not StatesGroup:
                states |= {state.state for state in vars(group).values() if isinstance(state, State)}
    known = {name.split(",")[0] for name in (*ASKING, *TELLING)}

    assert every - BESIDE <= known
    assert {*Slot} == set(pages._QUESTIONS)
    assert states == set(STATES)
    assert len(KINDS) - len(ALIKE) + len(ALIKE) // APART >= 20


@pytest.fixture(scope="module")
def leading() -> set[Place]:
    """The places from which a report was filed, for all tests of this file."""
    return set()


@pytest.mark.parametrize("room", list(dict.fromkeys(name.partition(".")[0] for name in ASKING)))
async def test_any_kind_at_any_question(
    phones: Any, database: sqlite3.Connection, atlas: Atlas, leading: set[Place], room: str
) -> None:
    """It is answered in the person's language, the answer helps, nothing is lost, and a report is filed in the end."""
    me, other = phones(who=501, looks=True), phones(who=502, name="Made", language="id", looks=True)
    world, wrong = World(me, other), []
    for turn, name in enumerate(ASKING):
        if name.partition(".")[0] != room:
            continue
        for number, kind in enumerate(_kinds(name, turn)):
            me.language = ("id", "en")[(number + turn) % 2]
            await atlas.go(world, ASKING[name], database)
            case = Case(me, kind, await atlas.held(world, ASKING[name]))
            await case.send()
            wrong += [f"{kind} at {name} [{me.language}]: {why}" for why in case.complaints()]
            if not await is_filed(me, case.has, leading):
                wrong.append(f"{kind} at {name} [{me.language}]: stuck at {me.text}")
    assert not wrong, "\n".join(wrong)


def _kinds(name: str, turn: int) -> list[str]:
    """All kinds that differ by what is done with them, and some of those that are like them in turn; on a page where
    it makes no difference, some of all in turn."""
    kinds = [kind for kind in KINDS if kind not in ALIKE] + ALIKE[turn % APART :: APART]
    passing = name.partition(".")[0] in PASSING or name in OTHERWISE
    return kinds[turn % APART :: APART] if passing and name not in STATES.values() else kinds


class Case:
    """One message of a kind at one question: what there was before, and what is said."""

    def __init__(self, phone: Phone, kind: str, had: Held) -> None:
        self.phone, self.kind, self.had, self.has = phone, kind, had, Held()
        self.before = {shown.number: shown.screen for shown in phone.shown}

    async def send(self) -> None:
        """Send it, and see what comes."""
        await KINDS[self.kind](self.phone)
        self.has = await Held.of(self.phone)

    @property
    def new(self) -> list[Shown]:
        """What was said or changed."""
        return [shown for shown in self.phone.shown if self.before.get(shown.number) != shown.screen]

    def complaints(self) -> list[str]:
        """What is wrong with it."""
        new, language = self.new, self.phone.language
        if not new:
            silent = self.kind in SILENT and not self.had.draft_id
            return [] if silent or self.phone.toast else ["nothing was said"]
        wrong = [
            f"not in their language: {shown.text}"
            for shown in new
            if len(shown.text) >= 40 and tongue.fits(shown.text, language) is Fit.NO
        ]
        if not helps(new[-1]):
            wrong.append(f"says not what to do: {new[-1].text}")
        return wrong + self.had.lost_in(self.has, {Slot.WHERE} if self.kind in REPLACES else ())


def place_of(phone: Phone, held: Held) -> Place:
    """Where the person stands: from the same place the same way leads on, whatever was said to get there."""
    limits = phone.house.region.limits
    filled = tuple(slot for slot in Slot if rules.is_filled(held.draft, slot, limits))
    buttons = tuple(re.sub(r"\d+|[0-9a-f]{8,}", "", button.value) for button in _buttons(phone.last))
    return (
        held.state,
        bool(held.draft_id),
        held.question,
        held.draft.editing,
        filled,
        buttons,
        phone.keyboard is not None,
    )


def helps(shown: Shown) -> bool:
    """Whether a message leads on: by buttons or keys, a command, a question, or what to write or send."""
    if shown.screen.buttons or shown.screen.keys or "?" in shown.text:
        return True
    return bool(DO.search(shown.text))


DO: Final = re.compile(
    r"/[a-z]+|\b(?:tulis|kirim|tekan|pilih|balas|lanjutkan|press|write|send|choose|reply|go on)\b",
    re.IGNORECASE,
)


async def is_filed(phone: Phone, held: Held, leading: set[Place]) -> bool:
    """Answer what is asked, as anybody would, until there is one more report, or a place from which there was one."""
    had, trail = held.reports, set()
    for step in range(12):
        place = place_of(phone, held)
        if held.reports > had or place in leading:
            leading |= trail
            return True
        trail.add(place)
        phone.later(seconds=20)  # nobody is so fast that they are slowed down
        await (_answer(phone) if step or held.draft_id else phone.say("/lapor"))
        held = await Held.of(phone)
    return False


async def _answer(phone: Phone) -> None:
    row = await phone.draft()
    steps = ("r.agree:", ":submit:", ":resume:", ":keep:", ":on:", "evidence:done", "r.a:", ":skip:")
    every = [button.value for button in _buttons(phone.last)]
    found = next((value for part in steps for value in every if part in value), None)
    question = rules.next_question(drafts.load(row), phone.house.region.limits) if row else Slot.WHAT
    if question is Slot.WHAT and not any(value.startswith("r.agree:") for value in every):
        await phone.say(f"{STORY[phone.language]}!")
    elif found is not None:
        await phone.press(found, phone.last.number)
    elif phone.keyboard is not None:
        await phone.say("Kuta")
    else:
        await phone.say("/lapor")


def _buttons(shown: Shown) -> list[Button]:
    return [button for row in shown.screen.buttons for button in row]
