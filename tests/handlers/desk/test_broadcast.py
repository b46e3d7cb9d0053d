"""Writing announcements at the desk, by commands and taps in the operator's own chat."""

from __future__ import annotations

import pytest

from tests.handlers.desk.announcer import PAGES, SRI, begin, counts, look, page, row, text, written
from tests.handlers.reporter.phone import check
from tests.handlers.stage import AYU, COORDINATORS, EMMA, KETUT, Stage


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


async def test_every_page_is_complete_in_both_languages(many: Stage) -> None:
    """No text is missing, and Telegram would take each of them."""
    for who in (AYU, SRI):
        await written(many, who)
        number = 1 if who == AYU else 2
        for name in PAGES:
            await many.tap(who, who, 9, f"d.bc:{number}:page:{name}")
            shown = many.seen(who)[0].screen
            check(shown.with_text(shown.text.replace("{nama}", "").replace("{name}", "")))
