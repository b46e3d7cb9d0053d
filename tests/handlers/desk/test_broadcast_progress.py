"""How far an announcement is: the live card, a pause, the end before its time."""

from __future__ import annotations

from datetime import timedelta

from handlers.compose import COMPOSERS
from handlers.desk import broadcast_progress
from handlers.screens import Screen
from rules import delivery
from rules.delivery import Kind, Lost, Sent, Unreachable
from storage import broadcasts, outbox
from tests.handlers.desk.announcer import at_night, counts, look, row, settle, steps, text
from tests.handlers.stage import AYU, Stage


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
