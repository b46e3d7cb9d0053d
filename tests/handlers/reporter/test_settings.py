"""How reporters choose what they are told: the page, the choices, and reports that fall silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import callbacks, casework
from rules.lifecycle import Actor, Step
from storage import reports
from storage.tables import Report
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = "The lamp in front of our villa does not work"


async def file(phone: Phone, story: str = STORY) -> Report:
    await phone.photo(story)
    await phone.pin(TIBUBENENG)
    await phone.tap_if_asked("street")
    await phone.tap("Submit report")
    return (await phone.reports())[0]


@pytest.fixture
async def filed(guest: Phone) -> Report:
    return await file(guest)


async def now_of(phone: Phone, report: Report) -> Report:
    return next(one for one in await phone.reports() if one.id == report.id)


async def step(phone: Phone, report: Report, kind: Step, **values: str) -> None:
    """The coordinator takes a step."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await casework.take_step(work, phone.house, found, kind, actor=Actor.COORDINATOR, **values)
    await phone.deliver()


@pytest.mark.parametrize("command", ["/pengaturan", "/settings", "/setelan", "/SETTINGS"])
async def test_the_page_says_what_is_chosen_and_what_it_means(guest: Phone, command: str) -> None:
    """Every step at once, to begin with; the hours, the zone, how many; the language."""
    await guest.say(command)

    assert "between 07:00 and 21:00 WITA. At most 3 messages a day" in guest.text
    assert "Language: English" in guest.text
    choices = ["✓ At once", "Once a day", "Only the answer", "🔕 No announcements"]
    assert [*choices, "🔐 Your data", "Bahasa Indonesia", "中文"] == guest.buttons()


async def test_a_choice_changes_the_page_and_is_kept(guest: Phone) -> None:
    """On the page itself, with a word; the same again changes nothing."""
    await guest.say("/settings")
    before = len(guest.shown)
    assert "Saved." == await guest.tap("Once a day")
    assert "✓ Once a day" in guest.buttons()
    assert "One summary a day at 08:00 WITA" in guest.text
    assert "" == await guest.tap("✓ Once a day")
    await guest.tap("Only the answer")
    assert "the final outcome" in guest.text
    assert before == len(guest.shown)


async def test_the_page_changes_its_language(guest: Phone) -> None:
    """All of it, with times as they are written there."""
    await guest.say("/settings")
    await guest.tap("Bahasa Indonesia")

    assert "antara pukul 07.00 dan 21.00 WITA" in guest.text
    choices = ["✓ Langsung", "Sekali sehari", "Hanya jawaban", "🔕 Tanpa pengumuman"]
    assert [*choices, "🔐 Data Anda", "English", "中文"] == guest.buttons()


async def test_the_page_is_found_from_help_and_from_a_notice(guest: Phone, filed: Report) -> None:
    """What the button stands under stays."""
    await step(guest, filed, Step.FORWARD, agency="dlhk")
    await guest.tap("⚙️ Settings")
    assert "Messages about your reports" in guest.text
    assert any("passed on" in shown.text for shown in guest.shown)
    await guest.say("/help")
    assert "/settings" in guest.text
    await guest.tap("⚙️ Settings", guest.last.number)
    assert "Messages about your reports" in guest.text


async def test_who_wants_to_hear_at_once_again_gets_what_waits(guest: Phone, filed: Report) -> None:
    """Now, instead of with the next summary; at night in the morning."""
    await guest.say("/settings")
    await guest.tap("Once a day")
    await step(guest, filed, Step.FORWARD, agency="dlhk")
    assert not any("Checked and passed on" in shown.text for shown in guest.shown)
    await guest.tap("At once")
    await guest.deliver()

    assert "Checked and passed on" in guest.text
    assert filed.code in guest.text


