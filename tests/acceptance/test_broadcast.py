"""A broadcast that is killed again and again: every recipient has one outcome, nobody gets it twice, none is forgotten.

`RECIPIENTS=10000 BROADCAST_KILLS=5` in the environment makes it the long run of before a release.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.tables import Reporter
from storage.work import Storage

pytestmark = pytest.mark.acceptance
RECIPIENTS = int(os.environ.get("RECIPIENTS", "300"))
KILLS = int(os.environ.get("BROADCAST_KILLS", "3"))
IN_FLIGHT = 12
PATIENCE = 60 + RECIPIENTS / 20 + 20 * KILLS
NOON = datetime(2027, 2, 1, 4, 0, tzinfo=UTC)  # in Badung: it may ring
BEGUN = time.monotonic()
TEXTS = ("Halo {nama}, pantai Kuta ditutup sampai Jumat.", "Hello {name}, Kuta beach is closed until Friday.")


def moment() -> str:
    """The time in Badung, where it was noon when the tests began."""
    return (NOON + timedelta(seconds=time.monotonic() - BEGUN)).isoformat()


async def populate(town: Any) -> dict[int, str]:
    """Everybody who reads announcements, by account, and what is the matter with them: 5 % have blocked the bot, 2 %
    are no more, 3 % meet a 429 and 3 % a failing server on the way."""
    people: dict[int, str] = {}
    rows = []
    for number in range(RECIPIENTS):
        language = "id" if number % 3 else "en"
        person = town.sandbox.person(f"N{number}", language_code=language)
        town.sandbox.stage.seed(person, town.public)
        rows.append(
            Reporter(telegram_id=person.id, name=f"N{number}", language=language, consent_version="1", consent_at=NOON,
                     created_at=NOON - timedelta(days=9))
        )  # fmt: skip
        matter = {0: "blocked", 1: "deactivated", 2: "429", 3: "500"}.get(_sort(number), "")
        people[person.id] = matter
        if matter == "blocked":
            town.sandbox.world.private_room(town.public, person).blocked = True
        elif matter == "deactivated":
            person.deactivated = True
        elif matter:
            town.sandbox.faults.add(matter, method="sendMessage", chat_id=person.id, token=town.public.token)
    async with Storage.open(town.kanal.url) as storage, storage.work(NOON) as work:
        work.session.add_all(rows)
    return people


def _sort(number: int) -> int:
    place = number % 100
    return 0 if place < 5 else 1 if place < 7 else 2 if place < 10 else 3 if place < 13 else 9


async def announce(town: Any, operator: Any, leader: Any) -> None:
    """Written by the coordinator, approved by the leader, by tapping."""
    await operator.say("/siaran")
    await operator.tap("➕ Siaran baru")
    await operator.tap("✍️ Teks Indonesia")
    await operator.sees("sebagai pesan berikutnya")
    for text in TEXTS:
        await operator.say(text)
    assert f"Indonesia: {_written(RECIPIENTS - _english())} orang" in str(await operator.sees("Siap."))
    await operator.tap("🙋 Minta persetujuan")
    await operator.tap("🙋 Ya, minta persetujuan")
    await leader.sees("menunggu persetujuan")
    await leader.tap("✅ Setujui dan kirim")


def _english() -> int:
    return len(range(0, RECIPIENTS, 3))


def _written(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def settled(town: Any) -> int:
    query = "SELECT count(*) FROM push WHERE broadcast_id IS NOT NULL AND settled_at IS NOT NULL"
    return int(town.kanal.rows(query)[0][0])


async def kill_midway(town: Any) -> None:
    """`kill -9` at a moment nobody chose, when so many are done, as often as it takes."""
    chance = random.Random(20270201)
    for number in range(KILLS):
        while settled(town) < RECIPIENTS * (number + 1) / (KILLS + 1):
            await asyncio.sleep(0.05)
        await asyncio.sleep(chance.uniform(0, 0.2))
        await town.kanal.kill()
        await town.kanal.start("--from", moment())


def copies(town: Any, person: int) -> int:
    """How often the announcement is in the person's chat."""
    room = town.sandbox.world.private[town.public.id, person]
    return sum("Kuta" in message.content.get("text", "") for message in room.messages.values())


@pytest.mark.timeout(PATIENCE + 120)
async def test_a_killed_broadcast_reaches_everybody_once(town: Any) -> None:
    """Blocked and deleted accounts, 429s and failing servers in between: the figures add up and are the truth, what is
    unknown stays so, replies come meanwhile, and each reader has it in their language."""
    await town.open(start=False)
    putu = town.sandbox.person("Putu", language_code="id")
    await town.kanal.command("staff", "add", "--telegram-id", str(putu.id), "--name", "Putu", "--role", "leader")
    people = await populate(town)
    await town.kanal.start("--from", moment())
    operator = town.sandbox.phone(town.operator, town.desk, started=True)
    leader = town.sandbox.phone(putu, town.desk, started=True)
    tourist = town.phone("Emma", "en")
    await tourist.say("/start")
    await announce(town, operator, leader)

    killing = asyncio.create_task(kill_midway(town))
    while not killing.done():
        await tourist.say("/help")
        await tourist.sees(re.compile("report", re.IGNORECASE), within=30)
        await asyncio.sleep(1)
    await killing
    report = str(await operator.sees("Siaran 1 selesai", within=PATIENCE, ever=True))

    rows = town.kanal.rows("SELECT chat_id, state, attempts FROM push WHERE broadcast_id IS NOT NULL")
    assert sorted(people) == sorted(chat for chat, _, _ in rows)
    found: dict[str, list[int]] = {}
    for chat, state, _ in rows:
        found.setdefault(state, []).append(chat)
    assert found.keys() <= {"sent", "unreachable", "unknown"}
    gone = {person for person, matter in people.items() if matter in {"blocked", "deactivated"}}
    unknown = set(found.get("unknown", []))
    assert len(unknown) <= IN_FLIGHT * KILLS
    assert gone - unknown == set(found["unreachable"])
    assert all(copies(town, person) == 1 for person in found["sent"])
    assert all(copies(town, person) <= 1 for person in unknown)
    assert all(copies(town, person) == 0 for person in gone)
    marked = town.kanal.rows("SELECT telegram_id FROM reporter WHERE blocked_at IS NOT NULL")
    assert sorted(found["unreachable"]) == sorted(row[0] for row in marked)
    assert f"Terkirim: {_written(len(found['sent']))}\n" in report
    assert f": {_written(len(found['unreachable']))}\n" in report
    assert not unknown or f"tidak dikirim ulang: {_written(len(unknown))}\n" in report
    for chat in found["sent"]:
        [said] = [m.content["text"] for m in town.sandbox.world.private[town.public.id, chat].messages.values()]
        assert ("Halo" if town.sandbox.world.people[chat].language_code == "id" else "Hello") in said
