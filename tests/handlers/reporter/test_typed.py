"""With text alone, with a voice alone: nothing needs a picture or a button."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import casework, transcript
from rules.lifecycle import Actor, Step
from storage import events, reports
from tests.handlers.reporter.phone import TIBUBENENG, Phone

VAGUE = {"id": "Lampu di depan rumah kami tidak berfungsi", "en": "The lamp in front of our villa does not work"}


async def write(phone: Phone, *texts: str) -> None:
    for text in texts:
        await phone.say(text)


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("en", ["hello", "yes", VAGUE["en"], "Kuta", "1", "edit", "time", "yesterday", "submit"]),
        ("en", [VAGUE["en"], "I agree", "skip", "street light", "Name and privacy", "2", "Submit report"]),
        ("en", [VAGUE["en"], "agree", "between Canggu and Pererenan", "pererenan", "steet light out", "send"]),
        ("id", ["halo", "ya", VAGUE["id"], "Kuta", "1", "ubah", "waktu", "kemarin", "kirim"]),
        (
            "id",
            [
                VAGUE["id"],
                "setuju",
                "lewati",
                "kategori lain",
                "lampu",
                "Nama dan kerahasiaan",
                "Anonim",
                "Kirim laporan",
            ],
        ),
        ("id", [VAGUE["id"], "1", "lewati", "lewati", "kembali", "lanjutkan", "betul"]),
    ],
)
async def test_a_report_by_typed_text_alone(phones: Any, locale: str, texts: list[str]) -> None:
    """Words of buttons, numbers, and what they mean."""
    phone = phones(language=locale)
    await write(phone, *texts)

    (report,) = await phone.reports()
    assert VAGUE[locale] == report.body
    assert report.code in phone.text


async def test_what_was_typed_is_done(guest: Phone) -> None:
    """The category by its number, the day by the beginning of its words, the name hidden."""
    await write(guest, VAGUE["en"], "Kuta", "no 1", "add the time", "now", "name and privacy", "anonymous", "submit")

    (report,) = await guest.reports()
    assert ("street_light", True, True) == (report.category, report.happening_now, report.anonymous)


async def test_nothing_is_sent_or_deleted_by_a_slip(guest: Phone) -> None:
    """Nor by a word that only begins a button; "yes" deletes nothing."""
    await write(guest, VAGUE["en"], "skip", "skip")
    for text in ("submit repor", "subm"):
        await guest.say(text)
        assert [] == await guest.reports()
    for text in ("delete draf", "yes", "delete"):
        await guest.tap("Cancel")
        await guest.say(text)
        assert await guest.draft() is not None
    await guest.tap("Cancel")
    await guest.say("delete draft")

    assert await guest.draft() is None


async def test_a_number_in_an_answer_to_the_desk_is_an_answer(guest: Phone) -> None:
    """An officer asks how many lamps; "2" presses no button."""
    await write(guest, VAGUE["en"], "skip", "skip", "submit")
    (report,) = await guest.reports()
    async with guest.storage.work(guest.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.take_step(
            work, guest.house, found, Step.ASK, actor=Actor.COORDINATOR, text="How many lamps are out?"
        )
    await guest.deliver()
    await guest.say("2", to=guest.last.number)

    async with guest.storage.read() as session:
        assert "2" == (await events.of_report(session, report.id))[-1].text


async def test_an_addition_may_be_a_number(guest: Phone) -> None:
    """While one is waited for, only the very words of a button count."""
    await write(guest, VAGUE["en"], "skip", "skip", "submit")
    await guest.tap("Add something")
    await guest.say("1")

    async with guest.storage.read() as session:
        (report,) = await guest.reports()
        assert "1" == (await events.of_report(session, report.id))[-1].text


@pytest.mark.parametrize("kind", ["voice", "video_note", "audio"])
@pytest.mark.parametrize("locale", ["id", "en"])
async def test_a_voice_and_a_place_are_a_report(phones: Any, kind: str, locale: str) -> None:
    """Nothing has to be written; four actions."""
    phone = phones(language=locale)
    await phone.file(kind)
    await phone.say("ya" if locale == "id" else "yes")
    await phone.pin(TIBUBENENG)
    assert ("(pesan suara)" if locale == "id" else "(voice message)") in phone.text
    await phone.say("kirim" if locale == "id" else "submit")

    (report,) = await phone.reports()
    assert (True, "Tibubeneng") == (report.spoken, report.place_name)
    assert report.body == phone.house.catalog.say(locale, "what.spoken")


async def test_without_the_recording_it_needs_words(guest: Phone) -> None:
    """It was all that told what happened."""
    await guest.file("voice")
    await guest.pin(TIBUBENENG)
    await guest.tap("Edit")
    await guest.tap("Photos and files")
    await guest.tap("Remove all files")

    assert "What happened?" in guest.text


async def test_words_beside_the_recording_are_the_description(guest: Phone) -> None:
    """The desk is not asked to write anything down."""
    await guest.file("voice", caption=VAGUE["en"])
    await guest.say("skip")
    await guest.say("skip")
    await guest.say("submit")

    (report,) = await guest.reports()
    assert (False, VAGUE["en"]) == (report.spoken, report.body)


async def test_the_reporter_sees_what_was_written_down(guest: Phone) -> None:
    """And the report says it from then on."""
    await guest.file("voice")
    await guest.pin(TIBUBENENG)
    await guest.say("submit")
    (report,) = await guest.reports()
    words = "Lampu jalan di depan vila mati sejak Minggu."
    async with guest.storage.work(guest.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.take_step(
            work, guest.house, found, Step.TRANSCRIBE, actor=Actor.COORDINATOR, text=words,
            **transcript.values(found, words),
        )  # fmt: skip
    await guest.deliver()

    assert words in guest.text
    assert report.code in guest.text
    (report,) = await guest.reports()
    assert (f"(voice message)\n{words}", words.rstrip("."), False) == (report.body, report.title, report.spoken)
