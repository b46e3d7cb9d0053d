"""Before a report is sent: what others have reported nearby, joined or not, and left again."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import callbacks, casework
from handlers.reporter.pages import manage
from rules.lifecycle import Actor, Step
from storage import cards, events, outbox, reports
from storage.tables import Push, Report
from tests.handlers.reporter.phone import TIBUBENENG, UBUD, Phone

STORY = "The street lamp in front of our villa has been broken for a week"
CERITA = "Lampu jalan di depan vila kami mati sejak seminggu, gelap sekali"
NEAR = (TIBUBENENG[0] + 0.0001, TIBUBENENG[1])


@pytest.fixture
async def neighbour(made: Phone) -> Phone:
    """Made, who has agreed, and looks at what others have reported."""
    await made.agree()
    made.looks = True
    return made


async def tell(
    phone: Phone, at: tuple[float, float] = NEAR, words: str = CERITA, category: str = "lampu jalan"
) -> None:
    """Made's report of it, as far as sending it."""
    await phone.photo(words)
    await phone.pin(at)
    await phone.tap_if_asked(category)
    await phone.tap("Kirim laporan")


async def take(phone: Phone, report: Report, step: Step, **values: Any) -> None:
    """A step of the desk."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.take_step(work, phone.house, found, step, actor=Actor.COORDINATOR, **values)
    await phone.deliver()


async def test_others_reports_are_shown_before_sending(filed: Report, neighbour: Phone) -> None:
    """What it is about, where, how long ago and how it stands; none of the other's words, no pin, no code, no name."""
    neighbour.later(days=2)
    await tell(neighbour)

    text = neighbour.text
    for words in ("Apakah ini hal yang sama?", "Lampu jalan", "Tibubeneng", "2 hari lalu", "Belum Terverifikasi"):
        assert words in text
    for secret in (filed.code, "villa", "Emma", "115.1", "street lamp"):
        assert secret not in text
    assert ["Ya, ini sama", "Bukan, kirim sendiri", "Kembali"] == neighbour.buttons()
    assert await neighbour.reports() == []


async def test_joining_files_a_report_of_ones_own(filed: Report, neighbour: Phone, guest: Phone) -> None:
    """Own code, own words and picture, own receipt; the desk has a quiet line and a count, and no new card."""
    await tell(neighbour)
    await neighbour.tap("Ya, ini sama")

    (report,) = await neighbour.reports()
    assert (report.parent_id, report.body) == (filed.id, CERITA)
    assert report.code in neighbour.text
    assert "ditangani bersama laporan lain" in neighbour.text
    async with neighbour.storage.read() as session:
        assert await cards.of_report(session, report.id) == []
        assert [event.step for event in await events.of_report(session, report.id)] == ["filed", "link"]
        rows = [row for row in await session.exec(outbox.select(Push)) if row.intent == "addition"]
    assert [(row.silent, row.report_id) for row in rows] == [(True, report.id)]
    seen = len(guest.shown)

    await take(neighbour, filed, Step.FORWARD, agency="dishub")

    assert "diteruskan ke" in neighbour.text
    assert report.code in neighbour.text
    assert filed.code not in neighbour.text
    assert len(guest.shown) == seen + 1
    assert report.code not in guest.text


async def test_no_files_ones_own(filed: Report, neighbour: Phone) -> None:
    """It is handled by itself and has a card."""
    await tell(neighbour)
    await neighbour.tap("Bukan, kirim sendiri")

    (report,) = await neighbour.reports()
    assert report.parent_id is None
    async with neighbour.storage.read() as session:
        assert len(await cards.of_report(session, report.id)) == 1


async def test_it_is_asked_once_a_draft(filed: Report, neighbour: Phone) -> None:
    """Whoever goes back to the summary and sends it then is not asked again."""
    await tell(neighbour)
    await neighbour.tap("Kembali")
    assert "Periksa laporan" in neighbour.text
    await neighbour.tap("Kirim laporan")

    (report,) = await neighbour.reports()
    assert report.parent_id is None


async def test_without_neighbours_nothing_is_asked(neighbour: Phone) -> None:
    """The short way stays as short."""
    await tell(neighbour)

    assert len(await neighbour.reports()) == 1


@pytest.mark.parametrize("way", ["far", "other", "confidential", "ended"])
async def test_what_is_not_shown(filed: Report, neighbour: Phone, way: str) -> None:
    """What is elsewhere, of another kind, confidential or dealt with."""
    if way in {"confidential", "ended"}:
        async with neighbour.storage.work(neighbour.now) as work:
            found = await reports.by_id(work.session, filed.id)
            assert found is not None
            await reports.change(
                work, found, **({"confidential": True} if way == "confidential" else {"status": "closed"})
            )
    if way == "other":
        await tell(neighbour, words="Anjing liar menggigit orang di gang ini setiap malam", category="anjing")
    else:
        await tell(neighbour, UBUD if way == "far" else NEAR)

    assert len(await neighbour.reports()) == 1


async def test_ones_own_report_is_named(guest: Phone, filed: Report) -> None:
    """Who has reported it already is told its code instead, and can add to it or file anew."""
    guest.looks = True
    await guest.photo(STORY)
    await guest.pin(NEAR)
    await guest.tap_if_asked("street")
    await guest.tap("Submit report")

    assert f"You have already reported this: {filed.code}" in guest.text
    assert "Yes, the same" not in guest.buttons()
    await guest.tap("Add to my report")
    assert "add" in guest.text.lower()
    await guest.say("It is dark again.")
    assert len(await guest.reports()) == 1


