"""A report opened in place from the queue: its pages, its steps, the way back, and who may see it."""

from __future__ import annotations

import pytest

from handlers import retention, rights
from rules.access import Role
from rules.lifecycle import Actor, Status, Step
from storage import attachments, links, reporters, staff
from storage.tables import Report
from tests.handlers.reporter.phone import check
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, MADE, WAYAN, Shown, Stage, labels

SRI = 22
PAGES = ("facts", "history-0", "others-0", "nearby-0")


async def opened(stage: Stage, who: int = AYU, chat: int | None = None) -> Shown:
    """The first report of the queue, in place."""
    chat = who if chat is None else chat
    await stage.write(who, chat, "/antrean")
    await stage.press(who, chat, "1")
    return stage.last(chat)


async def forwarded(stage: Stage, agency: str = "dlhk", telegram_id: int = EMMA) -> Report:
    report = await stage.file(telegram_id)
    await stage.desk_takes(report, Step.FORWARD, agency=agency)
    return report


async def test_one_tap_opens_it_where_the_queue_was(stage: Stage) -> None:
    """The card's text and its steps, its pages, and the way back to the very page of the queue."""
    for number in range(9):
        last = await stage.file(telegram_id=600 + number)
    await stage.deliver()
    await stage.write(AYU, AYU, "/antrean")
    await stage.press(AYU, AYU, "›")
    listed = stage.last(AYU)
    await stage.press(AYU, AYU, "9")
    shown = stage.last(AYU)
    assert listed.message_id == shown.message_id
    assert last.code in shown.screen.text
    assert "Piles of rubbish" in shown.screen.text
    assert any("Teruskan" in label for label in labels(shown.screen))
    check(shown.screen)
    await stage.press(AYU, AYU, "‹ Antrean")
    assert listed.screen == stage.last(AYU).screen


async def test_steps_work_as_from_the_card(stage: Stage) -> None:
    """A choice takes the place of the buttons here; afterwards the report stands here as it is now, and on the card."""
    report = await stage.file()
    await stage.deliver()
    shown = await opened(stage)
    await stage.press(AYU, AYU, "Teruskan")
    assert "⭐ DLHK" in labels(stage.last(AYU).screen)
    await stage.press(AYU, AYU, "‹ Kembali")
    assert "‹ Antrean" in labels(stage.last(AYU).screen)
    await stage.press(AYU, AYU, "Teruskan")
    assert "DLHK" in await stage.press(AYU, AYU, "⭐ DLHK")
    assert Status.FORWARDED == (await stage.report(report)).status
    assert shown.message_id == stage.last(AYU).message_id
    assert "Belum Ditindaklanjuti" in stage.last(AYU).screen.text
    assert "‹ Antrean" in labels(stage.last(AYU).screen)
    assert "Belum Ditindaklanjuti" in stage.card(COORDINATORS).screen.text
    await stage.press(AYU, AYU, "‹ Antrean")
    assert "Belum Ditindaklanjuti" in stage.last(AYU).screen.text


async def test_what_others_do_is_seen_here(stage: Stage) -> None:
    """On the page that is open; once the queue stands here again nothing changes by itself."""
    report = await forwarded(stage)
    await opened(stage)
    await stage.press(AYU, AYU, "Riwayat")
    await stage.desk_takes(report, Step.TAKE, who=KETUT)
    assert "riwayat lengkap" in stage.last(AYU).screen.text
    assert "Ketut" in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "‹ Antrean")
    before = stage.last(AYU).screen
    await stage.desk_takes(report, Step.NOTE, who=KETUT, text="Truk datang besok.")
    assert before == stage.last(AYU).screen


async def test_a_loser_is_shown_how_it_stands(stage: Stage) -> None:
    """Of two who press the same button one is told that the other was faster, and sees it here."""
    report = await stage.file()
    await stage.deliver()
    shown = await opened(stage)
    await stage.press(AYU, AYU, "Teruskan")
    old = stage.button(AYU, "⭐ DLHK")[1].value
    await stage.desk_takes(report, Step.FORWARD, agency="pupr")
    assert "lebih cepat" in await stage.tap(AYU, AYU, shown.message_id, old)
    assert "‹ Antrean" in labels(stage.last(AYU).screen)
    assert "Pekerjaan Umum" in stage.last(AYU).screen.text


async def test_an_answer_to_it_is_an_answer_to_the_reporter(stage: Stage) -> None:
    """As to a card; to the queue, which stands there afterwards, it is none."""
    await stage.file(MADE, "id")
    await stage.deliver()
    shown = await opened(stage)
    await stage.write(AYU, AYU, "Petugas kami datang besok pagi.", to=shown.message_id)
    stage.later(seconds=3)
    await stage.deliver()
    assert "Petugas kami datang besok pagi." in stage.last(AYU).screen.text
    assert any("Kirim" in label for label in labels(stage.last(AYU).screen))
    await stage.press(AYU, AYU, "‹ Antrean")
    await stage.write(AYU, AYU, "Halo?", to=shown.message_id)
    assert "/antrean" in stage.last(AYU).screen.text


