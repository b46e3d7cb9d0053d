"""Every other message kind, commands, pages, groups, blocks, edits, the reminder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from rules.delivery import Kind
from storage import outbox, reporters
from tests.handlers.reporter.phone import CANGGU, TIBUBENENG, UBUD, Phone

STORY = "The lamp in front of our villa does not work"
PERSON = {"id": 7, "is_bot": False, "first_name": "A"}
CHAT = {"id": 7, "type": "private", "first_name": "A"}
FILE = {"file_id": "x", "file_unique_id": "y"}
STICKER = {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
OTHER: dict[str, Any] = {
    "sticker": STICKER,
    "contact": {"phone_number": "1", "first_name": "A"},
    "poll": POLL,
    "dice": {"emoji": "🎲", "value": 3},
    "game": {"title": "t", "description": "d", "photo": []},
    "story": {"chat": CHAT, "id": 1},
    "animation": {**FILE, "width": 1, "height": 1, "duration": 1},
    "paid_media": {"star_count": 1, "paid_media": []},
    "checklist": {"title": "t", "tasks": []},
    "pinned_message": {"message_id": 1, "date": 1, "chat": CHAT, "text": "x"},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    "users_shared": {"request_id": 1, "users": []},
    "write_access_allowed": {},
    "connected_website": "example.org",
}


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("kind", list(OTHER))
async def test_every_other_kind_gets_one_useful_sentence(phones: Any, kind: str, locale: str) -> None:
    """One message, and the draft is untouched."""
    phone = phones(language=locale)
    await phone.send(**{kind: OTHER[kind]})

    assert 1 == len(phone.shown)
    assert await phone.draft() is None


async def test_a_venue_brings_its_name(guest: Phone) -> None:
    """And its point."""
    await guest.say(STORY)
    location = {"latitude": TIBUBENENG[0], "longitude": TIBUBENENG[1]}
    await guest.send(venue={"location": location, "title": "Finns", "address": "Jl. Berawa"}, location=location)

    draft = await guest.draft()
    assert draft is not None
    assert ("Tibubeneng", "Finns, Jl. Berawa") == (draft.answers["place"]["name"], draft.answers["place"]["words"])


async def test_a_live_location_is_followed_in_silence(guest: Phone) -> None:
    """It speaks only when it comes to another village."""
    await guest.say(STORY)
    number = await guest.pin(TIBUBENENG, live=900)
    before = len(guest.shown)
    near = {"latitude": TIBUBENENG[0] + 0.0001, "longitude": TIBUBENENG[1]}
    await guest.edit(number, location=near)
    assert before == len(guest.shown)
    await guest.edit(number, location={"latitude": UBUD[0], "longitude": UBUD[1]})

    assert "Gianyar" in guest.text
    await guest.edit(999, location=near)
    draft = await guest.draft()
    assert draft is not None
    assert draft.answers["place"]["latitude"] == UBUD[0]


async def test_an_edit_changes_the_draft(guest: Phone) -> None:
    """A text, a place in words, a caption given later."""
    story = await guest.say(STORY)
    await guest.edit(story, text="The street lamp has been broken for two weeks")
    assert "Your change" in guest.text
    place = await guest.say("Berawa")
    await guest.edit(place, text="Pererenan")
    photo = await guest.photo()
    await guest.edit(photo, caption="Taken last night", photo=[])

    draft = await guest.draft()
    assert draft is not None
    assert "Pererenan" == draft.answers["place"]["name"]
    assert ["The street lamp has been broken for two weeks", "Taken last night"] == [
        part["text"] for part in draft.answers["parts"]
    ]
    await guest.edit(story, text="a" * 4000)
    assert "too long" in guest.text
    await guest.edit(5, text="something else entirely")
    assert "not part of the description" in guest.text


async def test_an_edit_of_a_forgotten_message_says_nothing(guest: Phone) -> None:
    """There is no draft and no report it belongs to."""
    before = len(guest.shown)
    await guest.edit(5, text="something else entirely")

    assert before == len(guest.shown)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/darurat", "112"),
        ("/emergency", "112"),
        ("/help", "/report"),
        ("/bantuan", "/mine"),
        ("/privacy", "Who answers for it"),
        ("/privasi", "Who answers for it"),
        ("/language", "Choose a language"),
        ("/bahasa", "Pilih bahasa"),
        ("/mine", "not submitted a report yet"),
        ("/cancel", "nothing to cancel"),
        ("/nonsense", "do not know this command: /nonsense"),
        ("/START", "What happened?"),
    ],
)
async def test_commands(guest: Phone, command: str, expected: str) -> None:
    """In both languages, whatever the language of the person."""
    await guest.say(command)

    assert expected in guest.text


@pytest.mark.parametrize(
    "said",
    ["/status", "/mine", "/status BDG-7K3Q-XM2", "/emergency", "/help", "/privacy", "/nonsense", "Thank you!"],
)
async def test_an_open_draft_is_not_forgotten(guest: Phone, said: str) -> None:
    """Whatever else is answered, it is said that the report waits, and one tap leads back to its question."""
    await guest.say(STORY)
    await guest.pin(TIBUBENENG)
    await guest.say(said)
    aside = guest.last
    assert aside.text.endswith("Your report is not sent yet. Continue?")
    assert "Continue" == guest.buttons()[-1]
    await guest.tap("Continue")

    assert "What is this report about?" in guest.text
    assert aside.text == guest.chat[aside.number].text


@pytest.mark.parametrize("command", ["/lapor", "/REPORT@lapor_badung_bot"])
async def test_a_story_after_the_command_is_not_lost(guest: Phone, command: str) -> None:
    """It is the description, and the next question comes."""
    await guest.say(f"{command} {STORY}")

    draft = await guest.draft()
    assert draft is not None
    assert [STORY] == [part["text"] for part in draft.answers["parts"]]
    assert "Where is it?" in guest.text


@pytest.mark.parametrize("end", ["Submit report", "Delete draft"])
async def test_the_way_back_to_a_draft_that_is_gone_takes_nothing_away(guest: Phone, end: str) -> None:
    """What the button stands under stays."""
    await guest.photo(STORY)
    await guest.pin(TIBUBENENG)
    await guest.tap("street")
    await guest.say("/emergency")
    numbers = guest.last
    if end == "Delete draft":
        await guest.tap("Cancel")
    await guest.tap(end)
    toast = await guest.tap("Continue", numbers.number)

    assert "Already sent" in toast or "from earlier" in toast
    assert "112" in guest.chat[numbers.number].text


async def test_a_new_report_is_not_offered_while_one_waits(guest: Phone) -> None:
    """The way back is the only one."""
    await guest.say(STORY)
    await guest.say("/mine")

    assert ["Continue"] == guest.buttons()


@pytest.mark.parametrize("kind", list(OTHER))
async def test_after_a_sticker_the_question_is_asked_again(made: Phone, kind: str) -> None:
    """And after a contact, a poll, or any other kind of message, under a sentence about it."""
    await made.agree()
    await made.say("Lampu jalan mati di depan rumah saya")
    await made.send(**{kind: OTHER[kind]})

    about, question = made.text.split("\n\n", maxsplit=1)
    assert len(about) > 40
    assert question.startswith("Di mana kejadiannya?")


async def test_a_page_in_the_other_language_remembers_the_draft_too(guest: Phone) -> None:
    """The switch changes the words, not what they say."""
    await guest.say(STORY)
    await guest.say("/privacy")
    await guest.tap("Bahasa Indonesia")

    assert guest.text.endswith("Laporan Anda belum dikirim. Lanjutkan?")


async def test_pages_lead_to_each_other(guest: Phone) -> None:
    """Every button of the help does something, in the other language too."""
    await guest.say("/help")
    help_number = guest.last.number
    for words, expected in (
        ("Make a report", "What happened?"),
        ("My reports", "not submitted"),
        ("Emergency", "112"),
        ("Your data", "Who answers for it"),
    ):
        await guest.tap(words, help_number)
        assert expected in guest.text
    await guest.tap("Bahasa Indonesia", guest.last.number)
    assert "Siapa yang bertanggung jawab" in guest.text
    await guest.tap("Bahasa Indonesia", help_number)
    assert "/lapor" in guest.chat[help_number].text
    await guest.press("r.page:elsewhere", 1)
    assert "/lapor" in guest.text
    await guest.say("/darurat")
    await guest.tap("English")
    assert "call first" in guest.text


async def test_the_language_is_chosen_by_button_or_by_name(guest: Phone) -> None:
    """And an open draft goes on in it."""
    await guest.say("/language")
    await guest.tap("Bahasa Indonesia")
    assert "kami memakai Bahasa Indonesia" in guest.text
    await guest.say(STORY)
    await guest.say("English")
    assert "Where is it?" in guest.text
    await guest.press("r.lang:xx:question")
    assert "Where is it?" in guest.text


async def test_courtesies_are_answered(guest: Phone) -> None:
    """Thanks are not a report."""
    await guest.say("Thank you so much!")
    assert "You are welcome" in guest.text
    await guest.say(STORY)
    await guest.say("good morning")

    assert "not submitted yet" in guest.text


async def test_a_blocked_bot_is_noted_and_a_return_too(guest: Phone) -> None:
    """Nobody is written to who does not want it."""
    for status, blocked in (("kicked", True), ("member", False)):
        old = {"user": {"id": 42, "is_bot": True, "first_name": "K"}, "status": "member"}
        new = {**old, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        person = {"id": guest.who, "is_bot": False, "first_name": "Emma"}
        change = {"chat": CHAT | {"id": guest.who}, "from": person, "date": 1}
        await guest.feed(my_chat_member={**change, "old_chat_member": old, "new_chat_member": new})
        async with guest.storage.read() as session:
            found = await reporters.by_telegram_id(session, guest.who)
        assert found is not None
        assert blocked is (found.blocked_at is not None)


def group(text: str, **extra: Any) -> dict[str, Any]:
    """A message in a group."""
    return {"message_id": 5, "date": 1, "chat": {"id": -9, "type": "group", "title": "G"}, "from": PERSON, "text": text}


async def pointers(phone: Phone) -> int:
    """How often the group was pointed to the private chat."""
    async with phone.storage.read() as session:
        return sum((await outbox.counts(session, datetime(2000, 1, 1, tzinfo=UTC))).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/lapor", 1),
        ("/lapor@lapor_badung_bot", 1),
        ("/lapor@other_bot", 0),
        ("/other", 0),
        ("hello everybody", 0),
        ("ask @lapor_badung_bot!", 1),
    ],
)
async def test_in_a_group_we_speak_when_spoken_to(emma: Phone, text: str, expected: int) -> None:
    """And only then."""
    await emma.feed(message=group(text))
    await emma.feed(message=group(text))

    assert expected == await pointers(emma)


@pytest.mark.parametrize(
    "sender",
    [
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
         "sender_chat": {"id": -9, "type": "supergroup", "title": "G"}},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}, "is_automatic_forward": True,
         "sender_chat": {"id": -8, "type": "channel", "title": "C"}},
        {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"},
         "sender_chat": {"id": -8, "type": "channel", "title": "C"}},
    ],
)  # fmt: skip
async def test_who_speaks_as_a_group_or_a_channel_is_answered_too(emma: Phone, sender: dict[str, Any]) -> None:
    """An anonymous admin, a post of the linked channel, a channel that comments: one pointer a minute."""
    message = {**group("/lapor"), **sender, "chat": {"id": -9, "type": "supergroup", "title": "G"}}
    await emma.feed(message=message)
    await emma.feed(message=message)

    assert 1 == await pointers(emma)


async def test_added_to_a_group_we_say_where_reports_are_made(emma: Phone) -> None:
    """Once; a promotion is no news."""
    bot = {"id": 42, "is_bot": True, "first_name": "K"}
    change = {"chat": {"id": -9, "type": "group", "title": "G"}, "from": PERSON, "date": 1}
    left, member = {"user": bot, "status": "left"}, {"user": bot, "status": "member"}
    await emma.feed(my_chat_member={**change, "old_chat_member": left, "new_chat_member": member})
    assert 1 == await pointers(emma)
    emma.later(minutes=5)
    await emma.feed(my_chat_member={**change, "old_chat_member": member, "new_chat_member": member})

    assert 1 == await pointers(emma)


async def test_what_is_not_ours_is_ignored(emma: Phone) -> None:
    """Channel posts, inline queries, buttons in groups, messages of bots."""
    channel = {"message_id": 5, "date": 1, "chat": {"id": -8, "type": "channel", "title": "C"}, "text": "/lapor"}
    await emma.feed(channel_post=channel)
    await emma.feed(inline_query={"id": "1", "from": PERSON, "query": "", "offset": ""})
    query = {"id": "1", "from": PERSON, "chat_instance": "1", "data": "r.page:help"}
    await emma.feed(callback_query={**query, "message": group("x")})
    await emma.feed(callback_query=query)
    bot = {**PERSON, "is_bot": True}
    await emma.feed(message={"message_id": 5, "date": 1, "chat": CHAT, "from": bot, "text": "hi"})

    assert 0 == await pointers(emma)


async def remind(phone: Phone, **data: Any) -> None:
    """What the clock does."""
    async with phone.storage.work(phone.now) as work:
        options: Any = {"bot": "public", "chat_id": phone.who, "kind": Kind.NOTICE, "screen": None}
        await outbox.put(work, **options, intent="reminder", data=data)
    await phone.deliver()


async def test_the_reminder_shows_the_draft(guest: Phone) -> None:
    """With a way on, a way anew and a way out."""
    await guest.say(STORY)
    draft = await guest.draft()
    assert draft is not None
    guest.later(hours=24)
    await remind(guest, draft_id=draft.id)
    assert "We remind you this once" in guest.text
    assert ["Continue", "Start over", "Delete draft"] == guest.buttons()
    await guest.tap("Delete draft")
    before = len(guest.shown)
    await remind(guest, draft_id=draft.id)
    await remind(guest, reporter_id=draft.reporter_id)

    assert before == len(guest.shown)


async def test_nobody_is_reminded_who_never_agreed(emma: Phone) -> None:
    """The draft is only kept until they decide."""
    await emma.say(STORY)
    draft = await emma.draft()
    assert draft is not None
    before = len(emma.shown)
    await remind(emma, draft_id=draft.id)

    assert before == len(emma.shown)


async def test_a_pin_first_of_all(guest: Phone) -> None:
    """Nothing has to start with a command or a text."""
    await guest.pin(CANGGU)

    assert "📍 Canggu, Kuta Utara" in guest.text
    assert "What happened?" in guest.text


async def test_a_venue_of_any_length_leaves_screens_that_can_be_sent(guest: Phone) -> None:
    """Its words are cut at 200 characters; the driver refuses a screen beyond Telegram's limits."""
    location = {"latitude": -8.6655, "longitude": 115.1396}
    await guest.say("The street lamp in front of our villa is dark. " * 80)
    await guest.send(venue={"location": location, "title": "F" * 3000, "address": "Jl. Berawa"}, location=location)

    draft = await guest.draft()
    assert draft is not None
    assert 200 == len(draft.answers["place"]["words"])
