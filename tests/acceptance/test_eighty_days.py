"""Two reports through eighty days: one that everybody forgets, one that is answered and left to itself."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from era import Era, Heard, begun
from filing import ENGLISH, INDONESIAN, file_report

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(500)]
BALI = ZoneInfo("Asia/Makassar")


def at(month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    """A moment of early 2027 in Bali, when Galungan is on 13 January, Nyepi on 8 March and Eid on 10 March."""
    return datetime(2027, month, day, hour, minute, tzinfo=BALI)


async def answer(era: Era) -> None:
    """What the desk does with Made's report, and what Made says, until it is answered."""
    made, ayu, ketut = era.of("Made"), era.of("coordinators"), era.of("dlhk")
    await era.pass_to(at(1, 7, 9))
    await ayu.tap("Teruskan")
    await ayu.tap("⭐ DLHK")
    await era.calm()
    await era.pass_to(at(1, 7, 11))
    await ketut.tap("Kerjakan")
    await era.calm()
    await _write(era, ketut, "Tanya pelapor", "Di sebelah mana pantai itu, utara atau selatan?")
    await era.pass_to(at(1, 11, 20))
    await made.reply(await made.last(), "Di sebelah utara, dekat muara.")
    await era.calm()
    await era.pass_to(at(1, 27, 10))
    await _write(era, ketut, "Jawab pelapor", "Sampah sudah kami angkut pagi ini dan pantainya kami bersihkan.")
    await ketut.tap("Selesai")
    await era.calm()


async def _write(era: Era, desk: Any, button: str, text: str) -> None:
    await desk.tap(button)
    await era.calm()
    await desk.reply(await desk.last(), text)
    await desk.tap(re.compile("Kirim"))
    await era.calm()


def said(heard: list[Heard], *sorts: str) -> list[tuple[datetime, str]]:
    """When a message of these sorts came: each sort is what such a message begins with."""
    return [(one.at, sort) for one in heard for sort in sorts if one.text.startswith(sort)]


def each(sort: str, *moments: datetime) -> list[tuple[datetime, str]]:
    return [(moment, sort) for moment in moments]


# Worked out by hand. The office is open Monday to Thursday 08:00-16:00 and Friday 06:30-12:00, but nothing rings before
# 07:00; it was closed on 5, 6, 12, 13, 14 and 22 January, 5 February, from 8 to 15 and on 25 March.
OFFICE_DAYS = [
    *(at(1, day) for day in (18, 19, 20, 21, 25, 26, 27, 28)),
    *(at(2, day) for day in (1, 2, 3, 4, 8, 9, 10, 11, 15, 16, 17, 18, 22, 23, 24, 25)),
    *(at(3, day) for day in (1, 2, 3, 4, 16, 17, 18, 22, 23, 24)),
    *(at(month, day, 7) for month, day in ((1, 15), (1, 29), (2, 12), (2, 19), (2, 26), (3, 5), (3, 19))),
]
# The 1,680 minutes until 11 January 16:00 are half over on the 7th at 15:30; "a day before" and "due" are closed hours.
VERIFYING = [at(1, 8, 7), at(1, 11)]
ANSWERING = at(1, 20, 14)  # half of the 6,660 minutes until 1 February 16:00; the day before is a day of daily warnings
TWICE = [at(1, 20, 15), at(2, 23, 12)]  # as many minutes again after each


def is_weekly(heard: Heard) -> bool:
    """Last week's figures, or their pictures, which say nothing."""
    return "Pekan lalu" in heard.text or not heard.text.strip()


async def test_two_reports_live_through_eighty_days(tmp_path: Path) -> None:
    """Each warning, notice, question and closing comes at its time, once, in its reader's language, none at night."""
    async with begun(tmp_path, at(1, 4, 9, 30)) as era:
        _, forgotten = await file_report(era, ENGLISH)
        await era.calm()
        _, answered = await file_report(era, INDONESIAN)
        await era.calm()
        await answer(era)
        await era.pass_to(at(3, 25, 9, 30))

        ears = era.ears
        assert said(ears["Emma"], "⚠️ Report", "⏳ No news yet", "⚖️ Report", "🔔") == sorted(
            [
                *each("⚠️ Report", at(1, 11, 16), at(2, 1, 16)),
                *each("⏳ No news yet", at(1, 19), at(1, 26), at(2, 9), at(2, 16), at(2, 23), at(3, 2)),
                *each("⚖️ Report", at(3, 5, 10)),
                *each("⏳ No news yet", at(3, 13), at(3, 20)),
            ]
        )
        assert said(ears["Made"], "🔔 Laporan", "❓", "💬", "⏳ Belum ada perkembangan", "⚠️", "⚖️") == [
            *each("🔔 Laporan", at(1, 7, 9), at(1, 7, 11)),
            *each("❓", at(1, 7, 11)),
            *each("⏳ Belum ada perkembangan", at(1, 15), at(1, 22)),
            *each("💬", at(1, 27, 10)),
            *each("🔔 Laporan", at(1, 27, 10)),  # is it solved?
            *each("🔔 Laporan", at(2, 3, 16)),  # asked once more, five working days later
            *each("🔔 Laporan", at(2, 11, 16)),  # closed by itself, after ten
        ]
        assert said(ears["coordinators"], "⏰ 1 laporan") == each(
            "⏰ 1 laporan", *sorted([*VERIFYING, ANSWERING, *OFFICE_DAYS])
        )
        # Half of Made's time, without the days on which DLHK waited for an answer: 26 January 08:30.
        assert said(ears["dlhk"], "⏰") == each("⏰", at(1, 26, 10))
        assert said(ears["leader"], "‼️ 1 laporan") == each("‼️ 1 laporan", *TWICE)
        assert {"coordinators": 4 + len(VERIFYING) + 1 + len(OFFICE_DAYS) + 1, "dlhk": 8, "leader": 2} == {
            name: len([one for one in ears[name] if not is_weekly(one)]) for name in ("coordinators", "dlhk", "leader")
        }
        assert [11, 11, 9] == [  # Mondays; the leader's since the bot first wrote to them
            len([one for one in ears[name] if "Pekan lalu" in one.text]) for name in ("coordinators", "dlhk", "leader")
        ]
        assert [] == [one for heard in ears.values() for one in heard if not 7 <= one.at.hour < 21]
        assert [] == [one for heard in ears.values() for one in heard if one.at.date() == at(3, 8).date()]
        assert "aporan" not in "".join(one.text for one in ears["Emma"])
        assert "eport" not in "".join(one.text for one in ears["Made"])
        assert "closed" == await era.value("SELECT status FROM report WHERE code = :code", code=answered)
        assert "received" == await era.value("SELECT status FROM report WHERE code = :code", code=forgotten)
        assert 0 == await era.value("SELECT count(*) FROM push WHERE state IN ('dead', 'unknown', 'unreachable')")
