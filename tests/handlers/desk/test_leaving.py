"""A report leaves an agency: nothing of it stays in that agency's chats, and all of it comes back with the report."""

from __future__ import annotations

from typing import Any

from handlers import casework
from rules.draft import Part
from rules.lifecycle import Actor, Step
from storage import attachments, desk_chats, links, outbox, reports
from storage.tables import Report
from storage.work import Work
from tests.handlers.stage import COORDINATORS, DLHK, KETUT, Stage

PUPR = -1004
FORWARD: tuple[Step, dict[str, str]] = (Step.FORWARD, {"agency": "dlhk"})
WORDS = "Piles of rubbish behind the beach bar. "


async def _with_the_agency(stage: Stage) -> Report:
    """A long report with a picture and an addition, forwarded to DLHK."""
    report = await stage.file(parts=(Part(1, WORDS * 80),))
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        fields = {"kind": "photo", "file_id": "F", "file_unique_id": "U", "state": "stored", "sha256": "a" * 64}
        await attachments.add(work, bot="public", report_id=found.id, message_id=1, **fields)
        await casework.add_from_reporter(work, stage.house, found, "It is next to my villa, no. 7", (), 2)
    await stage.step(report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")
    assert {"card", "body", "evidence", "addition"} == _intents(stage, DLHK)
    return report


def _intents(stage: Stage, chat: int) -> set[str | None]:
    return {shown.push.intent for shown in stage.seen(chat)}


async def _return(stage: Stage) -> None:
    await stage.press(KETUT, DLHK, "Bukan wewenang")
    await stage.write(KETUT, DLHK, "Ini jalan provinsi", to=stage.last(DLHK).message_id)


async def test_what_hung_under_a_returned_card_goes(stage: Stage) -> None:
    """Text, pictures and additions; the card stays as a line. The coordinators keep theirs."""
    report = await _with_the_agency(stage)

    await _return(stage)

    assert "tidak lagi di instansi ini" in stage.card(DLHK).screen.text
    assert not any(word in text for text in stage.texts(DLHK) for word in ("Emma", "rubbish", "villa"))
    assert not any(shown.screen.media for shown in stage.seen(DLHK))
    assert {"card", "body", "addition"} <= _intents(stage, COORDINATORS)
    async with stage.storage.read() as session:
        left = await links.of_report(session, "desk", DLHK, report.id or 0)
    assert {shown.message_id for shown in stage.seen(DLHK) if shown.push.report_id} == set(left)


async def test_so_it_is_when_the_coordinator_gives_the_report_to_another_agency(stage: Stage) -> None:
    """The new one has it all."""
    async with stage.storage.work(stage.now) as work:
        await desk_chats.bind(work, PUPR, "pupr")
    report = await _with_the_agency(stage)

    await stage.step(report, Step.FORWARD, Actor.COORDINATOR, agency="pupr")

    assert {"card"} == _intents(stage, DLHK)
    assert {"card", "body", "evidence", "addition"} == _intents(stage, PUPR)


async def test_a_report_that_comes_back_brings_everything_again(stage: Stage) -> None:
    """Once each, however often it went back and forth."""
    report = await _with_the_agency(stage)
    for _ in range(2):
        await _return(stage)
        await stage.step(report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")

    shown = [shown.push.intent for shown in stage.seen(DLHK)]
    assert [1, 1, 1] == [shown.count(intent) for intent in ("body", "evidence", "addition")]
    assert "Piles of rubbish" in stage.card(DLHK).screen.text


async def test_what_was_not_sent_yet_is_not_sent(stage: Stage) -> None:
    """And comes when the report does."""
    report = await stage.file(parts=(Part(1, WORDS * 80),))
    async with stage.storage.work(stage.now) as work:
        for step, values in (FORWARD, (Step.RETURN, {}), FORWARD):
            await _take(work, stage, report, step, **values)

    await stage.deliver()

    assert 1 == [shown.push.intent for shown in stage.seen(DLHK)].count("body")


async def test_what_flies_while_the_report_leaves_is_taken_back_too(stage: Stage) -> None:
    """A chat's next row goes when the one before has landed, so that its message is known by then."""
    report = await stage.file(parts=(Part(1, WORDS * 80),))
    await stage.deliver()
    async with stage.storage.work(stage.now) as work:
        await _take(work, stage, report, Step.FORWARD, agency="dlhk")
    for expected in ("card", "body"):
        async with stage.storage.work(stage.now) as work:
            [flying] = [push for push in await outbox.claim(work, 20) if push.chat_id == DLHK]
            screen = await stage.compose(work, flying)
            if expected == "card":
                await stage.land(work, flying, screen)
        assert expected == flying.intent
    async with stage.storage.work(stage.now) as work:
        await _take(work, stage, report, Step.RETURN)
    await stage.deliver()
    assert {"card"} == _intents(stage, DLHK)

    async with stage.storage.work(stage.now) as work:
        await stage.land(work, flying, screen)
    assert {"card", "body"} == _intents(stage, DLHK)
    await stage.deliver()

    assert {"card"} == _intents(stage, DLHK)


async def _take(work: Work, stage: Stage, report: Report, step: Step, **values: Any) -> None:
    found = await reports.by_id(work.session, report.id or 0)
    assert found is not None
    await casework.take_step(work, stage.house, found, step, actor=Actor.COORDINATOR, **values)


async def test_what_is_too_old_to_be_taken_back_is_said(stage: Stage) -> None:
    """As an answer to the first of it, and how much it is."""
    report = await _with_the_agency(stage)
    stage.stuck = {shown.message_id for shown in stage.seen(DLHK) if shown.push.intent == "evidence"}

    await _return(stage)

    [said] = [shown for shown in stage.seen(DLHK) if "terlalu lama" in shown.screen.text]
    assert f"{report.code} tidak lagi di instansi ini, tetapi 1 pesan" in said.screen.text
    assert {said.push.reply_to} == stage.stuck
