"""Travellers: until which day they are here, what they are told before, and what the desk sees of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from handlers import callbacks, casework, closing, stay
from handlers.desk import warnings
from rules.lifecycle import Actor, Moved, Status, Step
from storage import deadlines, events, reporters, reports
from storage.tables import Event, Report
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = "The lamp in front of our villa does not work"
ANSWER = "The lamp was replaced this morning."
TODAY = date(2026, 11, 23)  # a Monday, noon


async def file(phone: Phone, story: str = STORY, *, submit: str = "Submit report") -> Report:
    """A report with a picture and a pin."""
    await phone.photo(story)
    await phone.pin(TIBUBENENG)
    await phone.tap_if_asked("street" if submit == "Submit report" else "lampu")
    await phone.tap(submit)
    return (await phone.reports())[0]


@pytest.fixture
async def filed(guest: Phone) -> Report:
    """Emma's report."""
    return await file(guest)


async def take(phone: Phone, report: Report, step: Step, **values: Any) -> Any:
    """A step of the desk."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        outcome = await casework.take_step(work, phone.house, found, step, actor=Actor.COORDINATOR, **values)
    await phone.deliver()
    assert isinstance(outcome, Moved), outcome
    return outcome


async def answer(phone: Phone, report: Report) -> None:
    """The desk finishes it."""
    await take(phone, report, Step.FORWARD, agency="dlhk")
    await take(phone, report, Step.REPLY, text=ANSWER)
    await take(phone, report, Step.FINISH)


async def tick(phone: Phone, look: Callable[..., Awaitable[int]]) -> int:
    """A round of the clock."""
    async with phone.storage.work(phone.now) as work:
        count = await look(work, phone.house)
    await phone.deliver()
    return count


async def history(phone: Phone, report: Report) -> list[Event]:
    async with phone.storage.read() as session:
        return await events.of_report(session, report.id)


async def leaves(phone: Phone, report: Report, day: date) -> None:
    """The traveller says so, by the button."""
    await phone.press(callbacks.pack(callbacks.STAY, report.id, day.isoformat()), 1)


async def test_the_last_day_by_button_from_the_receipt(guest: Phone, filed: Report) -> None:
    """The receipt stays; today, tomorrow and the next days are buttons, and the history keeps what was said."""
    receipt = guest.last.number
    await guest.tap("I am only visiting")
    assert "Which day is your last one here?" in guest.text
    assert ["Today", "Tomorrow", "Wednesday, 25 November", "Thursday, 26 November"] == guest.buttons()[:4]
    assert "Monday, 30 November" in guest.buttons()
    await guest.tap("Friday, 27 November")
    assert "your last day here is Friday, 27 November 2026" in guest.text
    assert "The day before, we tell you here" in guest.text
    assert "wherever you are" in guest.text
    assert "received your report" in guest.chat[receipt].text

    (report,) = await guest.reports()
    assert date(2026, 11, 27) == report.stay_until
    event = (await history(guest, report))[-1]
    assert ("stay", "reporter", {"stay_until": "2026-11-27"}) == (event.step, event.actor, _of(event))


def _of(event: Event) -> dict[str, Any]:
    return {name: value for name, value in event.data.items() if name != "agency"}


@pytest.mark.parametrize(
    ("language", "story", "offered"),
    [
        ("id", "Lampu jalan di depan banjar mati sudah seminggu", False),
        ("id", STORY, True),
        ("de", "Lampu jalan di depan banjar mati sudah seminggu", True),
    ],
)
async def test_who_is_asked(phones: Callable[..., Phone], language: str, story: str, offered: bool) -> None:
    """Under the receipt only whoever writes English or has a Telegram in another language; never on the way."""
    phone = phones(who=502, name="Made", language=language)
    await phone.agree()
    await file(phone, story, submit="Kirim laporan" if language == "id" else "Submit report")

    assert offered == any("🧳" in words for words in phone.buttons())
    assert not any("last day" in shown.text or "hari terakhir" in shown.text for shown in phone.shown)


async def test_residents_find_it_on_the_page(phones: Callable[..., Phone]) -> None:
    """In Indonesian, under "Kelola laporan ini"; the date can be changed and taken back."""
    made = phones(who=502, name="Made", language="id")
    await made.agree()
    await file(made, "Lampu jalan di depan banjar mati sudah seminggu", submit="Kirim laporan")
    await made.tap("Kelola laporan ini")
    page = made.last.number
    await made.tap("Saya hanya berkunjung")
    await made.tap("Sabtu, 28 November")
    assert "hari terakhir Anda di sini Sabtu, 28 November 2026" in made.text
    await made.tap("Ubah harinya")
    assert "Apakah berubah?" in made.text
    assert "✓ Sabtu, 28 November" in made.buttons()
    await made.tap("Saya tidak jadi pergi")
    assert "tidak ada hari terakhir yang dicatat" in made.text

    assert page == made.last.number
    (report,) = await made.reports()
    assert (None, None) == (report.stay_until, report.leave_at)
    assert ["stay", "stay"] == [event.step for event in (await history(made, report))[-2:]]


async def test_any_other_date_is_written(guest: Phone, filed: Report) -> None:
    """What is not understood, or cannot be, is asked for again."""
    await guest.tap("I am only visiting")
    await guest.tap("Another date")
    await guest.say("whenever")
    assert "We did not understand that date" in guest.text
    await guest.say("22/11/2026")
    assert "cannot be your last one here" in guest.text
    await guest.say("until 14 December")

    assert "Monday, 14 December 2026" in guest.text
    assert date(2026, 12, 14) == (await guest.reports())[0].stay_until
    await guest.say("Another thing: the beach at Berawa is full of plastic")
    assert await guest.draft() is not None


@pytest.mark.parametrize("how", ["long", "late", "photo", "command"])
async def test_what_is_no_date_is_what_it_is(guest: Phone, filed: Report, how: str) -> None:
    """A story, a picture or a command after the question is taken for that."""
    await guest.tap("I am only visiting")
    await guest.tap("Another date")
    match how:
        case "long":
            await guest.say("Another thing: the beach at Berawa is full of plastic and it smells")
        case "late":
            guest.later(hours=2)
            await guest.say("Tomorrow a hole")
        case "photo":
            await guest.photo("There is a hole in the road at the market")
        case _:
            await guest.say("/mine")
            await guest.say("There is a hole in the road at the market in Canggu, it is deep")

    assert await guest.draft() is not None
    assert (await guest.reports())[0].stay_until is None


async def test_it_holds_for_all_reports(guest: Phone, filed: Report) -> None:
    """Those that are open, and the next one; not one that has ended."""
    ended = await file(guest, "The other street lamp is broken as well")
    await take(guest, ended, Step.ARCHIVE, archive_reason="unclear")
    await leaves(guest, filed, date(2026, 11, 27))
    third = await file(guest, "And a third street lamp behind the temple")
    assert "🧳 Here until 27 Nov 2026" in guest.buttons()

    assert [(date(2026, 11, 27)), None, date(2026, 11, 27)] == [
        report.stay_until for report in sorted(await guest.reports(), key=lambda report: report.id)
    ]
    await guest.press(callbacks.pack(callbacks.STAY, third.id, "home"), 1)
    assert {None} == {report.stay_until for report in await guest.reports()}


async def test_old_buttons_are_polite(guest: Phone, filed: Report, phones: Callable[..., Phone]) -> None:
    """A day that has passed, rubbish, a report that has ended, somebody else's report."""
    await leaves(guest, filed, TODAY - timedelta(days=1))
    assert "cannot be your last one here" in guest.text
    await guest.press(callbacks.pack(callbacks.STAY, filed.id, "x"), 1)
    assert "Which day is your last one here?" in guest.text
    await take(guest, filed, Step.ARCHIVE, archive_reason="unclear")
    assert "This report has ended." == await guest.press(callbacks.pack(callbacks.STAY, filed.id, "2026-11-27"), 1)
    made = phones(who=502, name="Made", language="id")
    await made.agree()
    await made.press(callbacks.pack(callbacks.STAY, filed.id, "2026-11-27"), 1)
    assert "tidak ada di antara laporan Anda" in made.text

    assert (await guest.reports())[0].stay_until is None


