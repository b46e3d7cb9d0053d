"""Kanal is killed on a Thursday afternoon and comes back on Monday: Friday was a holiday, and much fell due."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import region
from handlers import casework
from handlers.house import House
from locales.catalog import Catalog
from rules.draft import Draft, Part, Place, When
from rules.lifecycle import Actor, Moved, Step
from storage import drafts, reporters
from storage.tables import Report
from storage.work import Storage

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
BALI = ZoneInfo("Asia/Makassar")
SPEED = 60  # a second is a minute
NEIGHBOURS = 40


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2027) -> datetime:
    """A moment in Bali; 22 January 2027 is a holiday before a weekend."""
    return datetime(year, month, day, hour, minute, tzinfo=BALI)


@dataclass
class Past:
    """What was filed and done before Kanal runs: the same casework as in a conversation, at moments long gone."""

    town: Any
    storage: Storage
    house: House = field(default_factory=lambda: House(region.load("badung"), Catalog.load(), "lapor", "meja"))
    phones: dict[str, Any] = field(default_factory=dict)
    _known: dict[str, int] = field(default_factory=dict)

    async def person(self, name: str, language: str, moment: datetime) -> int:
        """Somebody who has written to the bot; the reporter's id."""
        someone = self.town.sandbox.person(name, language_code=language)
        self.phones[name] = self.town.sandbox.phone(someone, self.town.public, started=True)
        async with self.storage.work(moment) as work:
            reporter = await reporters.seen(work, someone.id, name, "", language)
            await reporters.consent(work, reporter, self.house.region.consent_version)
            return reporter.id

    async def draft(self, person: int, moment: datetime) -> None:
        """A report that is not sent yet."""
        async with self.storage.work(moment) as work:
            await drafts.save(work, person, _draft(moment.date()))

    async def file(self, person: int, moment: datetime) -> Report:
        """A report about waste."""
        async with self.storage.work(moment) as work:
            reporter = await reporters.by_id(work.session, person)
            assert reporter is not None
            row = await drafts.save(work, person, _draft(moment.date()))
            return await casework.file(work, self.house, reporter, row, _draft(moment.date()))

    async def answer(self, report: Report, moment: datetime) -> None:
        """The department takes, answers and finishes it."""
        steps: list[tuple[Step, Actor, dict[str, Any]]] = [
            (Step.FORWARD, Actor.COORDINATOR, {"agency": "dlhk"}),
            (Step.TAKE, Actor.LIAISON, {}),
            (Step.REPLY, Actor.LIAISON, {"text": "Sampah sudah kami angkut dan lokasinya kami bersihkan."}),
            (Step.FINISH, Actor.LIAISON, {}),
        ]
        async with self.storage.work(moment) as work:
            found = await work.session.get(Report, report.id)
            assert found is not None
            for step, actor, values in steps:
                assert isinstance(await casework.take_step(work, self.house, found, step, actor=actor, **values), Moved)

    async def heard(self) -> dict[str, list[str]]:
        """What each phone got since it was last asked."""
        new = {}
        for name, phone in self.phones.items():
            bubbles = [one for one in await phone.messages() if one.is_bot and one.id > self._known.get(name, 0)]
            self._known[name] = max([self._known.get(name, 0), *(one.id for one in bubbles)])
            new[name] = [one.text for one in bubbles]
        return new


def _draft(day: date) -> Draft:
    place = Place(-8.66, 115.14, "51.03.06.2004", "Tibubeneng", "Kuta Utara")
    parts = (Part(1, "Sampah menumpuk di belakang pasar, baunya menyengat."),)
    return Draft(parts=parts, place=place, category="waste", when=When(day))


async def live(town: Any, begins: datetime) -> None:
    """Kanal runs for at least ten minutes of its clock, until nothing is left to do, and is killed."""
    await town.kanal.start("--from", begins.isoformat(), "--speed", str(SPEED))
    begun = asyncio.get_running_loop().time()
    for _ in range(1000):
        passed = timedelta(seconds=(asyncio.get_running_loop().time() - begun) * SPEED)
        due = (begins + passed).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        left = town.kanal.rows("SELECT id FROM push WHERE state IN ('waiting', 'sending') AND due_at < ?", due)
        if not left and passed > timedelta(minutes=10):
            break
        await asyncio.sleep(0.1)
    await town.kanal.kill()


async def test_after_three_days_down_everything_due_is_done_once(town: Any) -> None:
    """Killed on Thursday, back on Monday after a holiday and a weekend: each person hears the present truth in one
    message, and the next start has nothing left to say."""
    await town.kanal.command("migrate")
    async with Storage.open(town.kanal.url) as storage:
        past = Past(town, storage)
        wati = await past.person("Wati", "id", at(12, 29, 9, year=2026))
        await past.answer(await past.file(wati, at(12, 29, 9, year=2026)), at(12, 30, 10, year=2026))
        made = await past.person("Made", "id", at(1, 8, 9))
        await past.answer(await past.file(made, at(1, 8, 9)), at(1, 11, 10))
        for number in range(NEIGHBOURS):
            await past.file(await past.person(f"Neighbour {number}", "en", at(1, 18, 9)), at(1, 18, 9))
        hotel = await past.person("Hotel", "en", at(1, 18, 9))
        for _ in range(12):
            await past.file(hotel, at(1, 18, 9))
        await past.draft(await past.person("Emma", "en", at(1, 20, 20)), at(1, 20, 20))
    past.phones["coordinators"] = town.desk_phone()
    await town.kanal.command("desk", "bind", "--chat", str(town.coordinators.chat.id))
    await live(town, at(1, 21, 14))  # until the kill all is said that was due
    await past.heard()

    await live(town, at(1, 25, 10, 30))
    heard = await past.heard()
    await live(town, at(1, 25, 11))
    again = await past.heard()

    assert {1} == {len(texts) for texts in heard.values()}, heard
    assert "sekarang tertutup dengan sendirinya" in heard["Wati"][0]  # until Thursday 16:00 Wati had time
    assert "Kami bertanya sekali lagi saja" in heard["Made"][0]  # on Thursday 16:00 half of Made's time was over
    assert "Your report is not submitted yet" in heard["Emma"][0]  # on Thursday 20:00 it had been a day
    assert "We missed deadlines for 12 of your reports" in heard["Hotel"][0]  # promised by Thursday 16:00
    assert all("We missed a deadline" in heard[f"Neighbour {number}"][0] for number in range(NEIGHBOURS))
    assert "52 laporan perlu dikerjakan" in heard["coordinators"][0]
    assert "dan 32 lagi: /antrean" in heard["coordinators"][0]
    assert [] == [texts for texts in again.values() if texts]
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown', 'unreachable')")
