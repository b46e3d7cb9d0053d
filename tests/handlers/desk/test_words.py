"""What operators write, and what they are shown before it goes."""

from __future__ import annotations

import pytest

from handlers import casework
from rules.lifecycle import Step
from storage import attachments, events, reporters
from storage.tables import Event, Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, MADE, Stage, labels

PHOTO = [{"file_id": "F1", "file_unique_id": "U1", "width": 9, "height": 9, "file_size": 900}]


async def test_a_preview_can_become_a_note(stage: Stage) -> None:
    """Words that were meant for colleagues never reach the reporter."""
    await stage.file()
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, "Pelapor ini sudah sering melapor", to=stage.card(COORDINATORS).message_id)

    await stage.press(AYU, COORDINATORS, "Catatan internal", stage.last(COORDINATORS).message_id)

    assert "tidak dikirim ke pelapor" in stage.last(COORDINATORS).screen.text
    assert stage.seen(EMMA, "public") == []


async def test_cancelled_words_are_gone_and_pressed_twice_nothing_more_happens(stage: Stage) -> None:
    """Of two presses one counts."""
    await stage.file()
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, "Hello", to=stage.card(COORDINATORS).message_id)
    shown, send = stage.button(COORDINATORS, "Kirim ke pelapor")
    await stage.press(AYU, COORDINATORS, "Batal")

    assert await stage.tap(AYU, COORDINATORS, shown.message_id, send.value) == (
        "Pesan ini sudah dibatalkan atau diganti."
    )
    assert stage.seen(EMMA, "public") == []


async def test_sent_twice_arrives_once(stage: Stage) -> None:
    """A doubled press is told that it was sent."""
    await stage.file()
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, "Thank you", to=stage.card(COORDINATORS).message_id)
    shown, send = stage.button(COORDINATORS, "Kirim ke pelapor")

    await stage.tap(AYU, COORDINATORS, shown.message_id, send.value)
    again = await stage.tap(AYU, COORDINATORS, shown.message_id, send.value)

    assert again == "Pesan ini sudah terkirim atau disimpan."
    assert len(stage.seen(EMMA, "public")) == 1


async def test_only_the_writer_sends(stage: Stage) -> None:
    """A colleague in the same group cannot confirm somebody else's words."""
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")
    await stage.write(KETUT, DLHK, "Thank you", to=stage.card(DLHK).message_id)

    assert "Hanya penulisnya" in await stage.press(AYU, DLHK, "Kirim ke pelapor")


INDONESIAN = "Sampah di belakang bar sudah diangkut petugas kami tadi pagi."
ENGLISH = "Our team collected the rubbish behind the bar this morning."


async def test_words_a_tourist_cannot_read_cannot_just_be_sent(stage: Stage) -> None:
    """The preview says so and asks for the other language; it has no button that sends them at once."""
    await stage.file()
    await stage.deliver()
    card = stage.card(COORDINATORS).message_id

    await stage.write(AYU, COORDINATORS, INDONESIAN, to=card)
    shown = stage.last(COORDINATORS)
    assert "Pelapor membaca bahasa Inggris, tetapi teks ini" in shown.screen.text
    assert not any("Kirim ke pelapor" in label for label in labels(shown.screen))

    await stage.write(AYU, COORDINATORS, ENGLISH, to=card)
    assert "⛔️" not in stage.last(COORDINATORS).screen.text
    assert "Kirim ke pelapor" in labels(stage.last(COORDINATORS).screen)[0]


async def test_words_that_do_not_tell_are_doubted(stage: Stage) -> None:
    """To a reporter of another language only."""
    await stage.file()
    await stage.file(MADE, language="id")
    await stage.deliver()
    theirs, ours = [shown.message_id for shown in stage.seen(COORDINATORS) if shown.push.intent == "card"]

    await stage.write(AYU, COORDINATORS, "Jl. Raya Canggu 12", to=theirs)
    assert "❔ Pelapor membaca bahasa Inggris" in stage.last(COORDINATORS).screen.text
    await stage.write(AYU, COORDINATORS, "Jl. Raya Canggu 12", to=ours)
    assert "❔" not in stage.last(COORDINATORS).screen.text


