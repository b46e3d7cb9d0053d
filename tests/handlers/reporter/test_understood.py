"""What the words say is filled in, shown as understood, and changed with one tap; whose it is is said at once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from handlers.desk import menus
from rules.draft import Slot
from rules.lifecycle import Step
from storage import cards
from tests.handlers.reporter.phone import CANGGU, TIBUBENENG, Phone

BEACH = "Sampah menumpuk di Pantai Berawa sejak kemarin"
NIGHTS = "The street lights in Seminyak have been out for three days"


async def test_one_photo_with_words_leaves_confirm_and_submit(made: Phone) -> None:
    """Place, category and day stand in the summary as understood."""
    await made.photo(BEACH)
    await made.tap("Setuju")
    for line in (
        "📍 Tempat: Tibubeneng, Kuta Utara (“Pantai Berawa”) (dari kata-kata Anda)",
        "🏷 Kategori: Sampah di pantai (dari kata-kata Anda)",
        "🕒 Waktu: Minggu, 22 November 2026, masih berlangsung (dari kata-kata Anda)",
    ):
        assert line in made.text, made.text
    await made.tap("Kirim laporan")

    (report,) = await made.reports()
    assert ("Tibubeneng", "beach_waste", date(2026, 11, 22), True) == (
        report.place_name, report.category, report.happened_on, report.happening_now,
    )  # fmt: skip


async def test_since_three_days(guest: Phone) -> None:
    """It began three days ago and goes on."""
    await guest.say(NIGHTS)
    await guest.tap("Submit report")

    (report,) = await guest.reports()
    assert (date(2026, 11, 20), True) == (report.happened_on, report.happening_now)


@pytest.mark.parametrize(
    ("change", "choice", "line"),
    [
        ("Change the place", "Legian", "Place: Legian, Kuta"),
        ("Change the category", "Something else", ""),
        ("Change the time", "Yesterday", "Time: Sunday, 22 November 2026"),
    ],
)
async def test_each_is_changed_with_one_tap(guest: Phone, change: str, choice: str, line: str) -> None:
    """From the summary; what the person says is no longer called understood, and holds against later words."""
    await guest.say(NIGHTS)
    await guest.tap(change)
    if change == "Change the place":
        await guest.say(choice)
    else:
        await guest.tap(choice)
    if not line:
        await guest.tap("Flooding")
        line = "Category: Flooding"
    assert re.search(rf"{line}[^\n]*", guest.text), guest.text
    await guest.say("It was like that last week in Seminyak as well, and the street lights were dark")

    found = re.search(rf"{line}[^\n]*", guest.text)
    assert found is not None, guest.text
    assert "from your words" not in found[0]


async def test_looking_at_it_changes_nothing(guest: Phone) -> None:
    """Back to the summary, it is still what was understood."""
    await guest.say(NIGHTS)
    before = guest.text
    for change in ("Change the place", "Change the category", "Change the time"):
        await guest.tap(change)
        await guest.tap("Back")
        assert before == guest.text


async def test_an_edited_message_is_read_anew(guest: Phone) -> None:
    """What was understood from the old words goes with them."""
    number = await guest.say(NIGHTS)
    await guest.edit(number, text="The street lights in Jimbaran have been out for two days")
    assert "Place: Jimbaran, Kuta Selatan (from your words)" in guest.text
    await guest.edit(number, text="The street lights have been out for two days")

    assert "Where is it?" in guest.text


async def test_later_words_fill_what_is_open(guest: Phone) -> None:
    """At the summary, the day is told in a message."""
    await guest.say("The street lights in Seminyak are out")
    assert "Time: not given" in guest.text
    await guest.say("since yesterday")

    assert "22 November 2026, still going on (from your words)" in guest.text


async def test_a_pin_is_worth_more_than_words(guest: Phone) -> None:
    """Whichever comes first."""
    await guest.say(NIGHTS)
    await guest.pin(TIBUBENENG)
    assert "Place: Tibubeneng" in guest.text
    await guest.tap("Cancel")
    await guest.tap("Delete draft")
    await guest.pin(CANGGU)
    await guest.say(NIGHTS)

    assert "Seminyak, Kuta" not in guest.text


@pytest.mark.parametrize(
    ("story", "choices"),
    [
        ("Huge pothole in the road between Canggu and Pererenan", ["Canggu, Kuta Utara", "Pererenan, Mengwi"]),
        ("Huge pothole in the road, Jalan Legian", ["Legian, Kuta", "Kuta"]),
    ],
)
async def test_several_places_are_asked_about(guest: Phone, story: str, choices: list[str]) -> None:
    """Two that are named alike, or a street through several villages; the choice is not called understood."""
    await guest.say(story)
    assert "Which place do you mean?" in guest.text
    assert choices == guest.buttons()[:2]
    await guest.tap(choices[0])

    assert f"Place: {choices[0].split(',')[0]}" in guest.text
    assert "🏷 Category: Damaged road (from your words)" in guest.text


async def test_the_names_can_be_kept(guest: Phone) -> None:
    """The officers read them."""
    await guest.say("Huge pothole in the road between Canggu and Pererenan")
    await guest.tap("Keep my words")

    assert "Place: “Canggu, Pererenan”\n" in guest.text
    await guest.tap("Submit report")
    assert 1 == len(await guest.reports())


async def test_three_categories_and_something_else(guest: Phone) -> None:
    """Where the words do not decide; and all the others behind it."""
    await guest.say("The lamp in front of our villa in Kuta does not work")
    assert "What is this report about?" in guest.text
    assert "Something else" == guest.buttons()[3]
    assert "Street light out" in guest.buttons()[0]
    await guest.tap("Something else")
    await guest.tap("Traffic jam")

    assert "Category: Traffic jam\n" in guest.text


@pytest.mark.parametrize(
    ("locale", "story", "said"),
    [
        ("en", "My tourist visa expired in Kuta and immigration does not answer", "Immigration Office"),
        ("id", "Petugas imigrasi di Tuban tidak melayani perpanjangan visa", "Kantor Imigrasi Ngurah Rai"),
        ("id", "Jalan Raya Uluwatu berlubang di Pecatu", "Jalan Nasional"),
        ("en", "The money changer in Kuta short-changed me", "Bank Indonesia"),
        ("en", "Somebody stole my phone in Legian last night", "110"),
    ],
)
async def test_not_ours_is_said_at_once(phones: Any, locale: str, story: str, said: str) -> None:
    """Before the consent even, once a draft; the report is taken, and the summary says it too."""
    phone = phones(language=locale)
    await phone.say(story)
    told = [shown.text for shown in phone.shown if shown.text.startswith("🏛")]
    assert 1 == len(told)
    assert said in told[0]
    await phone.say("It happened to others as well" if locale == "en" else "Orang lain juga mengalaminya")
    assert 1 == len([shown for shown in phone.shown if shown.text.startswith("🏛")])
    await phone.press(f"r.agree:{phone.house.region.consent_version}", phone.last.number)

    assert "🏛" in phone.text
    assert said in phone.text
    await phone.tap("Submit report" if locale == "en" else "Kirim laporan")
    assert 1 == len(await phone.reports())


async def test_a_contact_nobody_has_confirmed_is_not_given(guest: Phone) -> None:
    """PLN is named, the number in the profile is not."""
    await guest.say("Power cut in Mengwi since this morning")
    (told,) = [shown.text for shown in guest.shown if shown.text.startswith("🏛")]

    assert "PLN" in told
    assert "123" not in told


async def test_a_category_that_is_not_ours_is_told_in_place_of_the_question(guest: Phone) -> None:
    """Then comes what is asked next."""
    await guest.say("The lamp in front of our villa in Kuta does not work")
    question = guest.last.number
    await guest.press(f"r.a:{(await guest.draft()).id}:{Slot.CATEGORY}:immigration", question)  # type: ignore[union-attr]

    assert guest.chat[question].text.startswith("🏛")
    assert "Check your report" in guest.text
    await guest.tap("Edit")
    await guest.tap("Category")
    await guest.press(f"r.a:{(await guest.draft()).id}:{Slot.CATEGORY}:immigration", guest.last.number)  # type: ignore[union-attr]
    assert 1 == len([shown for shown in guest.shown if shown.text.startswith("🏛")])


async def test_the_desk_finds_it_starred(guest: Phone) -> None:
    """First in the menu of authorities."""
    await guest.say("The money changer in Kuta short-changed me")
    await guest.tap("Submit report")
    (report,) = await guest.reports()

    rows = menus.choice(guest.house, report, f"{Step.REFER}.0", "en")
    assert rows[0][0].text.startswith("⭐ Bank Indonesia")
    assert 1 == sum("Bank Indonesia" in button.text for row in rows for button in row)
    async with guest.storage.read() as session:
        assert await cards.of_report(session, report.id)
