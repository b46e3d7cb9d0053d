"""The queue: views with their counts, pages in one message, for whoever asks in whichever chat."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules import queue
from rules.access import Role
from rules.delivery import Dead
from rules.lifecycle import Actor, Step
from rules.queue import PAGE, Spot
from storage import staff
from storage.tables import Report
from tests.handlers.reporter.phone import check
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, WAYAN, Stage, labels

PUTU, SRI = 21, 22


async def many(stage: Stage, count: int, **answers: Any) -> list[Report]:
    filed = [await stage.file(telegram_id=600 + number, **answers) for number in range(count)]
    await stage.deliver()
    return filed


async def forwarded(stage: Stage, agency: str = "dlhk", **answers: Any) -> Report:
    report = await stage.file(**answers)
    await stage.desk_takes(report, Step.FORWARD, agency=agency)
    return report


def text(stage: Stage, chat: int = AYU) -> str:
    return stage.last(chat).screen.text


def count(stage: Stage, view: str, chat: int = AYU) -> str:
    """The figure on the button of a view."""
    return next(label for label in labels(stage.last(chat).screen) if view in label).rpartition(" ")[2]


async def test_a_line_says_what_is_to_be_done(stage: Stage) -> None:
    """Light, code, category, village, status in LAPOR!'s word, what is due when; a numbered button opens it."""
    report = await stage.file()
    await stage.write(AYU, AYU, "/antrean")
    line = text(stage)
    for words in ("1. 🟢", report.code, "Tibubeneng", "Belum Terverifikasi", "verifikasi paling lambat 26 Nov 2026"):
        assert words in line

    assert "1" in labels(stage.last(AYU).screen)
    check(stage.last(AYU).screen)


async def test_each_view_has_its_reports_and_its_count(stage: Stage) -> None:
    """New, in hand, due today, late, waiting for the reporter, all; each report is in the views it belongs to."""
    new = await stage.file()
    mine, asked = await forwarded(stage), await forwarded(stage)
    await stage.desk_takes(mine, Step.TAKE)
    await stage.desk_takes(asked, Step.ASK, text="Di mana tepatnya?")
    await stage.write(AYU, AYU, "/antrean")
    for view, codes in {
        "Baru 1": [new.code],
        "Tugas saya 1": [mine.code],
        "Menunggu pelapor 1": [asked.code],
        "Hari ini 0": [],
        "Terlambat 0": [],
        "Tidak sampai 0": [],
        "Semua 3": [new.code, mine.code, asked.code],
    }.items():
        await stage.press(AYU, AYU, view)
        assert f"• {view}" in labels(stage.last(AYU).screen)
        assert codes == [code for code in (new.code, mine.code, asked.code) if code in text(stage)]
    assert 1 == len(stage.seen(AYU))


async def test_what_is_due_today_is_late_afterwards(stage: Stage) -> None:
    """From the moment it is due; the region's day counts."""
    await stage.file()
    stage.now = stage.now.replace(day=26, hour=0)
    await stage.write(AYU, AYU, "/antrean")
    assert ("1", "0") == (count(stage, "Hari ini"), count(stage, "Terlambat"))
    stage.now = stage.now.replace(hour=8)
    await stage.press(AYU, AYU, "Terlambat")
    assert ("0", "1") == (count(stage, "Hari ini"), count(stage, "Terlambat"))
    assert "1. 🔴" in text(stage)


async def test_the_nearest_promise_comes_first(stage: Stage) -> None:
    """Whatever was filed first."""
    older = await forwarded(stage)
    stage.later(hours=1)
    newer = await stage.file()
    await stage.write(AYU, AYU, "/antrean")
    assert text(stage).index(newer.code) < text(stage).index(older.code)


