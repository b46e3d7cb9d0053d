"""The picture and the link of an announcement."""

from __future__ import annotations

import pytest

from handlers.screens import Does
from storage import retention
from tests.handlers.desk.announcer import PHOTO, fetched, page, row, text, written
from tests.handlers.stage import AYU, Stage


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