async def test_told_once_on_the_day_before(guest: Phone, filed: Report) -> None:
    """In the morning: what is still open and until when it waits."""
    await leaves(guest, filed, date(2026, 11, 27))
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    guest.now = datetime.fromisoformat("2026-11-26T07:59+08:00")
    assert 0 == await tick(guest, stay.look)
    guest.later(minutes=2)
    before = len(guest.shown)
    assert 1 == await tick(guest, stay.look)
    assert 0 == await tick(guest, stay.look)

    assert before + 1 == len(guest.shown)
    assert "Your last day here: Friday, 27 November 2026" in guest.text
    assert "waiting its turn" in guest.text
    assert "Next:" in guest.text
    assert "wherever you are" in guest.text
    await guest.say("The lamp is at the gate", to=guest.last.number)
    assert "add" == (await history(guest, filed))[-1].step


async def test_several_reports_make_one_message(guest: Phone, filed: Report) -> None:
    """Each with where it stands; those that are finished or muted are left out."""
    second = await file(guest, "The other street lamp is broken as well")
    third = await file(guest, "And a third street lamp behind the temple")
    fourth = await file(guest, "And a fourth street lamp by the river")
    await leaves(guest, filed, date(2026, 11, 27))
    await answer(guest, third)
    await guest.press(callbacks.pack(callbacks.MUTE, fourth.id, "on"), 1)
    guest.now = datetime.fromisoformat("2026-11-26T08:01+08:00")
    before = len(guest.shown)
    await tick(guest, stay.look)

    assert before + 1 == len(guest.shown)
    assert [True, True, False, False] == [one.code in guest.text for one in (filed, second, third, fourth)]
    await guest.tap(f"🤝 {second.code}")
    assert f"Hand over {second.code}" in guest.text


