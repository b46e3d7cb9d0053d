"""What tells who wrote the words goes, what tells what happened stays."""

from __future__ import annotations

import pytest

from rules.redact import MARK, mask, nameless

GOES = [
    "081234567890",
    "0812-3456-7890",
    "0812 3456 7890",
    "0812.3456.7890",
    "08 12 34 56 78 90",
    "62812 3456 7890",
    "+62 812-3456-7890",
    "+62 (0) 812 3456 789",
    "812-3456-7890",
    "(0361) 752 123",
    "0361 752123",
    "0361-9009270",
    "021 5790 1234",
    "+61 412 345 678",
    "+44 (0)20 7946 0958",
    "sari.luh@gmail.com",
    "i-wayan+lapor@mail.badungkab.go.id",
    "5103012304870001",
    "5103 0123 0487 0001",
    "510301-230487-0001",
    "51.03.01.230487.0001",
    "12.345.678.9-012.345",
    "1234567890",
    "A1234567",
    "PA1234567",
    "-8.65370, 115.14970",
    "8.6537° S, 115.1497° E",
    "https://maps.app.goo.gl/abcDEF123",
    "6P3QJ4VM+2X",
]


@pytest.mark.parametrize("number", GOES)
@pytest.mark.parametrize("around", ["Hubungi {} siang hari", "{}", "({})", "nomornya {}, terima kasih", "Call me: {}."])
def test_what_leads_to_a_person_goes(number: str, around: str) -> None:
    """Telephone numbers, e-mail, NIK, NPWP, passport and account numbers, coordinates and links to a pin."""
    masked = mask(around.format(number))

    assert around.format(MARK) == masked
    assert masked == mask(masked)


STAYS = [
    "Lampu padam sejak 23-11-2026 pukul 19.30",
    "Sejak 03-08-2027 14.30, lalu 04/08/2027",
    "On 2026-11-23 14:30 it was still there",
    "Dimintai Rp 150.000, lalu Rp150000000",
    "They wanted IDR 2500000000 or US$ 100",
    "Kerugian 1.500.000.000 rupiah",
    "Tiang PJU 12, gang IV no. 27, RT 003/RW 012",
    "Mobil DK 1234 AB dan motor DK1234XY",
    "Hubungi 112, 110 atau 14084",
    "Laporan BDG-2345-678 belum dijawab",
    "Banjir 60 cm, 3 hari 2 malam, 08.00-16.00 WITA",
    "Sudah 5 kali sejak 2019, kode pos 80361",
    "Jam buka 07:30-16:30, hari ke-12",
]


@pytest.mark.parametrize("words", STAYS)
def test_what_tells_what_happened_stays(words: str) -> None:
    """Dates, times, money, numbers of houses, plates, codes, and whom to call in need."""
    assert words == mask(words, "Ni Luh Sari", "sari_luh")


LABELLED = [
    ("NIK: 5103012304870001", f"NIK: {MARK}"),
    ("no KTP 51 0301 2304 87 0001", f"no KTP {MARK}"),
    ("Paspor no. n1234567 hilang", f"Paspor no. {MARK} hilang"),
    ("passport number 123456789", f"passport number {MARK}"),
    ("telp 752345 siang", f"telp {MARK} siang"),
    ("WA: 0812 3456 7890 ya", f"WA: {MARK} ya"),
    ("rekening 123-456-7890", f"rekening {MARK}"),
    ("https://wa.me/6281234567890", f"https://wa.me/{MARK}"),
    ("KTP saya ditahan", "KTP saya ditahan"),
]


@pytest.mark.parametrize(("words", "expected"), LABELLED)
def test_a_number_that_is_named_goes_whatever_its_shape(words: str, expected: str) -> None:
    """What it is a number of stays."""
    assert expected == mask(words)


NAMES = [
    ("Ni Luh Sari", "Saya Ni Luh Sari dari Kapal", f"Saya {MARK} dari Kapal"),
    ("Ni Luh Sari", "ni  luh sari, warga", f"{MARK}, warga"),
    ("Ni Luh Sari", "Yth. Ibu Sari, lampu sudah menyala", f"Yth. Ibu {MARK}, lampu sudah menyala"),
    ("Ni Luh Sari", "Ibu Luh Sari", f"Ibu {MARK} {MARK}"),
    ("Ni Luh Sari", "Bunga sari di Jalan Sari Dewi", "Bunga sari di Jalan Sari Dewi"),
    ("Emma Clarke", "Emma was there, regards emma", f"{MARK} was there, regards {MARK}"),
    ("Emma Clarke", "Emmanuel and Clarkeson", "Emmanuel and Clarkeson"),
    (
        "Made",
        "The road is made of sand. Made saw it; saya made",
        f"The road is made of sand. {MARK} saw it; saya {MARK}",
    ),
    ("Wayan Semat", "Di Jalan Raya Semat, kata wayan", f"Di Jalan Raya Semat, kata {MARK}"),
    ("Emma 🌸 Clarke", "Emma 🌸 Clarke here", f"{MARK} here"),
    ("O'Brien", "thanks, o'brien", f"thanks, {MARK}"),
    ("王伟", "我是王伟你好", f"我是{MARK}你好"),
    ("王", "我是王伟", "我是王伟"),
    ("Bo", "Bo was here", "Bo was here"),
    ("🌸", "nothing", "nothing"),
    ("", "nothing", "nothing"),
]


@pytest.mark.parametrize(("name", "words", "expected"), NAMES)
def test_the_writers_own_name_goes(name: str, words: str, expected: str) -> None:
    """Whole or in parts, in whatever case; not where it is a place or an everyday word."""
    masked = mask(words, name)

    assert expected == masked
    assert masked == mask(masked, name)


@pytest.mark.parametrize("words", ["tulis ke @emma_c ya", "my telegram: EMMA_C", "t.me/emma_c"])
def test_the_user_name_goes(words: str) -> None:
    """With and without its sign."""
    assert "emma_c" not in mask(words, "", "emma_c").casefold()
    assert "emma_clark" in mask("@emma_clark", "", "emma_c")


def test_a_report_that_is_worked_on_keeps_its_place() -> None:
    """The pin tells where the hole is; the number to call goes."""
    words = "📍 Berawa (-8.65370, 115.14970), 0812 3456 7890"

    assert f"📍 Berawa (-8.65370, 115.14970), {MARK}" == mask(words, pins=False)
    assert f"📍 Berawa ({MARK}), {MARK}" == mask(words)


def test_a_name_alone_can_go() -> None:
    """Of whoever gave a report away; the numbers are another person's."""
    said = nameless("Call 0812 3456 7890, or @pippa_s. Regards, Philippa", "Philippa Stone", "pippa_s")

    assert "Call 0812 3456 7890, or •••. Regards, •••" == said
