"""Every page of the public bot, and how somebody comes there who only writes: words of buttons, numbers, stories."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from handlers import casework
from rules.delivery import Kind
from rules.lifecycle import Actor, Moved, Step
from storage import outbox, reports
from tests.handlers.reporter.held import Held
from tests.handlers.reporter.phone import Phone

STORY: Final = {"id": "Lampu di depan rumah kami tidak berfungsi", "en": "The lamp in front of our villa does not work"}
RUDE: Final = {
    "id": "Ada yang tidak beres di sini, dasar petugas goblok",
    "en": "Something is not right here, such bullshit",
}
MANY: Final = {
    "id": "Jalan rusak di antara Canggu dan Pererenan",
    "en": "The road is broken between Canggu and Pererenan",
}
OPAQUE: Final = {"id": "Ada sesuatu yang tidak beres di sini", "en": "Something is not right over here"}
ANSWER: Final = {"id": "Lampu sudah kami ganti pagi ini.", "en": "We replaced the lamp this morning."}


@dataclass
class World:
    """Somebody, and a neighbour; `noted` are words that came up on the way: a secret number, a link."""

    me: Phone
    other: Phone
    noted: str = ""

    @property
    def phones(self) -> tuple[Phone, Phone]:
        """Both."""
        return self.me, self.other


@dataclass
class Moment:
    """A world as it was: the rows of its database, and what stood on the phones."""

    rows: dict[str, list[tuple[Any, ...]]]
    phones: list[dict[str, Any]]
    noted: str

    @classmethod
    def of(cls, world: World, database: sqlite3.Connection) -> Moment:
        """Remember the world as it is."""
        rows = {table: database.execute(f'SELECT * FROM "{table}"').fetchall() for table in _tables(database)}
        return cls(rows, [_seen(phone) for phone in world.phones], world.noted)

    def back(self, world: World, database: sqlite3.Connection) -> None:
        """Make the world what it was. Row by row: a file put in its place would have every connection read the schema
        anew, which takes longer than all that is tested."""
        database.execute("BEGIN IMMEDIATE")
        for table, rows in self.rows.items():
            database.execute(f'DELETE FROM "{table}"')
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
        database.execute("COMMIT")
        for phone, seen in zip(world.phones, self.phones, strict=True):
            vars(phone).update(seen | {"chat": dict(seen["chat"])})
        world.noted = self.noted


@dataclass
class Atlas:
    """What was reached once is not walked to again: the moments after each turn, by the language and the way."""

    known: dict[tuple[str, tuple[Turn, ...]], Moment] = field(default_factory=dict)
    blank: Moment | None = None  # before anybody has said anything
    kept: dict[tuple[str, tuple[Turn, ...]], Held] = field(default_factory=dict)

    async def go(self, world: World, way: tuple[Turn, ...], database: sqlite3.Connection) -> None:
        """Bring a world to the end of a way."""
        language = world.me.language
        if self.blank is None:
            self.blank = Moment.of(world, database)
        done = next(at for at in range(len(way), -1, -1) if (language, way[:at]) in self.known or not at)
        self.known.get((language, way[:done]), self.blank).back(world, database)
        world.me.language = language
        for at in range(done, len(way)):
            await go(world, way[at : at + 1])
            self.known[language, way[: at + 1]] = Moment.of(world, database)

    async def held(self, world: World, way: tuple[Turn, ...]) -> Held:
        """What is kept of the person at the end of a way, where they stand now."""
        key = world.me.language, way
        if key not in self.kept:
            self.kept[key] = await Held.of(world.me)
        return self.kept[key]


def _tables(database: sqlite3.Connection) -> list[str]:
    """All of them, with SQLite's own table of the last ids: no id is given twice."""
    found = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'")
    return [name for (name,) in found]


def _seen(phone: Phone) -> dict[str, Any]:
    kept = ("now", "language", "keyboard", "toast", "number")
    return {name: getattr(phone, name) for name in kept} | {"chat": dict(phone.chat)}


