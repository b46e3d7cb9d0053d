"""The promise in the conversation: in the receipt, wherever a report is shown, and in what reporters do themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from handlers import casework
from locales import formats
from rules.lifecycle import Actor, Moved, Step
from storage import deadlines, reports
from storage.tables import Report
from tests.handlers.reporter.phone import TIBUBENENG, Phone

WORDS = {
    "en": {
        "story": "The street lamp in front of our villa is broken",
        "category": "street",
        "submit": "Submit report",
        "no": "Not solved",
    },
    "id": {
        "story": "Lampu jalan di depan rumah kami mati",
        "category": "lampu",
        "submit": "Kirim laporan",
        "no": "Belum beres",
    },
}


@pytest.fixture(params=["en", "id"])
async def phone(request: pytest.FixtureRequest, phones: Callable[..., Phone]) -> Phone:
    """Somebody who has agreed to the notice, in each language."""
    person = phones(language=request.param)
    await person.agree()
    return person


@pytest.fixture
async def filed(phone: Phone) -> Report:
    """Their report of a broken lamp, filed on Monday, 23 November 2026, at noon."""
    words = WORDS[phone.language]
    await phone.photo(words["story"])
    await phone.pin(TIBUBENENG)
    await phone.tap_if_asked(words["category"])
    await phone.tap(words["submit"])
    (report,) = await phone.reports()
    return report


async def desk(phone: Phone, report: Report, step: Step, **values: str) -> None:
    """The desk takes a step, an hour later."""
    phone.later(hours=1)
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        outcome = await casework.take_step(work, phone.house, found, step, actor=Actor.COORDINATOR, **values)
        assert isinstance(outcome, Moved)
    await phone.deliver()


async def due(phone: Phone, report: Report) -> dict[str, datetime]:
    async with phone.storage.read() as session:
        return await deadlines.open_of(session, report.id or 0)


def moment(phone: Phone, at: datetime) -> str:
    return formats.moment(at, phone.language, phone.house.region.tz, phone.house.region.zone_label)


def day(phone: Phone, at: datetime) -> str:
    return formats.day(at.astimezone(phone.house.region.tz).date(), phone.language)


async def test_the_receipt_names_each_promise(phone: Phone, filed: Report) -> None:
    """Until when it is checked, in how many days acted on, until when answered."""
    receipt = next(shown.text for shown in phone.shown if shown.push.purpose == "receipt")
    promised = await due(phone, filed)

    assert day(phone, promised["verify"]) in receipt
    assert day(phone, promised["resolve"]) in receipt
    assert ("5 working days" if phone.language == "en" else "5 hari kerja") in receipt


async def test_the_status_names_the_next_promise(phone: Phone, filed: Report) -> None:
    """With its date; late, what is late and the next one; while they are asked, until when they can answer."""
    promised = await due(phone, filed)
    await phone.say(f"/status {filed.code}")
    assert moment(phone, promised["verify"]) in phone.text

    phone.later(days=4)
    await phone.say(f"/status {filed.code}")
    assert "⏰" in phone.text
    assert moment(phone, promised["verify"]) in phone.text
    assert moment(phone, promised["resolve"]) in phone.text

    await desk(phone, filed, Step.ASK, text="Di mana? Where?")
    await phone.say(f"/status {filed.code}")
    assert moment(phone, (await due(phone, filed))["reply"]) in phone.text
    assert moment(phone, promised["verify"]) not in phone.text


async def test_the_status_of_an_ended_report_promises_nothing(phone: Phone, filed: Report) -> None:
    """Its dates are gone."""
    promised = await due(phone, filed)
    await desk(phone, filed, Step.ARCHIVE, archive_reason="unclear")
    await phone.say(f"/status {filed.code}")

    assert not [at for at in promised.values() if moment(phone, at) in phone.text or day(phone, at) in phone.text]


async def test_the_list_has_the_next_date(phone: Phone, filed: Report) -> None:
    """What is due by then, what is late, and until when they can answer."""
    short = formats.short_day(
        (await due(phone, filed))["verify"].astimezone(phone.house.region.tz).date(), phone.language
    )
    english = phone.language == "en"
    await phone.say("/mine")
    assert f"next by {short}" in phone.text if english else f"berikutnya {short}" in phone.text

    phone.later(days=4)
    await phone.say("/mine")
    assert f"⏰ late, was due {short}" in phone.text if english else f"⏰ terlambat, seharusnya {short}" in phone.text

    await desk(phone, filed, Step.ASK, text="Di mana? Where?")
    await phone.say("/mine")
    assert "please answer by" in phone.text if english else "mohon jawab sampai" in phone.text
    phone.later(days=20)
    await phone.say("/mine")
    assert "still waiting for your answer" in phone.text if english else "jawaban Anda masih ditunggu" in phone.text


async def test_a_question_says_until_when_and_its_answer_what_is_next(phone: Phone, filed: Report) -> None:
    """The reporter's own date with the question; with the answer the desk's promise, moved by the wait."""
    before = await due(phone, filed)
    await desk(phone, filed, Step.ASK, text="Di mana? Where?")
    asked = phone.last
    assert "Di mana? Where?" in asked.text
    assert moment(phone, (await due(phone, filed))["reply"]) in asked.text

    phone.later(days=2)
    await phone.say("The third pole · Tiang ketiga", to=asked.number)

    after = await due(phone, filed)
    assert after["verify"] > before["verify"]
    assert moment(phone, after["verify"]) in phone.text
    assert "reply" not in after


async def test_when_their_time_is_over_they_can_still_answer(phone: Phone, filed: Report) -> None:
    """The status says that it is over and what may happen now; an answer is taken all the same."""
    await desk(phone, filed, Step.ASK, text="Di mana? Where?")
    asked = phone.last
    phone.later(days=30)
    await phone.say(f"/status {filed.code}")
    assert ("You can still answer" if phone.language == "en" else "Anda masih dapat menjawab") in phone.text

    await phone.say("The third pole · Tiang ketiga", to=asked.number)

    assert moment(phone, (await due(phone, filed))["verify"]) in phone.text


async def test_what_is_added_or_corrected_is_confirmed_with_the_promise(phone: Phone, filed: Report) -> None:
    """The report goes on: by when."""
    receipt = next(shown.number for shown in phone.shown if shown.push.purpose == "receipt")
    number = await phone.say("Third pole · Tiang ketiga", to=receipt)
    assert moment(phone, (await due(phone, filed))["verify"]) in phone.text

    await desk(phone, filed, Step.FORWARD, agency="dishub")
    await phone.edit(number, text="Fourth pole · Tiang keempat")
    assert moment(phone, (await due(phone, filed))["follow_up"]) in phone.text


@pytest.mark.parametrize("by", ["button", "words"])
async def test_who_disputes_an_answer_reads_the_new_promise(phone: Phone, filed: Report, by: str) -> None:
    """The report is open again, with new dates."""
    await desk(phone, filed, Step.FORWARD, agency="dishub")
    await desk(phone, filed, Step.REPLY, text="Lampu sudah diganti kemarin oleh petugas · The lamp was replaced.")
    await desk(phone, filed, Step.FINISH)
    assert moment(phone, (await due(phone, filed))["reply"]) in phone.text

    if by == "button":
        await phone.tap(WORDS[phone.language]["no"])
    else:
        await phone.say("Masih gelap! It is still dark!", to=phone.last.number)

    promised = await due(phone, filed)
    assert set(promised) == {"follow_up", "resolve"}
    assert any(moment(phone, promised["follow_up"]) in shown.text for shown in phone.shown[-2:])
