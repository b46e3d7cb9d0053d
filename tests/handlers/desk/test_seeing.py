"""`/statistik` and `/ekspor` at the desk: who sees what, and what is asked of the workshop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from handlers.desk import parcel
from rules.access import Role
from rules.lifecycle import Step
from storage import attachments, events, exports, staff
from storage.tables import Export
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, STRANGER, WAYAN, Stage, labels

BOSS = 14


async def asked(stage: Stage) -> list[Export]:
    async with stage.storage.read() as session:
        return list((await session.exec(select(Export).order_by(Export.id))).all())  # type: ignore[arg-type]


async def boss(stage: Stage) -> None:
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, BOSS, "Putu", Role.LEADER, language="en")


async def made(stage: Stage, export: Export, rows: int = 2, size: int = 10) -> None:
    """What the workshop does when it has the file."""
    async with stage.storage.work(stage.now) as work:
        file = await attachments.add(
            work, bot=attachments.HOUSE, kind="document", file_id="", file_unique_id=f"u{export.id}", message_id=0,
            name="laporan.xlsx", size=size, state=attachments.STORED, sha256="ab" * 32,
        )  # fmt: skip
        assert await exports.made(work, export, rows, [file.id])
        await parcel.send(work, stage.house, export, rows, [file])
    await stage.deliver()


async def test_figures_in_words_and_pictures_ordered(stage: Stage) -> None:
    """A span by its button: the figures at once, in the operator's language; the pictures are ordered with them."""
    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.REPLY, text="The beach was cleared this morning by our team.")
    await stage.desk_takes(report, Step.FINISH)
    await stage.write(AYU, AYU, "/statistik")
    await stage.press(AYU, AYU, "30 hari")
    said = stage.texts(AYU)[-1]
    for line in (
        "Statistik Kabupaten Badung",
        "25 Okt – 23 Nov 2026",
        "Masuk: <b>1</b> laporan",
        "Diselesaikan: <b>1</b> laporan",
        "Terbuka saat ini: <b>0</b> laporan",
        "Tidak ada yang terlambat saat ini.",
        "Tepat waktu: <b>100%</b>, yaitu 1 dari 1 yang diselesaikan",
        "1. Sampah menumpuk: 1",
    ):
        assert line in said
    [export] = await asked(stage)
    assert (export.sort, export.agency, export.personal, export.language) == ("pictures", None, False, "id")
    assert (export.since, export.until) == (
        datetime(2026, 10, 24, 16, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC),
    )  # fmt: skip


async def test_a_busy_finger(stage: Stage) -> None:
    """The same within a minute is asked for once, and said so; another span is something else."""
    await stage.write(AYU, AYU, "/stats")
    assert await stage.press(AYU, AYU, "7 hari") == ""
    assert await stage.press(AYU, AYU, "7 hari") == stage.house.catalog.say("id", "desk.seeing.again")
    await stage.press(AYU, AYU, "Bulan ini")
    stage.later(minutes=2)
    assert await stage.press(AYU, AYU, "7 hari") == ""
    assert len(await asked(stage)) == 3
    await stage.write(AYU, AYU, "/stats 2026")
    await stage.write(AYU, AYU, "/stats 2026")
    assert stage.texts(AYU)[-1] == stage.house.catalog.say("id", "desk.seeing.again")


async def test_a_typed_span(stage: Stage) -> None:
    """In either language; what is none is said with an example."""
    await boss(stage)
    await stage.write(BOSS, BOSS, "/stats 1 Oct – 15 Nov")
    assert "<b>Statistics: Badung Regency</b>\n1 Oct – 15 Nov 2026" in stage.texts(BOSS)[-1]
    await stage.write(BOSS, BOSS, "/stats whenever")
    assert "1 okt – 15 nov" in stage.texts(BOSS)[-1]
    assert len(await asked(stage)) == 1


