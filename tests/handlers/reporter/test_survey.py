"""Whether it is solved: by button and in words, in both languages; doubles, old buttons, races, the span."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from handlers import callbacks, casework, closing, survey
from handlers.desk import warnings
from rules.lifecycle import Actor, Moved, Status, Step
from storage import attachments, events, reporters, reports
from storage.tables import Event, Report
from storage.work import Work
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = "The lamp in front of our villa does not work"
ANSWER = "The lamp was replaced this morning."


@pytest.fixture
async def filed(guest: Phone) -> Report:
    """Emma's report."""
    await guest.photo(STORY, number=100)
    await guest.pin(TIBUBENENG)
    await guest.tap("street")
    await guest.tap("Submit report")
    (report,) = await guest.reports()
    return report


@pytest.fixture
async def answered(guest: Phone, filed: Report) -> Report:
    """It was forwarded, answered and finished, and Emma has the notice."""
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    await take(guest, filed, Step.REPLY, text=ANSWER)
    await take(guest, filed, Step.FINISH)
    assert "Is it solved?" in guest.text
    return (await guest.reports())[0]


async def take(
    phone: Phone, report: Report, step: Step, actor: Actor = Actor.COORDINATOR, **values: Any
) -> Moved | Any:
    """A step of the desk."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        outcome = await casework.take_step(work, phone.house, found, step, actor=actor, **values)
    await phone.deliver()
    return outcome


async def tick(phone: Phone, look: Callable[..., Awaitable[int]]) -> int:
    """A round of the clock."""
    async with phone.storage.work(phone.now) as work:
        count = await look(work, phone.house)
    await phone.deliver()
    return count


async def history(phone: Phone, report: Report) -> list[Event]:
    async with phone.storage.read() as session:
        return await events.of_report(session, report.id or 0)


async def test_solved_stars_and_a_word_in_one_message(guest: Phone, answered: Report) -> None:
    """The notice becomes the question for stars, then for a word; the report closes at once, by its reporter."""
    notice = guest.last.number
    assert ["✅ Solved", "❌ Not solved"] == guest.buttons()[:2]
    await guest.tap("✅ Solved")
    assert (notice, "How was it handled?" in guest.text) == (guest.last.number, True)
    await guest.tap("4 ⭐")
    assert (notice, "⭐⭐⭐⭐ Thank you." in guest.text) == (guest.last.number, True)
    assert "Open the report again" not in guest.buttons()
    await guest.say("Quick and friendly <3")
    assert "The officers read your answer" in guest.text

    (report,) = await guest.reports()
    assert (Status.CLOSED, True, 4, guest.now) == (report.status, report.solved, report.stars, report.ended_at)
    said = [(e.step, e.actor, e.to_status, e.text) for e in await history(guest, report)][-3:]
    assert [
        ("close", "reporter", "closed", ""),
        ("rate", "reporter", "closed", ""),
        ("rate", "reporter", "closed", "Quick and friendly <3"),
    ] == said


async def test_what_is_no_word_is_asked_again(guest: Phone, answered: Report) -> None:
    """A sticker says nothing, a file may be too large; an album is one word, and a pin says where."""
    await guest.tap("✅ Solved")
    await guest.tap("4 ⭐")
    await guest.send(sticker={
        "file_id": "x", "file_unique_id": "y", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    })  # fmt: skip
    assert "A sticker does not tell us" in guest.text
    assert "Would you like to tell the officers anything?" in guest.text
    await guest.file("document", size=90_000_000)
    assert "the limit is 20 MB" in guest.text
    for _ in range(2):
        await guest.photo(media_group_id="album")

    assert "The officers read your answer" in guest.text
    assert await guest.draft() is None
    assert 2 == sum(event.step == "rate" for event in await history(guest, answered)) - 1  # the first were the stars


async def test_the_word_is_skipped(guest: Phone, answered: Report) -> None:
    """And the next message is a new report."""
    await guest.tap("✅ Solved")
    await guest.tap("5 ⭐")
    await guest.tap("Skip")
    assert "thank you" in guest.text
    await guest.say("Another thing: the beach at Berawa is full of plastic")

    assert "Another thing" in (await guest.draft()).answers["parts"][0]["text"]  # type: ignore[union-attr]
    assert "rate" == (await history(guest, answered))[-1].step


async def test_a_word_much_later_is_no_word(guest: Phone, answered: Report) -> None:
    """An hour after the stars a message is a message."""
    await guest.tap("✅ Solved")
    await guest.tap("5 ⭐")
    guest.later(hours=1, seconds=1)
    await guest.say("There is a hole in the road at the market")

    assert await guest.draft() is not None


async def test_few_stars_offer_to_open_it_again(guest: Phone, answered: Report) -> None:
    """One tap, and the stars stay with what they were given for."""
    await guest.tap("✅ Solved")
    await guest.tap("2 ⭐")
    assert "sorry" in guest.text
    await guest.tap("Open the report again")
    assert "open again" in guest.text

    (report,) = await guest.reports()
    assert (Status.FORWARDED, False, 2, None) == (report.status, report.solved, report.stars, report.ended_at)


async def test_not_solved_reopens_with_one_tap_and_asks_why(guest: Phone, answered: Report) -> None:
    """The reason goes to the desk as an addition, with its picture; the next message does not."""
    await guest.tap("❌ Not solved")
    assert "What is still wrong?" in guest.text
    assert "Next: the Environment and Cleanliness Agency acts on it, by Monday, 30 November 2026" in guest.text
    assert Status.FORWARDED == (await guest.reports())[0].status
    await guest.photo("It went out again last night")
    assert "Added to" in guest.text
    await guest.say("Another matter: the beach at Berawa is dirty")

    said = [(event.step, event.text) for event in await history(guest, answered)][-2:]
    assert [("reopen", ""), ("add", "It went out again last night")] == said
    assert await guest.draft() is not None


async def test_the_reason_can_be_left_out(guest: Phone, answered: Report) -> None:
    """By its button, or by saying nothing for an hour."""
    await guest.tap("❌ Not solved")
    await guest.tap("Skip")
    assert "What is still wrong?" not in guest.text
    assert "open again" in guest.text
    await guest.say("Another matter: the beach at Berawa is dirty")

    assert "reopen" == (await history(guest, answered))[-1].step


async def test_a_reason_much_later_is_no_reason(guest: Phone, answered: Report) -> None:
    """An hour after the tap a message is a message."""
    await guest.tap("❌ Not solved")
    guest.later(hours=2)
    await guest.say("Another matter: the beach at Berawa is dirty")

    assert await guest.draft() is not None


@pytest.mark.parametrize("answer", ["yes", "no", "5", "skip"])
async def test_doubles_do_nothing(guest: Phone, answered: Report, answer: str) -> None:
    """Neither a second tap on the same button nor one on another says anything twice."""
    number = guest.last.number
    first = "no" if answer == "no" else "yes"
    payload = survey.payload(answered, first)
    await guest.press(payload, number)
    if answer in {"5", "skip"}:
        await guest.press(survey.payload(answered, "5"), number)
    before = [event.id for event in await history(guest, answered)]
    await guest.press(survey.payload(answered, answer), number)
    if answer != "skip":
        assert "This has been answered already." == guest.toast

    assert before == [event.id for event in await history(guest, answered)]


async def test_a_button_of_an_earlier_ending_changes_nothing(guest: Phone, answered: Report) -> None:
    """The report was opened again and answered anew: the old notice does not answer the new question."""
    await guest.tap("❌ Not solved")
    await guest.tap("Skip")
    guest.later(hours=3)
    await take(guest, answered, Step.REPLY, text="The cable was repaired as well.")
    await take(guest, answered, Step.FINISH)
    assert "answered already" in await guest.press(survey.payload(answered, "yes"))

    (report,) = await guest.reports()
    assert (Status.ANSWERED, None) == (report.status, report.solved)
    assert "Your report was answered" in guest.text
    await guest.tap("✅ Solved")
    assert Status.CLOSED == (await guest.reports())[0].status


async def test_after_the_desk_reopened_the_old_buttons_are_polite(guest: Phone, answered: Report) -> None:
    """Nothing is solved that the desk works on."""
    number = guest.last.number
    await take(guest, answered, Step.REOPEN)
    for answer in ("yes", "no", "5", "99", "x"):
        assert "answered already" in await guest.press(survey.payload(answered, answer), number)

    assert (Status.FORWARDED, None) == ((await guest.reports())[0].status, (await guest.reports())[0].solved)


async def test_the_status_page_asks_too(guest: Phone, answered: Report) -> None:
    """For whoever has lost the notice; an operator's words stay where they are."""
    await guest.say(f"/status {answered.code}")
    await guest.tap("✅ Solved")
    await guest.tap("3 ⭐")
    await guest.tap("Skip")
    await guest.tap("See status")

    assert "You told us: solved. ⭐⭐⭐" in guest.text


