"""A report goes into other hands: the link, the offer, the acceptance; what each of the two sees before and after."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text as sql

from handlers import callbacks, casework, closing, stay
from rules import pseudonym
from rules.lifecycle import Actor, Moved, Status, Step
from storage import attachments, events, handovers, reporters, reports
from storage.tables import Base, Event, Report
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = "The lamp in front of our villa does not work"
DEAD = "Tautan ini tidak berlaku lagi"


@pytest.fixture
async def filed(guest: Phone) -> Report:
    """Emma's report, with a picture."""
    await guest.photo(STORY, number=100)
    await guest.pin(TIBUBENENG)
    await guest.tap("street")
    await guest.tap("Submit report")
    return (await guest.reports())[0]


@pytest.fixture
async def host(made: Phone) -> Phone:
    """Made, who has agreed to the notice and reads Indonesian."""
    await made.agree()
    return made


async def link(phone: Phone, report: Report, make: str = "Make the link") -> str:
    """The payload of a link, made by buttons."""
    await phone.press(callbacks.pack(callbacks.HAND_OVER, report.id))
    await phone.tap(make)
    return payload(phone)


def payload(phone: Phone) -> str:
    """The payload of the link in the newest message."""
    found = re.search(r"https://t\.me/lapor_badung_bot\?start=(h[A-Za-z0-9_-]{32})$", phone.text)
    assert found, phone.text
    return found[1]


async def hand_over(giver: Phone, taker: Phone, report: Report) -> None:
    """From one to the other, who accepts."""
    await taker.say(f"/start {await link(giver, report)}")
    await taker.tap("Terima" if taker.language == "id" else "Accept")
    await giver.deliver()