Turn = str | Callable[[World], Awaitable[None]]  # a key of the catalogue, other words, or what somebody else does


async def go(world: World, turns: tuple[Turn, ...]) -> None:
    """Say one after the other; of a key, what it says in the person's language."""
    for turn in turns:
        if isinstance(turn, str):
            await world.me.say(words(world, turn))
        else:
            await turn(world)


def words(world: World, turn: str) -> str:
    """What is typed for a turn."""
    me = world.me
    if me.house.catalog.has(turn):
        return me.house.catalog.say(me.language, turn)
    return world.noted if turn == "$" else turn


def told(texts: dict[str, str]) -> Turn:
    """The same in either language."""

    async def tell(world: World) -> None:
        await world.me.say(texts[world.me.language])

    return tell


async def _voice(world: World) -> None:
    await world.me.file("voice")


async def _photo(world: World) -> None:
    await world.me.photo()


async def _reminded(world: World) -> None:
    me, row = world.me, await world.me.draft()
    assert row is not None
    async with me.storage.work(me.now) as work:
        options: Any = {"bot": "public", "chat_id": me.who, "kind": Kind.NOTICE, "screen": None}
        await outbox.put(work, **options, intent="reminder", data={"draft_id": row.id})
    await me.deliver()


async def _others(world: World) -> None:
    """The neighbour has filed the like."""
    world.other.language = world.me.language
    await go(World(world.other, world.me), FILED)


async def _offered(world: World) -> None:
    """The neighbour has filed, and made a link for me."""
    other = World(world.other, world.me)
    await go(other, (*FILED, *_MANAGE, "leaving.hand_over", "handover.make"))
    found = re.search(r"start=(h[A-Za-z0-9_-]{32})", world.other.text)
    assert found
    await world.me.say(f"/start {found[1]}")


async def _own_link(world: World) -> None:
    found = re.search(r"start=(h[A-Za-z0-9_-]{32})", world.me.text)
    assert found
    await world.me.say(f"/start {found[1]}")


async def _shared(world: World) -> None:
    """The neighbour has filed, and I open what they share."""
    await go(World(world.other, world.me), _SHARED)
    found = re.search(r"start=([\w-]+)", world.other.text)
    assert found, world.other.text
    await world.me.say(f"/start {found[1]}")


async def _numbered(world: World) -> None:
    """The neighbour has filed without a name, and I have the number of it."""
    await go(World(world.other, world.me), (*_IDENTITY, "identity.anonymous", "button.submit"))
    found = re.search(r"\b0\d{3}(?:-\d{4}){3}\b", world.other.text)
    assert found, world.other.text
    world.noted = found[0]


def desk(step: Step, **values: Any) -> Turn:
    """The desk takes a step with my newest report."""

    async def take(world: World) -> None:
        me = world.me
        [newest, *_] = await me.reports()
        said = {"text": ANSWER[me.language]} if step in {Step.REPLY, Step.ASK} else {}
        async with me.storage.work(me.now) as work:
            found = await reports.by_id(work.session, newest.id)
            assert found is not None
            outcome = await casework.take_step(work, me.house, found, step, actor=Actor.COORDINATOR, **said, **values)
        assert isinstance(outcome, Moved), outcome
        await me.deliver()

    return take


async def _long_after(world: World) -> None:
    world.me.later(days=400)


async def _answering(world: World) -> None:
    """A reply to the newest message, which asks something."""
    await world.me.say("Thank you!", to=world.me.last.number)


async def _adding(world: World) -> None:
    """A reply to the newest message, with something new."""
    await world.me.say(OPAQUE[world.me.language], to=world.me.last.number)


async def _next_day(world: World) -> None:
    world.me.now += timedelta(days=1)


