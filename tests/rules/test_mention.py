"""The day a story mentions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import mention
from rules.draft import When

TODAY = date(2026, 11, 11)  # a Wednesday


def ago(days: int, now: bool = False) -> When:
    """So many days before today; `now`: and still so."""
    return When(TODAY - timedelta(days=days), now=now)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("sampah menumpuk di Pantai Berawa sejak kemarin", ago(1, now=True)),
        ("lampu mati sejak tiga hari", ago(3, now=True)),
        ("udah 3hr ga diangkut", ago(3, now=True)),
        ("sdh dua minggu air ga ngalir", ago(14, now=True)),
        ("2 hari yang lalu ada motor jatuh", ago(2)),
        ("sejak 2 minggu lalu", ago(14, now=True)),
        ("sejam yang lalu", ago(0)),
        ("tadi malam jam 3 pagi", ago(1)),
        ("Semalam pohon tumbang", ago(1)),
        ("kmrn sore banjir", ago(1)),
        ("dari td pagi macet", ago(0, now=True)),
        ("kemarin lusa", ago(2)),
        ("malam ini ribut sekali", ago(0)),
        ("barusan dijambret", ago(0, now=True)),
        ("sejak hari Senin", ago(2, now=True)),
        ("hari minggu lalu", ago(3)),
        ("Jumat malam kemarin, Jumat", ago(5)),
        ("minggu lalu", ago(7)),
        ("tgl 5 pagi", ago(6)),
        ("tanggal 20 kemarin", ago(22)),
        ("kejadian 3 November 2026 di Kuta", ago(8)),
        ("tgl 3/11 di Kuta", ago(8)),
        ("on 03.11.2026 we", ago(8)),
        ("2026-11-03", ago(8)),
        ("tiga malam terakhir", ago(3, now=True)),
        ("mati uli ibi", ago(1, now=True)),
        ("no water for three days", ago(3, now=True)),
        ("dark since last night", ago(1, now=True)),
        ("since 1 November", ago(10, now=True)),
        ("broken since Monday", ago(2, now=True)),
        ("two days ago", ago(2)),
        ("for the last two nights", ago(2, now=True)),
        ("half a week ago, a week ago", ago(7)),
        ("this morning", ago(0)),
        ("Yesterday we", ago(1)),
        ("last Friday", ago(5)),
        ("on November 3rd", ago(8)),
        ("the kitchen is on fire right now!!", ago(0, now=True)),
        ("flames on the roof now", ago(0, now=True)),
        ("an hour ago", ago(0)),
    ],
)
def test_find(text: str, when: When) -> None:
    """In either language, with or without "since"; what has been so since is still so."""
    found = mention.find(text, TODAY)

    assert found is not None
    assert when == found.when
    assert found.words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Selamat pagi, mohon perbaikan jalan",
        "tiap malam ribut sampai jam 3 pagi",
        "every Friday night",
        "loud on sundays at 5am",
        "anak umur 3 bulan",
        "setiap 3 hari",
        "rusak lagi seminggu kemudian",
        "ditunggu sampai sekarang",
        "2 hari lagi",
        "it took 2 hours",
        "open 24/7",
        "besok",
        "naik 3 kali lipat, jam 2 siang",
        "harga 12.500",
        "24 Desember 2027",
    ],
)
def test_nothing(text: str) -> None:
    """How often, how long it takes, how old somebody is and days still to come are no day it happened."""
    assert mention.find(text, TODAY) is None


@given(st.text(max_size=200), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_anything(text: str, today: date) -> None:
    """Any text gives a day that has come, or none."""
    found = mention.find(text, today)

    assert found is None or (found.when.day is not None and found.when.day <= today)