async def take(phone: Phone, report: Report, step: Step, **values: Any) -> None:
    """A step of the desk."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        outcome = await casework.take_step(work, phone.house, found, step, actor=Actor.COORDINATOR, **values)
    await phone.deliver()
    assert isinstance(outcome, Moved), outcome


async def tick(phone: Phone, look: Callable[..., Awaitable[int]]) -> int:
    """A round of the clock."""
    async with phone.storage.work(phone.now) as work:
        count = await look(work, phone.house)
    await phone.deliver()
    return count


async def history(phone: Phone, report: Report) -> list[Event]:
    async with phone.storage.read() as session:
        return await events.of_report(session, report.id)


async def owner(phone: Phone, report: Report) -> int:
    """The Telegram id of whoever has the report."""
    async with phone.storage.read() as session:
        found = await reports.by_id(session, report.id)
        person = await reporters.by_id(session, found.reporter_id) if found else None
    assert person is not None
    return person.telegram_id


def later(hours: float, *phones: Phone) -> None:
    """Time passes for everybody."""
    for phone in phones:
        phone.later(hours=hours)


async def test_from_a_tourist_to_a_host_who_is_new_here(guest: Phone, made: Phone, filed: Report) -> None:
    """The notice comes first and loses nothing; then the offer, the acceptance, and everything in Indonesian."""
    await guest.tap("Manage this report")
    await guest.tap("Hand this report over")
    assert "Whoever opens it first and accepts takes the report over" in guest.text
    await guest.tap("Make the link")
    explained, forwarded = guest.shown[-2:]
    assert "one person only" in explained.text
    assert "works until Thursday, 26 November 2026" in explained.text
    assert "Would you take it over?" in forwarded.text
    assert "Maukah Anda mengambil alih?" in forwarded.text
    assert filed.code in forwarded.text
    assert STORY not in forwarded.text

    await made.say(f"/start {payload(guest)}")
    assert "Ada yang ingin menyerahkan laporan kepada Anda" in made.text
    assert STORY not in made.text
    await made.tap("Setuju")
    assert "Ada yang ingin menyerahkan laporan ini kepada Anda" in made.text
    for part in (filed.code, STORY, "Tibubeneng", "Lampu", "Belum terverifikasi", "Petugas memeriksa"):
        assert part.casefold() in made.text.casefold(), part
    assert "Emma" not in made.text
    assert guest.who == await owner(guest, filed)
    await made.tap("Terima")
    assert "Laporan ini sekarang milik Anda" in made.text

    assert made.who == await owner(guest, filed)
    assert "is in other hands now" in guest.text
    assert "The officers now see their name in place of yours" in guest.text
    await made.say("/laporan")
    assert filed.code in made.text
    shown = len(guest.shown)
    await take(made, filed, Step.FORWARD, agency="dlhk")
    assert "Sudah diperiksa dan diteruskan" in made.text
    assert shown == len(guest.shown)


async def test_the_former_reporter_has_no_access(guest: Phone, made: Phone, host: Phone, filed: Report) -> None:
    """Not by the list, the code, a button, or a reply, which becomes no new report either."""
    receipt = next(shown for shown in guest.shown if "received your report" in shown.text)
    await hand_over(guest, host, filed)
    await guest.say("/mine")
    assert filed.code not in guest.text
    await guest.say(filed.code)
    assert "not among your reports" in guest.text
    for what in (callbacks.STATUS, callbacks.MANAGE, callbacks.ADD, callbacks.HAND_OVER, callbacks.STAY):
        await guest.press(callbacks.pack(what, filed.id), receipt.number)
        assert "not among your reports" in guest.text
    await guest.say("The lamp is still dark", to=receipt.number)
    assert "in other hands now, so your message was not passed on" in guest.text
    await guest.edit(100, caption="Another story", photo=[])
    await guest.say("/status", to=receipt.number)
    assert "not submitted a report yet" in guest.text

    assert await guest.draft() is None
    assert ["filed", "hand_over"] == [event.step for event in await history(guest, filed)]


async def test_the_history_names_nobody(guest: Phone, host: Phone, filed: Report) -> None:
    """Two pseudonyms; the evidence stays with the report, and so do its promises."""
    async with guest.storage.read() as session:
        ids = [one.id for who in (guest, host) if (one := await reporters.by_telegram_id(session, who.who))]
        before = await attachments.of_report(session, filed.id)
    await hand_over(guest, host, filed)
    event = (await history(guest, filed))[-1]
    names = [pseudonym.make("badung", number) for number in ids]
    assert ("hand_over", "reporter") == (event.step, event.actor)
    assert {"giver": names[0], "taker": names[1], "agency": None} == event.data
    async with guest.storage.read() as session:
        assert [file.id for file in before] == [file.id for file in await attachments.of_report(session, filed.id)]


async def test_the_token_is_kept_nowhere(guest: Phone, host: Phone, filed: Report) -> None:
    """Of the whole database, after everything was said: only its digest."""
    token = (await link(guest, filed))[1:]
    await host.say(f"/start h{token}")
    async with guest.storage.read() as session:
        connection = await session.connection()
        found = [
            table.name
            for table in Base.metadata.sorted_tables
            if any(token in str(value) for row in await connection.execute(table.select()) for value in row)
        ]
        kept = (await connection.execute(sql("SELECT count(*) FROM handover"))).scalar_one()

    assert ([], 1) == (found, kept)


async def test_who_does_not_agree_takes_nothing(guest: Phone, made: Phone, filed: Report) -> None:
    """Nothing is kept of them, and the link works for the next one, or for them after all."""
    start = f"/start {await link(guest, filed)}"
    await made.say(start)
    await made.tap("Tidak setuju")
    await made.say("/start")
    assert "menyerahkan" not in made.text
    await made.say(start)
    await made.tap("Setuju")
    await made.tap("Terima")

    assert made.who == await owner(guest, filed)


async def test_a_draft_is_not_lost_by_an_offer(guest: Phone, made: Phone, filed: Report) -> None:
    """What was written before the consent waits under the offer."""
    await made.say("Sampah menumpuk di depan banjar kami sejak kemarin")
    await made.say(f"/start {await link(guest, filed)}")
    await made.tap("Setuju")
    assert "Ada yang ingin menyerahkan laporan ini" in made.text
    assert "Lanjutkan" in made.buttons()
    await made.tap("Terima")
    assert await made.draft() is not None
    await made.tap("Lanjutkan")

    assert "Di mana" in made.text or "lokasi" in made.text.casefold()


async def test_the_offer_in_the_other_language(guest: Phone, host: Phone, filed: Report) -> None:
    """One tap, and the report goes on in it."""
    await host.say(f"/start {await link(guest, filed)}")
    await host.tap("English")
    assert "Somebody wants to hand this report over to you" in host.text
    await host.tap("Accept")
    assert "The report is yours now" in host.text
    await take(host, filed, Step.FORWARD, agency="dlhk")

    assert "Checked and passed on" in host.text


async def test_no_changes_nothing(guest: Phone, host: Phone, filed: Report) -> None:
    """The link goes on working; the owner hears nothing."""
    start = f"/start {await link(guest, filed)}"
    shown = len(guest.shown)
    await host.say(start)
    await host.tap("Tolak")
    assert "tidak ada yang berubah" in host.text
    assert (guest.who, shown) == (await owner(guest, filed), len(guest.shown))
    await host.say(start)
    await host.tap("Terima")

    assert host.who == await owner(guest, filed)


@pytest.mark.parametrize("how", ["used", "expired", "cancelled", "replaced", "unknown", "withdrawn"])
async def test_a_dead_link_says_one_sentence(
    guest: Phone, host: Phone, phones: Callable[..., Phone], filed: Report, how: str
) -> None:
    """In the language of whoever opens it, before and after they have seen the offer."""
    start = f"/start {await link(guest, filed)}"
    await host.say(start)
    offer = host.last.number
    match how:
        case "used":
            other = phones(who=503, name="Komang", language="id")
            await other.agree()
            await other.say(start)
            await other.tap("Terima")
        case "expired":
            later(72.01, guest, host)
        case "cancelled":
            await guest.tap("Cancel the link")
            assert any("no longer works" in shown.text for shown in guest.shown)
        case "replaced":
            await guest.tap("New link, end the old one")
            assert start != f"/start {payload(guest)}"
        case "unknown":
            start = f"/start h{'x' * 32}"
        case _:
            await guest.say(f"/withdraw {filed.code}")
            await guest.tap("Yes")
    before = await owner(guest, filed)
    if how != "unknown":
        await host.tap("Terima", number=offer)
        assert DEAD in host.text
    await host.say(start)
    assert DEAD in host.text

    assert before == await owner(guest, filed)
    assert host.who != before


async def test_a_dead_link_needs_no_consent(made: Phone) -> None:
    """The sentence, not the notice."""
    await made.say(f"/start h{'x' * 32}")

    assert DEAD in made.text
    await made.say("/start h-too-short")
    assert DEAD not in made.text


async def test_ones_own_link_cannot_be_taken(guest: Phone, filed: Report) -> None:
    """It says what it is for."""
    await guest.say(f"/start {await link(guest, filed)}")

    assert "link for your own report" in guest.text
    assert "Accept" not in guest.buttons()


async def test_of_two_who_open_it_one_wins(
    guest: Phone, host: Phone, phones: Callable[..., Phone], filed: Report
) -> None:
    """The first to accept; the other is told, and a second tap of the first is not a second acceptance."""
    start = f"/start {await link(guest, filed)}"
    other = phones(who=503, name="Lena", language="de")
    await other.agree()
    await host.say(start)
    await other.say(start)
    offer = host.last.number
    await host.tap("Terima")
    await other.tap("Accept")
    assert "does not work any more" in other.text
    async with guest.storage.read() as session:
        row = await handovers.newest(session, filed.id)
    assert row is not None
    assert "sudah milik Anda" in await host.press(callbacks.pack(callbacks.TAKE_OVER, row.id, "yes"), offer)

    assert host.who == await owner(guest, filed)
    assert 1 == [event.step for event in await history(guest, filed)].count("hand_over")
    assert 1 == sum("is in other hands now" in shown.text for shown in guest.shown)


async def test_the_number_of_a_link_opens_nothing(guest: Phone, host: Phone, filed: Report) -> None:
    """Only the token does: whoever never opened the link cannot accept by a made-up button."""
    await link(guest, filed)
    for number in ("1", "2", "", "x"):
        await host.press(f"{callbacks.TAKE_OVER}:{number}:yes")
        assert DEAD in host.chat[1].text

    assert guest.who == await owner(guest, filed)


async def test_a_second_tap_makes_no_second_link(guest: Phone, host: Phone, filed: Report) -> None:
    """The first one goes on working, and the page says that it is there."""
    await guest.press(callbacks.pack(callbacks.HAND_OVER, filed.id))
    page = guest.last.number
    await guest.tap("Make the link")
    start = payload(guest)
    shown = len(guest.shown)
    toast = await guest.press(callbacks.pack(callbacks.HAND_OVER, filed.id, "make", 0), page)
    assert ("The link is made already.", shown) == (toast, len(guest.shown))
    assert "The link you made works until" in guest.chat[page].text
    await host.say(f"/start {start}")

    assert "Ada yang ingin menyerahkan laporan ini" in host.text


async def test_an_anonymous_report_stays_anonymous(guest: Phone, host: Phone, filed: Report) -> None:
    """Both pages say so; nobody is named to anybody."""
    async with guest.storage.work(guest.now) as work:
        found = await reports.by_id(work.session, filed.id)
        assert found is not None
        assert await reports.change(work, found, anonymous=True)
    await guest.press(callbacks.pack(callbacks.HAND_OVER, filed.id))
    assert "neither your name nor theirs" in guest.text
    await hand_over(guest, host, filed)
    assert "The report stays anonymous" in guest.text

    for phone, stranger in ((guest, "Made"), (host, "Emma")):
        assert not any(stranger in shown.text for shown in phone.shown)


async def test_a_confidential_report_takes_a_warning(guest: Phone, filed: Report) -> None:
    """Before the link is made, and on its button."""
    async with guest.storage.work(guest.now) as work:
        found = await reports.by_id(work.session, filed.id)
        assert found is not None
        assert await reports.change(work, found, confidential=True)
    await guest.press(callbacks.pack(callbacks.HAND_OVER, filed.id))
    assert "Your report is confidential" in guest.text
    await guest.tap("Make the link all the same")

    assert payload(guest)


async def test_what_waits_goes_to_the_new_reporter(guest: Phone, host: Phone, filed: Report) -> None:
    """A notice of the night rings in the morning at the host's, in Indonesian; the former one hears that it is gone."""
    start = f"/start {await link(guest, filed)}"
    later(12, guest, host)
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    await host.say(start)
    await host.tap("Terima")
    shown, heard = len(host.shown), len(guest.shown)
    later(12, guest, host)
    await host.deliver()

    assert shown + 1 == len(host.shown)
    assert "Sudah diperiksa dan diteruskan" in host.text
    assert heard + 1 == len(guest.shown)
    assert "is in other hands now" in guest.text


