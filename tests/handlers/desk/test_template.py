"""Answers written beforehand at the desk: two texts with the same fields, for a category and a status."""

from __future__ import annotations

import pytest

from rules.access import Role
from rules.lifecycle import Step
from storage import staff
from tests.handlers.stage import AYU, COORDINATORS, KETUT, WAYAN, Stage, labels

INDONESIAN = "Sampah di {tempat} diangkut setiap Selasa oleh {instansi}."
ENGLISH = "The {agency} collects the waste at {place} every Tuesday."
LEADER = 14


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """On both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


async def _make(stage: Stage, who: int = AYU, indonesian: str = INDONESIAN, english: str = ENGLISH) -> None:
    """Write a new one, up to its page."""
    await stage.write(who, who, "/templat")
    await stage.press(who, who, "Templat baru")
    await stage.write(who, who, indonesian)
    await stage.write(who, who, english)


async def test_one_that_is_published_is_used_at_a_card(stage: Stage) -> None:
    """Of that category and that status only."""
    await _make(stage)
    for words in ("Kategori", "Sampah & lingkungan", "Sampah", "Status", "Proses", "Terbitkan"):
        await stage.press(AYU, AYU, words)
    assert "dapat dipakai petugas" in stage.last(AYU).screen.text

    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.press(AYU, COORDINATORS, "Pakai templat")
    assert not any("diangkut setiap" in label for label in labels(stage.last(COORDINATORS).screen))
    await stage.desk_takes(report, Step.TAKE, AYU)
    await stage.press(AYU, COORDINATORS, "Pakai templat")
    await stage.press(AYU, COORDINATORS, "Sampah di {tempat}")

    assert "collects the waste at Tibubeneng, Kuta Utara every Tuesday." in stage.last(COORDINATORS).screen.text
    assert "Sampah di Tibubeneng, Kuta Utara diangkut setiap Selasa" in stage.last(COORDINATORS).screen.text
    assert any("Kirim ke pelapor" in label for label in labels(stage.last(COORDINATORS).screen))


@pytest.mark.parametrize(
    ("indonesian", "english", "why"),
    [
        (INDONESIAN, "The {agency} collects the waste every Tuesday.", "Isian kedua teks berbeda"),
        (INDONESIAN, "The {dinas} collects the waste at {place}.", "“dinas” tidak dikenal"),
        ("Petugas datang hari ___.", "Our team will come.", "berbeda. Samakan"),
    ],
)
async def test_one_with_a_flaw_cannot_be_published(stage: Stage, indonesian: str, english: str, why: str) -> None:
    """There is no button for it, and a forged one does nothing."""
    await _make(stage, indonesian=indonesian, english=english)
    shown = stage.last(AYU)
    assert why in shown.screen.text
    assert not any("Terbitkan" in label for label in labels(shown.screen))

    number = shown.screen.buttons[0][0].value.split(":")[1]
    await stage.tap(AYU, AYU, shown.message_id, f"d.tpl:{number}:publish")
    assert "Konsep templat" in stage.last(AYU).screen.text


async def test_one_language_is_no_template(stage: Stage) -> None:
    """The page says which text is missing."""
    await stage.write(AYU, AYU, "/templat")
    await stage.press(AYU, AYU, "Templat baru")
    await stage.write(AYU, AYU, INDONESIAN)
    assert "bahasa Inggris" in stage.last(AYU).screen.text
    await stage.write(AYU, AYU, "/templat")
    await stage.press(AYU, AYU, "Sampah di {tempat}")

    assert "Teks bahasa Inggris belum ada" in stage.last(AYU).screen.text
    assert not any("Terbitkan" in label for label in labels(stage.last(AYU).screen))


async def test_a_liaisons_is_for_the_own_agency(stage: Stage) -> None:
    """Others of the agency may change it, another agency does not see it, a coordinator sees all."""
    await _make(stage, KETUT)
    await stage.press(KETUT, KETUT, "Terbitkan")
    shown = stage.last(KETUT)
    assert "Untuk instansi: DLHK" in shown.screen.text
    edit = next(button.value for row in shown.screen.buttons for button in row if "Ubah" in button.text)

    await stage.write(WAYAN, WAYAN, "/templat")
    assert not any("Sampah" in label for label in labels(stage.last(WAYAN).screen))
    assert "tidak berlaku" in await stage.tap(WAYAN, WAYAN, stage.last(WAYAN).message_id, edit)
    await stage.write(AYU, AYU, "/templates")
    assert any("Sampah" in label for label in labels(stage.last(AYU).screen))


async def test_a_draft_is_its_writers(stage: Stage) -> None:
    """Until it is published nobody else sees it."""
    await _make(stage)
    edit = stage.last(AYU).screen.buttons[0][0].value
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, LEADER + 1, "Putu", Role.COORDINATOR)
    await stage.write(LEADER + 1, LEADER + 1, "/templat")

    assert not any("Sampah" in label for label in labels(stage.last(LEADER + 1).screen))
    assert "tidak berlaku" in await stage.tap(LEADER + 1, LEADER + 1, stage.last(LEADER + 1).message_id, edit)


async def test_it_is_changed_and_deleted(stage: Stage) -> None:
    """While it is changed nobody uses it; deleted, it is gone from the list."""
    await _make(stage)
    await stage.press(AYU, AYU, "Terbitkan")
    await stage.press(AYU, AYU, "Ubah")
    await stage.press(AYU, AYU, "Teks Inggris")
    await stage.write(AYU, AYU, f"{ENGLISH} Thank you.")
    assert "Thank you." in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "Hapus")

    assert not any("Sampah" in label for label in labels(stage.last(AYU).screen))


async def test_only_in_the_own_chat_and_not_for_leaders(stage: Stage) -> None:
    """A group hears where; what is written when nothing was asked is no text."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, LEADER, "Made", Role.LEADER)
    await stage.write(AYU, COORDINATORS, "/templat")
    assert "chat pribadi" in stage.last(COORDINATORS).screen.text
    await stage.write(LEADER, LEADER, "/templat")
    assert "bukan untuk peran Anda" in stage.last(LEADER).screen.text
    assert "bukan untuk peran Anda" in await stage.tap(AYU, COORDINATORS, 1, "d.tpl:0:new")


