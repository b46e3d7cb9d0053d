"""What operators write, and what they are shown before it goes."""

from __future__ import annotations

from handlers import casework
from storage import attachments
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, Stage

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


async def test_words_in_the_wrong_language_are_noticed(stage: Stage) -> None:
    """The preview warns when the words are plainly not in the language the reporter reads."""
    await stage.file()
    await stage.deliver()
    card = stage.card(COORDINATORS).message_id

    await stage.write(AYU, COORDINATORS, "Terima kasih, petugas kami akan segera datang", to=card)
    assert "⚠️ Pelapor membaca bahasa Inggris" in stage.last(COORDINATORS).screen.text

    await stage.write(AYU, COORDINATORS, "The truck collects all of the rubbish on Wednesday", to=card)
    assert "⚠️" not in stage.last(COORDINATORS).screen.text


async def test_an_answer_to_a_confidential_report_is_for_its_reporter(stage: Stage) -> None:
    """Its preview does not call it public."""
    await stage.file(confidential=True)
    await stage.deliver()

    await stage.write(AYU, COORDINATORS, "Thank you", to=stage.card(COORDINATORS).message_id)

    assert "rahasia: hanya untuk pelapor" in stage.last(COORDINATORS).screen.text
    assert "publik" not in stage.last(COORDINATORS).screen.text


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
