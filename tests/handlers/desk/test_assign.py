"""A report is given to an operator of its agency, to whoever presses, to nobody."""

from __future__ import annotations

from handlers import callbacks
from handlers.desk import menus
from handlers.desk.menus import Press
from rules.access import Role
from rules.lifecycle import Actor, Status, Step
from storage import deadlines, events, staff
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, WAYAN, Stage, labels

MADE = 21


async def forwarded(stage: Stage) -> Report:
    """A report with DLHK, which has a second operator."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, MADE, "Made", Role.LIAISON, "dlhk")
    report = await stage.file()
    await stage.deliver()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    return report


async def more(stage: Stage, who: int, chat: int, *words: str) -> str:
    """Press the button of the rare steps, and then these; the last toast."""
    toast = await stage.press(who, chat, "⋯")
    for word in words:
        toast = await stage.press(who, chat, word)
    return toast


async def id_of(stage: Stage, telegram_id: int) -> int:
    """The operator's own id."""
    async with stage.storage.read() as session:
        found = await staff.by_telegram_id(session, telegram_id)
    assert found is not None
    return found.id


async def test_a_coordinator_gives_it_to_a_named_operator_who_is_told_in_private(stage: Stage) -> None:
    """The card shows who has it, its status stays, the assignee opens it from there; the reporter hears nothing."""
    report = await forwarded(stage)
    before = len(stage.texts(EMMA, "public"))

    toast = await more(stage, AYU, COORDINATORS, "Tugaskan", "Made")

    assert toast == "Ditugaskan kepada Made. Belum pasti bot dapat menulis kepadanya: kabari juga secara langsung."
    now = await stage.report(report)
    assert now.status == Status.FORWARDED
    assert now.assignee_id == await id_of(stage, MADE)
    assert "Ditangani: Made" in stage.card(COORDINATORS).screen.text
    assert "menugaskan Made" in stage.card(DLHK).screen.text
    told = stage.last(MADE)
    assert "Ayu menugaskan laporan" in told.screen.text
    assert "rubbish" not in told.screen.text
    await stage.press(MADE, MADE, "Buka laporan")
    assert "Piles of rubbish" in stage.card(MADE).screen.text
    assert len(stage.texts(EMMA, "public")) == before

    await more(stage, AYU, COORDINATORS, "Tugaskan", "Ketut")
    toast = await more(stage, AYU, COORDINATORS, "Tugaskan", "Made")
    assert toast == "Ditugaskan kepada Made, yang dikabari di chat pribadinya."


async def test_a_liaison_gives_it_to_a_colleague_to_herself_to_nobody(stage: Stage) -> None:
    """Only people of the own agency are offered; each time the history says so."""
    report = await forwarded(stage)

    await stage.press(KETUT, DLHK, "⋯")
    await stage.press(KETUT, DLHK, "Tugaskan")
    assert {"👤 Ketut", "👤 Made", "Saya"} <= set(labels(stage.card(DLHK).screen))
    assert not any("Wayan" in label or "Tanpa" in label for label in labels(stage.card(DLHK).screen))
    assert "sekarang tugas Anda" in await stage.press(KETUT, DLHK, "Saya")
    assert (await stage.report(report)).assignee_id == await id_of(stage, KETUT)
    assert stage.seen(KETUT) == []

    assert "tanpa petugas" in await more(stage, KETUT, DLHK, "Tugaskan", "Tanpa petugas")
    assert (await stage.report(report)).assignee_id is None
    async with stage.storage.read() as session:
        done = [event for event in await events.of_report(session, report.id) if event.step == Step.ASSIGN]
    assert [event.data.get("assignee_id") for event in done] == [await id_of(stage, KETUT), None]
    assert {event.visibility for event in done} == {"desk"}


async def test_of_two_who_assign_one_wins_and_the_other_is_told(stage: Stage) -> None:
    """The second press changes nothing and names who has it."""
    report = await forwarded(stage)
    mark, number = menus.mark(await stage.report(report)), stage.card(DLHK).message_id

    await stage.tap(AYU, DLHK, number, callbacks.pack(Press.ASSIGN, report.id, await id_of(stage, MADE), mark))
    toast = await stage.tap(KETUT, DLHK, number, callbacks.pack(Press.ASSIGN, report.id, "me", mark))

    assert toast == "Made lebih cepat. Laporan ini sekarang: Belum Ditindaklanjuti."
    assert (await stage.report(report)).assignee_id == await id_of(stage, MADE)