async def test_the_next_message_is_what_was_asked_last(stage: Stage) -> None:
    """A template, then a broadcast; and after an hour it is nothing."""
    await stage.write(AYU, AYU, "/templat")
    await stage.press(AYU, AYU, "Templat baru")
    await stage.write(AYU, AYU, "/siaran")
    await stage.press(AYU, AYU, "Siaran baru")
    await stage.press(AYU, AYU, "Teks Indonesia")
    await stage.write(AYU, AYU, "Jalan ditutup besok.")
    await stage.write(AYU, AYU, "/templat")
    assert not any("Jalan" in label for label in labels(stage.last(AYU).screen))

    await stage.press(AYU, AYU, "Templat baru")
    stage.later(hours=2)
    await stage.write(AYU, AYU, INDONESIAN)
    assert "bahasa Inggris" not in stage.last(AYU).screen.text


async def test_one_can_be_a_question(stage: Stage) -> None:
    """Then only for a status in which somebody can be asked, and it is sent as one."""
    await _make(stage, indonesian="Sejak kapan sampah di {tempat} ada?", english="Since when is it at {place}?")
    for words in ("Status", "Tunda", "Jadikan pertanyaan"):
        await stage.press(AYU, AYU, words)
    assert "Dipakai sebagai: ❓ pertanyaan" in stage.last(AYU).screen.text
    assert "Untuk status: semua" in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "Status")
    assert not any("Tunda" in label or "Selesai" in label for label in labels(stage.last(AYU).screen))
    shown = stage.last(AYU)
    number = shown.screen.buttons[0][0].value.split(":")[1]
    await stage.tap(AYU, AYU, shown.message_id, f"d.tpl:{number}:status:answered")
    assert "semua" not in stage.last(AYU).screen.text
    await stage.press(AYU, AYU, "Kembali")
    await stage.press(AYU, AYU, "Terbitkan")

    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Pakai templat")
    await stage.press(AYU, COORDINATORS, "❓ Sejak kapan")
    await stage.press(AYU, COORDINATORS, "Kirim pertanyaan")
    assert "Since when is it at Tibubeneng, Kuta Utara?" in stage.last(501, "public").screen.text
