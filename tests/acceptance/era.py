"""Kanal with the sandbox through weeks: the whole of it in this process, on a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from program import DESK_TOKEN, PUBLIC_TOKEN
from sqlalchemy import text

from bot import pacing
from bot.app import App
from bot.loops import Loops
from bot.settings import Settings, Tokens
from rules.access import Role
from sandbox.server import Sandbox
from storage import desk_chats, exports, migrate, staff
from storage.health import look
from storage.work import Storage

LOOKS = (3, 7, 8, 10, 12, 14, 15, 16, 23)  # hours of each day at which the clock ticks
GATHERING = timedelta(minutes=5)  # what the desk is warned of waits so long for company


@dataclass(frozen=True)
class Heard:
    """A bot's message that rang or lay there at that moment of the era."""

    at: datetime
    text: str


def address(folder: Path) -> str:
    """Of the database."""
    return f"sqlite:///{folder / 'kanal.db'}"


@asynccontextmanager
async def begun(folder: Path, now: datetime) -> AsyncIterator[Era]:
    """An era from that moment on, with Kanal running."""
    migrate.upgrade(address(folder))
    async with Sandbox(port=0) as sandbox, Storage.open(address(folder)) as storage:
        era = Era(sandbox, storage, folder, now)
        await era.found()
        await era.start()
        # Telegram counts real minutes, of which a day here has none.
        with patch.multiple(pacing, GROUP_COUNT=100_000, CHAT_BURST=100_000):
            try:
                yield era
            finally:
                await era.stop()


@dataclass
class Era:
    """A town in a time of its own. Nothing happens between the moments that the test passes to."""

    sandbox: Sandbox
    storage: Storage
    folder: Path
    now: datetime
    public: Any = None
    desk: Any = None
    groups: dict[str, Any] = field(default_factory=dict)
    ears: dict[str, list[Heard]] = field(default_factory=dict)
    _phones: dict[str, Any] = field(default_factory=dict)
    _known: dict[str, int] = field(default_factory=dict)
    _gathering: timedelta = timedelta()
    _app: App | None = None
    _running: asyncio.Task[None] | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def found(self) -> None:
        """Both bots, a coordinator, a leader, an officer of DLHK, and their groups; a database."""
        self.public = self.sandbox.bot(PUBLIC_TOKEN, "lapor_badung_bot", "Lapor Badung")
        self.desk = self.sandbox.bot(DESK_TOKEN, "meja_badung_bot", "Meja Badung")
        ayu, ketut, putu = (self.sandbox.person(name, language_code="id") for name in ("Ayu", "Ketut", "Putu"))
        self.groups["coordinators"] = self.sandbox.group("Koordinator", [ayu], [self.desk])
        self.groups["dlhk"] = self.sandbox.group("DLHK", [ketut], [self.desk])
        async with self.storage.work(self.now) as work:
            for person, role, agency in (
                (ayu, Role.COORDINATOR, None),
                (ketut, Role.LIAISON, "dlhk"),
                (putu, Role.LEADER, None),
            ):
                await staff.add(work, telegram_id=person.id, name=person.first_name, role=role, agency=agency)
            for name, agency in (("coordinators", None), ("dlhk", "dlhk")):
                await desk_chats.bind(work, chat_id=self.groups[name].chat.id, agency=agency)
        for name, person in (("coordinators", ayu), ("dlhk", ketut)):
            self._listen(name, self.sandbox.phone(person, self.groups[name]))
        leader = self.sandbox.phone(putu, self.desk, started=True)
        self._listen("leader", leader)

    def phone(self, name: str, language: str) -> Any:
        """A new person's phone, looking at the public bot."""
        return self._listen(name, self.sandbox.phone(self.sandbox.person(name, language_code=language), self.public))

    def _listen(self, name: str, phone: Any) -> Any:
        self._phones[name], self.ears[name], self._known[name] = phone, [], 0
        return phone

    def of(self, name: str) -> Any:
        """Whose phone it is: a reporter's, or one of the desk's."""
        return self._phones[name]

    async def start(self) -> None:
        """Kanal begins, as `kanal run` does."""
        settings = Settings(
            _env_file=None, telegram_api=self.sandbox.url, http_port=0,
            database_url=address(self.folder), files_dir=self.folder / "files",
        )  # fmt: skip
        self._stop = asyncio.Event()
        self._app = App(settings, Tokens(PUBLIC_TOKEN, DESK_TOKEN), lambda: self.now + self._gathering)
        self._running = asyncio.create_task(self._app.run(self._stop))
        while self._app.loops is None or not self._app.loops.courier.alive:
            assert not self._running.done(), self._running
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Kanal ends, as with SIGTERM; nothing when it does not run."""
        if self._running is None:
            return
        self._stop.set()
        await asyncio.wait_for(self._running, 30)
        self._app = self._running = None

    async def pass_to(self, moment: datetime) -> None:
        """Live through the moments of each day at which the clock ticks, until that one."""
        while self.now < moment:
            self.now = min(self._next_look(), moment)
            if self._app is not None:
                await self._tick()

    async def calm(self) -> None:
        """Wait until everything that came is answered, and nothing is left to send at this moment."""
        loops = self._loops
        for _ in range(4000):
            if not self.public.queue.pending and not self.desk.queue.pending:
                loops.intake.wake()
                loops.courier.wake()
                async with self.storage.read() as session:
                    health = await look(session, self.now + self._gathering)
                    if await exports.next_waiting(session):  # a process that knows nothing of our clock makes it
                        await asyncio.sleep(0.05)
                        continue
                if health.updates == health.due == health.messages.get("sending", 0) == 0:
                    return await self._hear()
            await asyncio.sleep(0.005)
        raise AssertionError(f"messages are stuck at {self.now}")

    @property
    def _loops(self) -> Loops:
        assert self._app is not None
        assert self._app.loops is not None
        return self._app.loops

    async def value(self, query: str, **values: Any) -> Any:
        """One value of the database."""
        async with self.storage.read() as session:
            return (await session.exec(text(query), params=values)).scalar()

    def _next_look(self) -> datetime:
        midnight = datetime.combine(self.now.date(), time(), self.now.tzinfo)
        moments = (midnight + timedelta(days=day, hours=hour) for day in (0, 1) for hour in LOOKS)
        return next(moment for moment in moments if moment > self.now)

    async def _tick(self) -> None:
        await self._loops.ticks.once()
        await self.calm()
        self._gathering = GATHERING
        await self.calm()
        self._gathering = timedelta()

    async def _hear(self) -> None:
        for name, phone in self._phones.items():
            fresh = [one for one in await phone.messages() if one.id > self._known[name]]
            self._known[name] = max([self._known[name], *(one.id for one in fresh)])
            self.ears[name] += [Heard(self.now, one.text) for one in fresh if one.is_bot]
