"""`/sp4n`: the number of a report at SP4N-LAPOR!, from the desk to the reporter."""

from __future__ import annotations

from typing import Any

from handlers import outlook
from rules.lifecycle import Step
from storage import anonymous, events, reports
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, STRANGER, WAYAN, Stage


async def last(stage: Stage, report: Any) -> tuple[str, dict[str, Any]]:
    async with stage.storage.read() as session:
        event = (await events.of_report(session, report.id))[-1]
    return event.step, event.data


async def test_entered_corrected_and_removed(stage: Stage) -> None:
    """Each is one line of the history, and the card shows what holds."""
    report = await stage.file()
    await stage.deliver()
    for typed, number in (("1234567", "1234567"), ("#7654321", "7654321"), ("hapus", None)):
        stage.later(minutes=1)
        await stage.write(AYU, AYU, f"/sp4n {report.code.lower()} {typed}")

        assert (await stage.report(report)).sp4n_id == number
        step, data = await last(stage, report)
        assert (step, data.get("sp4n_id")) == ("sp4n", number)
        assert (f"SP4N-LAPOR!: <code>{number}</code>" in stage.card(COORDINATORS).screen.text) is bool(number)
        assert report.code in stage.texts(AYU)[-1]
    assert "menghapus nomor SP4N-LAPOR!" in stage.card(COORDINATORS).screen.text


async def test_the_same_again_changes_nothing(stage: Stage) -> None:
    """It is shown, and the history has one line."""
    report = await stage.file()
    for _ in range(2):
        await stage.write(AYU, AYU, f"/sp4n {report.code} 1234567")
    await stage.write(AYU, AYU, f"/sp4n {report.code}")

    async with stage.storage.read() as session:
        steps = [event.step for event in await events.of_report(session, report.id)]
    assert steps.count("sp4n") == 1
    assert stage.texts(AYU)[-2:] == [f"Nomor SP4N-LAPOR! untuk {report.code}: <code>1234567</code>."] * 2


async def test_only_those_who_work_on_it(stage: Stage) -> None:
    """A liaison enters it for the own agency; another's report is not there for them, and strangers get none."""
    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    for who in (WAYAN, STRANGER):
        await stage.write(who, who, f"/sp4n {report.code} 1234567")
        assert (await stage.report(report)).sp4n_id is None
    assert stage.texts(WAYAN)[-1] == f"Tidak ada laporan {report.code} yang dapat Anda buka."
    await stage.write(KETUT, DLHK, f"/sp4n {report.code} 1234567")
    assert (await stage.report(report)).sp4n_id == "1234567"


async def test_what_is_no_number_is_said(stage: Stage) -> None:
    """A sentence with an example; nothing is kept."""
    report = await stage.file()
    for words in ("", f" {report.code} 12", f" {report.code} =1234567"):
        await stage.write(AYU, AYU, f"/sp4n{words}")
        assert "1234567" in stage.texts(AYU)[-1]
    assert (await stage.report(report)).sp4n_id is None


async def test_the_reporter_reads_it_with_the_next_message(stage: Stage) -> None:
    """Nothing is sent for its sake; the next notice ends with it, in their language."""
    report = await stage.file()
    await stage.write(AYU, AYU, f"/sp4n {report.code} 1234567")
    assert stage.seen(EMMA, "public") == []
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    said = "SP4N-LAPOR! number: <code>1234567</code>. You can look it up at lapor.go.id."
    assert stage.last(EMMA, "public").screen.text.endswith(said)


async def test_it_goes_with_the_person(stage: Stage) -> None:
    """A report that becomes anonymous loses it, in its history too: lapor.go.id may know whose it is."""
    report = await stage.file()
    await stage.write(AYU, AYU, f"/sp4n {report.code} 1234567")
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await anonymous.make(work, [found], "retention", {})
        assert found.sp4n_id is None
        assert outlook.sp4n(stage.house, found, "id") == ""
    assert (await last(stage, report))[1].get("sp4n_id") is None


async def test_the_first_words_are_timed_in_working_time(stage: Stage) -> None:
    """From noon on Monday to ten on Tuesday: four hours, then two; what comes later changes nothing."""
    report = await stage.file()
    stage.later(hours=22)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    assert (await stage.report(report)).first_minutes is None
    await stage.desk_takes(report, Step.ASK, text="Where exactly?")
    stage.later(hours=2)
    await stage.desk_takes(report, Step.REPLY, text="We will come and look at it tomorrow.")
    assert (await stage.report(report)).first_minutes == 6 * 60
