"""A filed report: the list, where it stands, additions, corrections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage import attachments, events
from storage.tables import Event, Report
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = "The lamp in front of our villa does not work"


@pytest.fixture
async def filed(guest: Phone) -> Report:
    """Emma's report; her message of the story is number 100."""
    await guest.photo(STORY, number=100)
    await guest.pin(TIBUBENENG)
    await guest.tap("street")
    await guest.tap("Submit report")
    (report,) = await guest.reports()
    return report


async def added(phone: Phone, report: Report) -> list[Event]:
    """What the reporter added."""
    async with phone.storage.read() as session:
        return [e for e in await events.of_report(session, report.id or 0) if e.step == "add"]


async def test_a_reply_to_the_receipt_adds_to_the_report(guest: Phone, filed: Report) -> None:
    """Text, and then a photo with a caption."""
    await guest.say("It is the third pole from the corner", to=guest.last.number)
    assert "Added to" in guest.text
    await guest.photo("This one", to=guest.last.number)

    assert ["It is the third pole from the corner", "This one"] == [event.text for event in await added(guest, filed)]
    async with guest.storage.read() as session:
        assert 2 == len(await attachments.of_report(session, filed.id or 0))
    assert await guest.draft() is None


async def test_a_reply_to_the_own_first_message_belongs_to_the_report(guest: Phone, filed: Report) -> None:
    """The person's messages are known as the report's."""
    await guest.say("Still dark", to=100)

    assert ["Still dark"] == [event.text for event in await added(guest, filed)]


async def test_the_add_button_takes_the_next_message(guest: Phone, filed: Report) -> None:
    """One message; the one after that is a new report."""
    await guest.tap("Add something")
    assert "What would you like to add" in guest.text
    await guest.say("The cable hangs down")
    await guest.say("A different matter: the beach is dirty")

    assert ["The cable hangs down"] == [event.text for event in await added(guest, filed)]
    assert "Where is it?" in guest.text


async def test_an_addition_is_left_by_its_button_by_command_and_by_word(guest: Phone, filed: Report) -> None:
    """Nothing is added then."""
    for way in ("button", "/cancel", "done"):
        await guest.tap("Add something", number=next(s.number for s in guest.shown if "received your" in s.text))
        if way == "button":
            await guest.tap("Cancel")
        else:
            await guest.say(way)
        assert "nothing more" in guest.text

    assert [] == await added(guest, filed)


async def test_an_album_is_added_whole_and_said_once(guest: Phone, filed: Report) -> None:
    """All of its pictures belong to the report; the next message does not."""
    await guest.tap("Add something")
    before = len(guest.shown)
    for _ in range(3):
        await guest.photo(media_group_id="b1")
    assert before + 1 == len(guest.shown)
    await guest.photo()

    async with guest.storage.read() as session:
        assert 4 == len(await attachments.of_report(session, filed.id or 0))
    assert await guest.draft() is not None


async def test_a_pin_is_added_as_its_place(guest: Phone, filed: Report) -> None:
    """Named, with its degrees."""
    await guest.tap("Add something")
    await guest.pin(TIBUBENENG)

    (event,) = await added(guest, filed)
    assert "Tibubeneng, Kuta Utara (-8.65370, 115.14970)" in event.text


async def test_what_cannot_be_added_is_said(guest: Phone, filed: Report) -> None:
    """A sticker, a file that is too large; the addition stays open."""
    await guest.tap("Add something")
    await guest.file("sticker", type="regular", is_animated=False, is_video=False)
    assert "cannot be added" in guest.text
    await guest.file("video", size=50_000_000)
    assert "50 MB" in guest.text
    await guest.say("In words then")

    assert ["In words then"] == [event.text for event in await added(guest, filed)]


