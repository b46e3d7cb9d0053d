"""Whose a matter is when it is not the regency's."""

from __future__ import annotations

from datetime import date

import pytest

from bot import region
from rules import authority, understanding

BADUNG = region.load("badung")
TODAY = date(2026, 11, 11)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jalan raya uluwatu berlubang", "bbpjn"),
        ("sampah di jalan raya uluwatu", None),
        ("potholes on jalan raya canggu", "province"),
        ("jalan berlubang di Dalung", None),
        ("listrik padam dari tadi malam", "pln"),
        ("power outage in Seminyak", "pln"),
        ("motor saya hilang dicuri", "police"),
        ("police asked me for 500k without a ticket", "propam"),
        ("my visa extension is stuck", "immigration"),
        ("cheated by a money changer in Kuta", "bank_indonesia"),
        ("I paid Love Bali but got no QR code", "love_bali"),
        ("Taxi driver at the airport refused the meter", "airport"),
        ("pasien BPJS ditolak puskesmas", "bpjs"),
        ("sertifikat tanah tumpang tindih", "bpn"),
        ("sampah menumpuk di Sanur", "other_regency"),
        ("atap SMA bocor", "province"),
        ("sampah menumpuk di Dalung", None),
        ("macet di depan kantor, tidak ada polisi yang mengatur", None),
    ],
)
def test_find(text: str, expected: str | None) -> None:
    """By name, by the street where the street's owner counts, by what it is about, by the place."""
    found = understanding.read(text, BADUNG, TODAY).competence

    assert expected == (found.authority if found else None)


def test_the_chosen_category_counts() -> None:
    """What the person chose decides, not the guess."""
    assert authority.find("tolong dicek", "electricity", False, BADUNG) is not None
    assert authority.find("tolong dicek", "waste", False, BADUNG) is None