async def test_the_history_is_whole_and_in_pages(stage: Stage) -> None:
    """Every line in words, the newest page first; what only the desk reads is marked."""
    report = await stage.file()
    for number in range(30):
        await stage.desk_takes(report, Step.NOTE, text=f"Catatan {number} " + "panjang " * 40)
    await opened(stage)
    await stage.press(AYU, AYU, "Riwayat")
    newest = stage.last(AYU).screen
    check(newest)
    assert "🗒 <i>" in newest.text
    assert "Catatan 29" in newest.text
    texts = [newest.text]
    while any(label == "›" for label in labels(stage.last(AYU).screen)):
        await stage.press(AYU, AYU, "›")
        check(stage.last(AYU).screen)
        texts.append(stage.last(AYU).screen.text)
    assert len(texts) > 2
    assert all(sum(f"Catatan {number} " in text for text in texts) == 1 for number in range(30))
    assert "🗒" not in next(line for line in texts[-1].splitlines() if "Emma" in line or "Pelapor" in line)


async def test_the_evidence_is_sent_under_it_at_each_press(stage: Stage) -> None:
    """Files as a reply to the report, which stays where it is; without any the presser is told."""
    report = await stage.file()
    await stage.deliver()
    shown = await opened(stage)
    assert "tidak memiliki bukti" in await stage.press(AYU, AYU, "Bukti")
    async with stage.storage.work(stage.now) as work:
        for kind in ("photo", "photo", "voice"):
            file = await attachments.add(
                work, bot="public", report_id=report.id, kind=kind, file_id="f", file_unique_id="u", message_id=1
            )
            await attachments.stored(work, file.id, "ab", 9000, "image/jpeg")
    for presses in (1, 2):
        await stage.press(AYU, AYU, "Bukti", shown.message_id)
        sent = [one for one in stage.seen(AYU) if one.screen.media]
        assert [2, 1] * presses == [len(one.screen.media) for one in sent]
        assert {shown.message_id} == {one.push.reply_to for one in sent}
    assert "Piles of rubbish" in stage.chats["desk", AYU][shown.message_id].screen.text


async def test_other_reports_of_the_same_person(stage: Stage) -> None:
    """With a name those with a name. An anonymous report leads to no other, nor does any other lead to it."""
    named, other = await stage.file(), await stage.file()
    hidden, shy = await stage.file(anonymous=True), await stage.file(anonymous=True)
    stranger = await stage.file(MADE, anonymous=True)
    every = (named, other, hidden, shy, stranger)
    await stage.deliver()
    await stage.write(AYU, AYU, "/antrean")
    message = stage.last(AYU).message_id
    for opened, seen in ((named, [other]), (other, [named]), (hidden, []), (stranger, [])):
        await stage.tap(AYU, AYU, message, f"d.v:{opened.id}:others-0:all.0")
        text = stage.last(AYU).screen.text
        assert {one.code for one in seen} == {one.code for one in every if one is not opened and one.code in text}
    assert "agar tidak ada yang mengenali orangnya" in text


async def test_another_report_opens_in_place_too(stage: Stage) -> None:
    """And the way back is the same."""
    await stage.file()
    other = await stage.file()
    await stage.deliver()
    await opened(stage)
    await stage.press(AYU, AYU, "Laporan lain")
    await stage.press(AYU, AYU, "1")
    assert other.code in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "‹ Antrean")
    assert "Laporan terbuka" in stage.last(AYU).screen.text
    assert 1 == len(stage.seen(AYU))


async def test_a_liaison_is_led_to_the_own_agencys_only(stage: Stage) -> None:
    """Neither by the reporter's other reports nor by those nearby."""
    ours, theirs = await forwarded(stage), await forwarded(stage, "pupr")
    await opened(stage, KETUT)
    assert ours.code in stage.last(KETUT).screen.text
    for page in ("Laporan lain", "Serupa"):
        await stage.press(KETUT, KETUT, page)
        assert theirs.code not in stage.last(KETUT).screen.text
        assert "Tidak ada" in stage.last(KETUT).screen.text
    await opened(stage, AYU)
    for page in ("Laporan lain", "Serupa"):
        await stage.press(AYU, AYU, page)
        assert theirs.code in stage.last(AYU).screen.text