async def test_a_liaison_sees_the_own_agency_whatever_is_pressed(stage: Stage) -> None:
    """There is no button for another, and a forged one shows the own; a stranger gets nothing."""
    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.write(WAYAN, WAYAN, "/statistik")
    assert not any("🏢" in label for label in labels(stage.last(WAYAN).screen))
    for data in ("d.see:go:7d:dlhk:p:", "d.see:go:30d:~:p:", "d.see:make:7d:dlhk:x!:sure", "d.see:make:7d:~:c:"):
        await stage.tap(WAYAN, WAYAN, 1, data)
        await stage.tap(STRANGER, STRANGER, 1, data)
    found = await asked(stage)
    assert [(one.agency, one.personal, one.chat_id) for one in found] == [("pupr", False, WAYAN)] * 4
    assert "Masuk: <b>0</b> laporan" in "".join(stage.texts(WAYAN))
    assert "Masuk: <b>1</b> laporan" not in "".join(stage.texts(WAYAN))


async def test_a_liaison_without_an_agency(stage: Stage) -> None:
    """Has nothing to look at, and is told."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, WAYAN, "Wayan", Role.LIAISON, None)
    for command in ("/statistik", "/ekspor"):
        await stage.write(WAYAN, WAYAN, command)
        assert stage.texts(WAYAN)[-1] == stage.house.catalog.say("id", "desk.seeing.nobody")


async def test_an_agencys_group_sees_its_own(stage: Stage) -> None:
    """Whoever asks there, also the coordinator."""
    await stage.write(AYU, DLHK, "/statistik")
    await stage.press(AYU, DLHK, "7 hari")
    assert "Statistik DLHK" in stage.texts(DLHK)[-1]
    await stage.write(AYU, COORDINATORS, "/statistik")
    await stage.press(AYU, COORDINATORS, "🏢")
    await stage.press(AYU, COORDINATORS, "PUPR")
    await stage.press(AYU, COORDINATORS, "7 hari")
    assert [one.agency for one in await asked(stage)] == ["dlhk", "pupr"]


async def test_an_export_without_people(stage: Stage) -> None:
    """Chosen by taps: span, agency, form; made by the workshop; sent with a sentence of what it is."""
    await stage.file()
    await stage.write(AYU, AYU, "/ekspor 1 okt – 23 nov")
    await stage.press(AYU, AYU, "🏢")
    await stage.press(AYU, AYU, "Dishub")
    await stage.press(AYU, AYU, "🏢")
    await stage.press(AYU, AYU, "Semua instansi")
    await stage.press(AYU, AYU, "CSV")
    text = stage.last(AYU).screen.text
    assert "Kurun: 1 Okt – 23 Nov 2026\nInstansi: semua\nFormat: CSV\nData pribadi: tidak" in text
    await stage.press(AYU, AYU, "Buat berkas")
    [export] = await asked(stage)
    assert (export.sort, export.agency, export.personal, export.staff_id) == ("csv", None, False, 1)
    await made(stage, export)
    shown = stage.last(AYU)
    assert shown.screen.text.startswith("2 laporan, 1 Okt – 23 Nov 2026, tanpa data pribadi.")
    assert [media.kind for media in shown.screen.media] == ["document"]


async def test_personal_data_needs_a_second_yes(stage: Stage) -> None:
    """Which says of how many reports; going back makes nothing."""
    await stage.file()
    await stage.write(AYU, AYU, "/ekspor")
    await stage.press(AYU, AYU, "Dengan data pribadi")
    await stage.press(AYU, AYU, "Buat berkas")
    assert "dari <b>1</b> laporan" in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "Kembali")
    assert await asked(stage) == []
    await stage.press(AYU, AYU, "Buat berkas")
    await stage.press(AYU, AYU, "Ya, buat berkasnya")
    [export] = await asked(stage)
    assert export.personal
    await made(stage, export)
    assert "<b>dengan data pribadi</b>" in stage.last(AYU).screen.text


async def test_personal_data_is_for_coordinators(stage: Stage) -> None:
    """A leader and a liaison have no button for it, and a forged one is without."""
    await boss(stage)
    for who in (BOSS, KETUT):
        await stage.write(who, who, "/export")
        assert not any("⚠️" in label for label in labels(stage.last(who).screen))
        await stage.tap(who, who, 1, "d.see:make:7d:~:x!:sure")
    assert [(one.personal, one.agency) for one in await asked(stage)] == [(False, None), (False, "dlhk")]


async def test_an_administrator_looks_at_nothing(stage: Stage) -> None:
    """They keep the team in order and see no report."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, BOSS, "Dewa", Role.ADMIN)
    for command in ("/statistik", "/statistik 2026", "/ekspor"):
        await stage.write(BOSS, BOSS, command)
        assert stage.texts(BOSS)[-1] == stage.house.catalog.say("id", "desk.refused.actor")
    assert await stage.tap(BOSS, BOSS, 1, "d.see:go:7d:dlhk:p:") != ""
    assert await asked(stage) == []


