"""A sent reply is corrected where its reader has it."""

from __future__ import annotations

import pytest

from handlers import reach
from rules.delivery import Later, Lost, Unknown, Unreachable
from rules.lifecycle import Step
from storage import events, reporters
from storage.tables import Event, Report
from tests.handlers.stage import AYU, COORDINATORS, EMMA, WAYAN, Shown, Stage, labels

WRONG = "The truck will come on Monday morning."
RIGHT = "The truck will come on Tuesday morning."
LONG = "We will come and look at the place together. " * 100


@pytest.fixture
async def report(stage: Stage) -> Report:
    """A tourist's, with its card."""
    filed = await stage.file()
    await stage.deliver()
    return filed


async def _say(stage: Stage, text: str = WRONG) -> int:
    number = await stage.write(AYU, COORDINATORS, text, to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    return number


async def _correct(stage: Stage, text: str = RIGHT) -> None:
    await stage.press(AYU, COORDINATORS, "Perbaiki")
    await stage.write(AYU, COORDINATORS, text, to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Ganti pesan pelapor")


def _words(stage: Stage) -> list[Shown]:
    return [shown for shown in stage.seen(EMMA, "public") if "💬" in shown.screen.text]


def _pointers(stage: Stage) -> list[int | None]:
    seen = stage.seen(EMMA, "public")
    return [shown.push.reply_to for shown in seen if "has corrected the message" in shown.screen.text]


async def _history(stage: Stage, report: Report) -> list[Event]:
    async with stage.storage.read() as session:
        said = await events.of_report(session, report.id or 0)
    return [event for event in said if event.step in {Step.REPLY, Step.CORRECT}]


async def test_the_readers_message_is_replaced_and_marked(stage: Stage, report: Report) -> None:
    """In its place; one line points to it; the history keeps both versions."""
    await _say(stage)
    before = _words(stage)[0].message_id
    await stage.press(AYU, COORDINATORS, "Perbaiki")
    assert WRONG in stage.last(COORDINATORS).screen.text
    await stage.write(AYU, COORDINATORS, RIGHT, to=stage.last(COORDINATORS).message_id)
    shown = stage.last(COORDINATORS).screen.text
    assert "Perbaikan untuk pelapor" in shown
    assert shown.index(RIGHT) < shown.index(WRONG)
    await stage.press(AYU, COORDINATORS, "Ganti pesan pelapor")

    (now,) = _words(stage)
    assert (now.message_id, RIGHT in now.screen.text, WRONG in now.screen.text) == (before, True, False)
    assert "✏️ Corrected" in now.screen.text
    assert "Add something" in " ".join(labels(now.screen))
    assert [before] == _pointers(stage)
    assert [WRONG, RIGHT] == [event.text for event in await _history(stage, report)]
    assert "memperbaiki pesannya" in stage.card(COORDINATORS).screen.text


async def test_after_48_hours_a_new_message_is_written(stage: Stage, report: Report) -> None:
    """Whether the button is pressed late or the preview."""
    await _say(stage)
    await stage.press(AYU, COORDINATORS, "Perbaiki")
    await stage.write(AYU, COORDINATORS, RIGHT, to=stage.last(COORDINATORS).message_id)
    stage.later(hours=48)

    assert "48 jam" in await stage.press(AYU, COORDINATORS, "Ganti pesan pelapor")
    assert "48 jam" in await stage.press(AYU, COORDINATORS, "Perbaiki")
    assert WRONG in _words(stage)[0].screen.text


async def test_a_correction_is_corrected(stage: Stage, report: Report) -> None:
    """Still the same message."""
    await _say(stage)
    await _correct(stage, "The truck will come on Wednesday.")
    await _correct(stage)

    (now,) = _words(stage)
    assert RIGHT in now.screen.text
    assert 3 == len(await _history(stage, report))


async def test_editing_what_was_written_is_a_correction_to_confirm(stage: Stage, report: Report) -> None:
    """It is what everybody tries first."""
    number = await _say(stage)
    card = stage.card(COORDINATORS).message_id
    await stage.write(AYU, COORDINATORS, RIGHT, to=card, message_id=number, update="edited_message")
    assert WRONG in _words(stage)[0].screen.text
    await stage.press(AYU, COORDINATORS, "Ganti pesan pelapor")
    assert RIGHT in _words(stage)[0].screen.text

    stage.later(hours=49)
    await stage.write(AYU, COORDINATORS, "Never mind", to=card, message_id=number, update="edited_message")
    assert "tidak disampaikan" in stage.last(COORDINATORS).screen.text


async def test_either_language_is_corrected(stage: Stage, report: Report) -> None:
    """By editing the text that was sent; the other one stays with it."""
    await stage.write(AYU, COORDINATORS, "Truk akan datang hari Selasa.", to=stage.card(COORDINATORS).message_id)
    number = await stage.write(AYU, COORDINATORS, WRONG, to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    card = stage.card(COORDINATORS).message_id
    await stage.write(AYU, COORDINATORS, RIGHT, to=card, message_id=number, update="edited_message")
    await stage.press(AYU, COORDINATORS, "Ganti pesan pelapor")

    assert RIGHT in _words(stage)[0].screen.text
    last = (await _history(stage, report))[-1]
    assert (last.text, last.data["original"]) == (RIGHT, "Truk akan datang hari Selasa.")


async def test_shorter_and_longer_words_take_the_place_of_all_messages(stage: Stage, report: Report) -> None:
    """A message that is no longer needed says where its words went; a further one comes at the end."""
    await _say(stage, LONG)
    first, second = [shown.message_id for shown in stage.seen(EMMA, "public")]
    await _correct(stage)
    assert RIGHT in stage.chats["public", EMMA][first].screen.text
    assert "part of the one above" in stage.chats["public", EMMA][second].screen.text

    await _correct(stage, LONG)
    texts = stage.texts(EMMA, "public")
    assert sum(text.count("together") for text in texts) == LONG.count("together")


async def test_a_text_that_grows_goes_on_in_a_new_message(stage: Stage, report: Report) -> None:
    """Nothing is cut."""
    await _say(stage)
    await _correct(stage, LONG)

    texts = stage.texts(EMMA, "public")
    assert sum(text.count("together") for text in texts) == LONG.count("together")


async def test_what_nobody_has_got_yet_is_right_from_the_start(stage: Stage, report: Report) -> None:
    """While it waits to be sent, or the bot is blocked: nothing points to a message the reader does not have."""
    stage.fates[EMMA] = [Later("Bad Gateway")]
    await _say(stage)
    await _correct(stage)
    stage.later(seconds=5)
    stage.fates[EMMA] = [Unreachable("blocked")]
    await stage.deliver()
    await _correct(stage, f"{RIGHT} Sorry for the change.")
    async with stage.storage.work(stage.now) as work:
        await reporters.blocked(work, EMMA, None)
        await reach.again(work, EMMA)
    await stage.deliver()

    (now,) = _words(stage)
    assert "Sorry for the change" in now.screen.text
    assert [] == _pointers(stage)


@pytest.mark.parametrize("deleted", [False, True])
async def test_where_nothing_can_be_edited_it_is_said_anew(stage: Stage, report: Report, deleted: bool) -> None:
    """Nobody knows whether the first words arrived, or the reader has deleted them."""
    stage.fates[EMMA] = [] if deleted else [Unknown("TimedOut"), Unknown("TimedOut")]
    await _say(stage)
    stage.later(minutes=1)
    await stage.deliver()
    stage.fates[EMMA] = [Lost("message to edit not found")] if deleted else []
    await _correct(stage)

    assert RIGHT in _words(stage)[-1].screen.text
    assert "send" == _words(stage)[-1].push.method


async def test_a_question_stays_a_question(stage: Stage, report: Report) -> None:
    """Its hint, its purpose and the report's status."""
    await stage.press(AYU, COORDINATORS, "Tanya pelapor")
    await stage.write(AYU, COORDINATORS, "When was that?", to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim pertanyaan")
    await _correct(stage, "Where exactly was that?")

    asked = [shown for shown in stage.seen(EMMA, "public") if "❓" in shown.screen.text]
    assert ["question"] == [shown.push.purpose for shown in asked]
    assert "Where exactly" in asked[0].screen.text
    assert (await stage.report(report)).status == "needs_info"


async def test_nobody_else_corrects(stage: Stage, report: Report) -> None:
    """A liaison of another agency is refused, and a forged number means nothing."""
    await _say(stage)
    shown, correct = stage.button(COORDINATORS, "Perbaiki")
    event = (await _history(stage, report))[0]

    assert "bukan untuk peran Anda" in await stage.tap(WAYAN, WAYAN, shown.message_id, correct.value)
    assert "tidak berlaku" in await stage.tap(AYU, COORDINATORS, shown.message_id, f"{correct.value}99")
    assert "48 jam" in await stage.tap(AYU, COORDINATORS, shown.message_id, f"d.correct:{event.id - 1}")
    assert WRONG in _words(stage)[0].screen.text
