"""Announcements at the desk: whom, what, who agrees, and how far; by commands and taps in the operator's own chat."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from handlers.compose import COMPOSERS
from handlers.desk import broadcast_outcomes, broadcast_progress
from handlers.screens import Does, Screen
from rules import delivery, pseudonym
from rules.access import Role
from rules.broadcast import Move
from rules.delivery import Kind, Lost, Sent, Unknown, Unreachable
from rules.draft import Draft, Part
from storage import attachments, broadcasts, drafts, outbox, recipients, reporters, reports, retention, staff
from storage.tables import Broadcast
from tests.handlers.reporter.phone import check
from tests.handlers.stage import AYU, COORDINATORS, EMMA, KETUT, Stage, labels

SRI, PUTU = 15, 21
PAGES = (
    *("", "who", "places", "list:categories:0", "list:agencies:1", "list:villages0:0", "list:villages1:1"),
    *("sure", "delete", "ask:text.id", "ask:text.en", "ask:link", "ask:report", "ask:picture", "when"),
)


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """Two residents and a tourist, who filed something; a second coordinator, who reads English."""
    await people(stage, 2, "id", first=600, district="Kuta", village="51.03.01.1004", category="roads", agency="pupr")
    await people(stage, 1, "en", first=700, district="Kuta Utara", village="51.03.06.2004", category="waste")
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, SRI, "Sri", Role.COORDINATOR, language="en")
    return stage


async def people(stage: Stage, count: int, language: str, first: int, **report: Any) -> None:
    """So many who agreed, each with a report like that."""
    async with stage.storage.work(stage.now) as work:
        for number in range(first, first + count):
            reporter = await reporters.seen(work, number, f"N{number}", "", language)
            await reporters.consent(work, reporter, "1")
            draft = Draft(parts=(Part(1, "Lampu jalan padam sejak Senin"),))
            row = await drafts.save(work, reporter.id, draft)
            filed = await reports.file(work, reporter, row, draft, f"BDG-{number:04}", "Lampu")
            await drafts.drop(work, row)
            for name, value in report.items():
                setattr(filed, name, value)


async def begin(stage: Stage, who: int = AYU) -> None:
    await stage.write(who, who, "/siaran")
    await stage.press(who, who, "➕")


async def written(stage: Stage, who: int = AYU) -> None:
    """A draft with both texts."""
    await begin(stage, who)
    await stage.press(who, who, "✍️ Teks Indonesia" if who == AYU else "✍️ Indonesian text")
    await stage.write(who, who, "Halo {nama}, jalan ditutup untuk upacara.")
    await stage.write(who, who, "Hello {name}, the road is closed for a ceremony.")


async def at_night(stage: Stage) -> Broadcast:
    """One that was sent at ten in the evening, and so waits for the morning."""
    stage.later(hours=10)
    await written(stage)
    await stage.press(AYU, AYU, "✅ Kirim")
    await stage.press(AYU, AYU, "✅ Ya, kirim")
    return await row(stage)


async def settle(stage: Stage, *outcomes: delivery.Outcome) -> None:
    """What the courier does with so many of the recipients."""
    async with stage.storage.work(stage.now) as work:
        claimed = await outbox.claim(work, len(outcomes), rooms={"desk": 0})
        for push, outcome in zip(claimed, outcomes, strict=True):
            await outbox.settle(work, push, delivery.settle(outcome, Kind.BROADCAST, 1, False, work.now), outcome)


async def row(stage: Stage, number: int = 1) -> Broadcast:
    async with stage.storage.read() as session:
        found = await broadcasts.by_id(session, number)
    assert found is not None
    return found


async def look(stage: Stage, **later: float) -> int:
    """A round of the clock after a while, and what it ordered."""
    stage.later(**later)
    async with stage.storage.work(stage.now) as work:
        count = await broadcast_progress.look(work, stage.house)
    await stage.deliver()
    return count


async def counts(stage: Stage, number: int = 1) -> dict[str, int]:
    async with stage.storage.read() as session:
        return await recipients.counts(session, number)


def text(stage: Stage, who: int = AYU) -> str:
    return stage.last(who).screen.text


def page(stage: Stage, who: int = AYU) -> list[str]:
    return labels(stage.last(who).screen)


async def test_from_the_command_to_every_phone(desk: Stage) -> None:
    """Both texts, the count for each language, one question, each reader in their language; a report at the end."""
    await written(desk)
    assert "Indonesia: 2 orang" in text(desk)
    assert "Inggris: 1 orang" in text(desk)
    assert "Siap dikirim" in text(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    assert "Kirim kepada <b>3 orang</b>?" in text(desk)
    assert "Siaran mulai dikirim." == await desk.press(AYU, AYU, "✅ Ya, kirim")

    assert "jalan ditutup untuk upacara" in desk.texts(600, "public")[-1]
    assert "Halo N600" in desk.texts(600, "public")[-1]
    assert "Hello N700" in desk.texts(700, "public")[-1]
    assert await look(desk) == 0
    assert "Siaran 1 selesai" in text(desk)
    assert "Terkirim: 3" in text(desk)
    assert "✅ <b>Siaran 1</b> · selesai" in desk.texts(AYU)[-2]
    assert await look(desk) == 0
    assert "Siaran 1 selesai" in text(desk)
    assert 1 == sum("Siaran 1 selesai" in one for one in desk.texts(AYU))


async def test_a_draft_says_what_is_missing(desk: Stage) -> None:
    """One language alone is none; the second is asked for right after the first."""
    await begin(desk)
    assert "Teks Indonesia belum ada" in text(desk)
    await desk.press(AYU, AYU, "✍️ Teks Inggris")
    assert "teks Inggris" in text(desk)
    await desk.write(AYU, AYU, "The <road> is closed & wet.")
    assert "teks Indonesia" in text(desk)
    await desk.press(AYU, AYU, "‹ Kembali")
    assert "Teks Indonesia belum ada" in text(desk)
    assert "The &lt;road&gt; is closed &amp; wet." in text(desk)
    assert not any("Kirim …" in label for label in page(desk))
    await desk.write(AYU, AYU, "tidak diminta")
    assert "tidak diminta" not in (await row(desk)).texts.values()


@pytest.mark.parametrize(
    ("indonesian", "english", "complaint"),
    [
        ("a" * 4100, "b", "Teks Indonesia terlalu panjang"),
        ("Halo {kota}", "Hello", "<code>{kota}</code> tidak dikenal"),
        ("Halo {nama}", "Hello", "Nama pembaca dipakai di satu bahasa saja"),
        ("Please note that this is not for you", "Hello there", "Teks Indonesia tampaknya ditulis dalam bahasa lain"),
    ],
)
async def test_a_draft_says_what_is_wrong(desk: Stage, indonesian: str, english: str, complaint: str) -> None:
    """Too long, a field that means nothing, a name in one language only, the other language by mistake."""
    await begin(desk)
    await desk.press(AYU, AYU, "✍️ Teks Indonesia")
    await desk.write(AYU, AYU, indonesian)
    await desk.write(AYU, AYU, english)

    assert complaint in text(desk)


async def test_how_it_was_written_is_kept(desk: Stage) -> None:
    """Bold stays bold, whatever else stands in the text."""
    await begin(desk)
    await desk.press(AYU, AYU, "✍️ Teks Indonesia")
    await desk.write(AYU, AYU, "Jalan <tutup>", entities=[{"type": "bold", "offset": 0, "length": 5}])

    assert {"id": "<b>Jalan</b> &lt;tutup&gt;"} == (await row(desk)).texts


async def test_a_picture_is_no_text(desk: Stage) -> None:
    """The draft goes on waiting; a report's code opens its card, whatever is asked for."""
    await begin(desk)
    await desk.press(AYU, AYU, "✍️ Teks Indonesia")
    await desk.write(AYU, AYU, "", sticker={"file_id": "s", "file_unique_id": "u", "width": 1, "height": 1,
                                            "type": "regular", "is_animated": False, "is_video": False})  # fmt: skip
    assert "pesan biasa" in text(desk)
    report = await desk.file(EMMA)
    await desk.write(AYU, AYU, report.code)
    assert report.code in text(desk)
    await desk.write(AYU, AYU, "Jalan ditutup.")
    assert {"id": "Jalan ditutup."} == (await row(desk)).texts


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


