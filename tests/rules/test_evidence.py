"""Which files are taken by their names and kinds."""

from __future__ import annotations

import pytest

from rules import evidence
from rules.evidence import Flaw


@pytest.mark.parametrize(
    ("name", "flaw"),
    [
        ("foto.jpg", None),
        ("Surat Keterangan.pdf", None),
        ("data warga.xlsx", None),
        ("", None),
        ("bukti", None),
        ("v1.2 laporan.pdf", None),
        ("setup.exe", Flaw.PROGRAM),
        ("SETUP.EXE", Flaw.PROGRAM),
        ("Undangan Nikah.apk", Flaw.PROGRAM),
        ("foto.jpg.exe", Flaw.PROGRAM),
        ("foto.exe.jpg", Flaw.PROGRAM),
        ("foto.exe. .", Flaw.PROGRAM),
        ("x.js", Flaw.PROGRAM),
        ("x.vbs", Flaw.PROGRAM),
        ("folder/x.lnk", Flaw.PROGRAM),
        ("surat.docm", Flaw.MACRO),
        ("data.xlsb", Flaw.MACRO),
        ("halaman.html", Flaw.PAGE),
        ("logo.svg", Flaw.PAGE),
        ("bukti.rar", Flaw.PACKED),
        ("bukti.tar.gz", Flaw.PACKED),
    ],
)
def test_a_name_counts_only_against_a_file(name: str, flaw: Flaw | None) -> None:
    """Endings of programs, wherever they hide at the end; a harmless one proves nothing."""
    assert flaw is evidence.flaw_of_name(name)


@pytest.mark.parametrize(
    ("name", "mime", "becomes"),
    [
        ("IMG_1.HEIC", "image/jpeg", "IMG_1.jpg"),
        ("IMG_1.JPEG", "image/jpeg", "IMG_1.JPEG"),
        ("surat.jpg", "application/pdf", "surat.pdf"),
        ("surat", "application/pdf", "surat.pdf"),
        ("", "application/pdf", ""),
        ("catatan.log", "text/plain", "catatan.log"),
    ],
)
def test_a_file_is_called_what_it_is(name: str, mime: str, becomes: str) -> None:
    """An ending that lies is replaced."""
    sort = evidence.sort_of(mime)

    assert sort is not None
    assert becomes == evidence.named(name, sort)


def test_what_nobody_takes_has_no_sort() -> None:
    """A type of no family."""
    assert evidence.sort_of("application/x-msdownload") is None