async def test_an_operators_words_are_not_written_over(guest: Phone, answered: Report) -> None:
    """The question stands under them too, once it is answered; its answer is a message of its own."""
    await take(guest, answered, Step.REPLY, text="P.S. the lamp is an LED now.")
    words = guest.last
    await guest.tap("✅ Solved", number=words.number)

    assert "LED" in guest.chat[words.number].text
    assert words.number < guest.last.number


@pytest.mark.parametrize("words", ["It is fixed, thank you!", "sudah beres"])
async def test_solved_in_words(guest: Phone, answered: Report, words: str) -> None:
    """A reply that says just that is the button."""
    await guest.say(words, to=guest.last.number)

    assert Status.CLOSED == (await guest.reports())[0].status
    assert "How was it handled?" in guest.text


async def test_thanks_dispute_nothing(guest: Phone, answered: Report) -> None:
    """They are answered with the question, and once it is closed with a word."""
    notice = guest.last.number
    await guest.say("Thanks!", to=notice)
    assert "You are welcome." in guest.text
    assert Status.ANSWERED == (await guest.reports())[0].status
    await guest.tap("✅ Solved")
    await guest.say("👍", to=notice)

    assert "You are welcome" in guest.text
    assert Status.CLOSED == (await guest.reports())[0].status