async def test_a_step_just_after_is_not_written_into_the_old_notice(guest: Phone, host: Phone, filed: Report) -> None:
    """The message that stands in the former reporter's chat is no longer anybody's to edit."""
    start = f"/start {await link(guest, filed)}"
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    notice = guest.last
    await host.say(start)
    await host.tap("Terima")
    later(0.02, guest, host)
    await take(host, filed, Step.TAKE)

    assert "mulai menangani" in host.text
    assert notice.text == guest.chat[notice.number].text


@pytest.mark.parametrize("status", [Status.NEEDS_INFO, Status.ANSWERED])
async def test_what_is_to_be_answered_is_said_again(guest: Phone, host: Phone, filed: Report, status: Status) -> None:
    """The desk's question, or its answer with the question whether it is solved, stands in the other chat only."""
    words = "Which gate is it?" if status is Status.NEEDS_INFO else "The lamp was replaced this morning."
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    if status is Status.NEEDS_INFO:
        await take(guest, filed, Step.ASK, text=words)
    else:
        await take(guest, filed, Step.REPLY, text=words)
        await take(guest, filed, Step.FINISH)
    before = sum(words in shown.text for shown in guest.shown)
    await hand_over(guest, host, filed)
    assert words in host.text
    assert before == sum(words in shown.text for shown in guest.shown)
    if status is Status.NEEDS_INFO:
        await host.say("Gerbang utara", to=host.last.number)
        assert "supply" == (await history(host, filed))[-1].step
    else:
        await host.tap("Sudah beres")
        assert Status.CLOSED == (await host.reports())[0].status


