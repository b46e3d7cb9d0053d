"""What is said at once of words and pictures that people had better not send as they are. Nothing is ever refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers.screens import Screen
from rules import papers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handlers.reporter.files import File
    from handlers.reporter.talk import Talk
    from handlers.reporter.view import View
    from storage.tables import Attachment

_SEEN: Final = frozenset({"photo", "video", "video_note"})


async def look(talk: Talk, words: str) -> None:
    """Ask once a draft, or once a day outside of one, not to write identity numbers."""
    if not papers.find(words):
        return
    occasion = f"draft:{talk.draft_id}" if talk.draft_id else f"{talk.view().today}"
    await talk.tell(Screen(talk.words("papers.care")), dedup_key=f"papers:{talk.chat_id}:{occasion}")


def faces(view: View, sent: Sequence[Attachment]) -> str:
    """The advice about faces and number plates, with the first picture of a draft; `sent` came just now."""
    shows = any(file.kind in _SEEN or file.mime.startswith("image/") for file in sent)
    return view.say("evidence.faces") if shows and len(sent) == view.draft.evidence else ""


def traces(view: View, sent: Iterable[Attachment | File], *, anonymous: bool) -> str:
    """Who gives no name is told that a document goes on as it is. Pictures are made anew; of recordings it is asked."""
    kept = any(file.kind == "document" and not file.mime.startswith("image/") for file in sent)
    return view.say("evidence.traces") if anonymous and kept else ""