@pytest.mark.parametrize(("personal", "looks"), [("!", ["export"]), ("", [])])
async def test_each_confidential_report_in_a_file_was_looked_at(stage: Stage, personal: str, looks: list[str]) -> None:
    """Where its words are in it: a line of its history, by whom; of the others none."""
    secret, plain = await stage.file(confidential=True), await stage.file()
    await stage.tap(AYU, AYU, 1, f"d.see:make:7d:~:x{personal}:sure")
    await made(stage, (await asked(stage))[0])
    async with stage.storage.read() as session:
        lines = [event for event in await events.of_report(session, secret.id) if event.step == "look"]
        assert [event for event in await events.of_report(session, plain.id) if event.step == "look"] == []
    assert [event.data["what"] for event in lines] == looks
    assert {(event.staff_id, event.visibility) for event in lines} <= {(1, "desk")}


async def test_files_are_for_private_chats(stage: Stage) -> None:
    """In a group the command says where; a forged button there makes nothing."""
    await stage.write(AYU, COORDINATORS, "/ekspor")
    assert "@meja_badung_bot" in stage.texts(COORDINATORS)[-1]
    assert await stage.tap(AYU, COORDINATORS, 1, "d.see:make:7d:~:x:") != ""
    assert await asked(stage) == []


@pytest.mark.parametrize(
    "data",
    ["d.see", "d.see:go", "d.see:go:99d:~:p:", "d.see:go:7d:nasa:p:", "d.see:go:7d:~:q:", "d.see:go:7d:~:x:",
     "d.see:make:7d:~:p:", "d.see:burn:7d:~:x:"],
)  # fmt: skip
async def test_a_button_that_means_nothing(stage: Stage, data: str) -> None:
    """Says so."""
    assert await stage.tap(AYU, AYU, 1, data) == stage.house.catalog.say("id", "desk.toast.stale")
    assert await asked(stage) == []


@pytest.mark.parametrize(
    "change",
    [{"role": Role.LEADER}, {"role": Role.LIAISON, "agency": "pupr"}, None],
    ids=["no longer coordinator", "of another agency", "removed"],
)
async def test_who_may_no_longer_have_it_gets_nothing(stage: Stage, change: Any) -> None:
    """Rights are looked at again when the file is there."""
    await stage.tap(AYU, AYU, 1, "d.see:make:7d:dlhk:x!:sure")
    before = len(stage.seen(AYU))
    async with stage.storage.work(stage.now) as work:
        if change is None:
            await staff.remove(work, AYU)
        else:
            await staff.add(work, AYU, "Ayu", **change)
    await made(stage, (await asked(stage))[0])
    assert len(stage.seen(AYU)) == before


async def test_no_reports_and_too_many(stage: Stage) -> None:
    """Are sentences; there is no file."""
    for number, (rows, size, key) in enumerate(((0, 10, "export.empty"), (9, 50_000_000, "export.too_large"))):
        await stage.tap(AYU, AYU, 1, f"d.see:make:{('7d', '30d')[number]}:~:x:")
        await made(stage, (await asked(stage))[number], rows, size)
        assert stage.last(AYU).screen.text == stage.house.catalog.say("id", key, span="17–23 Nov 2026")
        assert stage.last(AYU).screen.media == ()


async def test_after_three_tries_it_is_given_up(stage: Stage) -> None:
    """And said so, once."""
    await stage.tap(AYU, AYU, 1, "d.see:make:7d:~:x:")
    for over in (False, False, True):
        stage.later(minutes=1)
        async with stage.storage.work(stage.now) as work:
            export = await exports.next_waiting(work.session)
            assert export is not None
            assert await exports.tried(work, export, give_up=False) is over
            if over:
                await parcel.give_up(work, stage.house, export)
    await stage.deliver()
    assert stage.texts(AYU)[-1] == stage.house.catalog.say("id", "export.failed.sheet")
    async with stage.storage.read() as session:
        assert await exports.next_waiting(session) is None