async def test_more_than_thanks_is_a_dispute(guest: Phone, answered: Report) -> None:
    """As it was said."""
    await guest.say("Thanks, but it is dark again", to=guest.last.number)

    (report,) = await guest.reports()
    assert (Status.FORWARDED, False) == (report.status, report.solved)
    assert "Thanks, but it is dark again" == (await history(guest, answered))[-1].text


async def test_a_corrected_message_disputes_nothing(guest: Phone, answered: Report) -> None:
    """Mending a word of the story after the answer is a correction."""
    await guest.edit(100, caption="The street lamp in front of our villa was broken for a week", photo=[])

    assert Status.ANSWERED == (await guest.reports())[0].status


@pytest.mark.parametrize("words", ["withdraw my report", "Cabut laporan ini"])
async def test_withdrawing_in_words(guest: Phone, filed: Report, words: str) -> None:
    """On their own when there is one report, or as a reply; asked once either way."""
    await guest.say(words)
    await guest.tap("No, keep it")
    await guest.say(words, to=guest.last.number)
    await guest.tap("Yes, withdraw it")

    assert Status.WITHDRAWN == (await guest.reports())[0].status


async def test_withdrawing_in_words_with_several_reports(guest: Phone, filed: Report) -> None:
    """The code says which, or the list asks."""
    await guest.photo("The beach at Berawa is full of plastic", number=300)
    await guest.pin(TIBUBENENG)
    await guest.tap("Submit report")
    await guest.say("withdraw my report")
    assert "Which report" in guest.text
    await guest.say(f"Please withdraw {filed.code}")
    await guest.tap("Yes, withdraw it")

    assert [Status.WITHDRAWN, Status.RECEIVED] == [r.status for r in sorted(await guest.reports(), key=lambda r: r.id)]


async def test_words_to_withdraw_in_a_draft_are_the_story(guest: Phone) -> None:
    """Nobody loses a draft, or a report, by a word in it."""
    await guest.say("My neighbours burn plastic every evening behind the temple")
    await guest.say("withdraw my report")

    assert "Which report" not in guest.text


async def test_asked_once_more_halfway_and_then_closed(guest: Phone, answered: Report) -> None:
    """Five working days after, once; ten after, the report closes by itself and says until when it can be opened."""
    before = len(guest.shown)
    guest.later(days=7)
    assert 0 == await tick(guest, closing.ask_again)
    guest.later(hours=5)
    assert 1 == await tick(guest, closing.ask_again)
    assert "We ask this once more only" in guest.text
    assert 0 == await tick(guest, closing.ask_again)
    assert 0 == await tick(guest, closing.close)
    guest.later(days=7, hours=1)
    assert 1 == await tick(guest, closing.close)
    assert 0 == await tick(guest, closing.close)

    assert "has now closed by itself" in guest.text
    assert "tell us by" in guest.text
    assert before + 2 == len(guest.shown)
    (report,) = await guest.reports()
    assert (Status.CLOSED, None) == (report.status, report.solved)
    event = (await history(guest, report))[-1]
    assert ("close", "clock") == (event.step, event.actor)