@pytest.mark.parametrize(
    ("words", "link", "label"),
    [
        ("https://badungkab.go.id", {"url": "https://badungkab.go.id"}, "Read more"),
        ("https://badungkab.go.id\nPeta\nMap", {"url": "https://badungkab.go.id", "id": "Peta", "en": "Map"}, "Map"),
    ],
)
async def test_a_link(desk: Stage, words: str, link: dict[str, str], label: str) -> None:
    """With words of ours on its button, or the writer's in each language; taken away by a tap."""
    await written(desk)
    await desk.press(AYU, AYU, "🔗 Tautan")
    await desk.write(AYU, AYU, "lihat saja situs kami")
    assert "belum dapat dipakai" in text(desk)
    await desk.write(AYU, AYU, words)
    assert link == (await row(desk)).link
    await desk.press(AYU, AYU, "👁 Pratinjau")
    shown = desk.seen(AYU)[-2].screen
    assert (label, link["url"], Does.OPEN) == (
        shown.buttons[0][0].text, shown.buttons[0][0].value, shown.buttons[0][0].does,
    )  # fmt: skip
    await desk.press(AYU, AYU, "🔗 Tanpa tautan")
    assert {} == (await row(desk)).link


async def fetched(stage: Stage, sha256: str = "ab") -> None:
    async with stage.storage.work(stage.now) as work:
        number = (await row(stage)).attachment_id or 0
        if sha256:
            await attachments.stored(work, number, sha256, 9000, "image/jpeg")
        else:
            await attachments.failed(work, number, None)


