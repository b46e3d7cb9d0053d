"""What may be evidence: which kinds of files are taken, and which are refused because of what they could do or hide.

What a file is told by its content (`bot.examine`); the name it was given counts only against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final


class Flaw(StrEnum):
    """Why a file is refused; each has a sentence for who sent it."""

    PROGRAM = "program"  # it would run, or holds what runs
    MACRO = "macro"  # an office document with a program inside
    PAGE = "page"  # a web page or a drawing that may carry a script
    PACKED = "packed"  # packed so that nobody can look inside
    BROKEN = "broken"  # said to be a picture, and cannot be opened
    HUGE = "huge"  # a picture of more points than we open
    HEIC = "heic"  # a picture that we cannot open, and so cannot take its place out of
    UNKNOWN = "unknown"  # no kind that we know


@dataclass(frozen=True, slots=True)
class Sort:
    """What a file is by its content: its type, the ending of its name, and the family it belongs to."""

    mime: str
    suffix: str
    family: str  # picture, film, sound, paper


PICTURES: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/x-ms-bmp": ".bmp",
    "image/tiff": ".tif",
    "image/avif": ".avif",
}
FILMS: Final = {
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/3gpp": ".3gp",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "video/x-msvideo": ".avi",
}
SOUNDS: Final = {
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "audio/amr": ".amr",
    "audio/aac": ".aac",
    "audio/flac": ".flac",
}
PAPERS: Final = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/rtf": ".rtf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/zip": ".zip",
}
_FAMILIES: Final = (("picture", PICTURES), ("film", FILMS), ("sound", SOUNDS), ("paper", PAPERS))

# What a click on it would start, on the computers of an office and on telephones.
_PROGRAMS: Final = frozenset((
    ".exe", ".dll", ".com", ".scr", ".pif", ".cpl", ".msi", ".msp", ".mst", ".msix", ".appx", ".gadget", ".sys",
    ".drv", ".ocx", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh", ".hta",
    ".sct", ".reg", ".inf", ".lnk", ".url", ".scf", ".settingcontent-ms", ".apk", ".xapk", ".apkm", ".aab", ".dex",
    ".ipa", ".jar", ".jnlp", ".class", ".sh", ".bash", ".run", ".elf", ".so", ".bin", ".appimage", ".deb", ".rpm",
    ".dmg", ".pkg", ".app", ".command", ".py", ".pyc", ".pyw", ".pl", ".rb", ".php", ".iso", ".img", ".vhd", ".vhdx",
    ".chm", ".xll", ".one",
))  # fmt: skip
_MACROS: Final = frozenset((
    ".docm", ".dotm", ".dot", ".xlsm", ".xltm", ".xlt", ".xlam", ".xla", ".xlsb", ".pptm", ".potm", ".ppsm", ".ppam",
    ".pot", ".sldm", ".accdb", ".mdb",
))  # fmt: skip
_PAGES: Final = frozenset((
    ".htm", ".html", ".xhtml", ".mht", ".mhtml", ".svg", ".svgz", ".xml", ".xsl", ".xslt", ".shtml",
))  # fmt: skip
_PACKED: Final = frozenset((
    ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".cab", ".arj", ".lzh", ".ace", ".z", ".zst",
))  # fmt: skip


def sort_of(mime: str) -> Sort | None:
    """The sort of a type that we take; None for any other."""
    for family, suffixes in _FAMILIES:
        if mime in suffixes:
            return Sort(mime, suffixes[mime], family)
    return None


def flaw_of_name(name: str) -> Flaw | None:
    """What the name alone betrays, of a file or of one inside an archive; the last ending counts, and so does any
    ending of a program before it (`foto.exe.jpg` is a trap)."""
    suffixes = [suffix.lower().strip() for suffix in PurePath(name.rstrip(". ")).suffixes]
    if any(suffix in _PROGRAMS for suffix in suffixes[-2:]):
        return Flaw.PROGRAM
    for flaw, endings in ((Flaw.MACRO, _MACROS), (Flaw.PAGE, _PAGES), (Flaw.PACKED, _PACKED)):
        if suffixes[-1:] and suffixes[-1] in endings:
            return flaw
    return None


def named(name: str, sort: Sort) -> str:
    """The name with the ending of what the file is; one that fits already stays."""
    if not name:
        return name
    path = PurePath(name)
    same = {sort.suffix, *_ALSO.get(sort.suffix, ())}
    return name if path.suffix.lower() in same else f"{path.stem}{sort.suffix}"


_ALSO: Final = {
    ".jpg": (".jpeg", ".jpe", ".jfif"),
    ".tif": (".tiff",),
    ".txt": (".log", ".md", ".text"),
    ".ogg": (".oga", ".opus"),
    ".mp4": (".m4v",),
    ".m4a": (".mp4",),
}