@pytest.mark.parametrize("prompted", [False, True])
async def test_the_other_language_is_written_as_a_reply(stage: Stage, prompted: bool) -> None:
    """To the preview or to the question under it; the reporter gets theirs, the record keeps both."""
    report = await stage.file()
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, INDONESIAN, to=stage.card(COORDINATORS).message_id)
    if prompted:
        await stage.press(AYU, COORDINATORS, "Tulis teks bahasa Inggris")
    await stage.write(AYU, COORDINATORS, ENGLISH, to=stage.last(COORDINATORS).message_id)

    assert ENGLISH in stage.last(COORDINATORS).screen.text
    assert INDONESIAN in stage.last(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert ENGLISH in stage.last(EMMA, "public").screen.text
    assert INDONESIAN not in stage.last(EMMA, "public").screen.text
    kept = await _reply(stage, report)
    assert (kept.text, kept.data["original"]) == (ENGLISH, INDONESIAN)
    assert "unread" not in kept.data


async def test_sending_what_cannot_be_read_takes_a_second_press_that_names_the_risk(stage: Stage) -> None:
    """Somebody in a hurry is not stopped, but does it knowingly, and the record says so."""
    report = await stage.file()
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, INDONESIAN, to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim tanpa terjemahan")
    assert "mungkin tidak memahami teks ini" in stage.last(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "Kembali")
    assert "⛔️" in stage.last(COORDINATORS).screen.text
    assert stage.seen(EMMA, "public") == []

    await stage.press(AYU, COORDINATORS, "Kirim tanpa terjemahan")
    await stage.press(AYU, COORDINATORS, "Ya, kirim tanpa terjemahan")

    assert INDONESIAN in stage.last(EMMA, "public").screen.text
    assert (await _reply(stage, report)).data["unread"] is True


async def test_a_forged_or_old_button_shows_the_preview_instead(stage: Stage) -> None:
    """Only what was seen is sent: not after the reporter chose the other language, and not without its seal."""
    await stage.file()
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, ENGLISH, to=stage.card(COORDINATORS).message_id)
    shown, send = stage.button(COORDINATORS, "Kirim ke pelapor")
    async with stage.storage.work(stage.now) as work:
        emma = await reporters.by_telegram_id(work.session, EMMA)
        assert emma is not None
        await reporters.choose_language(work, emma, "id")

    told = {
        await stage.tap(AYU, COORDINATORS, shown.message_id, data)
        for data in (send.value, ":".join(send.value.split(":")[:2]), f"{send.value}x")
    }

    assert told == {"Teks atau bahasa pelapor sudah berubah. Periksa pratinjaunya sekali lagi."}
    assert "Pelapor membaca bahasa Indonesia, tetapi teks ini" in stage.last(COORDINATORS).screen.text
    assert stage.seen(EMMA, "public") == []


async def test_either_text_can_still_be_edited(stage: Stage) -> None:
    """The other one stays with it."""
    report = await stage.file()
    await stage.deliver()
    first = await stage.write(AYU, COORDINATORS, INDONESIAN, to=stage.card(COORDINATORS).message_id)
    second = await stage.write(AYU, COORDINATORS, f"{ENGLISH} Ok?", to=stage.last(COORDINATORS).message_id)
    card = stage.card(COORDINATORS).message_id

    await stage.write(AYU, COORDINATORS, ENGLISH, to=card, message_id=second, update="edited_message")
    await stage.write(AYU, COORDINATORS, f"{INDONESIAN} Suksma.", to=card, message_id=first, update="edited_message")
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    kept = await _reply(stage, report)
    assert (kept.text, kept.data["original"]) == (ENGLISH, f"{INDONESIAN} Suksma.")