PHOTO = [{"file_id": "p", "file_unique_id": "pu", "width": 9, "height": 9, "file_size": 9000}]


async def test_a_picture(desk: Stage) -> None:
    """A photo, which goes with the text; it must be here before anything is sent, and makes the text shorter."""
    await written(desk)
    await desk.press(AYU, AYU, "🖼 Gambar")
    await desk.write(AYU, AYU, "nanti saja")
    assert "satu foto" in text(desk)
    await desk.write(AYU, AYU, "", photo=PHOTO)
    desk.later(seconds=2)
    await desk.deliver()
    assert "masih diambil" in text(desk)
    assert not any("Kirim …" in label for label in page(desk))
    await fetched(desk)
    await desk.press(AYU, AYU, "🔄")
    assert "🖼 Dengan gambar" in text(desk)
    await desk.press(AYU, AYU, "👁 Pratinjau")
    number = (await row(desk)).attachment_id
    assert [number] == [media.attachment_id for media in desk.seen(AYU)[-2].screen.media]
    await desk.press(AYU, AYU, "✍️ Teks Inggris")
    await desk.write(AYU, AYU, f"Hello {{name}}, {'a' * 1000}")
    assert "Teks Inggris terlalu panjang" in text(desk)
    await desk.press(AYU, AYU, "🖼 Tanpa gambar")
    assert "Siap dikirim" in text(desk)


async def test_a_picture_that_could_not_be_fetched_is_not_sent(desk: Stage) -> None:
    """Or each recipient would wait for it."""
    await written(desk)
    await desk.press(AYU, AYU, "🖼 Gambar")
    await desk.write(AYU, AYU, "", photo=PHOTO)
    await fetched(desk, "")
    desk.later(seconds=2)
    await desk.deliver()
    assert "tidak dapat diambil" in text(desk)
    await desk.tap(AYU, AYU, desk.last(AYU).message_id, f"d.bc:1:go:{(await row(desk)).version}")
    assert "draft" == (await row(desk)).state


async def test_retention_leaves_the_picture_of_a_draft(desk: Stage) -> None:
    """Until what it belongs to has ended."""
    await written(desk)
    await desk.press(AYU, AYU, "🖼 Gambar")
    await desk.write(AYU, AYU, "", photo=PHOTO)
    await fetched(desk)
    desk.later(days=400)
    await desk.deliver()
    async with desk.storage.work(desk.now) as work:
        assert 0 == await retention.unsent_files(work, desk.now, 100)
    await desk.press(AYU, AYU, "🖼 Tanpa gambar")
    async with desk.storage.work(desk.now) as work:
        assert 1 == await retention.unsent_files(work, desk.now, 100)