async def test_who_leaves_tomorrow_is_told_everything_at_once(guest: Phone, filed: Report) -> None:
    """Where it stands is on the page that confirms it; no message the next day."""
    await guest.tap("I am only visiting")
    await guest.tap("Tomorrow")
    assert "waiting for the coordinator" in guest.text
    assert "The day before" not in guest.text
    assert "Next: the coordinator" in guest.text
    before = len(guest.shown)
    for hours in (1, 20, 24):
        guest.later(hours=hours)
        assert 0 == await tick(guest, stay.look)

    assert before == len(guest.shown)


@pytest.mark.parametrize("how", ["answered", "withdrawn", "muted", "blocked", "home"])
async def test_who_is_not_told(guest: Phone, filed: Report, how: str) -> None:
    """Nothing is open, or nothing is to be said."""
    await leaves(guest, filed, date(2026, 11, 27))
    match how:
        case "answered":
            await answer(guest, filed)
        case "withdrawn":
            await guest.say(f"/withdraw {filed.code}")
            await guest.tap("Yes")
        case "muted":
            await guest.press(callbacks.pack(callbacks.MUTE, filed.id, "on"), 1)
        case "blocked":
            async with guest.storage.work(guest.now) as work:
                await reporters.blocked(work, guest.who, guest.now)
        case _:
            await guest.press(callbacks.pack(callbacks.STAY, filed.id, "home"), 1)
    before = len(guest.shown)
    guest.now = datetime.fromisoformat("2026-11-26T08:01+08:00")
    await tick(guest, stay.look)

    assert before == len(guest.shown)


async def test_after_a_long_silence_the_present_truth(guest: Phone, filed: Report) -> None:
    """Kanal was down over the day: once, and it says that the day has passed."""
    await leaves(guest, filed, date(2026, 11, 27))
    guest.now = datetime.fromisoformat("2026-12-01T22:00+08:00")
    before = len(guest.shown)
    assert 1 == await tick(guest, stay.look)
    assert before == len(guest.shown), "at night nothing rings"
    guest.now = datetime.fromisoformat("2026-12-02T07:00+08:00")
    await guest.deliver()

    assert "Your last day here was Friday, 27 November 2026" in guest.text