_AGREED: Final[tuple[Turn, ...]] = ("/start", "button.agree")
_TOLD: Final = (*_AGREED, told(STORY))
_PLACED: Final = (*_TOLD, "Kuta")
_SUMMARY: Final = (*_PLACED, "1")
_MENU: Final = (*_SUMMARY, "button.edit")
_IDENTITY: Final = (*_SUMMARY, "button.identity")
FILED: Final = (*_SUMMARY, "button.submit")
_MANAGE: Final[tuple[Turn, ...]] = ("button.manage",)
_OF_REPORT: Final = (*FILED, *_MANAGE)
_SHARED: Final = (*FILED, "/laporan", "1", "share.button")
_ANSWERED: Final = (
    *FILED, desk(Step.FORWARD, agency="dlhk"), desk(Step.REPLY), desk(Step.FINISH),
)  # fmt: skip
_PRIVACY: Final = (*_AGREED, "/privasi")

# What asks something, or waits for something: page → the way there.
ASKING: Final[dict[str, tuple[Turn, ...]]] = {
    "consent.page": ("/start",),
    "consent.page, with a draft": (told(STORY),),
    "what.page": _AGREED,
    "what.page, too short": (*_AGREED, "Lampu"),
    "what.page, after a file": (*_AGREED, _photo),
    "what.page, again": (*_MENU, "edit.what"),
    "what.page, rude": (*_AGREED, told(RUDE), "Kuta", "1", "button.rephrase"),
    "place.page": _TOLD,
    "place.page, unknown": (*_TOLD, "Xyzzy Qwrt"),
    "place.page, several": (*_AGREED, told(MANY)),
    "place.page, again": (*_MENU, "edit.where"),
    "category.page": _PLACED,
    "category.page, again": (*_MENU, "edit.category"),
    "category.common": (*_PLACED, "button.other_category"),
    "category.groups": (*_PLACED, "button.other_category", "button.more"),
    "category.group": (*_PLACED, "button.other_category", "button.more", "1"),
    "summary.page": _SUMMARY,
    "summary.page, rude": (*_AGREED, told(RUDE), "Kuta", "1"),
    "summary.menu": _MENU,
    "summary.recordings": (*_IDENTITY, "identity.anonymous", _voice),
    "summary.resume": (*_TOLD, "/lapor"),
    "summary.reminder": (*_TOLD, _next_day, _reminded),
    "summary.cancel": (*_SUMMARY, "/batal"),
    "when.page": (*_MENU, "edit.when"),
    "when.other_day": (*_MENU, "edit.when", "button.other_day"),
    "evidence.page": (*_MENU, "edit.evidence"),
    "evidence.page, with a file": (*_MENU, "edit.evidence", _photo),
    "identity.page": _IDENTITY,
    "identity.kinds": (*_MENU, "edit.kind"),
    "neighbours.page": (_others, *FILED),
    "neighbours.page, mine": (*FILED, "/lapor", told(STORY), "Kuta", "1", "button.submit"),
    "filed.ask_addition": (*FILED, "button.add"),
    "manage.page": _OF_REPORT,
    "manage.sure": (*_OF_REPORT, "manage.button.withdraw"),
    "naming.page": (*_OF_REPORT, "naming.button.hide"),
    "stay.page": (*_OF_REPORT, "stay.button"),
    "stay.other": (*_OF_REPORT, "stay.button", "stay.other.button"),
    "handover.page": (*_OF_REPORT, "leaving.hand_over"),
    "handover.offer": (*_AGREED, _offered),
    "survey.question": (*_ANSWERED, _answering),
    "survey.stars": (*_ANSWERED, "survey.yes"),
    "survey.word": (*_ANSWERED, "survey.yes", "4 ⭐"),
    "survey.disputed": (*_ANSWERED, "survey.no"),
    "sharing.opened": (*_AGREED, _shared),
    "settings.page": (*_AGREED, "/pengaturan"),
    "settings.which": (*FILED, "/lapor", told(OPAQUE), "Dalung", "1", "button.submit", "/stop"),
    "privacy.page": _PRIVACY,
    "privacy.correct": (*_PRIVACY, "privacy.button.correct"),
    "privacy.ask_name": (*_PRIVACY, "privacy.button.correct", "privacy.button.rename"),
    "privacy.withdraw": (*_PRIVACY, "privacy.button.withdraw"),
    "erasure.ask": (*_PRIVACY, "privacy.button.erase"),
    "erasure.ask, with a report": (*FILED, "/privasi", "privacy.button.erase"),
    "erasure.sure": (*_PRIVACY, "privacy.button.erase", "erase.button.all"),
    "guide.languages": (*_AGREED, "/bahasa"),
    "guest.page": (*_AGREED, _numbered, "$"),
    "guest.words": (*_AGREED, _numbered, "$", "guest.button"),
    "recordings.held": (*_IDENTITY, "identity.anonymous", "button.submit", "/laporan", "1", "button.add", _voice),
    "words.asked": (*FILED, desk(Step.ASK)),
}

