"""Files that people send: which of them are evidence, and keeping them with a draft or a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage import attachments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiogram.types import Message

    from handlers.reporter.talk import Talk
    from rules.draft import Draft
    from storage.tables import Attachment

KINDS = ("photo", "video", "voice", "audio", "video_note", "document")
TELLING = frozenset({"video", "voice", "audio", "video_note"})  # a voice or a face in them gives a person away

SPOKEN = frozenset({"voice", "audio", "video_note"})  # a voice in them can tell what happened


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message, as Telegram describes it."""

    kind: str
    file_id: str
    file_unique_id: str
    size: int | None
    mime: str
    name: str


def of_message(message: Message) -> File | None:
    """The file a message brings as evidence; None for a text, a sticker, a GIF. Of a photo, the largest size."""
    if message.animation is not None:
        return None
    for kind in KINDS:
        sent: Any = getattr(message, kind)
        if sent:
            return _file(kind, sent[-1] if kind == "photo" else sent)
    return None


def are_telling(draft: Draft, sent: Iterable[Attachment | File]) -> bool:
    """Whether somebody who hides may be recognised by what was sent."""
    return draft.hides and any(file.kind in TELLING for file in sent)


async def attach(talk: Talk, message: Message, file: File, **to: Any) -> Attachment:
    """Note the file with a draft or a report; its bytes are fetched later."""
    return await attachments.add(
        talk.work,
        bot="public",
        kind=file.kind,
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        media_group_id=message.media_group_id,
        message_id=message.message_id,
        mime=file.mime,
        name=file.name,
        size=file.size,
        **to,
    )


def _file(kind: str, sent: Any) -> File:
    return File(
        kind=kind,
        file_id=sent.file_id,
        file_unique_id=sent.file_unique_id,
        size=sent.file_size,
        mime=getattr(sent, "mime_type", None) or ("image/jpeg" if kind == "photo" else ""),
        name=getattr(sent, "file_name", None) or "",
    )
