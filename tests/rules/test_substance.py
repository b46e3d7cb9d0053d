"""What an answer must say before a report can end."""

from __future__ import annotations

import pytest

from rules import substance

NAMES = ("DLHK", "Dinas Lingkungan Hidup dan Kebersihan", "Satpol PP", "Environment Agency", "PLN")

NORMATIVE = (
    "",
    "👍",
    "Done.",
    "Jalan akan segera diperbaiki.",
    "We will repair the road soon.",
    "Sudah diperbaiki.",
    "Sudah selesai.",
    "Sudah ditindaklanjuti",
    "Sudah kami tindak lanjuti, terima kasih.",
    "Akan kami tindak lanjuti",
    "Akan segera kami tindaklanjuti.",
    "Terima kasih atas laporannya.",
    "Terima kasih atas laporan Anda. Laporan sudah kami terima dan akan segera ditindaklanjuti oleh dinas terkait.",
    "Om Swastyastu, selamat pagi Bapak/Ibu. Laporan Anda telah kami teruskan kepada instansi yang berwenang. Suksma.",
    "Mohon maaf atas ketidaknyamanannya, mohon ditunggu.",
    "Yth. Pelapor, akan kami koordinasikan dengan DLHK dan Satpol PP.",
    "Laporan telah disampaikan kepada Dinas Lingkungan Hidup dan Kebersihan untuk ditindaklanjuti sesuai ketentuan.",
    "Tim kami akan segera turun ke lapangan untuk pengecekan.",
    "Petugas sudah menangani.",
    "Sudah kami teruskan ke PLN.",
    "Terimakasih informasinya, sudah kami catat dan tampung.",
    "Dalam proses penanganan, harap bersabar.",
    "Kami mohon maaf atas keterlambatan respon, laporan akan diproses sesuai antrean.",
    "We are looking into it and will respond in due course.",
    "Thank you for your report.",
    "Thank you for your report. We will follow up on it soon.",
    "Dear Sir or Madam, your complaint was forwarded to the relevant department and is being processed.",
    "We apologise for the inconvenience. The matter has been resolved.",
    "Good morning, the Environment Agency will take further action as soon as possible.",
    "ok ok ok ok ok ok ok ok",
    "lampu lampu lampu lampu",
    "a b c d e f",
)
SUBSTANTIVE = (
    "Sampah sudah diangkut truk tadi pagi.",
    "Lampu sudah diganti.",
    "Our team has cleaned the place.",
    "Perbaikan akan dimulai hari Rabu, 3 Desember.",
    "Om Swastyastu, Bapak/Ibu. Lampu di tiang 14 sudah diganti hari ini pukul 10.00 oleh petugas kami. Suksma.",
    "Saluran di depan banjar dibersihkan Rabu, 25 November.",
    "Jam buka 08.00-16.00, hari Jumat sampai 12.00.",
    "Perbaikan dijadwalkan tanggal 3 Desember karena aspal menunggu cuaca kering.",
    "The rubbish was collected this morning.",
    "Thank you for your report. Our team replaced the lamp on pole 14 on Wednesday.",
    "The road belongs to the province; it will be repaired in January 2027.",
    "Passport holders can extend the visa at the immigration counter in Jimbaran.",
    "垃圾今天早上已清理",
    "昨日の朝にごみを片付けました",
)


@pytest.mark.parametrize("text", NORMATIVE)
def test_courtesies_and_promises_say_nothing(text: str) -> None:
    """A thank-you, a promise, the name of a department: not substantive."""
    assert not substance.is_substantive(text, NAMES)


@pytest.mark.parametrize("text", SUBSTANTIVE)
def test_what_was_done_where_or_when_says_something(text: str) -> None:
    """Two words of content are enough; of a promise, four."""
    assert substance.is_substantive(text, NAMES)
