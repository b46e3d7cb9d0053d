"""Files that operators send: proof of what was done, on its way to the reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage import attachments

if TYPE_CHECKING:
    from telegram import Message

    from handlers.desk.gate import Desk


def of(message: Message) -> dict[str, Any] | None:
    """The file of a message in the words of an attachment; None when it has none that we take."""
    for kind in ("animation", "video", "document", "audio", "voice", "video_note"):
        if (file := getattr(message, kind)) is not None:
            return _fields(kind, file)
    return _fields("photo", message.photo[-1]) if message.photo else None


async def attach(desk: Desk, message: Message, composition_id: int) -> bool:
    """Put the message's file to an operator's words; False when it is larger than Telegram lets a bot fetch."""
    found = of(message)
    if found is None:
        return True
    if (found["size"] or 0) > desk.house.region.file_bytes_max:
        return False
    await attachments.add(
        desk.work,
        bot="desk",
        message_id=message.message_id,
        media_group_id=message.media_group_id,
        composition_id=composition_id,
        **found,
    )
    return True


def _fields(kind: str, file: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "mime": getattr(file, "mime_type", None) or "",
        "name": getattr(file, "file_name", None) or "",
        "size": file.file_size,
    }