async def test_the_new_reporter_has_the_whole_time(guest: Phone, host: Phone, filed: Report) -> None:
    """Handed over on the last of ten working days: asked once more after five new ones, and closed after ten."""
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    await take(guest, filed, Step.REPLY, text="The lamp was replaced this morning.")
    await take(guest, filed, Step.FINISH)
    later(14 * 24, guest, host)  # Monday noon, two weeks later: four hours are left
    await hand_over(guest, host, filed)
    later(5, guest, host)
    assert 0 == await tick(host, closing.close)
    later(7 * 24, guest, host)
    assert 1 == await tick(host, closing.ask_again)
    assert "Kami bertanya sekali lagi saja" in host.text
    later(7 * 24, guest, host)
    assert 1 == await tick(host, closing.close)

    assert "belum menerima tanggapan" in host.text
    assert Status.CLOSED == (await host.reports())[0].status


async def test_the_stay_and_the_silence_were_the_former_ones(guest: Phone, host: Phone, filed: Report) -> None:
    """The new reporter stays, and hears of the report."""
    await guest.press(callbacks.pack(callbacks.STAY, filed.id, "2026-11-27"))
    await guest.press(callbacks.pack(callbacks.MUTE, filed.id, "on"))
    await hand_over(guest, host, filed)
    (report,) = await host.reports()
    assert (None, None, False) == (report.stay_until, report.leave_at, report.muted)
    guest.now = host.now = datetime.fromisoformat("2026-11-26T08:01+08:00")
    async with host.storage.work(host.now) as work:
        assert 0 == await stay.look(work, host.house)


