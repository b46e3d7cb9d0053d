"""Photos, films, voices and documents as message content."""

from __future__ import annotations

from typing import Any

from sandbox import images, limits
from sandbox.call import Call
from sandbox.errors import bad
from sandbox.files import File, FileStore, check_upload
from sandbox.params import Upload

# What else each kind of file carries, with a value for when nobody said.
DETAILS: dict[str, dict[str, Any]] = {
    "video": {"duration": 3, "width": 640, "height": 480},
    "animation": {"duration": 3, "width": 640, "height": 480},
    "audio": {"duration": 3},
    "voice": {"duration": 3},
    "video_note": {"duration": 3, "length": 240},
    "document": {},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
}
NAMED = frozenset({"video", "animation", "audio", "document"})


def of_bytes(files: FileStore, kind: str, data: bytes, name: str = "", mime: str = "") -> dict[str, Any]:
    """Message content for new bytes. A document that is a picture gets a thumbnail, as on Telegram."""
    check_upload(data)
    if kind == "photo":
        return {"photo": files.photo(data)}
    content = {kind: described(files.add(kind, data, name, mime))}
    if kind == "document" and (dimensions := images.size(data)):
        width, height = dimensions
        small = files.add("photo", data)
        content[kind]["thumbnail"] = {
            "file_unique_id": small.unique_id, "file_size": len(data), "width": width, "height": height,
        }  # fmt: skip
    return content


def described(file: File) -> dict[str, Any]:
    found = {"file_unique_id": file.unique_id, "file_size": len(file.data)} | DETAILS[file.kind]
    if file.kind not in {"video_note", "sticker"}:
        found["mime_type"] = file.mime
    if file.kind in NAMED:
        found["file_name"] = file.name
    return found


def of_file(files: FileStore, kind: str, file: File) -> dict[str, Any]:
    """Message content for a file that is already there: its unique id stays."""
    if kind == "photo":
        if file.kind != "photo":
            raise bad(f"type of file mismatch: can't use file of type {file.kind.capitalize()} as Photo")
        width, height = images.size(file.data) or (1, 1)
        size = {"file_unique_id": file.unique_id, "file_size": len(file.data), "width": width, "height": height}
        return {"photo": [size]}
    if file.kind != kind:
        raise bad(f"type of file mismatch: can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return {kind: described(file)}


def of_value(call: Call, kind: str, value: object) -> dict[str, Any]:
    """Message content for what a call gives: an upload, a file id, or an address, which the stand-in never opens."""
    files = call.world.files
    if isinstance(value, Upload):
        return of_bytes(files, kind, value.data, value.name, "" if kind != "document" else value.mime)
    text = str(value or "")
    if text.startswith("attach://"):
        upload = call.params.uploads.get(text.removeprefix("attach://"))
        if upload is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return of_value(call, kind, upload)
    if not text:
        raise bad(f"there is no {kind} in the request")
    if text.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    return of_file(files, kind, files.find(text, call.bot.id))


def caption(text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    limits.check_caption(text)
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})
