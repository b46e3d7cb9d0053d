"""A report's way over the desk, from its card to the end."""

from __future__ import annotations

from rules.lifecycle import Status
from storage import deadlines, events
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, WAYAN, Stage, labels


async def test_a_filed_report_is_a_card_with_everything_a_coordinator_needs(stage: Stage) -> None:
    """Code, kind, category, place with map, day, words, reporter, language, status, promise."""
    report = await stage.file()
    await stage.deliver()

    text = stage.card(COORDINATORS).screen.text
    for words in (
        report.code,
        "Pengaduan",
        "Tibubeneng, Kuta Utara",
        "Berawa",
        "https://www.google.com/maps?q=-8.660000,115.140000",
        "Senin, 23 November 2026, masih berlangsung",
        "Piles of rubbish",
        "Emma Clarke (@emma)",
        "Pelapor berbahasa Inggris",
        "Belum Terverifikasi",
        "Verifikasi paling lambat Kamis, 26 November 2026 16.00 WITA",
    ):
        assert words in text
    assert stage.seen(DLHK) == []


async def test_two_reports_of_one_reporter_are_two(stage: Stage) -> None:
    """A draft's id never comes back, so the second report is not taken for the first."""
    first, second = await stage.file(), await stage.file()

    assert first.code != second.code


async def test_forward_take_answer_done(stage: Stage) -> None:
    """The whole way: the suggested agency's chat gets the card, its operator acts, the reporter is told in English."""
    report = await stage.file()
    await stage.deliver()

    await stage.press(AYU, COORDINATORS, "Teruskan")
    assert labels(stage.card(COORDINATORS).screen)[0].startswith("⭐ DLHK")
    assert await stage.press(AYU, COORDINATORS, "⭐") == "Diteruskan ke DLHK."
    assert report.code in stage.card(DLHK).screen.text
    assert "Belum Ditindaklanjuti" in stage.card(COORDINATORS).screen.text

    await stage.press(KETUT, DLHK, "Kerjakan")
    assert (await stage.report(report)).status == Status.IN_PROGRESS
    assert "Ditangani: Ketut" in stage.card(COORDINATORS).screen.text

    assert "Jawab pelapor dahulu" in await stage.press(KETUT, DLHK, "Selesai")

    await stage.write(KETUT, DLHK, "Our team has cleaned the place this morning.", to=stage.card(DLHK).message_id)
    preview = stage.last(DLHK).screen
    assert "Untuk pelapor</b>, dalam bahasa Inggris, balasan publik" in preview.text
    assert stage.texts(EMMA, "public")[-1].count("cleaned") == 0
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")
    assert "Our team has cleaned" in stage.last(EMMA, "public").screen.text
    assert "about your report" in stage.last(EMMA, "public").screen.text

    await stage.press(KETUT, DLHK, "Selesai")
    assert (await stage.report(report)).status == Status.ANSWERED
    async with stage.storage.read() as session:
        assert await deadlines.open_of(session, report.id or 0) == {}
        steps = [event.step for event in await events.of_report(session, report.id or 0)]
    assert steps == ["filed", "forward", "take", "reply", "finish"]


async def test_of_two_operators_one_wins_and_the_other_is_told(stage: Stage) -> None:
    """Both saw the same card; the second press changes nothing and says how the report stands."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    shown, dlhk = stage.button(COORDINATORS, "DLHK")
    _, other = stage.button(COORDINATORS, "Dishub")

    await stage.tap(AYU, COORDINATORS, shown.message_id, dlhk.value)
    toast = await stage.tap(AYU, COORDINATORS, shown.message_id, other.value)

    assert toast == "Petugas lain lebih cepat. Laporan ini sekarang: Belum Ditindaklanjuti."
    assert (await stage.report(report)).agency == "dlhk"


async def test_an_agency_without_a_chat_leaves_the_card_with_the_coordinators(stage: Stage) -> None:
    """They are told, and have the agency's buttons themselves."""
    await stage.file(category="road_damage")
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")

    toast = await stage.press(AYU, COORDINATORS, "⭐")

    assert "belum punya grup" in toast
    assert any("Kerjakan" in label for label in labels(stage.card(COORDINATORS).screen))


async def test_return_gives_the_report_back_and_leaves_no_content_in_the_agency_chat(stage: Stage) -> None:
    """The reason is for the desk; the reporter hears that it goes to the right agency."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")
    await stage.press(KETUT, DLHK, "Bukan wewenang")
    prompt = stage.last(DLHK)
    assert prompt.screen.ask

    await stage.write(KETUT, DLHK, "Ini jalan provinsi, rahasia kami", to=prompt.message_id)

    assert (await stage.report(report)).agency is None
    assert "tidak lagi di instansi ini" in stage.card(DLHK).screen.text
    assert "rahasia kami" in stage.card(COORDINATORS).screen.text
    notice = stage.last(EMMA, "public").screen.text
    assert "not in its remit" in notice
    assert "rahasia kami" not in notice


async def test_a_question_waits_for_the_reporter(stage: Stage) -> None:
    """Asked by prompt and preview; the report is on hold and its clock stands still."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Tanya")

    await stage.write(AYU, COORDINATORS, "Which beach bar is it?", to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim pertanyaan")

    assert (await stage.report(report)).status == Status.NEEDS_INFO
    assert "has a question about your report" in stage.last(EMMA, "public").screen.text
    assert "Tenggat berhenti" in stage.card(COORDINATORS).screen.text


async def test_archive_for_a_reason_of_ones_own_is_previewed(stage: Stage) -> None:
    """The words go to the reporter, so their writer sees them first."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Arsipkan")
    await stage.press(AYU, COORDINATORS, "Alasan lain")
    await stage.write(
        AYU, COORDINATORS, "The place belongs to a private villa.", to=stage.last(COORDINATORS).message_id
    )
    assert (await stage.report(report)).status == Status.RECEIVED

    await stage.press(AYU, COORDINATORS, "Kirim dan arsipkan")

    assert (await stage.report(report)).status == Status.ARCHIVED
    assert "private villa" in stage.last(EMMA, "public").screen.text


async def test_archive_and_refer_by_choice(stage: Stage) -> None:
    """The reporter is told the reason, or the authority with its contact."""
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Arsipkan")
    await stage.press(AYU, COORDINATORS, "terlalu umum")
    assert "The report is too general" in stage.last(EMMA, "public").screen.text

    stage.later(minutes=10)
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Rujuk")
    await stage.press(AYU, COORDINATORS, "PLN")
    assert "123" in stage.last(EMMA, "public").screen.text


async def test_a_liaison_of_another_agency_can_do_nothing(stage: Stage) -> None:
    """Also not by pressing a button that is not theirs."""
    await stage.file()
    await stage.deliver()

    assert "bukan untuk peran Anda" in await stage.press(WAYAN, COORDINATORS, "Arsipkan")


async def test_note_and_title(stage: Stage) -> None:
    """Kept at once and confirmed; nothing reaches the reporter."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Catatan")
    await stage.write(AYU, COORDINATORS, "Sudah ditelepon", to=stage.last(COORDINATORS).message_id)
    assert "Catatan internal disimpan" in stage.last(COORDINATORS).screen.text

    await stage.press(AYU, COORDINATORS, "Ubah judul")
    await stage.write(AYU, COORDINATORS, "Sampah di Berawa", to=stage.last(COORDINATORS).message_id)

    assert (await stage.report(report)).title == "Sampah di Berawa"
    assert "Sudah ditelepon" in stage.card(COORDINATORS).screen.text
    assert stage.seen(EMMA, "public") == []
