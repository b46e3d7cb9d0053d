"""Whom an announcement is for: chosen by tapping, counted, never named."""

from __future__ import annotations

from tests.handlers.desk.announcer import at_night, begin, counts, look, page, people, text
from tests.handlers.stage import AYU, EMMA, Stage


async def test_whom_it_is_for_is_counted(desk: Stage) -> None:
    """By place, category, agency, language, activity, and the reporter of one report; never a name."""
    await begin(desk)
    await desk.press(AYU, AYU, "👥 Penerima")
    await desk.press(AYU, AYU, "📍 Wilayah")
    await desk.press(AYU, AYU, "Kuta Utara")
    assert "melapor dari Kuta Utara" in text(desk)
    assert "Inggris: 1 orang" in text(desk)
    assert "✓ Kuta Utara" in page(desk)
    await desk.press(AYU, AYU, "✓ Kuta Utara")
    await desk.tap(AYU, AYU, desk.last(AYU).message_id, desk.last(AYU).screen.buttons[0][1].value)
    await desk.press(AYU, AYU, "Legian")
    assert "melapor dari Legian" in text(desk)
    assert "Indonesia: 2 orang" in text(desk)
    await desk.press(AYU, AYU, "‹ Kembali")
    await desk.press(AYU, AYU, "‹ Kembali")
    await desk.press(AYU, AYU, "🏛 Instansi")
    await desk.press(AYU, AYU, "PUPR")
    await desk.press(AYU, AYU, "‹ Kembali")
    assert "laporannya di" in text(desk)
    await desk.press(AYU, AYU, "🗣 Bahasa")
    await desk.press(AYU, AYU, "🗣 Bahasa")
    assert "berbahasa Inggris" in text(desk)
    assert "Inggris: 0 orang" not in text(desk)
    await desk.press(AYU, AYU, "🕓")
    assert "menulis dalam 30 hari terakhir" in text(desk)
    await desk.press(AYU, AYU, "♻️ Semua orang")
    assert "Indonesia: 2 orang" in text(desk)
    assert "N600" not in "".join(desk.texts(AYU))


async def test_the_lists_have_pages(desk: Stage) -> None:
    """A choice on the second page stays on it."""
    await begin(desk)
    await desk.press(AYU, AYU, "👥 Penerima")
    await desk.press(AYU, AYU, "🗂 Kategori")
    await desk.press(AYU, AYU, "Berikutnya")
    chosen = page(desk)[0]
    await desk.press(AYU, AYU, chosen)
    assert f"✓ {chosen}" == page(desk)[0]
    await desk.press(AYU, AYU, "Sebelumnya")
    assert not any("Sebelumnya" in label for label in page(desk))


async def test_the_reporter_of_one_report(desk: Stage) -> None:
    """By its code; one that is none is said to be none."""
    report = await desk.file(EMMA)
    await begin(desk)
    await desk.press(AYU, AYU, "👥 Penerima")
    await desk.press(AYU, AYU, "📄 Satu laporan")
    await desk.write(AYU, AYU, "BDG-XXXX-XXX")
    assert "Tidak ada laporan" in text(desk)
    await desk.write(AYU, AYU, report.code)

    assert f"pelapor {report.code}" in text(desk)
    assert "Inggris: 1 orang" in text(desk)


async def test_who_comes_after_the_approval_is_no_recipient(desk: Stage) -> None:
    """Recipients are frozen, though it goes only later."""
    await at_night(desk)
    await people(desk, 1, "id", first=900)
    await look(desk, hours=10)

    assert {"sent": 3} == await counts(desk)
