"""Filing: the short way, the long way, and every way around."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.place import Boundaries
from tests.handlers.reporter.phone import JAKARTA, TIBUBENENG, UBUD, Phone

STORY = "The lamp in front of our villa does not work"


async def test_four_actions_file_a_report(guest: Phone) -> None:
    """Photo with caption, pin, category, submit."""
    await guest.photo(STORY)
    await guest.pin(TIBUBENENG)
    await guest.tap("street")
    assert "Check your report" in guest.text
    await guest.tap("Submit report")

    (report,) = await guest.reports()
    assert report.code in guest.text
    assert ("Tibubeneng", "Kuta Utara", False) == (report.place_name, report.district, report.happening_now)
    assert "WITA" in guest.text
    assert f"Copy {report.code}" in guest.buttons()
    assert await guest.draft() is None


async def test_the_long_way_in_indonesian(made: Phone) -> None:
    """A text that says little, words for the place, category, the day and a document in the summary."""
    await made.say("Saya ingin melaporkan keadaan yang sudah lama begini")
    await made.tap("Setuju")
    await made.say("dekat pantai Berawa")
    assert "Tibubeneng" in made.text + made.shown[-2].text
    await made.tap("sampah")
    assert "Periksa laporan Anda" in made.text
    await made.tap("Tambahkan waktu")
    assert "Kapan kejadiannya?" in made.text
    await made.tap("Kemarin")
    assert "Tambahkan waktu" not in " ".join(made.buttons())
    await made.file("document", file_name="surat.pdf", mime_type="application/pdf")
    assert "Periksa laporan Anda" in made.text
    await made.tap("Kirim laporan")

    (report,) = await made.reports()
    assert "Laporan Anda diterima" in made.text
    assert "Minggu, 22 November 2026" in made.text
    assert "2026-11-22" == str(report.happened_on)
    assert "berkas" in made.text


async def test_everything_but_the_story_can_be_skipped(guest: Phone) -> None:
    """Skip, skip, submit."""
    await guest.say(STORY)
    await guest.key("Skip")
    assert guest.keyboard is None
    await guest.tap("Skip")
    await guest.tap("Submit report")

    (report,) = await guest.reports()
    assert ("", None, None) == (report.place_name, report.category, report.happened_on)


async def summary_of(phone: Phone) -> None:
    """As far as the summary, in three actions."""
    await phone.photo(STORY)
    await phone.pin(TIBUBENENG)
    await phone.tap("street")


async def test_a_second_tap_on_submit_is_told_the_code(guest: Phone) -> None:
    """Nothing is filed twice, and nothing is said twice: a toast is enough."""
    await summary_of(guest)
    number = guest.last.number
    data = guest.last.screen.buttons[0][0].value
    await guest.press(data, number)
    shown = [shown.text for shown in guest.shown]
    toast = await guest.press(data, number)

    (report,) = await guest.reports()
    assert report.code in toast
    assert shown == [shown.text for shown in guest.shown]
    await guest.press(data, 5, accessible=False)
    assert shown == [shown.text for shown in guest.shown]


async def test_only_what_was_shown_is_submitted(guest: Phone) -> None:
    """A summary from before a change shows the draft as it is now, and says that it changed."""
    await summary_of(guest)
    old = guest.last.number
    await guest.say("The pole has number 47")
    await guest.tap("Submit report", old)

    assert [] == await guest.reports()
    assert "has changed since" in guest.chat[old].text
    assert "number 47" in guest.chat[old].text
    await guest.tap("Submit report", old)
    (report,) = await guest.reports()
    assert "number 47" in report.body


async def test_an_old_summary_ends_a_change_that_was_begun(guest: Phone) -> None:
    """The summary as it is now is shown, not the question."""
    await summary_of(guest)
    old = guest.last.number
    await guest.say("The pole has number 47")
    await guest.tap("Edit")
    await guest.tap("Place")
    await guest.tap("Submit report", old)

    assert "Check your report" in guest.chat[old].text
    assert [] == await guest.reports()


async def test_an_old_summary_of_a_filed_draft_loses_its_buttons(guest: Phone) -> None:
    """It says the code in their place."""
    await summary_of(guest)
    old = guest.last.number
    await guest.say("The pole has number 47")
    await guest.tap("Submit report")
    toast = await guest.tap("Submit report", old)

    (report,) = await guest.reports()
    assert report.code in toast
    assert [] == guest.buttons(guest.chat[old])
    assert report.code in guest.chat[old].text


async def test_the_receipt_repeats_what_was_filed(guest: Phone) -> None:
    """Code, what, where in the own words too, what about, when, who is seen, at what time, and what comes next."""
    await guest.say(STORY)
    await guest.say("near Berawa beach")
    await guest.tap("street")
    await guest.tap("Add the time")
    await guest.tap("Yesterday")
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous")
    await guest.tap("Submit report")

    (report,) = await guest.reports()
    receipt, secret = guest.shown[-2:]
    assert "Secret number" in secret.text or "secret number" in secret.text
    for said in (
        report.code, STORY, "Tibubeneng, Kuta Utara (“near Berawa beach”)", "Street light out",
        "Sunday, 22 November 2026", "Anonymous: your name is hidden", "WITA", "What happens next", "by ",
    ):  # fmt: skip
        assert said in receipt.text, said
    assert f"Copy {report.code}" in guest.buttons(receipt)


async def test_a_day_that_nobody_said_is_marked(guest: Phone) -> None:
    """A picture suggests today; one tap says otherwise; the receipt does not hide it."""
    await summary_of(guest)
    assert "today, Monday, 23 November 2026 (assumed)" in guest.text
    await guest.tap("Change the time")
    await guest.tap("Yesterday")
    assert "(assumed)" not in guest.text
    assert "Change the time" not in " ".join(guest.buttons())
    await guest.tap("Cancel")
    await guest.tap("Delete draft")
    await summary_of(guest)
    guest.later(days=1)
    await guest.say("Still dark")
    assert "\n🕒 Time: Monday, 23 November 2026 (assumed)" in guest.text
    await guest.tap("Submit report")

    assert "(assumed)" in guest.text


async def test_a_day_that_is_not_understood_leads_to_the_list_of_days(guest: Phone) -> None:
    """With a sentence, and a way back to now, today and yesterday."""
    await guest.say(STORY)
    await guest.key("Skip")
    await guest.tap("Skip")
    await guest.tap("Add the time")
    await guest.tap("Another day")
    await guest.say("32/13")
    assert "did not understand" in guest.text
    assert "Which day?" in guest.text
    await guest.tap("Back")

    assert "Yesterday" in guest.buttons()


async def test_the_place_can_be_changed_after_looking_through_the_categories(guest: Phone) -> None:
    """More, and back."""
    await guest.say(STORY)
    await guest.pin(TIBUBENENG)
    assert "📍 Change the place" in guest.buttons()
    await guest.tap("Something else")
    await guest.tap("More…")
    await guest.tap("Back")
    await guest.tap("More…")
    await guest.tap(guest.buttons()[0])
    await guest.tap("Back")
    await guest.tap("Back")
    await guest.tap("Back")

    assert "Not here?" in guest.text


async def test_no_place_is_offered_twice(guest: Phone) -> None:
    """A village and what is known by its name are one."""
    await guest.say(STORY)
    await guest.pin(UBUD)
    await guest.tap("Change the place")
    names = [button.split(",")[0] for button in guest.buttons()[:3]]

    assert "Ubud" in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize("hidden", ["Anonymous", "Confidential"])
@pytest.mark.parametrize("kind", ["voice", "video", "video_note", "audio"])
async def test_who_hides_is_asked_about_recordings(guest: Phone, hidden: str, kind: str) -> None:
    """When one is there already; keeping it changes nothing."""
    await summary_of(guest)
    await guest.file(kind)
    await guest.tap("Name and privacy")
    await guest.tap(hidden)
    assert "A voice and a face can be recognised" in guest.text
    await guest.tap("Keep")

    assert "Check your report" in guest.text
    assert "2 files" in guest.text


async def test_who_hides_is_warned_before_and_after_sending_a_recording(guest: Phone) -> None:
    """The recordings go, the photos stay; a photo is not asked about."""
    await summary_of(guest)
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous")
    assert "Check your report" in guest.text
    await guest.photo()
    assert "Check your report" in guest.text
    await guest.tap("Edit")
    await guest.tap("Photos and files")
    assert "a voice or a face can be recognised" in guest.text
    await guest.file("video")
    assert "A voice and a face can be recognised" in guest.text
    await guest.tap("Remove the recordings")

    assert "The recordings are removed" in guest.text
    draft = await guest.draft()
    assert draft is not None
    assert 2 == draft.answers["evidence"]


async def test_without_the_recordings_nothing_is_asked_again(guest: Phone) -> None:
    """The summary comes, also when no file is left."""
    await guest.say(STORY)
    await guest.key("Skip")
    await guest.tap("Skip")
    await guest.file("voice")
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous and confidential")
    await guest.tap("Remove the recordings")

    assert "Check your report" in guest.text


async def test_recordings_in_an_album_are_asked_about_once(guest: Phone) -> None:
    """When the album is in."""
    await summary_of(guest)
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous")
    await guest.photo(media_group_id="a7")
    await guest.send(video={"file_id": "v", "file_unique_id": "vu", "width": 9, "height": 9, "duration": 3},
                     media_group_id="a7")  # fmt: skip
    guest.later(seconds=2)
    await guest.deliver()

    assert "A voice and a face can be recognised" in guest.text


async def test_short_texts_add_up(guest: Phone) -> None:
    """What is missing is said, and the next message is added to the first."""
    await guest.say("Dark here")
    assert "6 characters too short" in guest.text
    await guest.say("since Sunday")

    assert "Where is it?" in guest.text


async def test_a_text_that_is_too_long_changes_nothing(guest: Phone) -> None:
    """By how much is said; what was there stays."""
    await guest.say("a" * 4000)
    await guest.key("Skip")
    await guest.tap("Skip")
    await guest.say("one more")

    assert "9 characters too long" in guest.text
    draft = await guest.draft()
    assert draft is not None
    assert 1 == len(draft.answers["parts"])


async def test_a_pin_outside_is_named_and_never_refused(guest: Phone) -> None:
    """A pin in Ubud is in Gianyar; one in Jakarta is far away; both are taken."""
    await guest.say(STORY)
    await guest.pin(UBUD)
    assert "Gianyar" in guest.shown[-2].text
    assert "outside Badung Regency" in guest.shown[-2].text
    await guest.pin(JAKARTA)

    assert "outside Badung Regency" in guest.text


async def test_a_pin_is_corrected_by_one_of_the_nearest_three(guest: Phone) -> None:
    """The next screen has a button for it."""
    await guest.say(STORY)
    await guest.pin(TIBUBENENG)
    assert guest.keyboard is None
    await guest.tap("Change the place")
    choices = guest.buttons()
    await guest.tap(choices[1])

    draft = await guest.draft()
    assert draft is not None
    assert choices[1].split(", ")[-2] in draft.answers["place"]["name"] + choices[1]
    assert draft.answers["place"]["latitude"] == TIBUBENENG[0]
    assert "What is this report about?" in guest.text


async def test_somewhere_else_asks_for_the_place_again(guest: Phone) -> None:
    """With its keyboard."""
    await guest.say(STORY)
    await guest.pin(TIBUBENENG)
    await guest.tap("Change the place")
    await guest.tap("Somewhere else")

    assert "Where is it?" in guest.text
    assert guest.keyboard is not None


async def test_place_words_that_may_mean_several_are_asked_about(guest: Phone) -> None:
    """Candidates on buttons, and the own words."""
    await guest.say(STORY)
    await guest.say("between Canggu and Pererenan")
    assert "Which place do you mean?" in guest.text
    await guest.tap("Pererenan")

    draft = await guest.draft()
    assert draft is not None
    assert "Pererenan" == draft.answers["place"]["name"]
    assert "between Canggu and Pererenan" == draft.answers["place"]["words"]


async def test_unknown_place_words_are_kept(guest: Phone) -> None:
    """Nobody is sent away for a place we do not know."""
    await guest.say(STORY)
    await guest.say("xyzzy lane 5")
    assert "We do not know that place" in guest.text
    await guest.tap("Keep my words")

    assert "What is this report about?" in guest.text


async def test_words_that_were_no_place_become_description(guest: Phone) -> None:
    """A second message of the story is put right by one tap."""
    await guest.say(STORY)
    await guest.say("I called the hotline twice already")
    await guest.tap("part of my story")

    draft = await guest.draft()
    assert draft is not None
    assert 2 == len(draft.answers["parts"])
    assert draft.answers["place"] is None
    assert "Where is it?" in guest.text


async def test_a_category_is_found_in_two_levels(guest: Phone) -> None:
    """More → group → category, and back again."""
    await guest.say("Something that no word of the list says at all")
    await guest.key("Skip")
    await guest.tap("More…")
    group = guest.buttons()[0]
    await guest.tap(group)
    await guest.tap("Back")
    await guest.tap(group)
    category = guest.buttons()[0]
    await guest.tap(category)

    assert f"Category: {category.split(' ', 1)[1]}" in guest.text


async def test_a_category_can_be_typed(guest: Phone) -> None:
    """A short text that names one is an answer."""
    await guest.say("Something that no word of the list says at all")
    await guest.key("Skip")
    await guest.say("street light")

    assert "Category: Street light out" in guest.text


async def test_days_are_typed_or_tapped(guest: Phone) -> None:
    """A date that is not understood is asked for again, with examples."""
    await guest.say(STORY)
    await guest.key("Skip")
    await guest.tap("Skip")
    await guest.tap("Add the time")
    await guest.say("some time")
    assert "did not understand" in guest.text
    await guest.tap("Another day")
    assert "Which day?" in guest.text
    await guest.tap(guest.buttons()[0])

    draft = await guest.draft()
    assert draft is not None
    assert "2026-11-21" == draft.answers["when"]["day"]


async def test_back_goes_through_the_answers_and_continue_leads_on(guest: Phone) -> None:
    """Back to the place, back to the story, and on again."""
    await guest.say(STORY)
    await guest.pin(TIBUBENENG)
    await guest.tap("Back")
    assert "Not here?" in guest.text
    await guest.tap("Back")
    assert "Your description now" in guest.text
    await guest.tap("Continue")

    assert "What is this report about?" in guest.text


async def test_every_answer_is_edited_from_the_summary(guest: Phone) -> None:
    """Edit leads to each question and back to the summary."""
    await guest.photo(STORY)
    await guest.pin(TIBUBENENG)
    await guest.tap("street")
    for slot in ("Description", "Place", "Category", "Time", "Photos", "Name", "Kind"):
        await guest.tap("Edit")
        await guest.tap(slot)
        await guest.tap("Back")
        assert "Check your report" in guest.text, slot
    await guest.tap("Edit")
    await guest.tap("Kind")
    await guest.tap("Suggestion")
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous and confidential")
    assert "Anonymous and confidential" in guest.text
    await guest.tap("Edit")
    await guest.tap("Description")
    await guest.say("A whole new story, told from the beginning")
    assert "A whole new story" in guest.text
    await guest.tap("Submit report")

    (report,) = await guest.reports()
    assert (True, True, "suggestion") == (report.anonymous, report.confidential, report.kind)
    assert "A whole new story, told from the beginning" == report.body


async def test_cancel_asks_once(guest: Phone) -> None:
    """Keep leads back, delete deletes, and the keyboard goes."""
    await guest.say(STORY)
    await guest.key("Cancel")
    await guest.tap("Keep draft")
    assert "Where is it?" in guest.text
    await guest.key("Cancel")
    await guest.tap("Delete draft")

    assert await guest.draft() is None
    assert guest.keyboard is None


async def test_a_draft_is_offered_again(guest: Phone) -> None:
    """/start says where the person was."""
    await guest.say(STORY)
    await guest.pin(TIBUBENENG)
    await guest.say("/start")
    assert "not submitted yet" in guest.text
    assert "the category" in guest.text
    await guest.tap("Continue")
    assert "What is this report about?" in guest.text
    await guest.say("/report")
    await guest.tap("Start over")

    assert "What happened?" in guest.text
    assert await guest.draft() is None


async def test_old_buttons_answer_politely(guest: Phone) -> None:
    """A button of a deleted draft, and of an answered question."""
    await guest.say(STORY)
    await guest.pin(TIBUBENENG)
    old = next(b.value for row in guest.last.screen.buttons for b in row if b.value.startswith("r.a:"))
    await guest.press(old, guest.last.number)
    toast = await guest.press(old, guest.last.number)
    assert "answered" in toast
    await guest.tap("Cancel")
    await guest.tap("Delete draft")
    toast = await guest.press(old, 5, accessible=False)

    assert "from earlier" in toast
    assert "What happened?" in guest.text
    assert "from earlier" in await guest.press("r.unknown:1", 5)
    assert "from earlier" in await guest.press("r.a:notanumber", 5)


async def test_danger_words_show_the_numbers_first(guest: Phone) -> None:
    """Once a draft, and the report goes on."""
    await guest.say("There is a fire in the warehouse next to the school")
    assert "113" in guest.shown[-2].text
    assert "Where is it?" in guest.text
    before = len(guest.shown)
    await guest.key("Skip")
    await guest.tap("Skip")
    await guest.say("The fire is growing")

    assert not any("113" in shown.text for shown in guest.shown[before:])


async def test_a_question_and_a_suggestion_are_proposed_as_such(guest: Phone) -> None:
    """The kind follows the words."""
    await guest.say("Where can I renew my parking permit?")
    draft = await guest.draft()
    assert draft is not None
    assert "question" == draft.answers["kind"]


async def test_a_button_of_a_draft_that_was_filed_says_its_code(guest: Phone) -> None:
    """Whatever button it was."""
    await guest.photo(STORY)
    await guest.pin(TIBUBENENG)
    old = next(b.value for row in guest.last.screen.buttons for b in row if b.value.startswith("r.a:"))
    await guest.tap("street")
    await guest.tap("Submit report")
    (report,) = await guest.reports()

    assert report.code in await guest.press(old, 5)


async def test_a_pin_is_where_the_boundaries_say(guest: Phone) -> None:
    """Where the operator has them; another village's middle is nearer."""
    kuta = "51.03.01.1002"
    guest.house = replace(guest.house, boundaries=Boundaries(frozenset({kuta}), lambda *pin: kuta))
    await guest.photo(STORY)
    await guest.pin(TIBUBENENG)

    draft = await guest.draft()
    assert draft is not None
    assert (kuta, "Kuta") == (draft.answers["place"]["village"], draft.answers["place"]["name"])
