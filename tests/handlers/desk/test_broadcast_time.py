"""When an announcement goes out."""

from __future__ import annotations

from datetime import UTC, datetime

from rules.broadcast import Move
from rules.delivery import Sent
from storage import broadcasts, recipients
from tests.handlers.desk.announcer import counts, look, row, settle, steps, text, written
from tests.handlers.stage import AYU, Stage


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


async def test_on_nyepi_it_waits_for_the_next_morning(desk: Stage) -> None:
    """Sent at noon of 8 March 2027 nobody hears of it before the 9th at seven; its writer is answered at once."""
    desk.now = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    assert "pada waktunya" in await desk.press(AYU, AYU, "✅ Ya, kirim")
    assert "mulai dikirim 9 Mar 2027 07.00 WITA" in text(desk)
    await look(desk, hours=18, minutes=59)
    assert {"waiting": 3} == await counts(desk)

    await look(desk, minutes=2)
    assert {"sent": 3} == await counts(desk)
