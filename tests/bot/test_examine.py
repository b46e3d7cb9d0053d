"""Files are told by their bytes, whatever they call themselves."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot import examine
from rules.evidence import Flaw, Sort

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
WORD = "[Content_Types].xml", "word/document.xml"


def packed(*names: str, **contents: bytes) -> bytes:
    """A zip with these files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"x")
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def picture(format_: str) -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(buffer, format_)
    return buffer.getvalue()


def box(brand: bytes) -> bytes:
    """The beginning of an ISO media file."""
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mp42isom" + bytes(40)


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (picture("GIF"), "image/gif"),
        (picture("BMP"), "image/x-ms-bmp"),
        (picture("TIFF"), "image/tiff"),
        (picture("AVIF"), "image/avif"),
        (box(b"isom"), "video/mp4"),
        (box(b"qt  "), "video/quicktime"),
        (box(b"3gp5"), "video/3gpp"),
        (box(b"M4A "), "audio/mp4"),
        (bytes.fromhex("1a45dfa3") + b"\x01\0\0\0\0\0\0\x1fB\x86\x81\x01B\x82\x84webm", "video/webm"),
        (b"RIFF\0\0\0\0AVI LIST" + bytes(40), "video/x-msvideo"),
        (b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead", "audio/ogg"),
        (b"ID3\x03" + bytes(40), "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + bytes(40), "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(40), "audio/aac"),
        (b"RIFF\0\0\0\0WAVEfmt " + bytes(40), "audio/wav"),
        (b"#!AMR\n" + bytes(40), "audio/amr"),
        (b"fLaC\0\0\0\x22" + bytes(40), "audio/flac"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"{\\rtf1\\ansi Halo}", "application/rtf"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (packed(*WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            packed("[Content_Types].xml", "xl/a.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        (packed("foto 1.jpg", "surat.pdf"), "application/zip"),
        (b"Jalan berlubang di depan sekolah, sejak Senin.\n", "text/plain"),
        ("Müll überall – ñ".encode(), "text/plain"),
    ],
)
def test_what_we_take(tmp_path: Path, content: bytes, mime: str) -> None:
    """Pictures, films, sounds, papers; the name is wrong in every case."""
    file = tmp_path / "x"
    file.write_bytes(content)

    found = examine.look(file, "whatever.dat")

    assert isinstance(found, Sort)
    assert mime == found.mime


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"MZ\x90\0" + bytes(60) + b"PE\0\0", Flaw.PROGRAM),
        (b"\x7fELF\x02\x01\x01" + bytes(60), Flaw.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", Flaw.PROGRAM),
        (bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(60), Flaw.PROGRAM),
        (packed("AndroidManifest.xml", "classes.dex"), Flaw.PROGRAM),
        (packed("META-INF/MANIFEST.MF", "A.class"), Flaw.PROGRAM),
        (packed("surat.pdf", "buka saya.exe"), Flaw.PROGRAM),
        (packed("a/b/c.js"), Flaw.PROGRAM),
        (packed(*WORD, "word/vbaProject.bin"), Flaw.MACRO),
        (packed("Basic/Standard/x.xml", mimetype=b"application/vnd.oasis.opendocument.text"), Flaw.MACRO),
        (OLE + "WordDocument _VBA_PROJECT".encode("utf-16-le"), Flaw.MACRO),
        (b"{\\rtf1 {\\object\\objdata 0105}}", Flaw.MACRO),
        (b"<!DOCTYPE html><html><body>", Flaw.PAGE),
        (b"  \n<html><script>alert(1)</script>", Flaw.PAGE),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', Flaw.PAGE),
        (b"Halo <script>alert(1)</script>", Flaw.PAGE),
        (packed("a.html"), Flaw.PAGE),
        (b"Rar!\x1a\x07\x01\0" + bytes(60), Flaw.PACKED),
        (bytes.fromhex("377abcaf271c") + bytes(60), Flaw.PACKED),
        (packed("inner.zip"), Flaw.PACKED),
        (packed("foto.jpg")[:60], Flaw.PACKED),
        (box(b"heic"), Flaw.HEIC),
        (OLE, Flaw.UNKNOWN),
        (bytes(range(256)) * 3, Flaw.UNKNOWN),
        (b"", Flaw.UNKNOWN),
    ],
)
def test_what_we_refuse(tmp_path: Path, content: bytes, flaw: Flaw) -> None:
    """By what is inside; a harmless name does not help."""
    file = tmp_path / "x"
    file.write_bytes(content)

    assert flaw is examine.look(file, "foto.jpg")


def test_a_bad_name_is_enough(tmp_path: Path) -> None:
    """A script is words like any others."""
    file = tmp_path / "x"
    file.write_bytes(b"var a = 1;")

    assert Flaw.PROGRAM is examine.look(file, "undangan.js")
    assert isinstance(examine.look(file, "undangan.txt"), Sort)
    found = examine.look(file, "sheet.csv")
    assert isinstance(found, Sort)
    assert "text/csv" == found.mime


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    """Nobody can look inside."""
    content = bytearray(packed("foto.jpg"))
    content[6] |= 1  # the flag of a password, in the entry and in the directory
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    file = tmp_path / "x"
    file.write_bytes(bytes(content))

    assert Flaw.PACKED is examine.look(file)


def test_a_long_text_is_looked_at_to_its_limit(tmp_path: Path) -> None:
    """A letter that is cut in the middle of a sign is none the less a letter."""
    file = tmp_path / "x"
    file.write_bytes(b"a" + "é".encode() * 700_000)

    assert isinstance(examine.look(file), Sort)