async def test_the_desks_warnings_do_not_take_the_question(guest: Phone, answered: Report) -> None:
    """Whichever tick looks first: the moment at which a reporter is asked again is none of the desk's."""
    guest.later(days=8)  # at noon, while the office is open
    assert 0 == await tick(guest, warnings.warn)
    assert 1 == await tick(guest, closing.ask_again)

    assert "We ask this once more only" in guest.text


async def test_what_closed_by_itself_can_still_be_answered(guest: Phone, answered: Report) -> None:
    """Solved after all, with stars; the report stays closed."""
    guest.later(days=15)
    await tick(guest, closing.close)
    await guest.tap("✅ Solved")
    await guest.tap("5 ⭐")

    (report,) = await guest.reports()
    assert (Status.CLOSED, True, 5) == (report.status, report.solved, report.stars)


async def test_what_closed_can_be_opened_for_thirty_days(guest: Phone, answered: Report) -> None:
    """By the button of the notice, by the page, by a reply."""
    guest.later(days=15)
    await tick(guest, closing.close)
    notice = guest.last.number
    guest.later(days=29)
    await guest.tap("See status")
    await guest.tap("Manage this report")
    await guest.tap("open it again")
    assert Status.FORWARDED == (await guest.reports())[0].status
    assert "answered already" in await guest.tap("❌ Not solved", number=notice)


async def test_after_the_span_nothing_opens_it(guest: Phone, answered: Report) -> None:
    """The button says so and offers a new report; a reply is kept as an addition, and says so too."""
    guest.later(days=15)
    await tick(guest, closing.close)
    notice = guest.last.number
    guest.later(days=31)
    await guest.tap("❌ Not solved", number=notice)
    assert "closed too long ago to be opened again" in guest.text
    assert "Make a report" in guest.buttons()
    await guest.say("It is broken again", to=notice)
    assert "Kept with" in guest.text
    assert "Make a report" in guest.buttons()
    await guest.say(f"/status {answered.code}")
    await guest.tap("Manage this report")
    assert not any("open it again" in words for words in guest.buttons())

    assert Status.CLOSED == (await guest.reports())[0].status
    last = (await history(guest, answered))[-1]
    assert ("add", "It is broken again") == (last.step, last.text)


async def test_downtime_collapses_the_question_into_the_closing(guest: Phone, answered: Report) -> None:
    """Three weeks without a clock: one message, that it has closed."""
    before = len(guest.shown)
    guest.later(days=21)
    await tick(guest, closing.ask_again)
    await tick(guest, closing.close)

    assert before + 1 == len(guest.shown)
    assert "closed by itself" in guest.text


@pytest.mark.parametrize("how", ["muted", "solved", "blocked", "reopened"])
async def test_who_is_not_asked_again(guest: Phone, answered: Report, how: str) -> None:
    """A muted report, one answered about, one opened again; somebody who has blocked us."""
    async with guest.storage.work(guest.now) as work:
        await _set(work, answered, guest, how)
    await guest.deliver()
    before = len(guest.shown)
    guest.later(days=8)
    await tick(guest, closing.ask_again)

    assert before == len(guest.shown)


async def test_an_answer_before_the_morning_silences_the_question(guest: Phone, answered: Report) -> None:
    """It was ordered at night, and is composed when it is sent."""
    guest.later(days=8, hours=12)
    await tick(guest, closing.ask_again)
    await guest.say(f"/status {answered.code}")
    await guest.tap("✅ Solved")
    before = len(guest.shown)
    guest.later(hours=12)
    await guest.deliver()

    assert before == len(guest.shown)


async def test_nothing_is_asked_on_nyepi(guest: Phone, filed: Report) -> None:
    """Nor does the closing ring at night: both wait for the morning."""
    guest.now = guest.now.replace(year=2027, month=2, day=26)  # five working days before 5 March, a Friday
    await take(guest, filed, Step.FORWARD, agency="dlhk")
    await take(guest, filed, Step.REPLY, text=ANSWER)
    await take(guest, filed, Step.FINISH)
    before = len(guest.shown)
    guest.now = guest.now.replace(month=3, day=8, hour=2)
    assert 1 == await tick(guest, closing.ask_again)
    assert before == len(guest.shown)
    guest.now = guest.now.replace(day=8, hour=23, minute=1)
    await guest.deliver()

    assert "We ask this once more only" in guest.text


