"""Nothing at the desk tells whose an anonymous report is, nor that a named one is the same person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handlers import linked as linking
from handlers import reach
from rules.broadcast import Audience
from rules.draft import Part
from rules.lifecycle import Actor, Step
from storage import broadcasts, linked, reports
from tests.handlers.desk.announcer import begin, look, text
from tests.handlers.stage import AYU, EMMA, MADE, Stage

if TYPE_CHECKING:
    from storage.tables import Report

NIK = "5103064107900001"


async def filed(stage: Stage, who: int = EMMA, **answers: Any) -> Report:
    report = await stage.file(who, **answers)
    await stage.deliver()
    return report


async def link(stage: Stage, child: Report, parent: Report) -> None:
    async with stage.storage.work(stage.now) as work:
        one, other = [await reports.by_id(work.session, report.id) for report in (child, parent)]
        assert one is not None
        assert other is not None
        assert await linking.link(work, stage.house, one, other, actor=Actor.COORDINATOR) is None
    await stage.deliver()


async def find(stage: Stage, words: str) -> str:
    await stage.write(AYU, AYU, f"/cari {words}")
    return stage.last(AYU).screen.text


@pytest.mark.parametrize("words", ["emma clarke", "clarke", NIK, "rubbish clarke"])
async def test_what_cannot_be_read_cannot_be_found(stage: Stage, words: str) -> None:
    """Who guesses the name that an anonymous reporter hides, or a number, is not told that it is right."""
    hidden = await filed(
        stage, parts=(Part(1, f"I am Emma Clarke, NIK {NIK}. Rubbish behind the bar."),), anonymous=True
    )
    shown = await filed(stage, MADE, parts=(Part(1, "Rubbish, as Emma Clarke says too."),))

    found = await find(stage, words)
    assert hidden.code not in found
    assert (shown.code in found) == (words != NIK)
    assert hidden.code in await find(stage, "rubbish")


async def test_two_reports_of_one_person_count_as_two(stage: Stage) -> None:
    """Linking a hidden report with a named one does not show, by the number of people, that it was the same one."""
    named, hidden = await filed(stage), await filed(stage, anonymous=True)
    await link(stage, hidden, named)
    async with stage.storage.read() as session:
        family = await linked.family(session, named)
    assert family.total == 2


@pytest.mark.parametrize("who", [EMMA, MADE])
async def test_a_hidden_report_is_answered_for_itself(stage: Stage, who: int) -> None:
    """Linked with a named one, its card says that the words arrived, whosever the other is."""
    named, hidden = await filed(stage, who), await filed(stage, anonymous=True)
    await link(stage, hidden, named)
    await stage.step(named, Step.REPLY, Actor.COORDINATOR, text="We cleaned the place this morning.")
    async with stage.storage.work(stage.now) as work:
        await linking.look(work, stage.house)
    await stage.deliver()
    async with stage.storage.read() as session:
        said = await reach.last(session, hidden.id)
    assert said is not None


async def test_a_person_has_another_name_in_each_file_of_outcomes(stage: Stage) -> None:
    """An announcement to a named report's reporter and one to a hidden report's cannot be laid side by side."""
    named, hidden = await filed(stage), await filed(stage, anonymous=True)
    names = []
    for report in (named, hidden):
        await begin(stage)
        number = 1 + len(names)
        async with stage.storage.work(stage.now) as work:
            row = await broadcasts.by_id(work.session, number)
            assert row is not None
            await broadcasts.change(work, row, audience=Audience(report_id=report.id).as_json())
        await stage.press(AYU, AYU, "✍️ Teks Indonesia")
        await stage.write(AYU, AYU, "Halo, jalan ditutup.")
        await stage.write(AYU, AYU, "Hello, the road is closed.")
        stage.later(minutes=5)
        await stage.press(AYU, AYU, "✅ Kirim")
        await stage.press(AYU, AYU, "✅ Ya, kirim")
        await look(stage)
        stage.later(hours=1)
        await look(stage)
        document = stage.last(AYU).screen.document
        assert document is not None, text(stage)
        names.append(document.content.decode().splitlines()[1].partition(",")[0])
    assert len(set(names)) == 2