async def test_it_has_pages(stage: Stage) -> None:
    """In the same message; beyond the end stands the last one."""
    filed = await many(stage, PAGE + 1)
    await stage.write(AYU, AYU, "/antrean")
    assert "Laporan terbuka</b> · 9 laporan" in text(stage)
    assert ["1", "2", "3", "4", "5", "6", "7", "8", "1/2", "›"] == labels(stage.last(AYU).screen)[:10]
    await stage.press(AYU, AYU, "›")
    assert ["9", "‹", "2/2"] == labels(stage.last(AYU).screen)[:3]
    assert filed[-1].code in text(stage)
    check(stage.last(AYU).screen)
    await stage.tap(AYU, AYU, stage.last(AYU).message_id, "d.q:all.77")
    assert filed[-1].code in text(stage)
    assert 1 == len(stage.seen(AYU))


async def test_a_message_holds_the_longest_page(stage: Stage) -> None:
    """Names of any length are cut, and the traveller's bag is there."""
    await many(stage, PAGE, category=None)
    for report in range(1, PAGE + 1):
        async with stage.storage.work(stage.now) as work:
            found = await work.session.get(Report, report)
            assert found is not None
            found.title, found.place_name = "😀" * 300, "é" * 300
            found.stay_until = date(2026, 11, 30)
    await stage.write(AYU, AYU, "/antrean")
    check(stage.last(AYU).screen)
    assert PAGE == text(stage).count("🧳")


async def test_two_people_turn_the_pages_of_one_message(stage: Stage) -> None:
    """Each button knows its place: whoever presses gets what it says, and "mine" is whose button it was."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, SRI, "Sri", Role.COORDINATOR)
    report = await forwarded(stage)
    await stage.desk_takes(report, Step.TAKE)
    await stage.write(AYU, COORDINATORS, "/antrean")
    message = stage.last(COORDINATORS).message_id
    await stage.press(SRI, COORDINATORS, "Tugas saya")
    assert "Tugas Sri" in text(stage, COORDINATORS)
    assert report.code not in text(stage, COORDINATORS)
    await stage.press(AYU, COORDINATORS, "Tugas saya")
    assert "Tugas Ayu" in text(stage, COORDINATORS)
    assert report.code in text(stage, COORDINATORS)
    async with stage.storage.read() as session:
        ayu = await staff.by_telegram_id(session, AYU)
    assert ayu is not None
    await stage.tap(SRI, COORDINATORS, message, f"d.q:mine-{ayu.id}.0")
    assert report.code in text(stage, COORDINATORS)


async def test_a_group_shows_its_own_agencys(stage: Stage) -> None:
    """Whoever asks there; and a liaison sees the own agency's wherever they are."""
    ours, theirs, unsorted = await forwarded(stage), await forwarded(stage, "pupr"), await stage.file()
    for who, chat, seen in (
        (AYU, DLHK, [ours]),
        (KETUT, DLHK, [ours]),
        (KETUT, KETUT, [ours]),
        (WAYAN, WAYAN, [theirs]),
        (KETUT, COORDINATORS, [ours]),
        (AYU, COORDINATORS, [ours, theirs, unsorted]),
    ):
        await stage.write(who, chat, "/antrean")
        shown = text(stage, chat)
        assert {one.code for one in seen} == {one.code for one in (ours, theirs, unsorted) if one.code in shown}
        assert str(len(seen)) == labels(stage.last(chat).screen)[-1].rpartition(" ")[2]
    await stage.write(KETUT, KETUT, "/antrean")
    assert "• DLHK 1" in labels(stage.last(KETUT).screen)


async def test_a_liaison_in_anothers_group_gets_nothing(stage: Stage) -> None:
    """Not by the command, and not by the buttons of a colleague."""
    report = await forwarded(stage)
    await stage.write(WAYAN, DLHK, "/antrean")
    assert report.code not in text(stage, DLHK)
    await stage.write(KETUT, DLHK, "/antrean")
    message = stage.last(DLHK).message_id
    assert "bukan untuk peran Anda" in await stage.tap(WAYAN, DLHK, message, "d.q:late.0")
    assert "Laporan terbuka" in text(stage, DLHK)


