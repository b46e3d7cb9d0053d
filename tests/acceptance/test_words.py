"""What an officer says to a reporter, through whole processes: in the right language, corrected in time, told truly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from filing import ENGLISH, file_report

pytestmark = pytest.mark.acceptance
WRONG = "Our team will collect the rubbish behind the bar on Monday."
RIGHT = "Our team will collect the rubbish behind the bar on Tuesday."
LATE = "Our team will collect the rubbish behind the bar on Friday."
INDONESIAN = "Sampah di belakang bar akan diangkut petugas kami hari Selasa."


async def _whole(town: Any) -> None:
    """Nothing was lost on the way, and Kanal ends well."""
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown')")
    assert [] == town.kanal.rows("SELECT id, error FROM inbox WHERE state = 'quarantined'")
    assert 0 == await town.kanal.stop()


async def _said(town: Any, phone: Any) -> list[str]:
    return [str(message) for message in await phone.messages() if message.is_bot]


async def test_a_correction_reaches_the_reporters_phone_for_48_hours(town: Any) -> None:
    """Their message itself changes, one line points to it, the history has both; afterwards it is refused."""
    await town.open()
    desk = town.desk_phone()
    emma, code = await file_report(town, ENGLISH)
    mine = await desk.reply(await desk.sees(code, within=15, ever=True), WRONG)
    await desk.tap("Kirim ke pelapor")
    first = await emma.sees(WRONG, within=10, ever=True)
    await desk.sees("Dikirim kepada pelapor", ever=True)

    await desk.edit(mine, RIGHT)
    await desk.sees("Menggantikan:", within=10)
    assert WRONG in str(await emma.sees(WRONG, ever=True)), "an edit alone changes nothing at the reporter's"
    await desk.tap("Ganti pesan pelapor")
    second = await emma.sees(RIGHT, within=10, ever=True)
    await emma.sees("Please read the quoted message again", within=10, ever=True)

    assert first.id == second.id
    assert "Corrected" in str(second)
    assert not any(WRONG in text for text in await _said(town, emma))
    history = town.kanal.rows("SELECT step, text FROM event WHERE step IN ('reply', 'correct') ORDER BY id")
    assert [("reply", WRONG), ("correct", RIGHT)] == history

    assert 0 == await town.kanal.stop()
    await town.kanal.start("--from", (datetime.now(UTC) + timedelta(hours=49)).isoformat())
    await desk.tap("Perbaiki", old=True)
    await desk.settles()
    assert "48 jam" in await desk.alert()
    await desk.edit(mine, LATE)
    await desk.sees("perubahan ini tidak disampaikan", within=10)
    assert not any(LATE in text for text in await _said(town, emma))
    assert history == town.kanal.rows("SELECT step, text FROM event WHERE step IN ('reply', 'correct') ORDER BY id")
    await _whole(town)


async def test_words_written_beforehand_arrive_in_english(town: Any) -> None:
    """A question as it is, and an answer that the officer completed in English; the record keeps both languages."""
    await town.open()
    desk = town.desk_phone()
    emma, code = await file_report(town, ENGLISH)
    await desk.sees(code, within=15, ever=True)
    await desk.tap("Pakai templat")
    await desk.tap("Mohon foto terbaru")
    await desk.sees("masih ada?", within=10)
    await desk.tap("Kirim pertanyaan")
    await emma.sees("Please reply with a photo taken today", within=10, ever=True)

    await desk.tap("Pakai templat", old=True)
    await desk.tap("Jawaban permintaan informasi")
    preview = await desk.sees("bagian kosong", within=10)
    answer = f"Thank you for your question ({code}). The bins are emptied every Tuesday and Friday by our team."
    await desk.reply(preview, answer)
    await desk.sees("The bins are emptied", within=10)
    await desk.tap("Kirim ke pelapor")
    await emma.sees("The bins are emptied every Tuesday", within=10, ever=True)

    heard = " ".join(await _said(town, emma))
    assert not re.search("Mohon balas|Terima kasih|Jawaban kami", heard)
    kept = town.kanal.rows("SELECT step, text, data FROM event WHERE step IN ('reply', 'ask') ORDER BY id")
    assert ["ask", "reply"] == [step for step, _, _ in kept]
    assert "Is the problem at" in kept[0][1]
    assert "Apakah masalah di" in kept[0][2]
    assert answer == kept[1][1]
    assert "Terima kasih atas pertanyaan Anda" in kept[1][2]
    await _whole(town)


async def test_indonesian_words_do_not_go_to_a_tourist(town: Any) -> None:
    """There is nothing to send them with; once the English is there, that goes and the Indonesian is kept."""
    await town.open()
    desk = town.desk_phone()
    emma, code = await file_report(town, ENGLISH)
    await desk.reply(await desk.sees(code, within=15, ever=True), INDONESIAN)
    preview = await desk.sees("Pelapor membaca bahasa Inggris, tetapi teks ini", within=10)
    with pytest.raises(AssertionError, match="no button"):
        await desk.tap("Kirim ke pelapor", within=1)

    await desk.reply(preview, RIGHT)
    await desk.sees("Teks asli, disimpan dalam riwayat", within=10)
    await desk.tap("Kirim ke pelapor")
    await emma.sees(RIGHT, within=10, ever=True)
    assert not any(INDONESIAN in text for text in await _said(town, emma))
    ((text, data),) = town.kanal.rows("SELECT text, data FROM event WHERE step = 'reply'")
    assert text == RIGHT
    assert INDONESIAN in data
    await _whole(town)


async def test_the_card_says_that_the_reporter_has_gone_and_words_wait_for_them(town: Any) -> None:
    """Blocked, the card and the officer hear so; opened again, the words go out by themselves, once."""
    await town.open()
    desk = town.desk_phone()
    emma, code = await file_report(town, ENGLISH)
    card = await desk.sees(code, within=15, ever=True)
    await emma.block()
    await desk.reply(card, RIGHT)
    await desk.tap("Kirim ke pelapor")
    await desk.sees(re.compile(f"{code} tidak sampai"), within=10, ever=True)
    await desk.sees(re.compile("Pesan terakhir.*🚫 tidak sampai"), within=10, ever=True)
    assert not any(RIGHT in text for text in await _said(town, emma))

    await emma.unblock()
    await emma.start()
    await emma.sees(RIGHT, within=10, ever=True)
    await desk.sees(re.compile("Pesan terakhir.*✅ diterima Telegram"), within=10, ever=True)
    assert 1 == sum(RIGHT in text for text in await _said(town, emma))
    await _whole(town)
