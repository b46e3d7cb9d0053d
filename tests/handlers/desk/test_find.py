"""Finding reports at the desk: what was understood, what was found, and who may find it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rules.access import Role
from rules.draft import Part, Place
from rules.lifecycle import Actor, Step
from rules.queue import PAGE
from storage import confidants, staff
from storage.tables import Report
from tests.handlers.reporter.phone import check
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, MADE, WAYAN, Stage, labels

SRI, PUTU = 22, 21


async def filed(stage: Stage, words: str, agency: str | None = None, **answers: Any) -> Report:
    report = await stage.file(MADE, "id", parts=(Part(1, words),), **answers)
    if agency is not None:
        await stage.desk_takes(report, Step.FORWARD, agency=agency)
    await stage.deliver()
    return report


async def find(stage: Stage, words: str, who: int = AYU, chat: int | None = None) -> str:
    """What is answered to a search."""
    await stage.write(who, chat or who, f"/cari {words}")
    check(stage.last(chat or who).screen)
    return stage.last(chat or who).screen.text


def kerobokan(stage: Stage) -> Place:
    """As the region has it."""
    village = next(one for one in stage.house.region.villages if one.name == "Kerobokan")
    return Place(village.latitude, village.longitude, village.code, village.name, village.district)


async def test_one_line_in_any_order(stage: Stage) -> None:
    """Words, village and month; what was understood is said above."""
    stage.later(days=-30)
    wanted = await filed(stage, "Jalan di depan pasar rusak parah.", place=kerobokan(stage))
    elsewhere = await filed(stage, "Jalan rusak dan berlubang.")
    stage.later(days=30)
    later = await filed(stage, "Jalan rusak lagi.", place=kerobokan(stage))
    for words in ("jalan rusak kerobokan oktober", "oktober kerobokan rusak jalan"):
        text = await find(stage, words)
        assert "desa: Kerobokan · 1 Okt 2026 – 31 Okt 2026" in text
        assert "1 laporan" in text
        assert [True, False, False] == [one.code in text for one in (wanted, elsewhere, later)]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("kerusakan", True),
        ("RUSAK", True),
        ("rusaknya jembatan", True),
        ("kecamatan kuta utara", True),
        ("tibubneng rusak", True),
        ("rusak hari ini", True),
        ("rusak kemarin", False),
        ("lampu", False),
        ("rusak legian", False),
        ("100%", False),
        ("rusuk", False),
        ("kategori waste", True),
        ("#waste rusak", True),
        ("kategori lampu jalan", False),
    ],
)
async def test_what_is_found_by_which_words(stage: Stage, words: str, is_found: bool) -> None:
    """By the stem of a word, however a village is spelt, by category and by day; signs mean themselves."""
    report = await filed(stage, "Jembatan kayu itu rusak.")
    assert is_found is (report.code in await find(stage, words))


async def test_by_its_code(stage: Stage) -> None:
    """However it is written, and however long ago it was."""
    report = await filed(stage, "Lampu padam.")
    await filed(stage, "Lampu padam lagi.")
    stage.later(days=500)
    text = await find(stage, report.code.lower().replace("-", " "))
    assert f"kode: {report.code}" in text
    assert "1 laporan" in text


async def test_without_a_time_the_last_year_is_searched(stage: Stage) -> None:
    """And that is said; an older report is found by its time."""
    report = await filed(stage, "Lampu padam.")
    stage.later(days=400)
    text = await find(stage, "lampu padam")
    assert "12 bulan terakhir" in text
    assert report.code not in text
    assert report.code in await find(stage, f"lampu padam {(stage.now - timedelta(days=400)):%Y-%m-%d}")


async def test_nothing_found_says_what_to_try(stage: Stage) -> None:
    """Fewer words, another time, or the category that the words may mean."""
    text = await find(stage, "tumpukan sampah legian")
    assert "Tidak ada laporan yang cocok" in text
    assert "lebih sedikit kata" in text
    assert "/cari kategori" in text


async def test_alone_it_says_how(stage: Stage) -> None:
    """So it does for small words alone."""
    for words in ("", "di", "..."):
        assert "Mencari laporan" in await find(stage, words)


async def test_it_has_pages_and_opens_in_place(stage: Stage) -> None:
    """The newest first; the way back leads to the very page of what was found, ended reports too."""
    every = [await filed(stage, f"Lampu jalan nomor {number} padam.") for number in range(PAGE + 1)]
    await stage.step(every[0], Step.WITHDRAW, Actor.REPORTER)
    assert "9 laporan" in await find(stage, "lampu padam")
    message = stage.last(AYU).message_id
    await stage.press(AYU, AYU, "›")
    listed = stage.last(AYU).screen
    assert every[0].code in listed.text
    await stage.press(AYU, AYU, "9")
    assert "nomor 0 padam" in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "‹ Hasil pencarian")
    assert listed == stage.last(AYU).screen
    await stage.press(AYU, AYU, "‹")
    assert every[-1].code in stage.last(AYU).screen.text
    assert message == stage.last(AYU).message_id


async def test_another_chats_search_is_stale(stage: Stage) -> None:
    """Nobody reads what somebody else was looking for by counting numbers."""
    await filed(stage, "Lampu padam.")
    await find(stage, "lampu")
    number = stage.last(AYU).push.id
    await find(stage, "padam", chat=COORDINATORS)
    message = stage.last(COORDINATORS).message_id
    for payload in (f"d.q:find-{number}.0", "d.q:find-99999.0", "d.q:find-1.0"):
        assert "Cari lagi" in await stage.tap(AYU, COORDINATORS, message, payload)


async def test_a_liaison_finds_the_own_agencys(stage: Stage) -> None:
    """By whatever is asked; in a group only the group's, whoever asks."""
    ours = await filed(stage, "Lampu padam di sini.", "dlhk")
    theirs = await filed(stage, "Lampu padam di sana.", "pupr")
    for words in ("lampu", "kategori waste", theirs.code, "tibubeneng", "hari ini"):
        assert theirs.code not in (await find(stage, words, KETUT)).replace(f"kode: {theirs.code}", "")
        assert theirs.code not in (await find(stage, words, AYU, DLHK)).replace(f"kode: {theirs.code}", "")
    assert ours.code in await find(stage, "lampu", KETUT)
    assert ours.code in await find(stage, "lampu", AYU, DLHK)
    assert "bukan untuk peran Anda" in await find(stage, "lampu", WAYAN, DLHK)