async def test_a_reply_to_a_preview_that_is_no_translation_is_words_of_its_own(stage: Stage) -> None:
    """For the same purpose: a question stays a question."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Tanya pelapor")
    await stage.write(AYU, COORDINATORS, "Di mana tempatnya?", to=stage.last(COORDINATORS).message_id)
    await stage.write(AYU, COORDINATORS, "Kapan kejadiannya?", to=stage.last(COORDINATORS).message_id)
    assert "pertanyaan" in stage.last(COORDINATORS).screen.text
    await stage.write(AYU, COORDINATORS, "When did it happen?", to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim pertanyaan")

    assert "When did it happen?" in stage.last(EMMA, "public").screen.text
    assert (await stage.report(report)).status == "needs_info"


async def _reply(stage: Stage, report: Report) -> Event:
    async with stage.storage.read() as session:
        return [event for event in await events.of_report(session, report.id or 0) if event.step == Step.REPLY][-1]


async def test_an_answer_to_a_confidential_report_is_for_its_reporter(stage: Stage) -> None:
    """Its preview does not call it public."""
    report = await stage.file(confidential=True)
    await stage.write(AYU, AYU, f"/kartu {report.code}")

    await stage.write(AYU, AYU, "Thank you", to=stage.card(AYU).message_id)

    assert "rahasia: hanya untuk pelapor" in stage.last(AYU).screen.text
    assert "publik" not in stage.last(AYU).screen.text


async def test_edited_words_are_previewed_anew(stage: Stage) -> None:
    """What was previewed before can no longer be sent."""
    await stage.file()
    await stage.deliver()
    card = stage.card(COORDINATORS).message_id
    number = await stage.write(AYU, COORDINATORS, "Thank yuo", to=card)
    old, send = stage.button(COORDINATORS, "Kirim ke pelapor")

    await stage.write(AYU, COORDINATORS, "Thank you", to=card, message_id=number, update="edited_message")
    assert "dibatalkan atau diganti" in await stage.tap(AYU, COORDINATORS, old.message_id, send.value)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert "Thank you" in stage.last(EMMA, "public").screen.text


async def test_a_photo_goes_with_the_words(stage: Stage) -> None:
    """Proof is fetched from the desk bot and shown to the reporter once its bytes are here."""
    await stage.file()
    await stage.deliver()
    card = stage.card(COORDINATORS).message_id
    await stage.write(AYU, COORDINATORS, "x", to=card, photo=PHOTO, caption="Cleaned, see here", media_group_id="A")
    second = [{**PHOTO[0], "file_id": "F2", "file_unique_id": "U2"}]
    await stage.write(AYU, COORDINATORS, "x", to=card, photo=second, media_group_id="A")
    stage.later(seconds=3)
    await stage.deliver()
    assert "2 lampiran" in stage.last(COORDINATORS).screen.text

    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    assert "Cleaned, see here" in stage.last(EMMA, "public").screen.text
    async with stage.storage.work(stage.now) as work:
        for file in await attachments.waiting(work.session, stage.now, 9):
            await attachments.stored(work, file.id or 0, "0" * 64, 900, "image/jpeg")
    stage.later(seconds=10)
    await stage.deliver()

    assert [len(shown.screen.media) for shown in stage.seen(EMMA, "public")] == [0, 1, 1]


async def test_a_reporters_addition_hangs_under_the_card_and_can_be_answered(stage: Stage) -> None:
    """The operator replies to the reporter's message, not only to the card."""
    report = await stage.file()
    await stage.deliver()
    async with stage.storage.work(stage.now) as work:
        await casework.add_from_reporter(work, stage.house, await stage.report(report), "It is worse now", [], 77)
    await stage.deliver()
    added = stage.last(COORDINATORS)
    assert "It is worse now" in added.screen.text
    assert added.push.reply_to == stage.card(COORDINATORS).message_id

    await stage.write(AYU, COORDINATORS, "We are on our way", to=added.message_id)

    assert "Untuk pelapor" in stage.last(COORDINATORS).screen.text


async def test_a_long_answer_goes_on_in_a_second_message(stage: Stage) -> None:
    """Nothing an operator wrote is cut."""
    await stage.file()
    await stage.deliver()
    words = ("Thank you for telling us. " * 160)[:4096].strip()
    await stage.write(AYU, COORDINATORS, words, to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    parts = stage.texts(EMMA, "public")
    assert len(parts) == 2
    assert sum(part.count("telling") for part in parts) == words.count("telling")
