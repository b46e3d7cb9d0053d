"""A report ends only when its reporter was told something, or was shown it."""

from __future__ import annotations

import pytest

from handlers import proof
from rules.lifecycle import Actor, Refusal, Refused, Status, Step
from storage import attachments, events, reports
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, EMMA, Stage, labels

PHOTO = [{"file_id": "P", "file_unique_id": "UP", "width": 90, "height": 90, "file_size": 9000}]
THIN = "Thank you, we will follow up soon"


@pytest.fixture
async def taken(stage: Stage) -> Report:
    """A report the coordinators take themselves: its agency has no chat."""
    report = await stage.file(category="road_damage")
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")
    await stage.press(AYU, COORDINATORS, "Kerjakan")
    return report


async def test_a_promise_is_sent_but_finishes_nothing(stage: Stage, taken: Report) -> None:
    """The writer hears so before and after; the reporter gets the words all the same."""
    await stage.write(AYU, COORDINATORS, THIN, to=stage.card(COORDINATORS).message_id)
    assert "belum mengatakan apa yang dilakukan" in stage.last(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert "Untuk menyelesaikan laporan" in stage.last(COORDINATORS).screen.text
    assert THIN in stage.last(EMMA, "public").screen.text
    assert not (await stage.report(taken)).replied
    assert not any("Selesai" in label for label in labels(stage.card(COORDINATORS).screen))


async def test_words_that_say_what_was_done_finish_it(stage: Stage, taken: Report) -> None:
    """Without a warning, and a promise afterwards takes nothing back."""
    await stage.write(AYU, COORDINATORS, "The hole was filled this morning", to=stage.card(COORDINATORS).message_id)
    assert "belum mengatakan" not in stage.last(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    await stage.write(AYU, COORDINATORS, "Thank you for your report", to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    await stage.press(AYU, COORDINATORS, "Selesai")
    assert Status.ANSWERED == (await stage.report(taken)).status


@pytest.mark.parametrize("late", [False, True])
async def test_a_picture_is_an_answer_once_it_is_kept(stage: Stage, taken: Report, late: bool) -> None:
    """Whether it came before the words were sent or after them."""
    card = stage.card(COORDINATORS).message_id
    await stage.write(AYU, COORDINATORS, "", to=card, photo=PHOTO, caption="Already done")
    assert "belum mengatakan" not in stage.last(COORDINATORS).screen.text
    if not late:
        await _keep(stage)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    assert late is not (await stage.report(taken)).replied
    if late:
        await _keep(stage)

    assert (await stage.report(taken)).replied
    assert any("Selesai" in label for label in labels(stage.card(COORDINATORS).screen))


async def test_a_picture_that_comes_after_a_dispute_answers_nothing(stage: Stage, taken: Report) -> None:
    """What was answered before the report was opened again is not the answer to the dispute."""
    card = stage.card(COORDINATORS).message_id
    await stage.write(AYU, COORDINATORS, "", to=card, photo=PHOTO, caption="The hole was filled this morning")
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    await stage.press(AYU, COORDINATORS, "Selesai")
    await stage.press(AYU, COORDINATORS, "Buka kembali")
    await _keep(stage)

    assert not (await stage.report(taken)).replied


async def test_a_note_with_a_picture_is_no_answer(stage: Stage, taken: Report) -> None:
    """The reporter does not see it; a voice note proves nothing either."""
    await stage.press(AYU, COORDINATORS, "Catatan")
    await stage.write(AYU, COORDINATORS, "", to=stage.last(COORDINATORS).message_id, photo=PHOTO, caption="look")
    await _keep(stage)
    voice = {"file_id": "V", "file_unique_id": "UV", "duration": 3}
    await stage.write(AYU, COORDINATORS, "", to=stage.card(COORDINATORS).message_id, voice=voice)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    await _keep(stage)

    assert not (await stage.report(taken)).replied


async def test_the_clock_and_the_coordinator_close_nothing_unanswered(stage: Stage, taken: Report) -> None:
    """Not even with a report that was marked as answered by hand."""
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, taken.id or 0)
        assert found is not None
        await reports.change(work, found, status="answered")
    for actor in (Actor.CLOCK, Actor.COORDINATOR):
        assert Refused(Refusal.NO_REPLY) == await stage.step(taken, Step.CLOSE, actor)


async def _keep(stage: Stage) -> None:
    """The files job fetches what waits."""
    async with stage.storage.work(stage.now) as work:
        for file in await attachments.waiting(work.session, stage.now, 10):
            await attachments.stored(
                work, file.id or 0, "0" * 64, 9, "audio/ogg" if file.kind == "voice" else "image/jpeg"
            )
            await proof.arrived(work, file.id or 0)
    await stage.deliver()


async def test_the_history_knows_which_answer_counted(stage: Stage, taken: Report) -> None:
    """For the auditor: the event says so."""
    for words in (THIN, "The hole was filled this morning"):
        await stage.write(AYU, COORDINATORS, words, to=stage.card(COORDINATORS).message_id)
        await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    async with stage.storage.read() as session:
        replies = [event for event in await events.of_report(session, taken.id or 0) if event.step == Step.REPLY]
    assert [None, True] == [event.data.get("replied") for event in replies]