async def test_a_joiner_is_told_their_own_code_next_time(filed: Report, neighbour: Phone) -> None:
    """What is handled with a report of theirs is theirs, too."""
    await tell(neighbour)
    await neighbour.tap("Ya, ini sama")
    (report,) = await neighbour.reports()
    await tell(neighbour)

    assert f"Anda sudah melaporkan ini: {report.code}" in neighbour.text
    assert filed.code not in neighbour.text


async def test_an_anonymous_joiner_stays_anonymous(filed: Report, neighbour: Phone) -> None:
    """Joining shows nobody who they are."""
    await neighbour.photo(CERITA)
    await neighbour.pin(NEAR)
    await neighbour.tap_if_asked("lampu jalan")
    await neighbour.tap("Nama dan kerahasiaan")
    await neighbour.tap("Anonim")
    await neighbour.tap("Kirim laporan")
    await neighbour.tap("Ya, ini sama")

    (report,) = await neighbour.reports()
    assert (report.anonymous, report.parent_id) == (True, filed.id)


async def test_a_joiner_leaves_at_any_time(filed: Report, neighbour: Phone) -> None:
    """From the report's page: it is handled by itself, with a card, and its reporter is told."""
    await tell(neighbour)
    await neighbour.tap("Ya, ini sama")
    (report,) = await neighbour.reports()
    await neighbour.tap("Kelola laporan")
    await neighbour.tap("tersendiri")

    (report,) = await neighbour.reports()
    assert report.parent_id is None
    assert any("ditangani tersendiri, seperti yang Anda minta" in shown.text for shown in neighbour.shown)
    async with neighbour.storage.read() as session:
        assert len(await cards.of_report(session, report.id)) == 1
    await neighbour.press(callbacks.pack(callbacks.MANAGE, report.id, manage.LEAVE))
    assert "sudah ditangani tersendiri" in neighbour.toast


async def test_what_ended_meanwhile_is_not_joined(filed: Report, neighbour: Phone) -> None:
    """The report is filed all the same, and has a card."""
    await tell(neighbour)
    await take(neighbour, filed, Step.ARCHIVE, archive_reason="unclear")
    await neighbour.tap("Ya, ini sama")

    (report,) = await neighbour.reports()
    assert report.parent_id is None
    async with neighbour.storage.read() as session:
        assert len(await cards.of_report(session, report.id)) == 1


async def test_nobody_joins_what_they_were_not_shown(filed: Report, neighbour: Phone) -> None:
    """A forged button names a report elsewhere: the own one is filed by itself."""
    await tell(neighbour, UBUD)
    (first,) = await neighbour.reports()
    await neighbour.photo(CERITA)
    await neighbour.pin(UBUD)
    await neighbour.tap_if_asked("lampu jalan")
    await neighbour.tap("Kirim laporan")
    data = neighbour.last.screen.buttons[-2][0].value
    draft, mark = data.split(":")[1], data.split(":")[3]
    await neighbour.press(callbacks.pack("r.m", draft, "join", f"{filed.id}.{mark}"), neighbour.last.number)

    assert [report.parent_id for report in await neighbour.reports()] == [None, None]
    assert first.code in {report.code for report in await neighbour.reports()}


@pytest.mark.parametrize("said", ["ya", "iya", "sama", "Ya, ini sama", "1", "yes"])
async def test_the_same_is_typed(filed: Report, neighbour: Phone, said: str) -> None:
    """In any of our languages, by the button's words or by the number of its card."""
    await tell(neighbour)
    await neighbour.say(said)

    (report,) = await neighbour.reports()
    assert report.parent_id == filed.id


@pytest.mark.parametrize("said", ["bukan", "tidak", "beda", "bukan kirim sendiri", "no", "2"])
async def test_something_else_is_typed(filed: Report, neighbour: Phone, said: str) -> None:
    """Then one's own is filed."""
    await tell(neighbour)
    await neighbour.say(said)

    (report,) = await neighbour.reports()
    assert report.parent_id is None


async def test_the_same_as_which_is_asked(filed: Report, neighbour: Phone, guest: Phone) -> None:
    """With several cards "yes" names none: nothing is sent before one is named."""
    guest.looks = True
    await guest.say("The street lamp at the corner near our villa is broken and dark")
    await guest.pin(NEAR)
    await guest.tap_if_asked("street")
    await guest.tap("Submit report")
    await guest.say("no")
    await tell(neighbour)
    assert 2 == sum("Ya, ini sama" in words for words in neighbour.buttons())
    await neighbour.say("ya")
    assert [] == await neighbour.reports()
    assert neighbour.text.startswith("Yang mana?")
    await neighbour.say("2")

    (report,) = await neighbour.reports()
    assert report.parent_id is not None


async def test_yes_to_ones_own_adds_to_it(filed: Report, guest: Phone) -> None:
    """Whoever has reported it already adds to that report; "no" files another."""
    guest.looks = True
    await guest.photo(STORY)
    await guest.pin(TIBUBENENG)
    await guest.tap_if_asked("street")
    await guest.tap("Submit report")
    await guest.say("yes")

    assert "What would you like to add" in guest.text
    assert 1 == len(await guest.reports())
