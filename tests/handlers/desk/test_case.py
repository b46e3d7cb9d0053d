"""A report's way over the desk, from its card to the end."""

from __future__ import annotations

from handlers import callbacks, casework
from handlers.desk import menus
from rules.lifecycle import Actor, Status, Step
from storage import deadlines, events, reports
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

    assert not any("Selesai" in label for label in labels(stage.card(DLHK).screen))
    finish = callbacks.pack(menus.Press.STEP, report.id, "finish", menus.mark(await stage.report(report)))
    toast = await stage.tap(KETUT, DLHK, stage.card(DLHK).message_id, finish)
    assert "Jawab pelapor dahulu" in toast

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
        assert set(await deadlines.open_of(session, report.id or 0)) == {"reply"}
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
    await stage.press(AYU, COORDINATORS, "Ya, arsipkan")
    assert "The report is too general" in stage.last(EMMA, "public").screen.text

    stage.later(minutes=10)
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Rujuk")
    await stage.press(AYU, COORDINATORS, "PLN")
    await stage.press(AYU, COORDINATORS, "Ya, rujuk")
    assert "123" in stage.last(EMMA, "public").screen.text


async def test_refer_and_archive_are_confirmed(stage: Stage) -> None:
    """The first tap shows what the reporter will be told, in their language; one can go back to the card."""
    report = await stage.file()
    await stage.deliver()
    for way, choice, asked, told in (
        ("Rujuk", "PLN", "Rujuk ke PLN", "This is a matter for"),
        ("Arsipkan", "terlalu umum", "Arsipkan dengan alasan", "The report is too general"),
    ):
        await stage.press(AYU, COORDINATORS, way)
        await stage.press(AYU, COORDINATORS, choice)
        assert asked in stage.card(COORDINATORS).screen.text
        assert told in stage.card(COORDINATORS).screen.text
        await stage.press(AYU, COORDINATORS, "Kembali")
        assert any(choice in label for label in labels(stage.card(COORDINATORS).screen))
        await stage.press(AYU, COORDINATORS, "Kembali")

    assert any("Teruskan" in label for label in labels(stage.card(COORDINATORS).screen))
    assert Status.RECEIVED == (await stage.report(report)).status
    assert [] == stage.seen(EMMA, "public")


async def test_every_choice_that_is_confirmed_fits_a_button(stage: Stage) -> None:
    """Each authority leads back to its own page; each reason has its question."""
    report = await stage.report(await stage.file())
    region = stage.house.region
    chosen = [f"refer.{name}" for name in region.authorities]
    chosen += [f"archive.{name}" for name in region.archive_reasons if name != menus.OTHER]

    for menu in chosen:
        (yes,), (back,) = menus.choice(stage.house, report, menu, "en")
        offered = menus.choice(stage.house, report, callbacks.unpack(back.value)[-1], "en")
        assert "Yes" in yes.text
        assert any(button.value.endswith(f":{menu}") for row in offered for button in row)


async def test_a_reason_to_be_written_closes_the_menu(stage: Stage) -> None:
    """The card has its steps again while its operator writes."""
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Arsipkan")

    await stage.press(AYU, COORDINATORS, "Alasan lain")

    assert any("Teruskan" in label for label in labels(stage.card(COORDINATORS).screen))
    assert "Mengapa diarsipkan" not in stage.card(COORDINATORS).screen.text


async def test_an_agencys_work_is_taken_in_its_own_group(stage: Stage) -> None:
    """Its coordinators may still pass the report on, with a reason, but are not offered to do the work."""
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")

    shown = " ".join(labels(stage.card(COORDINATORS).screen))
    assert "Kerjakan" not in shown
    assert "Teruskan" not in shown
    await stage.press(AYU, COORDINATORS, "⋯")
    assert "🔀 Serahkan ke instansi lain" in labels(stage.card(COORDINATORS).screen)
    assert any("Kerjakan" in label for label in labels(stage.card(DLHK).screen))