async def test_who_was_removed_turns_no_page(stage: Stage) -> None:
    """A page that was ordered before is not composed for them either."""
    await stage.file()
    await stage.write(AYU, AYU, "/antrean")
    async with stage.storage.work(stage.now) as work:
        await staff.remove(work, AYU)
    before = text(stage)
    await stage.tap(AYU, AYU, stage.last(AYU).message_id, "d.q:late.0")
    assert before == text(stage)


async def test_new_is_what_nobody_has_taken(stage: Stage) -> None:
    """For an agency what was forwarded to it."""
    report = await forwarded(stage)
    await stage.write(KETUT, KETUT, "/antrean")
    assert "1" == count(stage, "Baru", KETUT)
    await stage.desk_takes(report, Step.TAKE, who=KETUT)
    await stage.press(KETUT, KETUT, "Tugas saya")
    assert ("0", "1") == (count(stage, "Baru", KETUT), count(stage, "Tugas saya", KETUT))


async def test_a_leader_reads_everything(stage: Stage) -> None:
    """And nothing is theirs."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, PUTU, "Putu", Role.LEADER, language="en")
    report = await stage.file()
    await stage.write(PUTU, PUTU, "/queue")
    assert "<b>Open reports</b> · 1 report\n" in text(stage, PUTU)
    assert report.code in text(stage, PUTU)
    assert "0" == count(stage, "Mine", PUTU)


async def test_ended_reports_are_no_work(stage: Stage) -> None:
    """Nor is what the reporter took back, or has an answer."""
    report = await stage.file()
    await stage.step(report, Step.WITHDRAW, Actor.REPORTER)
    await stage.write(AYU, AYU, "/antrean")
    assert "Tidak ada laporan terbuka" in text(stage)
    assert "Semua 0" in "".join(labels(stage.last(AYU).screen))


@pytest.mark.parametrize("payload", ["d.q", "d.q:", "d.q:x.0", "d.q:all", "d.q:all.-1", "d.q:find.0", "d.q:all.99999"])
async def test_a_stale_or_forged_button_says_so(stage: Stage, payload: str) -> None:
    """And nothing changes."""
    await stage.file(EMMA)
    await stage.write(AYU, AYU, "/antrean")
    before = stage.last(AYU).screen
    assert "tidak berlaku lagi" in await stage.tap(AYU, AYU, stage.last(AYU).message_id, payload)
    assert before == stage.last(AYU).screen


@pytest.mark.parametrize("who", [AYU, SRI])
async def test_every_view_is_complete_in_both_languages(stage: Stage, who: int) -> None:
    """Empty and with a report; Telegram would take each."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, SRI, "Sri", Role.COORDINATOR, language="en")
    await stage.write(who, who, "/antrean")
    for report in (None, 1):
        for view in queue.View:
            await stage.tap(who, who, stage.last(who).message_id, f"d.q:{Spot(view)}")
            check(stage.last(who).screen)
        if report is None:
            await stage.file()


async def test_what_did_not_reach_the_reporter(stage: Stage) -> None:
    """As long as the last words are the ones that failed."""
    report = await forwarded(stage)
    stage.fates[EMMA] = [Dead("can't parse")]
    await stage.desk_takes(report, Step.REPLY, text="Petugas kami datang besok pagi.")
    await stage.write(AYU, AYU, "/antrean")
    assert "1" == count(stage, "Tidak sampai")
    await stage.press(AYU, AYU, "Tidak sampai")
    assert report.code in text(stage)
    await stage.desk_takes(report, Step.REPLY, text="Petugas kami datang besok siang.")
    await stage.press(AYU, AYU, "Tidak sampai")
    assert "0" == count(stage, "Tidak sampai")
    assert "Semua pesan terakhir sampai" in text(stage)
