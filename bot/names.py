"""What an uploaded file is called. A reporter's own name for it may tell who the reporter is."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from storage.tables import Attachment

_SUFFIX: Final = {
    "photo": ".jpg",
    "video": ".mp4",
    "video_note": ".mp4",
    "animation": ".mp4",
    "voice": ".ogg",
    "audio": ".mp3",
}
# A closed set: what stands after a dot may be a person's name as well.
_KNOWN: Final = {
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp"),
    *(".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".bmp", ".tif", ".tiff", ".zip", ".rar", ".7z"),
    *(".mp4", ".mov", ".3gp", ".avi", ".mkv", ".webm"),
    *(".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".aac", ".amr"),
}


def of(file: Attachment, *, open_name: bool) -> str:
    """The sender's own name where it may be shown; else, or without one, `bukti-17.pdf`: evidence number 17."""
    if open_name and file.name:
        return file.name
    suffix = PurePath(file.name).suffix.lower()
    return f"bukti-{file.id}{suffix if suffix in _KNOWN else _SUFFIX.get(file.kind, '')}"