async def test_an_answered_report_shows_its_date_and_a_dispute_shows_on_the_card(stage: Stage) -> None:
    """Until when the reporter may respond; that they did, with their words below, until somebody answers."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")
    await stage.press(KETUT, DLHK, "Kerjakan")
    await stage.write(KETUT, DLHK, "Our team has cleaned the place.", to=stage.card(DLHK).message_id)
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")
    await stage.press(KETUT, DLHK, "Selesai")
    assert "dapat menanggapi sampai Senin, 7 Desember 2026 16.00 WITA" in stage.card(DLHK).screen.text

    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, "It is still there", [], 77)
    await stage.deliver()

    for chat in (DLHK, COORDINATORS):
        assert "🔴 <b>Pelapor menanggapi: belum beres</b>" in stage.card(chat).screen.text
        assert "menanggapi: belum beres. Laporan dibuka kembali" in stage.last(chat).screen.text
        assert "It is still there" in stage.last(chat).screen.text
    assert "dapat menanggapi sampai" not in stage.card(DLHK).screen.text
    assert "Proses" in stage.card(DLHK).screen.text

    await stage.write(KETUT, DLHK, "We came again and took the rest away.", to=stage.card(DLHK).message_id)
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")
    assert "<b>Pelapor menanggapi" not in stage.card(DLHK).screen.text


async def test_a_title_that_is_the_text_is_not_said_twice(stage: Stage) -> None:
    """A short report stands on its card once; an edited title is shown."""
    await stage.file()
    await stage.deliver()
    assert 1 == stage.card(COORDINATORS).screen.text.count("Piles of rubbish")

    await stage.press(AYU, COORDINATORS, "Lainnya")
    await stage.press(AYU, COORDINATORS, "Ubah judul")
    await stage.write(AYU, COORDINATORS, "Sampah di Berawa", to=stage.last(COORDINATORS).message_id)
    assert "<b>Sampah di Berawa</b>" in stage.card(COORDINATORS).screen.text


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

    await stage.press(AYU, COORDINATORS, "Lainnya")
    await stage.press(AYU, COORDINATORS, "Ubah judul")
    await stage.write(AYU, COORDINATORS, "Sampah di Berawa", to=stage.last(COORDINATORS).message_id)

    assert (await stage.report(report)).title == "Sampah di Berawa"
    assert "Sudah ditelepon" in stage.card(COORDINATORS).screen.text
    assert stage.seen(EMMA, "public") == []


async def test_what_the_reporter_says_of_the_handling_is_on_the_card(stage: Stage) -> None:
    """Solved, the stars and the word; in the history too."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")
    await stage.write(KETUT, DLHK, "Our team has cleaned the place.", to=stage.card(DLHK).message_id)
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")
    await stage.press(KETUT, DLHK, "Selesai")
    await stage.step(report, Step.CLOSE, Actor.REPORTER, solved=True)
    await stage.step(report, Step.RATE, Actor.REPORTER, stars=3)
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, "Slow <but> good", [], 78, Step.RATE)
    await stage.deliver()

    for chat in (DLHK, COORDINATORS):
        card = stage.card(chat).screen.text
        assert "🟢 <b>Pelapor: sudah beres</b> ⭐⭐⭐ “Slow &lt;but&gt; good”" in card
        assert "Pelapor: menyatakan sudah beres, ditutup" in card
        assert "Pelapor: menilai ⭐⭐⭐" in card
        assert "Slow &lt;but&gt; good" in stage.last(chat).screen.text


async def test_a_withdrawal_rings_at_the_desk(stage: Stage) -> None:
    """A message under each card, and no button is left but the note's."""
    report = await stage.file()
    await stage.deliver()
    await stage.step(report, Step.WITHDRAW, Actor.REPORTER)

    assert "mencabut laporan ini" in stage.last(COORDINATORS).screen.text
    assert "Dicabut pelapor" in stage.card(COORDINATORS).screen.text
    assert not any("Teruskan" in label for label in labels(stage.card(COORDINATORS).screen))


async def test_a_dispute_by_button_rings_at_the_desk(stage: Stage) -> None:
    """Also without a reason."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")
    await stage.step(report, Step.REPLY, Actor.COORDINATOR, text="Our team has cleaned the place.")
    await stage.step(report, Step.FINISH, Actor.COORDINATOR)
    await stage.step(report, Step.REOPEN, Actor.REPORTER)

    for chat in (DLHK, COORDINATORS):
        assert "menanggapi: belum beres. Laporan dibuka kembali." in stage.last(chat).screen.text
        assert "🔴 <b>Pelapor menanggapi: belum beres</b>" in stage.card(chat).screen.text