async def test_at_a_time(desk: Stage) -> None:
    """Written or chosen, in the region's time; what comes before the hours open waits for them."""
    await written(desk)
    await desk.press(AYU, AYU, "🕒 Waktu")
    assert "Jamnya WITA" in text(desk)
    await desk.write(AYU, AYU, "kapan-kapan")
    assert "belum dapat dibaca" in text(desk)
    await desk.write(AYU, AYU, "besok 05.30")
    assert "24 Nov 2026 07.00 WITA; sebelum itu jam tenang" in text(desk)
    await desk.press(AYU, AYU, "🕒 Waktu")
    await desk.press(AYU, AYU, "Lusa 08.00")
    assert "<b>Waktu</b>: 25 Nov 2026 08.00 WITA\n" in text(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    await desk.press(AYU, AYU, "✅ Ya, kirim")
    assert "mulai dikirim 25 Nov 2026 08.00 WITA" in text(desk)
    await look(desk, hours=43, minutes=59)
    assert {"waiting": 3} == await counts(desk)
    await look(desk, minutes=2)
    assert {"sent": 3} == await counts(desk)


async def test_a_time_that_has_passed_is_now(desk: Stage) -> None:
    """Should it have lain that long."""
    await written(desk)
    await desk.press(AYU, AYU, "🕒 Waktu")
    await desk.press(AYU, AYU, "Besok 08.00")
    desk.later(days=3)
    await desk.press(AYU, AYU, "✅ Kirim")
    assert "Waktu: begitu disetujui" in text(desk)
    await desk.press(AYU, AYU, "✅ Ya, kirim")

    assert {"sent": 3} == await counts(desk)


async def test_who_comes_after_the_approval_is_no_recipient(desk: Stage) -> None:
    """Recipients are frozen, though it goes only later."""
    await at_night(desk)
    await people(desk, 1, "id", first=900)
    await look(desk, hours=10)

    assert {"sent": 3} == await counts(desk)


async def test_the_preview_is_what_phones_show(desk: Stage) -> None:
    """Each language's, with the draft under it; its button does nothing here."""
    await written(desk)
    await desk.press(AYU, AYU, "👁 Pratinjau")
    indonesian, english, _draft = desk.seen(AYU)[-3:]

    assert "📣 <b>Pengumuman · Kabupaten Badung</b>\n\nHalo Bapak/Ibu, jalan ditutup" in indonesian.screen.text
    assert "📣 <b>Announcement · Badung Regency</b>\n\nHello Sir or Madam, the road" in english.screen.text
    assert "Ini hanya pratinjau." == await desk.press(AYU, AYU, "No more announcements")
    assert "Siap dikirim" in text(desk)


async def test_a_test_comes_from_the_public_bot(desk: Stage) -> None:
    """To the writer alone, in both languages."""
    await written(desk)
    assert "@lapor_badung_bot" in await desk.press(AYU, AYU, "📱 Coba ke saya")

    assert ["jalan ditutup" in one or "road is closed" in one for one in desk.texts(AYU, "public")] == [True, True]
    assert [] == desk.texts(600, "public")


async def test_departments_have_no_announcements(desk: Stage) -> None:
    """Nor does anybody in a group: they are written where others do not look on."""
    await desk.write(KETUT, KETUT, "/siaran")
    assert "disusun oleh koordinator" in text(desk, KETUT)
    await desk.write(AYU, COORDINATORS, "/siaran")
    assert "@meja_badung_bot" in text(desk, COORDINATORS)
    await begin(desk)
    assert "bukan untuk Anda" in await desk.tap(KETUT, KETUT, 1, "d.bc:1:page")
    assert "bukan untuk Anda" in await desk.tap(AYU, COORDINATORS, 1, "d.bc:1:page")


@pytest.mark.parametrize(
    "payload",
    ["d.bc", "d.bc:", "d.bc:x", "d.bc:99:page", "d.bc:1:nothing", "d.bc:1:toggle:districts:77:0", "d.bc:1:toggle:x:y",
     "d.bc:1:page:list", "d.bc:1:page:list:villages9:x", "d.bc:1:page:ask:money", "d.bc:1:go", "d.bc:1:yes:7",
     "d.bc:1:end:x", "d.bc:1:drop:texts", "d.bc:1:page:who", "d.bc:1:resume", "d.bc:1:stop"],
)  # fmt: skip
async def test_a_forged_button_does_nothing(desk: Stage, payload: str) -> None:
    """Whatever stands in it, the draft is as it was."""
    await begin(desk)
    before = await row(desk)
    await desk.tap(AYU, AYU, desk.last(AYU).message_id, payload)
    after = await row(desk)

    assert (before.state, before.audience, before.texts) == (after.state, after.audience, after.texts)
    check(desk.last(AYU).screen)


async def test_a_draft_is_its_writers(desk: Stage) -> None:
    """Another coordinator neither sees nor sends it."""
    await written(desk)
    await desk.write(SRI, SRI, "/broadcast")
    assert ["➕ New announcement"] == page(desk, SRI)
    assert "you cannot see it" in await desk.tap(SRI, SRI, 1, f"d.bc:1:go:{(await row(desk)).version}")
    assert "draft" == (await row(desk)).state


async def test_a_draft_is_gone_on_with_and_deleted(desk: Stage) -> None:
    """It is in the list until then."""
    await written(desk)
    await desk.write(AYU, AYU, "/siaran")
    await desk.press(AYU, AYU, "Halo {nama}")
    assert "Siap dikirim" in text(desk)
    await desk.press(AYU, AYU, "🗑 Hapus")
    await desk.press(AYU, AYU, "🗑 Ya, hapus")
    assert "Belum ada siaran" in text(desk)
    assert "cancelled" == (await row(desk)).state
    assert {} == await counts(desk)


async def test_it_goes_once_however_often_it_is_pressed(desk: Stage) -> None:
    """The second press sees that it has changed."""
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    shown, button = desk.button(AYU, "✅ Ya, kirim")
    await desk.tap(AYU, AYU, shown.message_id, button.value)
    assert "sudah berubah" in await desk.tap(AYU, AYU, shown.message_id, button.value)
    assert {"sent": 3} == await counts(desk)


async def test_words_changed_after_the_question_are_not_sent(desk: Stage) -> None:
    """What goes is what was shown."""
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    shown, button = desk.button(AYU, "✅ Ya, kirim")
    await desk.tap(AYU, AYU, shown.message_id, "d.bc:1:page:ask:text.id")
    await desk.write(AYU, AYU, "Batal, jalan dibuka.")
    assert "sudah berubah" in await desk.tap(AYU, AYU, shown.message_id, button.value)
    assert "draft" == (await row(desk)).state


async def test_it_waits_for_the_morning(desk: Stage) -> None:
    """And says so beforehand; its card stands still until then."""
    desk.later(hours=10)
    await written(desk)
    assert "24 Nov 2026 07.00 WITA; sebelum itu jam tenang" in text(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    assert "pada waktunya" in await desk.press(AYU, AYU, "✅ Ya, kirim")
    assert "mulai dikirim 24 Nov 2026 07.00 WITA" in text(desk)
    await look(desk)
    assert "Sisa: 3" in text(desk)
    assert (await row(desk)).card_at == (await row(desk)).goes_at
    assert {"waiting": 3} == await counts(desk)

    await look(desk, hours=9)
    assert {"sent": 3} == await counts(desk)


async def test_what_the_evening_left_goes_in_the_morning(desk: Stage) -> None:
    """The whole of it rests; the night is in the history."""
    desk.later(hours=8, minutes=59)
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    async with desk.storage.work(desk.now) as work:
        found = await broadcasts.by_id(work.session, 1)
        assert found is not None
        approval = {"approved_at": work.now, "approved_by": found.staff_id, "goes_at": work.now, "size": 3}
        assert await broadcasts.move(work, found, Move.APPROVE, found.staff_id, card_at=work.now, **approval)
        await recipients.plan(work, found)
    await settle(desk, Sent(1))
    await look(desk, minutes=2)
    assert "jam tenang, dilanjutkan 24 Nov 2026 07.00 WITA" in text(desk)
    assert {"sent": 1, "waiting": 2} == await counts(desk)
    assert "rest" in await steps(desk)

    await look(desk, hours=10)
    assert {"sent": 3} == await counts(desk)


async def steps(stage: Stage) -> list[str]:
    async with stage.storage.read() as session:
        return [line.step for line in await broadcasts.history(session, 1)]


async def test_the_live_card(desk: Stage) -> None:
    """One message, renewed at most every three seconds; every outcome, the rate, the time left."""
    await at_night(desk)
    desk.later(hours=9, seconds=2)
    await settle(desk, Sent(1), Unreachable("blocked"))
    before = len(desk.seen(AYU))
    desk.later(seconds=2)
    async with desk.storage.work(desk.now) as work:
        await broadcast_progress.look(work, desk.house)
        [card] = [push for push in await outbox.claim(work, 9, rooms={"public": 0}) if push.intent == broadcasts.CARD]
        shown = await COMPOSERS[broadcasts.CARD](work.session, desk.house, card, desk.now)
    assert isinstance(shown, Screen)
    assert card.edit_message_id == (await row(desk)).card_message_id
    assert "Terkirim: 1\n" in shown.text
    assert "Tidak terjangkau (memblokir bot atau akunnya tidak ada): 1" in shown.text
    assert "Sisa: 1" in shown.text
    assert "Laju: 0,5 per detik" in shown.text
    assert "▓▓▓▓▓▓▓▓░░░░ 66,7 %" in shown.text
    assert "kurang dari satu menit" in shown.text
    assert before == len(desk.seen(AYU))
    assert (await row(desk)).card_at == desk.now + timedelta(seconds=3)


async def test_the_card_that_was_deleted_comes_again_once(desk: Stage) -> None:
    """Its new message is the card from then on."""
    await at_night(desk)
    desk.later(hours=9)
    async with desk.storage.work(desk.now) as work:
        await broadcast_progress.look(work, desk.house)
        [card] = await outbox.claim(work, 9, rooms={"public": 0})
        await outbox.settle(work, card, delivery.settle(Lost("gone"), Kind.NOTICE, 1, False, work.now), Lost("gone"))
        [card] = await outbox.claim(work, 9, rooms={"public": 0})
        assert ("send", None) == (card.method, card.edit_message_id)
        await outbox.settle(work, card, delivery.settle(Sent(777), Kind.NOTICE, 1, False, work.now), Sent(777))

    assert 777 == (await row(desk)).card_message_id


async def test_pause_and_go_on(desk: Stage) -> None:
    """Nothing goes while it is paused, whatever the hour; the card stays as it was when it was paused."""
    await at_night(desk)
    await desk.press(AYU, AYU, "⏸ Jeda")
    assert "dijeda" in text(desk)
    await look(desk, hours=10)
    assert {"waiting": 3} == await counts(desk)
    await desk.press(AYU, AYU, "🔄 Perbarui")
    assert "dijeda" in text(desk)
    await desk.press(AYU, AYU, "▶️ Lanjutkan")

    assert {"sent": 3} == await counts(desk)
    assert ["begin", "approve", "pause", "resume"] == await steps(desk)


async def test_stop(desk: Stage) -> None:
    """It is paused while that is asked; then its readers are let go, and the report says so."""
    await at_night(desk)
    await desk.press(AYU, AYU, "✖️ Hentikan")
    assert "Yang tidak akan menerimanya: 3 orang" in text(desk)
    await look(desk, hours=10)
    assert "Hentikan sama sekali?" in text(desk)
    await desk.press(AYU, AYU, "✖️ Ya, hentikan")
    assert desk.house.batch == await look(desk)
    assert 0 == await look(desk)
    assert {"dropped": 3} == await counts(desk)
    assert "Siaran 1 dihentikan" in text(desk)
    assert "Tidak jadi dikirim: 3" in text(desk)
    assert [] == desk.texts(600, "public")
    assert ["begin", "approve", "pause", "cancel", "end"] == await steps(desk)


async def test_the_file_of_outcomes(desk: Stage) -> None:
    """A line for each recipient under a pseudonym, and nothing that names them; it comes with the report."""
    await at_night(desk)
    desk.later(hours=9)
    await settle(desk, Sent(1), Unreachable("=Forbidden: bot was blocked by the user"), Unknown("killed"))
    await look(desk)
    report = desk.last(AYU).screen
    assert report.document is not None
    lines = report.document.content.decode().splitlines()

    assert "siaran-1.csv" == report.document.name
    assert "nama_samaran,bahasa,hasil,waktu,keterangan" == lines[0]
    assert [
        "id,terkirim,2026-11-24 07:00:00,",
        "id,tidak terjangkau,2026-11-24 07:00:00,'=Forbidden: bot was blocked by the user",
        "en,belum pasti,2026-11-24 07:00:00,killed",
    ] == [line.partition(",")[2] for line in lines[1:]]
    names = [line.partition(",")[0] for line in lines[1:]]
    assert 3 == len({name for name in names if len(name) == 10})
    assert pseudonym.make("badung", 1) == names[0][:4]
    assert not re.search("N60|N70|600|601|700", report.document.content.decode())


async def test_a_large_file_is_packed(desk: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram takes 50 megabytes."""
    monkeypatch.setattr(broadcast_outcomes, "PLAIN", 2)
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    await desk.press(AYU, AYU, "✅ Ya, kirim")
    await look(desk)
    document = desk.last(AYU).screen.document
    assert document is not None

    assert "siaran-1.zip" == document.name
    with zipfile.ZipFile(BytesIO(document.content)) as archive:
        assert 4 == len(archive.read("siaran-1.csv").splitlines())


async def test_the_file_can_be_had_again(desk: Stage) -> None:
    """By a leader, too, and that is in the history; once the rows are gone it says so."""
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, PUTU, "Putu", Role.LEADER)
    await at_night(desk)
    assert "tidak berlaku" in await desk.tap(AYU, AYU, 1, "d.bc:1:file")
    await look(desk, hours=10)
    await look(desk)
    await desk.write(PUTU, PUTU, "/siaran")
    await desk.press(PUTU, PUTU, "✅ 1")
    await desk.press(PUTU, PUTU, "📄 Berkas hasil")
    assert desk.last(PUTU).screen.document is not None
    assert "file" == (await steps(desk))[-1]
    async with desk.storage.work(desk.now + timedelta(days=1)) as work:
        await retention.messages(work, work.now, 100)
    await desk.press(PUTU, PUTU, "📄 Berkas hasil")
    assert desk.last(PUTU).screen.document is None
    assert "sudah dihapus" in text(desk, PUTU)


async def test_the_figures_outlive_the_rows(desk: Stage) -> None:
    """Retention takes the rows of the outbox; what became of the announcement stays known."""
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    await desk.press(AYU, AYU, "✅ Ya, kirim")
    await look(desk)
    async with desk.storage.work(desk.now + timedelta(days=1)) as work:
        await retention.messages(work, work.now, 100)
    await desk.write(AYU, AYU, "/siaran")
    await desk.press(AYU, AYU, "✅ 1")

    assert {} == await counts(desk)
    assert "Terkirim: 3" in text(desk)


@pytest.fixture
async def many(desk: Stage) -> Stage:
    """So many people that one coordinator alone may not write to them; a leader."""
    await people(desk, 100, "id", first=1000)
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, PUTU, "Putu", Role.LEADER)
    return desk


async def asked(stage: Stage) -> None:
    await written(stage)
    await stage.press(AYU, AYU, "🙋 Minta persetujuan")
    await stage.press(AYU, AYU, "🙋 Ya, minta")


@pytest.mark.parametrize(("who", "approve"), [(SRI, "✅ Approve"), (PUTU, "✅ Setujui")])
async def test_many_need_a_second_person(many: Stage, who: int, approve: str) -> None:
    """A leader or another coordinator, who sees just what phones will show; the writer hears of it."""
    await asked(many)
    assert "Diminta kepada: Sri, Putu" in text(many)
    assert {} == await counts(many)
    shown = many.texts(who)[-3:]
    assert "jalan ditutup untuk upacara" in shown[0]
    assert "the road is closed" in shown[1]
    assert "103" in shown[2]
    await many.press(who, who, approve)

    assert {"sent": 103} == await counts(many)
    assert any("menyetujui siaran 1" in one for one in many.texts(AYU))
    await look(many)
    assert "disetujui oleh" in text(many)
    found = await row(many)
    assert found.approved_by not in {None, found.staff_id}


async def test_the_writer_cannot_approve(many: Stage) -> None:
    """Not by a forged button either."""
    await asked(many)
    version = (await row(many)).version
    assert not any("Setujui" in label for label in page(many))
    assert "bukan untuk Anda" in await many.tap(AYU, AYU, many.last(AYU).message_id, f"d.bc:1:yes:{version}")
    await many.tap(AYU, AYU, many.last(AYU).message_id, f"d.bc:1:go:{version}")
    assert "asked" == (await row(many)).state
    assert {} == await counts(many)


async def test_what_is_given_back_is_not_approved_by_an_old_button(many: Stage) -> None:
    """Its writer goes on with it; approved is only what was shown."""
    await asked(many)
    old, approve = many.button(SRI, "✅ Approve")
    await many.press(PUTU, PUTU, "↩️ Kembalikan")
    assert "mengembalikan siaran 1 kepada Anda" in many.texts(AYU)[-2]
    await many.press(AYU, AYU, "✍️ Teks Indonesia")
    await many.write(AYU, AYU, "Halo {nama}, jalan dibuka.")
    await many.press(AYU, AYU, "🙋 Minta persetujuan")
    await many.press(AYU, AYU, "🙋 Ya, minta")
    assert "changed" in await many.tap(SRI, SRI, old.message_id, approve.value)
    assert {} == await counts(many)


async def test_the_writer_takes_it_back(many: Stage) -> None:
    """Then nobody can approve it."""
    await asked(many)
    shown, approve = many.button(SRI, "✅ Approve")
    await many.press(AYU, AYU, "↩️ Tarik kembali")
    assert any("✍️" in label for label in page(many))
    assert "cannot see it" in await many.tap(SRI, SRI, shown.message_id, approve.value)


async def test_an_emergency_needs_the_leader_and_rings_at_night(many: Stage) -> None:
    """However few it reaches; that it was marked is in the history."""
    many.later(hours=10)
    await written(many)
    await many.press(AYU, AYU, "👥 Penerima")
    await many.press(AYU, AYU, "🗣 Bahasa")
    await many.press(AYU, AYU, "🗣 Bahasa")
    await many.press(AYU, AYU, "‹ Kembali")
    assert "pimpinan" in await many.press(AYU, AYU, "🚨 Darurat")
    assert "🚨 <b>Darurat</b>" in text(many)
    await many.press(AYU, AYU, "🙋 Minta persetujuan")
    await many.press(AYU, AYU, "🙋 Ya, minta")
    assert [] == many.texts(SRI)
    version = (await row(many)).version
    assert "not yours" in await many.tap(SRI, SRI, 1, f"d.bc:1:yes:{version}")
    await many.press(PUTU, PUTU, "✅ Setujui")

    assert {"sent": 1} == await counts(many)
    assert "🚨 <b>EMERGENCY ANNOUNCEMENT" in many.texts(700, "public")[-1]
    assert ["begin", "emergency", "ask", "approve"] == await steps(many)


async def test_without_a_second_person_many_cannot_be_written_to(stage: Stage) -> None:
    """The draft says whom it needs."""
    await people(stage, 101, "id", first=1000)
    await written(stage)
    assert "belum ada pimpinan atau koordinator lain" in text(stage)
    await stage.press(AYU, AYU, "🚨 Darurat")
    assert "belum ada pimpinan yang terdaftar" in text(stage)
    assert not any("persetujuan" in label for label in page(stage))


async def test_a_leader_looks_on_and_can_stop_it(many: Stage) -> None:
    """From the list; the card is renewed by a tap, for only its writer's is live."""
    many.later(hours=10)
    await asked(many)
    await many.press(PUTU, PUTU, "✅ Setujui")
    assert "mulai dikirim" in text(many, PUTU)
    await many.press(PUTU, PUTU, "🔄 Perbarui")
    await many.press(PUTU, PUTU, "‹ Daftar siaran")
    assert not any("➕" in label for label in page(many, PUTU))
    await many.press(PUTU, PUTU, "📤 1")
    await many.press(PUTU, PUTU, "✖️ Hentikan")
    await many.press(PUTU, PUTU, "✖️ Ya, hentikan")
    assert "cancelled" == (await row(many)).state


async def test_who_is_no_coordinator_any_more_sends_nothing(desk: Stage) -> None:
    """At the next tap."""
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, AYU, "Ayu", Role.LEADER)
    await desk.press(AYU, AYU, "✅ Ya, kirim")

    assert "draft" == (await row(desk)).state
    assert {} == await counts(desk)


async def test_every_page_is_complete_in_both_languages(many: Stage) -> None:
    """No text is missing, and Telegram would take each of them."""
    for who in (AYU, SRI):
        await written(many, who)
        number = 1 if who == AYU else 2
        for name in PAGES:
            await many.tap(who, who, 9, f"d.bc:{number}:page:{name}")
            shown = many.seen(who)[0].screen
            check(shown.with_text(shown.text.replace("{nama}", "").replace("{name}", "")))