async def test_an_edit_after_filing_is_a_correction(guest: Phone, filed: Report) -> None:
    """The first version stays; the report gets the new words."""
    await guest.edit(100, caption="The street lamp at number 12 is broken", photo=[])

    (event,) = await added(guest, filed)
    assert "✏️ The street lamp at number 12 is broken" == event.text
    assert "correction" in guest.text
    await guest.edit(100, photo=[])
    assert 1 == len(await added(guest, filed))


async def test_the_list_and_the_standing(guest: Phone, filed: Report) -> None:
    """/mine and /laporan list the reports with status and date; a tap shows one."""
    for command in ("/mine", "/laporan", "/status"):
        await guest.say(command)
        assert "Not yet verified · next by" in guest.text
    await guest.tap(filed.code)

    assert "Status: Not yet verified" in guest.text
    assert "Next: the coordinator checks it and passes it on, by Thursday, 26 November 2026" in guest.text
    await guest.tap("My reports")
    assert "Your reports" in guest.text


@pytest.mark.parametrize("form", ["/status {}", "{}", "/start {}"])
async def test_a_code_shows_its_report(guest: Phone, filed: Report, form: str) -> None:
    """By command, as a text, and from a link; dashes do not matter."""
    await guest.say(form.format(filed.code.replace("-", "").lower() if "start" in form else filed.code))

    assert "Status: Not yet verified" in guest.text


async def test_nobody_sees_a_foreign_report(guest: Phone, filed: Report, made: Phone) -> None:
    """Neither by code nor by button."""
    await made.agree()
    await made.say(f"/status {filed.code}")
    assert "tidak ada di antara laporan Anda" in made.text
    await made.press(f"r.status:{filed.id}")
    assert "tidak ada di antara laporan Anda" in made.text
    await made.press(f"r.add:{filed.id}")
    assert "tidak ada di antara laporan Anda" in made.text
    await made.press("r.add:x")
    await made.say("/status ABC")

    assert "BDG-7K3Q-XM2" in made.text


async def test_a_danger_in_an_addition_shows_the_numbers(guest: Phone, filed: Report) -> None:
    """There is no draft then, and it is shown all the same."""
    await guest.say("Now there is a fire at the pole", to=guest.last.number)

    assert any("113" in shown.text for shown in guest.shown[-2:])


async def test_a_new_draft_does_not_disturb_the_old_report(
    guest: Phone, filed: Report, phones: Callable[..., Phone]
) -> None:
    """The next report has its own code."""
    await guest.tap("My reports")
    await guest.say("The beach is full of plastic again")
    await guest.key("Skip")
    await guest.tap("Submit report")

    codes = [report.code for report in await guest.reports()]
    assert 2 == len(set(codes))


async def test_another_photo_in_an_edited_message_is_added(guest: Phone, filed: Report) -> None:
    """What was filed stays; the same photo with the same words is not news to the desk a second time."""
    photo = {"file_id": "n", "file_unique_id": "nu", "width": 9, "height": 9, "file_size": 900}
    await guest.edit(100, photo=[photo])
    await guest.edit(100, photo=[photo])

    assert ["✏️"] == [event.text for event in await added(guest, filed)]
    async with guest.storage.read() as session:
        assert 2 == len(await attachments.of_report(session, filed.id or 0))
    await guest.edit(100, photo=[{**photo, "file_unique_id": "hu", "file_size": 34_000_000}])
    assert "34 MB" in guest.text


async def test_an_addition_says_that_a_draft_waits(guest: Phone, filed: Report) -> None:
    """Another report was begun in between."""
    await guest.say("A different matter: the beach is dirty")
    await guest.say("Still dark", to=100)

    assert guest.text.endswith("Your report is not sent yet. Continue?")


async def test_who_hides_is_told_before_adding_what_can_be_recognised(guest: Phone) -> None:
    """What is added to a filed report cannot be taken back."""
    await guest.photo(STORY)
    await guest.pin(TIBUBENENG)
    await guest.tap("street")
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous")
    await guest.tap("Submit report")
    await guest.tap("Add something")

    assert "a voice or a face can be recognised" in guest.text