async def test_nobody_of_another_agency_can_be_given_it(stage: Stage) -> None:
    """Neither by a forged payload nor after they left; nor can others give it."""
    report = await forwarded(stage)
    mark, number = menus.mark(await stage.report(report)), stage.card(DLHK).message_id

    wayan = callbacks.pack(Press.ASSIGN, report.id, await id_of(stage, WAYAN), mark)
    assert "tidak dapat menangani" in await stage.tap(KETUT, DLHK, number, wayan)
    made = callbacks.pack(Press.ASSIGN, report.id, await id_of(stage, MADE), mark)
    assert "bukan untuk peran" in await stage.tap(WAYAN, WAYAN, number, made)
    async with stage.storage.work(stage.now) as work:
        await staff.remove(work, MADE)
    assert "tidak dapat menangani" in await stage.tap(KETUT, DLHK, number, made)
    assert (await stage.report(report)).assignee_id is None


async def test_who_was_given_it_elsewhere_in_the_meantime_is_not_told_in_the_morning(stage: Stage) -> None:
    """At night the message waits, and says only what still holds."""
    report = await forwarded(stage)
    stage.later(hours=12)
    await more(stage, AYU, COORDINATORS, "Tugaskan", "Made")
    assert stage.seen(MADE) == []
    await more(stage, AYU, COORDINATORS, "Tugaskan", "Ketut")

    stage.later(hours=12)
    await stage.deliver()

    assert stage.seen(MADE) == []
    assert "menugaskan laporan" in stage.last(KETUT).screen.text
    assert (await stage.report(report)).status == Status.FORWARDED


async def test_after_a_wait_the_work_goes_on_where_it_was(stage: Stage) -> None:
    """Given to somebody it is not yet begun: the first follow-up stays promised, and can still be taken."""
    report = await forwarded(stage)
    await more(stage, AYU, COORDINATORS, "Tugaskan", "Ketut")
    await stage.step(report, Step.ASK, Actor.COORDINATOR, text="Where?")
    await stage.step(report, Step.SUPPLY, Actor.REPORTER)
    assert (await stage.report(report)).status == Status.FORWARDED
    async with stage.storage.read() as session:
        assert "follow_up" in await deadlines.open_of(session, report.id)

    await stage.press(KETUT, DLHK, "Kerjakan")
    await more(stage, KETUT, DLHK, "Tugaskan", "Tanpa petugas")
    await stage.step(report, Step.ASK, Actor.COORDINATOR, text="Where?")
    await stage.step(report, Step.SUPPLY, Actor.REPORTER)
    assert (await stage.report(report)).status == Status.IN_PROGRESS


async def test_who_is_off_duty_is_marked(stage: Stage) -> None:
    """They can still be given it, by whoever knows better."""
    await forwarded(stage)
    made = await id_of(stage, MADE)
    async with stage.storage.work(stage.now) as work:
        await staff.change(work, made, off_since=stage.now)

    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Tugaskan")

    assert [label for label in labels(stage.card(COORDINATORS).screen) if "Made" in label] == ["🌙 Made"]


async def test_a_confidential_report_is_given_by_a_coordinator_to_whom_it_then_is_open(stage: Stage) -> None:
    """A liaison can give it only to those who may read it already; taken from somebody, it leaves their chat."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, MADE, "Made", Role.LIAISON, "dlhk")
    report = await stage.file(confidential=True)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    made, ketut = await id_of(stage, MADE), await id_of(stage, KETUT)

    async def give(who: int, to: int | str) -> str:
        mark = menus.mark(await stage.report(report))
        return await stage.tap(who, who, 1, callbacks.pack(Press.ASSIGN, report.id, to, mark))

    assert await give(KETUT, "me")
    assert (await stage.report(report)).assignee_id is None
    await give(AYU, ketut)
    assert (await stage.report(report)).assignee_id == ketut
    await stage.press(KETUT, KETUT, "Buka laporan")
    assert "Piles of rubbish" in stage.card(KETUT).screen.text
    assert "tidak dapat menangani" in await give(KETUT, made)

    await give(AYU, made)
    assert not any("Piles of rubbish" in text for text in stage.texts(KETUT))
    await stage.press(MADE, MADE, "Buka laporan")
    assert "Piles of rubbish" in stage.card(MADE).screen.text
