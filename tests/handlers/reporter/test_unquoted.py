"""An officer's question, answered without "reply"."""

from __future__ import annotations

import pytest

from handlers import casework
from rules.lifecycle import Actor, Moved, Status, Step
from storage import events, reports
from storage.tables import Report
from tests.handlers.reporter.phone import TIBUBENENG, Phone


async def ask(phone: Phone, report: Report) -> None:
    """The desk asks the reporter."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        outcome = await casework.take_step(
            work, phone.house, found, Step.ASK, actor=Actor.COORDINATOR, text="Which side of the villa is it?"
        )
        assert isinstance(outcome, Moved)
    await phone.deliver()


async def answers(phone: Phone, report: Report) -> tuple[Status, list[str]]:
    """Where the report stands, and what came as an answer."""
    async with phone.storage.read() as session:
        found = await reports.by_id(session, report.id)
        assert found is not None
        return found.status, [e.text for e in await events.of_report(session, report.id) if e.step == Step.SUPPLY]


async def test_words_are_the_answer(guest: Phone, filed: Report) -> None:
    """The report goes on, the next words begin a new report, and whoever meant that is told how."""
    await ask(guest, filed)
    await guest.say("It is on the north side near the river")

    assert "as your answer about" in guest.text
    assert guest.text.endswith("Press “Make a report” and write it there.")
    assert await answers(guest, filed) == (Status.RECEIVED, ["It is on the north side near the river"])
    assert await guest.draft() is None
    await guest.tap("Make a report")
    await guest.say("The beach is full of rubbish since yesterday")
    assert await guest.draft() is not None


async def test_a_picture_and_a_pin_are_answers(guest: Phone, filed: Report) -> None:
    """An album is one, too, and said once."""
    await ask(guest, filed)
    before = len(guest.shown)
    for _ in range(2):
        await guest.photo(media_group_id="7")
    assert len(guest.shown) == before + 1
    await ask(guest, filed)
    await guest.pin(TIBUBENENG)

    status, said = await answers(guest, filed)
    assert status == Status.RECEIVED
    assert len(said) == 2
    assert said[1].startswith("📍 Tibubeneng")


@pytest.mark.parametrize(
    "words",
    [
        "A dead street dog lies in front of the temple in Canggu",  # tells of a matter
        "There is a lot of garbage on Berawa beach",
        "hello",
        "/help",
    ],
)
async def test_what_is_no_answer(guest: Phone, filed: Report, words: str) -> None:
    """Words that tell of a matter by themselves, a greeting and a command do not touch the report."""
    await ask(guest, filed)
    await guest.say(words)
    assert await answers(guest, filed) == (Status.NEEDS_INFO, [])


async def test_while_a_draft_is_open(guest: Phone, filed: Report) -> None:
    """Its questions are answered first; a reply to the officer's question still reaches it."""
    await guest.say("There is a lot of garbage on the road")
    await ask(guest, filed)
    asked = guest.last.number
    await guest.say("Berawa beach")
    assert await answers(guest, filed) == (Status.NEEDS_INFO, [])
    await guest.say("On the north side", to=asked)
    assert await answers(guest, filed) == (Status.RECEIVED, ["On the north side"])
