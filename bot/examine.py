"""What a file really is: by its bytes, not by what it calls itself. Slow and blocking: for a thread of its own."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from rules import evidence
from rules.evidence import Flaw, Sort

_HEAD: Final = 4096
_TEXT_BYTES: Final = 1_000_000
_PARTS_MAX: Final = 2000  # files in an archive; more is none that a person packed
_HEIC: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_MARKUP: Final = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
_SAME: Final = {  # other names of what we take
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "application/ogg": "audio/ogg",
    "application/x-matroska": "video/x-matroska",
    "video/avi": "video/x-msvideo",
    "text/rtf": "application/rtf",
    "image/bmp": "image/x-ms-bmp",
}
_RUNS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"dex\n",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",
)
_PACKED: Final = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OOXML: Final = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OLD_OFFICE: Final = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}


def look(path: Path, name: str = "") -> Sort | Flaw:
    """What the file is, or why it is refused. `name` is what its sender called it."""
    if (flaw := evidence.flaw_of_name(name)) is not None:
        return flaw
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_RUNS) and not _is_amr(head):
        return Flaw.PROGRAM
    if head.startswith(_PACKED):
        return Flaw.PACKED
    if head.startswith(b"PK"):
        return _archive(path)
    if head.startswith(_OLE):
        return _old_office(path.read_bytes())
    if head.lstrip().startswith(b"{\\rtf"):
        return Flaw.MACRO if b"\\objdata" in path.read_bytes() else _sort("application/rtf")
    return _known(head) or _text(path, name)


def _known(head: bytes) -> Sort | Flaw | None:
    """What the first bytes betray."""
    if head[4:8] == b"ftyp":
        return _box(head[8:12])
    if head[:2] in {b"\xff\xf1", b"\xff\xf9"}:
        return _sort("audio/aac")
    if head[:4] == b"\x1aE\xdf\xa3":
        return _sort("video/webm" if b"webm" in head[:64] else "video/x-matroska")
    if head[:4] == b"RIFF" and head[8:11] == b"AVI":
        return _sort("video/x-msvideo")
    if _is_amr(head):
        return _sort("audio/amr")
    for mime in _guesses(head):
        if (sort := evidence.sort_of(_SAME.get(mime, mime))) is not None:
            return sort
        if mime in {"text/html", "image/svg+xml"}:
            return Flaw.PAGE
    return None


def _guesses(head: bytes) -> list[str]:
    import puremagic  # noqa: PLC0415  # only where a file is looked at

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []
    return [match.mime_type for match in found if match.mime_type]


def _box(brand: bytes) -> Sort | Flaw:
    """The kinds of an ISO media file."""
    if brand in _HEIC:
        return Flaw.HEIC
    if brand in {b"avif", b"avis"}:
        return _sort("image/avif")
    if brand.startswith((b"M4A", b"M4B")):
        return _sort("audio/mp4")
    if brand.startswith(b"3g"):
        return _sort("video/3gpp")
    return _sort("video/quicktime" if brand == b"qt  " else "video/mp4")


def _archive(path: Path) -> Sort | Flaw:
    """A zip, and what is one beneath: office documents, programs for telephones."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = [part.filename for part in parts]
            kind = packed.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return Flaw.PACKED
    lower = {name.lower() for name in names}
    if any(name.rpartition("/")[2] == "vbaproject.bin" for name in lower) or _has_basic(lower):
        return Flaw.MACRO
    if lower & {"androidmanifest.xml", "classes.dex", "meta-inf/manifest.mf"}:
        return Flaw.PROGRAM
    if "[content_types].xml" in lower:
        return next((_sort(mime) for folder, mime in _OOXML.items() if _under(lower, folder)), Flaw.UNKNOWN)
    if kind:
        return evidence.sort_of(kind) or Flaw.UNKNOWN
    if len(parts) > _PARTS_MAX or any(part.flag_bits & 1 or _is_packed(part.filename) for part in parts):
        return Flaw.PACKED
    return next(filter(None, map(evidence.flaw_of_name, names)), None) or _sort("application/zip")


def _under(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _has_basic(names: set[str]) -> bool:
    return "mimetype" in names and (_under(names, "basic/") or _under(names, "scripts/"))


def _is_packed(name: str) -> bool:
    return name.lower().endswith((".zip", ".docx", ".xlsx", ".pptx"))  # what is packed twice is looked at by nobody


def _old_office(content: bytes) -> Sort | Flaw:
    if any(word.encode("utf-16-le") in content for word in ("_VBA_PROJECT", "VBA_PROJECT_CUR", "Macros")):
        return Flaw.MACRO
    for stream, mime in _OLD_OFFICE.items():
        if stream.encode("utf-16-le") in content:
            return _sort(mime)
    return Flaw.UNKNOWN


def _text(path: Path, name: str) -> Sort | Flaw:
    """Plain words, without anything that a browser would run."""
    with path.open("rb") as file:
        content = file.read(_TEXT_BYTES)
    if _MARKUP.search(content):
        return Flaw.PAGE
    if not content or b"\0" in content or not _is_legible(content):
        return Flaw.UNKNOWN
    return _sort("text/csv" if name.lower().endswith(".csv") else "text/plain")


def _is_legible(content: bytes) -> bool:
    try:
        words = content[:-4].decode() if len(content) == _TEXT_BYTES else content.decode()
    except UnicodeDecodeError as error:
        return len(content) == _TEXT_BYTES and error.start > _TEXT_BYTES - 8
    return sum(not (letter.isprintable() or letter in "\t\r\n\f\ufeff") for letter in words) == 0


def _is_amr(head: bytes) -> bool:
    return head.startswith(b"#!AMR")


def _sort(mime: str) -> Sort:
    sort = evidence.sort_of(mime)
    if sort is None:
        raise ValueError(f"nobody takes {mime}")
    return sort
