"""Who agrees to an announcement."""

from __future__ import annotations

import pytest

from rules.access import Role
from storage import staff
from tests.handlers.desk.announcer import PUTU, SRI, asked, counts, look, page, people, row, steps, text, written
from tests.handlers.stage import AYU, Stage


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
