"""What an intent in the outbox says, composed at the moment it is sent, so that it is never out of date.

A composer gives a screen, `Wait` (ask again later) or None (nothing is left to say). It may complete the address of the
push it is given, which is known only now: `reply_to`, `thread_id`, `edit_message_id`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from handlers import news, words
from handlers.desk import additions, cards, preview
from handlers.house import House
from handlers.reporter import compose as reporter
from handlers.screens import Screen, Wait

if TYPE_CHECKING:
    from storage.tables import Push
    from storage.work import Session

__all__ = ["COMPOSERS", "Composer", "Wait"]

Composer = Callable[["Session", House, "Push", datetime], Awaitable[Screen | Wait | None]]

COMPOSERS: Final[Mapping[str, Composer]] = {
    "card": cards.compose,
    "body": cards.compose_body,
    "evidence": additions.compose_files,
    "addition": additions.compose,
    "notice": news.compose,
    "proof": words.compose_proof,
    "preview": preview.compose,
    **reporter.COMPOSERS,
}
