"""Announcements at the reader's phone: in their language, with their name, with one tap that ends them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers import announcements, callbacks
from handlers.screens import Does, Wait
from rules.access import Role
from rules.broadcast import Move
from storage import broadcasts, outbox, recipients, reporters, staff
from storage.tables import Broadcast
from tests.handlers.reporter.phone import Phone

TEXTS = {"id": "Halo {nama}, pantai ditutup sampai Jumat.", "en": "Hello {name}, the <b>beach</b> is closed."}


async def announce(phone: Phone, **values: Any) -> Broadcast:
    """Approved and planned, by somebody at the desk."""
    async with phone.storage.work(phone.now) as work:
        writer = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
        row = await broadcasts.open(work, writer.id)
        assert await broadcasts.change(work, row, **{"texts": TEXTS, **values})
        await broadcasts.move(work, row, Move.APPROVE, writer.id, approved_at=work.now, goes_at=work.now)
        while await recipients.plan(work, row):
            pass
    return row


async def move(phone: Phone, row: Broadcast, what: Move) -> None:
    async with phone.storage.work(phone.now) as work:
        found = await broadcasts.by_id(work.session, row.id)
        assert found is not None
        assert await broadcasts.move(work, found, what, row.staff_id)
    await phone.deliver()


async def states(phone: Phone, row: Broadcast) -> dict[str, int]:
    async with phone.storage.read() as session:
        return await recipients.counts(session, row.id)


async def test_an_announcement_is_in_the_readers_language(guest: Phone, made: Phone) -> None:
    """With their name, and who it is from; a button ends announcements."""
    await made.agree()
    row = await announce(guest)
    await guest.deliver()

    assert "📣 Announcement · Badung Regency\n\nHello Emma, the beach is closed." == guest.text
    assert ["🔕 No more announcements"] == guest.buttons()
    assert {"sent": 2} == await states(guest, row)


async def test_a_link_is_a_button_with_words_of_each_language(guest: Phone) -> None:
    """Or with ours, where none were written."""
    row = await announce(guest, link={"url": "https://badungkab.go.id/pantai", "id": "Peta"})
    await guest.deliver()

    button = guest.shown[-1].screen.buttons[0][0]
    assert ("Read more", "https://badungkab.go.id/pantai", Does.OPEN) == (button.text, button.value, button.does)
    assert "Peta" == announcements.screen(guest.house, row, "id", "").buttons[0][0].text
    assert "Halo Bapak/Ibu" in announcements.screen(guest.house, row, "id", "").text


async def test_one_tap_ends_them_and_another_allows_them_again(guest: Phone) -> None:
    """The announcement stays where it is; who ended them is no recipient of the next one."""
    await announce(guest)
    await guest.deliver()
    await guest.tap("No more announcements")
    assert "no more announcements from Badung Regency" in guest.text
    assert "Hello Emma" in guest.shown[-2].text
    assert {} == await states(guest, await announce(guest))

    await guest.tap("Get announcements again")
    assert "get announcements from Badung Regency again" in guest.text
    assert {"waiting": 1} == await states(guest, await announce(guest))


async def test_who_ends_them_meanwhile_is_left_out(guest: Phone) -> None:
    """A recipient already, and still waiting."""
    row = await announce(guest)
    await guest.press(callbacks.pack(callbacks.ANNOUNCEMENTS, "off"))

    assert {"dropped": 1} == await states(guest, row)
    assert not any("Hello Emma" in shown.text for shown in guest.shown)


async def test_who_took_the_consent_back_meanwhile_is_left_out(guest: Phone) -> None:
    """Nothing of ours reaches them."""
    row = await announce(guest)
    async with guest.storage.work(guest.now) as work:
        person = await reporters.by_telegram_id(work.session, guest.who)
        assert person is not None
        person.withdrawn_at = work.now
        await work.session.flush()
    await guest.deliver()

    assert {"dropped": 1} == await states(guest, row)


async def test_the_settings_have_a_switch(guest: Phone) -> None:
    """On the page itself."""
    await guest.say("/settings")
    assert "Announcements: yes, from the local government" in guest.text
    assert "Saved." == await guest.tap("No announcements")
    assert "Announcements: no" in guest.text
    await guest.tap("Get announcements")
    assert "Announcements: yes" in guest.text


async def test_nothing_goes_while_it_is_paused(guest: Phone) -> None:
    """And it goes when it goes on."""
    row = await announce(guest)
    await move(guest, row, Move.PAUSE)
    assert {"waiting": 1} == await states(guest, row)
    await move(guest, row, Move.RESUME)

    assert {"sent": 1} == await states(guest, row)


@pytest.mark.parametrize(("what", "expected"), [(Move.PAUSE, Wait(timedelta(seconds=3))), (Move.CANCEL, None)])
async def test_what_was_claimed_before_it_was_stopped_does_not_go(
    guest: Phone, what: Move, expected: Wait | None
) -> None:
    """The courier composes after the desk's word: there is nothing to say, or not yet."""
    row = await announce(guest)
    async with guest.storage.work(guest.now) as work:
        [push] = await outbox.claim(work, 5)
        found = await broadcasts.by_id(work.session, row.id)
        assert found is not None
        assert await broadcasts.move(work, found, what, row.staff_id)
        assert expected == await announcements.compose(work.session, guest.house, push, guest.now)


@pytest.mark.parametrize(("emergency", "expected"), [(False, {"waiting": 1}), (True, {"sent": 1})])
async def test_only_an_emergency_rings_at_night(guest: Phone, emergency: bool, expected: dict[str, int]) -> None:
    """Everything else waits for the morning, one by one, should the whole not have been held already."""
    guest.now = datetime.combine(guest.now.date(), datetime.min.time(), tzinfo=guest.now.tzinfo)
    guest.later(hours=14)  # 22:00 WITA
    row = await announce(guest, emergency=emergency)
    await guest.deliver()
    assert expected == await states(guest, row)
    assert not emergency or "🚨 EMERGENCY ANNOUNCEMENT" in guest.text

    guest.now += timedelta(hours=9)
    await guest.deliver()
    assert {"sent": 1} == await states(guest, row)