@pytest.mark.parametrize("first", ["reporter", "clock"])
async def test_the_reporter_and_the_clock_at_once(guest: Phone, answered: Report, first: str) -> None:
    """Whoever comes second finds the report as the first has left it: it is open again either way."""
    guest.later(days=15)
    number = guest.last.number
    if first == "clock":
        await tick(guest, closing.close)
    await guest.press(survey.payload(answered, "no"), number)
    if first == "reporter":
        assert 0 == await tick(guest, closing.close)

    (report,) = await guest.reports()
    assert (Status.FORWARDED, False) == (report.status, report.solved)


async def test_a_tap_that_loses_the_race_is_taken_on_what_is_there(guest: Phone, answered: Report) -> None:
    """The coordinator closed between the reading and the writing."""
    async with guest.storage.work(guest.now) as work:
        stale = await reports.by_id(work.session, answered.id or 0)
        assert stale is not None
        work.session.expunge(stale)
    await take(guest, answered, Step.CLOSE)
    async with guest.storage.work(guest.now) as work:
        work.session.add(stale)
        outcome = await casework.take_step(work, guest.house, stale, Step.REOPEN, actor=Actor.REPORTER)
        assert isinstance(outcome, casework.LostRace)
        again = await casework.take_step(work, guest.house, stale, Step.REOPEN, actor=Actor.REPORTER)
    assert isinstance(again, Moved)


async def test_in_indonesian(phones: Callable[..., Phone], guest: Phone) -> None:
    """The same in the resident's language."""
    made = phones(who=502, name="Made", language="id")
    await made.agree()
    await made.photo("Lampu jalan di depan banjar mati sudah seminggu", number=900)
    await made.pin(TIBUBENENG)
    await made.tap("Kirim laporan")
    (report,) = await made.reports()
    await take(made, report, Step.FORWARD, agency="dlhk")
    await take(made, report, Step.REPLY, text="Lampu sudah diganti tadi pagi.")
    await take(made, report, Step.FINISH)
    assert "Sudah beres?" in made.text
    await made.tap("Sudah beres")
    await made.tap("1 ⭐")
    assert "dapat dibuka kembali" in made.text
    await made.say("Terlalu lama")
    assert "terima kasih" in made.text
    await made.say(f"/status {report.code}")
    assert "Tanggapan Anda: sudah beres. ⭐" in made.text


async def test_a_picture_as_the_word(guest: Phone, answered: Report) -> None:
    """It goes to the desk with its caption and reopens nothing."""
    await guest.tap("✅ Solved")
    await guest.tap("5 ⭐")
    await guest.photo("Look how bright it is")

    async with guest.storage.read() as session:
        event = (await events.of_report(session, answered.id or 0))[-1]
        assert ("rate", "Look how bright it is") == (event.step, event.text)
        assert 1 == len(await attachments.of_event(session, event.id))
    assert Status.CLOSED == (await guest.reports())[0].status


async def test_a_reply_while_a_word_is_asked_for_is_a_reply(guest: Phone, answered: Report) -> None:
    """It belongs to the message it answers."""
    receipt = next(shown for shown in guest.shown if "received your" in shown.text)
    await guest.tap("✅ Solved")
    await guest.tap("5 ⭐")
    await guest.say("It is dark again since this evening", to=receipt.number)

    assert Status.FORWARDED == (await guest.reports())[0].status


async def test_nobody_answers_for_somebody_else(guest: Phone, answered: Report, phones: Callable[..., Phone]) -> None:
    """Not even with the payload of the button."""
    made = phones(who=502, name="Made", language="id")
    await made.agree()
    await made.press(survey.payload(answered, "yes"))
    await made.press(callbacks.pack(callbacks.SURVEY, "x"))

    assert "tidak ada di antara laporan Anda" in made.text
    assert Status.ANSWERED == (await guest.reports())[0].status


async def _set(work: Work, report: Report, phone: Phone, how: str) -> None:
    found = await reports.by_id(work.session, report.id or 0)
    assert found is not None
    match how:
        case "muted":
            await reports.change(work, found, muted=True)
        case "solved":
            await reports.change(work, found, solved=True)
        case "blocked":
            await reporters.blocked(work, phone.who, phone.now)
        case _:
            await casework.take_step(work, phone.house, found, Step.REOPEN, actor=Actor.COORDINATOR)
