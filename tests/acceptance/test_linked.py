"""Forty people reported one thing, in two languages: each hears each step once, in theirs, through whole processes and
a kill in the middle."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import region
from handlers import casework
from handlers.house import House
from locales.catalog import Catalog
from rules.draft import Draft, Part, Place
from storage import drafts, reporters
from storage.work import Storage

pytestmark = pytest.mark.acceptance
PEOPLE = 40
NOON = datetime(2027, 2, 1, 4, 0, tzinfo=UTC)  # in Badung: it may ring
BEGUN = time.monotonic()
WORDS = {"id": "Sampah menumpuk di tepi pantai dan berbau.", "en": "Piles of rubbish by the beach, it smells."}
ANSWER = {
    "id": "Petugas kami sudah membersihkan pantai itu pagi ini.",
    "en": "Our team has cleaned that beach this morning.",
}
CLOSING = {"id": "selesai ditangani", "en": "has been dealt with"}
TAKEN = {"id": "mulai menangani", "en": "has started to work"}


def moment() -> str:
    """The time in Badung, where it was noon when the tests began."""
    return (NOON + timedelta(seconds=time.monotonic() - BEGUN)).isoformat()


async def populate(town: Any) -> dict[int, str]:
    """Everybody's account and language; the first one's report is the one that the others have joined."""
    house = House(region.load("badung"), Catalog.load(), "lapor_badung_bot", "meja_badung_bot")
    people: dict[int, str] = {}
    parent = None
    async with Storage.open(town.kanal.url) as storage:
        for number in range(PEOPLE):
            language = "en" if number % 3 == 1 else "id"
            person = town.sandbox.person(f"N{number}", language_code=language)
            town.sandbox.stage.seed(person, town.public)
            people[person.id] = language
            async with storage.work(NOON - timedelta(hours=PEOPLE - number)) as work:
                reporter = await reporters.seen(work, person.id, f"N{number}", "", language)
                await reporters.consent(work, reporter, house.region.consent_version)
                place = Place(-8.66, 115.14, "51.03.06.2004", "Tibubeneng", "Kuta Utara")
                draft = Draft(parts=(Part(1, WORDS[language]),), place=place, category="beach_waste")
                row = await drafts.save(work, reporter.id, draft)
                report = await casework.file(work, house, reporter, row, draft, parent)
                parent = parent or report
    return people


def said(town: Any, person: int) -> list[str]:
    """Every message in the person's chat."""
    return [m.content.get("text", "") for m in town.sandbox.world.private[town.public.id, person].messages.values()]


@pytest.mark.timeout(300)
async def test_everybody_gets_one_closing_in_their_language(town: Any) -> None:
    """Taken, answered, done: one message each, with "solved?" of their own; one card at the desk, with the count."""
    await town.open(start=False)
    people = await populate(town)
    await town.kanal.start("--from", moment())
    desk, department = town.desk_phone(), town.sandbox.phone(town.operator, town.department)
    english = sum(language == "en" for language in people.values())
    await desk.sees(f"👥 {PEOPLE} pelapor ({PEOPLE - english} id, {english} en)", within=30, ever=True)
    assert [(1,)] == town.kanal.rows("SELECT count(DISTINCT report_id) FROM card")

    await desk.tap(re.compile("Teruskan"))
    await desk.tap(re.compile("⭐"))
    await department.tap(re.compile("Kerjakan"), within=20)
    card = await department.sees(re.compile("👥"), within=20, ever=True)
    await department.reply(card, ANSWER["id"])
    await department.reply(await department.sees(re.compile("bahasa Inggris"), within=10), ANSWER["en"])
    await department.tap(re.compile("Kirim ke pelapor"), within=10)
    await town.kanal.kill()
    await town.kanal.start("--from", moment())
    await department.tap(re.compile("Selesai"), within=20)
    for _ in range(600):
        if not town.kanal.rows("SELECT 1 FROM report WHERE news_from IS NOT NULL") and not town.kanal.rows(
            "SELECT 1 FROM push WHERE state IN ('waiting', 'sending') AND bot = 'public' AND due_at < ?", moment()
        ):
            break
        await department.settles()

    for person, language in people.items():
        heard = said(town, person)
        other = "id" if language == "en" else "en"
        # what was in flight at the kill is repeated once and marked: nothing else is said twice
        killed = {row[0] for row in town.kanal.rows("SELECT chat_id FROM push WHERE repeat AND chat_id = ?", person)}
        for words in (ANSWER, CLOSING):
            assert 1 <= sum(words[language] in text for text in heard) <= (2 if killed else 1), heard
            assert not any(words[other] in text for text in heard)
    assert [("answered", PEOPLE)] == town.kanal.rows("SELECT status, count(*) FROM report GROUP BY 1")
    closings = "SELECT count(*), count(DISTINCT chat_id) FROM push WHERE intent = 'notice' AND state = 'sent'"
    assert town.kanal.rows(f"{closings} AND method = 'send' AND report_id IS NOT NULL")[0][1] == PEOPLE
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown')")
    assert [] == town.kanal.rows("SELECT id, error FROM inbox WHERE state = 'quarantined'")
    assert 0 == await town.kanal.stop()