# What tells something, and leaves the next step to the person.
TELLING: Final[dict[str, tuple[Turn, ...]]] = {
    "consent.declined": ("/start", "button.decline"),
    "consent.privacy": (*_PRIVACY, "privacy.button.notice"),
    "summary.deleted": (*_SUMMARY, "/batal", "button.delete"),
    "filed.receipt": FILED,
    "filed.mine": (*FILED, "/laporan"),
    "filed.standing": (*FILED, "/laporan", "1"),
    "filed.added": (*FILED, "button.add", told(OPAQUE)),
    "filed.taken": (*FILED, desk(Step.ASK), told(OPAQUE)),
    "filed.kept_only": (*_ANSWERED, "survey.yes", "5 ⭐", "button.skip", _long_after, _adding),
    "manage.withdrawn": (*_OF_REPORT, "manage.button.withdraw", "manage.button.withdrawn"),
    "naming.done": (*_OF_REPORT, "naming.button.hide", "naming.hide.yes"),
    "stay.kept": (*_OF_REPORT, "stay.button", "stay.other.button", "30 November 2026"),
    "stay.at_home": (*_OF_REPORT, "stay.button", "stay.home"),
    "handover.made": (*_OF_REPORT, "leaving.hand_over", "handover.make"),
    "handover.cancelled": (*_OF_REPORT, "leaving.hand_over", "handover.make", "/laporan", "1", "button.manage",
                           "leaving.hand_over", "handover.cancel"),
    "handover.own": (*_OF_REPORT, "leaving.hand_over", "handover.make", _own_link),
    "handover.declined": (*_AGREED, _offered, "offer.no"),
    "handover.dead": (*_AGREED, f"/start h{'x' * 32}"),
    "sharing.offer": _SHARED,
    "survey.thanks": (*_ANSWERED, "survey.yes", "4 ⭐", "button.skip"),
    "survey.lapsed": (*_ANSWERED, "survey.yes", "2 ⭐", _long_after, "survey.reopen"),
    "settings.changed": (*FILED, "/stop"),
    "privacy.withdrawn": (*_PRIVACY, "privacy.button.withdraw", "privacy.withdraw.yes"),
    "erasure.wished": (*FILED, "/privasi", "privacy.button.erase", "erase.button.later", "erase.yes"),
    "faq.page": (*_AGREED, "/bantuan", "button.faq"),
    "faq.group": (*_AGREED, "/bantuan", "button.faq", "1"),
    "faq.answer": (*_AGREED, "/bantuan", "button.faq", "1", "1"),
    "faq.found": (*_AGREED, told({"id": "/bantuan foto nama data", "en": "/help name photo time"})),
    "guide.page": (*_AGREED, "/bantuan"),
    "guide.unknown": (*_AGREED, "/nonsense"),
    "guide.emergency": (*_AGREED, "/darurat"),
    "guide.contact": (*_AGREED, "/kontak"),
}  # fmt: skip

# Said on the way, or where nobody types: each has tests of its own.
BESIDE: Final = frozenset({
    "__init__.current",  # whichever of these is open
    "consent.recorded", "filed.sent",  # what a page becomes once it was answered
    "elsewhere.page", "survey.question", "summary.beside",
    "erasure.proof", "erasure.no_proof", "guide.pointer", "handover.forward", "handover.gone",
    "settings.announcements",
})  # fmt: skip