@pytest.mark.parametrize("page", [*PAGES, "evidence"])
async def test_no_forged_button_shows_anothers_report(stage: Stage, page: str) -> None:
    """Neither to a liaison nor in a group of another agency, whoever presses."""
    theirs = await forwarded(stage, "pupr")
    await stage.write(KETUT, KETUT, "/antrean")
    await stage.write(KETUT, DLHK, "/antrean")
    for who, chat in ((KETUT, KETUT), (KETUT, DLHK), (AYU, DLHK)):
        before = stage.texts(chat)
        toast = await stage.tap(who, chat, stage.last(chat).message_id, f"d.v:{theirs.id}:{page}:all.0")
        assert "bukan untuk peran Anda" in toast or "tidak boleh dibuka" in toast
        assert before == stage.texts(chat)


@pytest.mark.parametrize("payload", ["d.v:1", "d.v:1:facts", "d.v:1:secrets:all.0", "d.v:1:history-x:all.0"])
async def test_a_stale_or_forged_button_says_so(stage: Stage, payload: str) -> None:
    """And what stands there stays."""
    await stage.file()
    await opened(stage)
    before = stage.last(AYU).screen
    assert "tidak berlaku lagi" in await stage.tap(AYU, AYU, stage.last(AYU).message_id, payload)
    assert before == stage.last(AYU).screen


async def test_what_leaves_the_agency_is_taken_back(stage: Stage) -> None:
    """Where it was open stands one line and the way back; the evidence under it goes."""
    report = await forwarded(stage)
    async with stage.storage.work(stage.now) as work:
        file = await attachments.add(
            work, bot="public", report_id=report.id, kind="photo", file_id="f", file_unique_id="u", message_id=1
        )
        await attachments.stored(work, file.id, "ab", 9000, "image/jpeg")
    shown = await opened(stage, KETUT)
    await stage.press(KETUT, KETUT, "Bukti")
    assert any(one.screen.media for one in stage.seen(KETUT))
    await stage.desk_takes(report, Step.FORWARD, agency="pupr")
    left = stage.chats["desk", KETUT][shown.message_id].screen
    assert "tidak lagi di instansi ini" in left.text
    assert ["‹ Antrean"] == labels(left)
    assert not any(one.screen.media for one in stage.seen(KETUT))
    assert "Piles of rubbish" not in "".join(stage.texts(KETUT))


@pytest.mark.parametrize("by", ["erasure", "retention"])
async def test_whoever_is_erased_is_gone_here_too(stage: Stage, by: str) -> None:
    """Their name is on no open page and no picture of theirs hangs under it, be it by their own wish or because
    the report is so old."""
    report = await stage.file(parts=())
    async with stage.storage.work(stage.now) as work:
        file = await attachments.add(
            work, bot="public", report_id=report.id, kind="photo", file_id="f", file_unique_id="u", message_id=1
        )
        await attachments.stored(work, file.id, "ab", 9000, "image/jpeg")
    await opened(stage)
    assert "Emma Clarke" in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "Bukti")
    assert any(one.screen.media for one in stage.seen(AYU))
    if by == "retention":
        await stage.desk_takes(report, Step.ARCHIVE, archive_reason="duplicate")
        stage.later(days=731)
    async with stage.storage.work(stage.now) as work:
        reporter = await reporters.by_id(work.session, report.reporter_id)
        assert reporter is not None
        await (rights.erase(work, stage.house, reporter) if by == "erasure" else retention.sweep(work, stage.house))
    await stage.deliver()
    assert "Emma" not in "".join(stage.texts(AYU))
    assert not any(one.screen.media for one in stage.seen(AYU))


async def test_one_that_was_deleted_does_not_come_back(stage: Stage) -> None:
    """An operator who deletes the message is not sent it again with every step of somebody else."""
    report = await stage.file()
    await stage.deliver()
    shown = await opened(stage)
    async with stage.storage.work(stage.now) as work:
        await links.drop(work, "desk", AYU, [shown.message_id])
    before = len(stage.seen(AYU))
    await stage.step(report, Step.WITHDRAW, Actor.REPORTER)
    assert before == len(stage.seen(AYU))


async def test_in_a_group_it_is_the_groups(stage: Stage) -> None:
    """The steps of the group's capacity, whoever opened it; a liaison of another agency cannot press them."""
    await forwarded(stage)
    await opened(stage, AYU, DLHK)
    assert any("Kerjakan" in label for label in labels(stage.last(DLHK).screen))
    assert not any("Teruskan" in label for label in labels(stage.last(DLHK).screen))
    assert "bukan untuk peran Anda" in await stage.press(WAYAN, DLHK, "Riwayat")


async def test_every_page_is_complete_in_both_languages(stage: Stage) -> None:
    """Telegram would take each of them."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, SRI, "Sri", Role.COORDINATOR, language="en")
    report = await stage.file(anonymous=True)
    await stage.file(anonymous=True)
    await stage.deliver()
    for who in (AYU, SRI):
        await opened(stage, who)
        for page in PAGES:
            await stage.tap(who, who, stage.last(who).message_id, f"d.v:{report.id}:{page}:find-3.1")
            check(stage.last(who).screen)
