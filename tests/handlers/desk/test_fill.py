"""Answers written beforehand: chosen at a card, filled in, previewed in both languages."""

from __future__ import annotations

import pytest

from rules.lifecycle import Step
from storage import events, reporters
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, EMMA, KETUT, MADE, WAYAN, Stage, labels

INDONESIAN = "Sampah di Tibubeneng sudah diangkut petugas DLHK hari Senin. Lokasi kami pantau kembali hari Jumat."
ENGLISH = "The waste at Tibubeneng was collected on Monday. We will check the place again on Friday."


@pytest.fixture
async def report(stage: Stage) -> Report:
    """A tourist's, in progress."""
    filed = await stage.file()
    await stage.desk_takes(filed, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(filed, Step.TAKE, AYU)
    return filed


async def _pick(stage: Stage) -> None:
    await stage.press(AYU, COORDINATORS, "Pakai templat")
    await stage.press(AYU, COORDINATORS, "Sampah sudah diangkut")


async def test_those_made_for_such_reports_come_first(stage: Stage, report: Report) -> None:
    """None for another category or another status."""
    await stage.press(AYU, COORDINATORS, "Pakai templat")

    shown = labels(stage.last(COORDINATORS).screen)
    assert shown[0] == "Sampah sudah diangkut"
    assert "Lampu sudah menyala" not in shown
    assert "Jawaban permintaan informasi" in shown
    assert ["❓ Di mana tepatnya?", "❓ Mohon foto terbaru"] == shown[-2:]


async def test_it_is_filled_in_and_shown_in_both_languages(stage: Stage, report: Report) -> None:
    """With blanks there is nothing to send it with; each language is completed by a reply of its own."""
    await _pick(stage)
    shown = stage.last(COORDINATORS)
    assert "The waste at Tibubeneng, Kuta Utara was collected by the" in shown.screen.text
    assert "Sampah di Tibubeneng, Kuta Utara sudah diangkut" in shown.screen.text
    assert "bagian kosong" in shown.screen.text
    assert not any("Kirim" in label for label in labels(shown.screen))

    await stage.write(AYU, COORDINATORS, INDONESIAN, to=shown.message_id)
    assert not any("Kirim" in label for label in labels(stage.last(COORDINATORS).screen))
    await stage.write(AYU, COORDINATORS, ENGLISH, to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert ENGLISH in stage.last(EMMA, "public").screen.text
    async with stage.storage.read() as session:
        said = [event for event in await events.of_report(session, report.id or 0) if event.step == Step.REPLY]
    assert [(ENGLISH, INDONESIAN)] == [(event.text, event.data["original"]) for event in said]


async def test_who_reads_indonesian_gets_that(stage: Stage) -> None:
    """From the same template."""
    filed = await stage.file(MADE, language="id")
    await stage.desk_takes(filed, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(filed, Step.TAKE, AYU)
    await _pick(stage)
    await stage.write(AYU, COORDINATORS, INDONESIAN, to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert INDONESIAN in stage.last(MADE, "public").screen.text


async def test_blanks_are_not_sent_by_a_forged_button(stage: Stage, report: Report) -> None:
    """Not even with the right seal for words without them."""
    await _pick(stage)
    shown = stage.last(COORDINATORS)
    number = shown.screen.buttons[0][0].value.split(":")[1]

    await stage.tap(AYU, COORDINATORS, shown.message_id, f"d.send:{number}:00000000")

    assert not [one for one in stage.texts(EMMA, "public") if "collected" in one]


async def test_only_who_may_answer_picks_one(stage: Stage, report: Report) -> None:
    """And only one that there is."""
    _, button = stage.button(COORDINATORS, "Pakai templat")
    card = stage.card(COORDINATORS).message_id

    assert "bukan untuk peran Anda" in await stage.tap(WAYAN, WAYAN, card, button.value)
    assert "tidak berlaku" in await stage.tap(AYU, COORDINATORS, card, f"d.fill:{report.id}:r.nothing")
    assert "tidak berlaku" in await stage.tap(AYU, COORDINATORS, card, f"d.fill:{report.id}:r.light_repaired")
    assert "" == await stage.tap(KETUT, KETUT, card, button.value)


async def test_a_question_written_beforehand_is_asked(stage: Stage, report: Report) -> None:
    """In the reporter's language; the record keeps both, and the report waits for the answer."""
    await stage.press(AYU, COORDINATORS, "Pakai templat")
    await stage.press(AYU, COORDINATORS, "Mohon foto terbaru")
    assert "Apakah masalah di Tibubeneng, Kuta Utara masih ada?" in stage.last(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "Kirim pertanyaan")

    assert "Is the problem at Tibubeneng, Kuta Utara still there?" in stage.last(EMMA, "public").screen.text
    assert "needs_info" == (await stage.report(report)).status
    async with stage.storage.read() as session:
        said = [event for event in await events.of_report(session, report.id or 0) if event.step == Step.ASK]
    assert ["Apakah masalah di Tibubeneng"] == [event.data["original"][:28] for event in said]


async def test_nobody_is_asked_twice_at_once(stage: Stage, report: Report) -> None:
    """While an answer is waited for, and of a reporter who hears nothing any more, there are no questions."""
    await stage.desk_takes(report, Step.ASK, AYU, text="Where exactly?")
    await stage.press(AYU, COORDINATORS, "Pakai templat")
    assert not any("❓" in label for label in labels(stage.last(COORDINATORS).screen))
    here = stage.last(COORDINATORS).message_id
    assert "tidak berlaku" in await stage.tap(AYU, COORDINATORS, here, f"d.fill:{report.id}:r.ask_photo")

    other = await stage.file(MADE, language="id")
    async with stage.storage.work(stage.now) as work:
        person = await reporters.by_id(work.session, other.reporter_id)
        assert person is not None
        await reporters.withdraw(work, person)
    await stage.tap(AYU, COORDINATORS, here, f"d.fill:{other.id}:0:turn")
    listed = next(labels(shown.screen) for shown in stage.seen(COORDINATORS) if shown.message_id == here)
    assert "Jawaban permintaan informasi" in listed
    assert not any("❓" in label for label in listed)