async def test_from_the_message_before_the_last_day(guest: Phone, host: Phone, filed: Report) -> None:
    """Its button leads there; of several reports each has one."""
    await guest.press(callbacks.pack(callbacks.STAY, filed.id, date(2026, 11, 27).isoformat()))
    guest.now = host.now = datetime.fromisoformat("2026-11-26T08:01+08:00")
    async with guest.storage.work(guest.now) as work:
        await stay.look(work, guest.house)
    await guest.deliver()
    await guest.tap("Hand this report over")
    await guest.tap("Make the link")
    await host.say(f"/start {payload(guest)}")
    await host.tap("Terima")

    assert host.who == await owner(guest, filed)


async def test_and_on_to_a_third(guest: Phone, host: Phone, phones: Callable[..., Phone], filed: Report) -> None:
    """The host hands it on, even back to the first; each former one is told."""
    await hand_over(guest, host, filed)
    await guest.say(f"/start {await link(host, filed, 'Buat tautan')}")
    await guest.tap("Accept")

    assert guest.who == await owner(guest, filed)
    assert "sudah di tangan orang lain" in host.text
    receipt = next(shown for shown in guest.shown if "received your report" in shown.text)
    await guest.say("It is at the north gate", to=receipt.number)
    assert "add" == (await history(guest, filed))[-1].step


async def test_nobody_else_makes_a_link(guest: Phone, host: Phone, filed: Report) -> None:
    """Not even with the payload of the button."""
    for what in ("", "make", "cancel"):
        await host.press(callbacks.pack(callbacks.HAND_OVER, filed.id, what, 0))
        assert "tidak ada di antara laporan Anda" in host.text
    async with guest.storage.read() as session:
        assert await handovers.newest(session, filed.id) is None


async def test_who_blocked_us_is_not_told(guest: Phone, host: Phone, filed: Report) -> None:
    """The report goes over all the same."""
    start = f"/start {await link(guest, filed)}"
    async with guest.storage.work(guest.now) as work:
        await reporters.blocked(work, guest.who, guest.now)
    shown = len(guest.shown)
    await host.say(start)
    await host.tap("Terima")

    assert (host.who, shown) == (await owner(guest, filed), len(guest.shown))