async def test_the_button_of_a_notice_silences_its_report(guest: Phone, filed: Report) -> None:
    """It says what still comes, and the button there starts the messages again."""
    await step(guest, filed, Step.FORWARD, agency="dlhk")
    await guest.tap("🔕 Stop messages")
    assert f"no more messages about {filed.code}" in guest.text
    assert "without a sound: what officers write or ask, the final outcome" in guest.text
    assert (await now_of(guest, filed)).muted

    await guest.tap("🔔 Start messages again")
    assert f"messages about {filed.code} again" in guest.text
    assert not (await now_of(guest, filed)).muted


async def test_the_status_page_and_the_settings_show_a_muted_report(guest: Phone, filed: Report) -> None:
    """And start its messages again."""
    await guest.say(f"/status {filed.code}")
    await guest.tap("🔕 Stop messages")
    await guest.say(f"/status {filed.code}")
    assert "🔔 Start messages again" in guest.buttons()
    await guest.say("/settings")
    assert f"No messages about: {filed.code}" in guest.text
    await guest.tap(f"🔔 {filed.code}")

    assert not (await now_of(guest, filed)).muted


@pytest.mark.parametrize("words", ["stop", "Please stop messages about this report", "berhenti", "jangan kabari lagi"])
async def test_words_in_a_reply_silence_the_report(guest: Phone, filed: Report, words: str) -> None:
    """They are no addition for the desk; words for the contrary start the messages again."""
    receipt = next(shown.number for shown in guest.shown if "received your" in shown.text)
    await guest.say(words, to=receipt)
    assert (await now_of(guest, filed)).muted
    await guest.say("kabari lagi", to=receipt)
    assert not (await now_of(guest, filed)).muted


async def test_words_of_their_own_mean_the_only_report_or_ask_which(guest: Phone, filed: Report) -> None:
    """In both directions."""
    await guest.say("stop")
    assert (await now_of(guest, filed)).muted
    await guest.say("unmute")
    assert not (await now_of(guest, filed)).muted

    other = await file(guest, "Rubbish on the beach since the storm")
    await guest.say("stop messages")
    assert "Which report" in guest.text
    assert [f"🔕 {other.code}", f"🔕 {filed.code}"] == guest.buttons()
    await guest.tap(f"🔕 {other.code}")
    await guest.say("/stop")
    assert (await now_of(guest, filed)).muted  # the only one that is left
    await guest.say("unmute")
    assert [f"🔔 {other.code}", f"🔔 {filed.code}"] == guest.buttons()


async def test_without_a_report_there_is_nothing_to_silence(guest: Phone) -> None:
    """The page says so and shows the choices."""
    await guest.say("/stop")
    assert "no open report" in guest.text
    await guest.say("unmute")
    assert "No report is muted." in guest.text
    assert "✓ At once" in guest.buttons()


async def test_the_command_takes_a_code(guest: Phone, made: Phone, filed: Report) -> None:
    """Of a report of one's own; nobody silences anybody else's."""
    await made.agree()
    await made.say(f"/berhenti {filed.code}")
    assert "tidak ada di antara laporan Anda" in made.text
    await made.press(callbacks.pack(callbacks.MUTE, filed.id, "on"))
    assert "tidak ada di antara laporan Anda" in made.text
    assert not (await now_of(guest, filed)).muted

    await guest.say(f"/stop {filed.code}")
    assert (await now_of(guest, filed)).muted


async def test_in_a_draft_and_in_an_addition_the_words_belong_there(guest: Phone, filed: Report) -> None:
    """And before the consent they are what any first words are."""
    await guest.tap("Add something")
    await guest.say("stop")
    assert not (await now_of(guest, filed)).muted
    await guest.say("A big hole in the road")
    await guest.say("stop")

    assert not (await now_of(guest, filed)).muted


async def test_before_the_consent_no_wish_is_heard(emma: Phone) -> None:
    """The first screen is asked as ever."""
    await emma.say("stop")

    assert "I agree" in emma.buttons()


async def test_an_ended_report_offers_no_silence(guest: Phone, filed: Report) -> None:
    """Nothing more is to come."""
    guest.now += timedelta(minutes=1)
    await step(guest, filed, Step.REFER, referred_to="pln")

    assert ["➕ Add something", "🔎 See status", "⚙️ Settings"] == guest.buttons()