@pytest.mark.parametrize("choice", ["at_once", "daily"])
async def test_asked_once_more_before_they_leave(guest: Phone, filed: Report, choice: str) -> None:
    """Not halfway through ten working days, when nobody is here to look any more; and once only."""
    await leaves(guest, filed, date(2026, 11, 27))
    await guest.press(callbacks.pack(callbacks.SETTINGS, choice), 1)
    await answer(guest, filed)
    guest.now = datetime.fromisoformat("2026-11-26T07:59+08:00")
    await guest.deliver()
    assert 0 == await tick(guest, closing.ask_again)
    guest.later(minutes=2)
    assert 1 == await tick(guest, closing.ask_again)
    guest.now = datetime.fromisoformat("2026-11-27T08:00+08:00")
    await guest.deliver()
    assert "We ask this once more only" in guest.text
    guest.later(days=14)

    assert 0 == await tick(guest, closing.ask_again)


async def test_on_the_last_day_once_a_day_is_too_late(guest: Phone, filed: Report) -> None:
    """Whoever reads one summary a day hears of an ending at once, and is asked again before the evening."""
    await guest.press(callbacks.pack(callbacks.SETTINGS, "daily"), 1)
    await leaves(guest, filed, TODAY)
    await answer(guest, filed)
    assert "Is it solved?" in guest.text
    guest.now = datetime.fromisoformat("2026-11-23T17:01+08:00")
    assert 1 == await tick(guest, closing.ask_again)

    assert "We ask this once more only" in guest.text


async def test_a_day_given_after_the_answer_moves_the_question(guest: Phone, filed: Report) -> None:
    """And the page that confirms it asks already; taking it back moves it back to halfway."""
    await answer(guest, filed)
    halfway = await _asked_at(guest, filed)
    await leaves(guest, filed, date(2026, 11, 24))
    assert "✅ Solved" in guest.buttons()
    assert datetime.fromisoformat("2026-11-24T08:00+08:00") == await _asked_at(guest, filed)
    await guest.press(callbacks.pack(callbacks.STAY, filed.id, "home"), 1)

    assert halfway == await _asked_at(guest, filed)


async def _asked_at(phone: Phone, report: Report) -> datetime | None:
    async with phone.storage.read() as session:
        (promise,) = await deadlines.rows_of(session, report.id)
        return promise.warn_at


async def test_the_promises_to_the_reporter_do_not_move(guest: Phone, filed: Report) -> None:
    """Only when the desk is reminded of them: in time for whoever leaves."""
    async with guest.storage.read() as session:
        before = {row.kind: (row.due_at, row.warn_at) for row in await deadlines.rows_of(session, filed.id)}
    await leaves(guest, filed, TODAY + timedelta(days=1))
    async with guest.storage.read() as session:
        after = {row.kind: (row.due_at, row.warn_at) for row in await deadlines.rows_of(session, filed.id)}

    assert {kind: due for kind, (due, _) in before.items()} == {kind: due for kind, (due, _) in after.items()}
    assert {guest.now} == {warn for _, warn in after.values()}
    assert 2 == await tick(guest, warnings.warn)
    async with guest.storage.read() as session:
        again = {row.kind: row.warn_at for row in await deadlines.rows_of(session, filed.id)}
    assert {kind: warn for kind, (_, warn) in before.items()} == again


async def test_old_news_of_the_stay_is_no_news(guest: Phone, filed: Report) -> None:
    """The same day again changes nothing."""
    await leaves(guest, filed, date(2026, 11, 27))
    count = len(await history(guest, filed))
    await leaves(guest, filed, date(2026, 11, 27))
    assert "your last day here is Friday" in guest.text

    assert count == len(await history(guest, filed))
    assert Status.RECEIVED == (await guest.reports())[0].status
