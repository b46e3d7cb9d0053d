"""What can be done with a filed report: the page, and withdrawing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers import callbacks, casework, closing, overdue, summaries
from rules.lifecycle import Actor, Status, Step
from storage import deadlines, events, reports, staff
from storage.tables import Report
from tests.handlers.reporter.phone import Phone

FORWARD = (Step.FORWARD, {"agency": "dlhk"})
ANSWER = (Step.REPLY, {"text": "The lamp was replaced this morning."})
WAYS: dict[Status, list[tuple[Step, dict[str, str]]]] = {
    Status.RECEIVED: [],
    Status.FORWARDED: [FORWARD],
    Status.IN_PROGRESS: [FORWARD, (Step.TAKE, {})],
    Status.NEEDS_INFO: [FORWARD, (Step.ASK, {"text": "Which gate?"})],
    Status.ANSWERED: [FORWARD, ANSWER, (Step.FINISH, {})],
}


async def take(phone: Phone, report: Report, step: Step, actor: Actor = Actor.COORDINATOR, **values: object) -> None:
    """A step of the desk."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        person = await staff.by_telegram_id(work.session, 11)
        assert found is not None
        await casework.take_step(work, phone.house, found, step, actor=actor, staff=person, **values)  # type: ignore[arg-type]
    await phone.deliver()


async def test_the_page_is_behind_the_receipt_and_the_status(guest: Phone, filed: Report) -> None:
    """Under the receipt it is a new message, under the status it takes its place, and leads back."""
    receipt = guest.last
    await guest.tap("Manage this report")
    assert "What would you like to do?" in guest.text
    assert "received your report" in guest.chat[receipt.number].text

    await guest.say(f"/status {filed.code}")
    status = guest.last
    await guest.tap("Manage this report", number=status.number)
    assert "What would you like to do?" in guest.chat[status.number].text
    await guest.tap("Back", number=status.number)

    assert "Not yet verified" in guest.chat[status.number].text
    assert status.number == guest.last.number


async def test_withdrawing_is_asked_once_and_told_to_the_desk(guest: Phone, filed: Report) -> None:
    """Its promises end, the card says so, and a second tap changes nothing."""
    await guest.tap("Manage this report")
    await guest.tap("Withdraw the report")
    assert Status.RECEIVED == (await guest.reports())[0].status
    page = guest.last.number
    await guest.tap("Yes, withdraw it")
    assert "is withdrawn" in guest.text
    assert "Already withdrawn." == await guest.press(callbacks.pack(callbacks.MANAGE, filed.id, "withdrawn"), page)

    (report,) = await guest.reports()
    async with guest.storage.read() as session:
        assert {} == await deadlines.open_of(session, filed.id or 0)
        assert ["filed", "withdraw"] == [event.step for event in await events.of_report(session, filed.id or 0)]
    assert (Status.WITHDRAWN, guest.now) == (report.status, report.ended_at)


async def test_no_keeps_the_report(guest: Phone, filed: Report) -> None:
    """Back on the page, with nothing done."""
    await guest.tap("Manage this report")
    await guest.tap("Withdraw the report")
    await guest.tap("No, keep it")

    assert "What would you like to do?" in guest.text
    assert Status.RECEIVED == (await guest.reports())[0].status


async def test_withdrawing_by_command(guest: Phone, filed: Report) -> None:
    """With the code at once, without one from the list, with somebody else's not at all."""
    await guest.say("/withdraw")
    assert "Which report do you want to withdraw?" in guest.text
    await guest.say("/cabut BDG-7K3Q-XM2")
    assert "not among your reports" in guest.text
    await guest.say(f"/withdraw {filed.code}")
    await guest.tap("Yes")

    assert Status.WITHDRAWN == (await guest.reports())[0].status


@pytest.mark.parametrize("status", list(WAYS))
async def test_it_can_be_withdrawn_as_long_as_it_is_not_closed(guest: Phone, filed: Report, status: Status) -> None:
    """Wherever it is, also while the reporter is asked whether it is solved; nothing of the clock comes after it."""
    for step, values in WAYS[status]:
        await take(guest, filed, step, **values)
    assert status == (await guest.reports())[0].status
    await guest.say(f"/withdraw {filed.code}")
    await guest.tap("Yes, withdraw it")
    assert Status.WITHDRAWN == (await guest.reports())[0].status
    before = len(guest.shown)
    guest.later(days=40)
    for look in (closing.ask_again, closing.close, overdue.tell, summaries.look):
        async with guest.storage.work(guest.now) as work:
            assert 0 == await look(work, guest.house)
    await guest.deliver()

    assert before == len(guest.shown)


@pytest.mark.parametrize("closed_by", [Actor.CLOCK, Actor.COORDINATOR])
async def test_what_is_closed_is_not_withdrawn(guest: Phone, filed: Report, closed_by: Actor) -> None:
    """It says so, and offers to open it again."""
    for step, values in WAYS[Status.ANSWERED]:
        await take(guest, filed, step, **values)
    await take(guest, filed, Step.CLOSE, closed_by)
    await guest.say(f"/withdraw {filed.code}")

    assert "cannot be withdrawn any more" in guest.text
    assert any("open it again" in words for words in guest.buttons())
    assert Status.CLOSED == (await guest.reports())[0].status


async def test_what_has_ended_is_not_withdrawn(guest: Phone, filed: Report) -> None:
    """An archived report stays archived, and the old button says so."""
    await guest.tap("Manage this report")
    await guest.tap("Withdraw the report")
    await take(guest, filed, Step.ARCHIVE, archive_reason="unclear")

    assert "cannot be withdrawn" in await guest.tap("Yes, withdraw it")
    assert Status.ARCHIVED == (await guest.reports())[0].status
    assert "🚫 Withdraw the report" not in guest.buttons()


async def test_a_notice_that_waits_is_not_sent_for_a_withdrawn_report(guest: Phone, filed: Report) -> None:
    """Forwarded at night, withdrawn before the morning: the morning is silent."""
    guest.later(hours=12)
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    await guest.say(f"/withdraw {filed.code}")
    await guest.tap("Yes")
    shown = len(guest.shown)
    guest.later(hours=12)
    await guest.deliver()

    assert shown == len(guest.shown)


async def test_nobody_manages_somebody_elses_report(guest: Phone, filed: Report, phones: Callable[..., Phone]) -> None:
    """Not even with the payload of the button."""
    made = phones(who=502, name="Made", language="id")
    await made.agree()
    for what in ("", "withdraw", "withdrawn", "back"):
        await made.press(callbacks.pack(callbacks.MANAGE, filed.id, what))
        assert "tidak ada di antara laporan Anda" in made.text

    assert Status.RECEIVED == (await guest.reports())[0].status
