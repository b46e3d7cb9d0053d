"""Files on the stand-in: one content, one unique id, and a different file id for every bot."""

from __future__ import annotations

import itertools
import mimetypes
import re
from dataclasses import dataclass
from typing import Any

from sandbox import images
from sandbox.errors import ApiError, bad

# https://core.telegram.org/bots/api#sending-files and #getfile
PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024

FILE_ID = re.compile(r"(?:AgAC|BQAC)([0-9a-f]+)-(AQAD[0-9a-z]+)")
FOLDERS = {
    "photo": "photos", "video": "videos", "voice": "voice", "audio": "music", "animation": "animations",
    "video_note": "video_notes", "sticker": "stickers",
}  # fmt: skip
MIME = {"photo": "image/jpeg", "video": "video/mp4", "voice": "audio/ogg", "audio": "audio/mpeg",
        "animation": "video/mp4", "video_note": "video/mp4", "sticker": "image/webp"}  # fmt: skip
EXTENSIONS = {"photo": ".jpg", "video": ".mp4", "voice": ".oga", "audio": ".mp3", "animation": ".mp4",
              "video_note": ".mp4", "sticker": ".webp"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """Stored bytes and what they are."""

    unique_id: str
    kind: str
    data: bytes
    name: str
    mime: str
    path: str


class FileStore:
    """Every file sent by anybody, kept in memory."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._numbers = itertools.count(1)

    def add(self, kind: str, data: bytes, name: str = "", mime: str = "") -> File:
        number = next(self._numbers)
        name = name or f"file_{number}{EXTENSIONS.get(kind, '')}"
        mime = mime or MIME.get(kind) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        extension = EXTENSIONS.get(kind) or re.sub(r".*(?=\.)|^[^.]*$", "", name)
        path = f"{FOLDERS.get(kind, 'documents')}/file_{number}{extension}"
        file = File(f"AQAD{number:06d}{kind[0]}", kind, data, name, mime, path)
        self._files[file.unique_id] = self._by_path[path] = file
        return file

    def get(self, unique_id: str) -> File | None:
        return self._files.get(unique_id)

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)

    def find(self, file_id: str, bot_id: int) -> File:
        """The file behind a file id, if the id was given to this bot: one bot's ids mean nothing to another."""
        match = FILE_ID.fullmatch(file_id)
        if match is None or int(match[1], 16) != bot_id or match[2] not in self._files:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._files[match[2]]

    def photo(self, data: bytes) -> list[dict[str, Any]]:
        """Stores a picture and gives its sizes, smallest first.

        Telegram scales pictures; the stand-in gives the same bytes for every size.
        """
        dimensions = images.size(data)
        if dimensions is None:
            raise bad("IMAGE_PROCESS_FAILED")
        if len(data) > PHOTO_BYTES:
            raise bad(f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes")
        longest = max(dimensions)
        sides = [side for side in (90, 320) if side < longest] + [longest]
        return [self._photo_size(data, dimensions, side / longest) for side in sides]

    def _photo_size(self, data: bytes, dimensions: tuple[int, int], scale: float) -> dict[str, Any]:
        file = self.add("photo", data)
        width, height = (max(1, round(side * scale)) for side in dimensions)
        return {"file_unique_id": file.unique_id, "file_size": len(data), "width": width, "height": height}


def check_upload(data: bytes) -> None:
    if len(data) > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if not data:
        raise bad("file must be non-empty")


def file_id(unique_id: str, bot_id: int) -> str:
    return f"AgAC{bot_id:x}-{unique_id}"


def with_file_ids(value: Any, bot_id: int) -> None:
    """Adds to everything that has a unique id, in place, the file id this bot may use."""
    if isinstance(value, list):
        for item in value:
            with_file_ids(item, bot_id)
    elif isinstance(value, dict):
        if "file_unique_id" in value:
            value["file_id"] = file_id(value["file_unique_id"], bot_id)
        for item in value.values():
            with_file_ids(item, bot_id)