async def test_confidential_reports_are_found_by_who_may_read_them(stage: Stage) -> None:
    """A coordinator in their own chat, a liaison who was named; nobody in a group, and no leader."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, PUTU, "Putu", Role.LEADER)
        await staff.add(work, SRI, "Sri", Role.LIAISON, "dlhk")
    report = await filed(stage, "Petugas meminta uang.", "dlhk", confidential=True)
    async with stage.storage.work(stage.now) as work:
        ketut = await staff.by_telegram_id(work.session, KETUT)
        ayu = await staff.by_telegram_id(work.session, AYU)
        assert ketut is not None
        assert ayu is not None
        await confidants.name(work, report.id, ketut.id, ayu.id)
    found = {
        (who, chat): report.code in await find(stage, "petugas uang", who, chat)
        for who, chat in ((AYU, AYU), (KETUT, KETUT), (SRI, SRI), (PUTU, PUTU), (AYU, COORDINATORS), (KETUT, DLHK))
    }
    assert [(AYU, AYU), (KETUT, KETUT)] == [place for place, was_found in found.items() if was_found]
    for who, chat in ((PUTU, PUTU), (AYU, COORDINATORS), (SRI, SRI)):
        await stage.write(who, chat, "/antrean")
        assert report.code in stage.last(chat).screen.text
        assert "🔒 rahasia" in stage.last(chat).screen.text
        assert "Tibubeneng" not in stage.last(chat).screen.text
        await stage.press(who, chat, "1")
        assert "meminta" not in "".join(stage.texts(chat))


async def test_it_speaks_both_languages(stage: Stage) -> None:
    """The screen, and the words it understands."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, SRI, "Sri", Role.COORDINATOR, language="en")
    report = await filed(stage, "The road is broken.", place=kerobokan(stage))
    await stage.write(SRI, SRI, "/find broken road kerobokan this month")
    text = stage.last(SRI).screen.text
    assert "words: broken road · village: Kerobokan · Nov 1, 2026 – " in text or "village: Kerobokan" in text
    assert report.code in text
    assert "1" in labels(stage.last(SRI).screen)
    for words in ("", "nothing of the kind", "category waste legian"):
        await stage.write(SRI, SRI, f"/find {words}")
        check(stage.last(SRI).screen)
