"""What an intent in the outbox says, composed at the moment it is sent, so that it is never out of date.

A composer gives a screen, `Wait` (ask again later) or None (nothing is left to say). It may complete the address of the
push it is given, which is known only now: `reply_to`, `thread_id`, `edit_message_id`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import (
    announcements,
    correction,
    handover,
    looks,
    news,
    overdue_words,
    refusal,
    stay,
    summaries,
    survey,
    words,
)
from handlers.desk import (
    additions,
    assign,
    broadcast_compose,
    cards,
    find,
    leave,
    look_pages,
    preview,
    queue_pages,
    reading,
    warnings,
)
from handlers.house import House
from handlers.reporter import compose as reporter
from handlers.screens import Screen, Wait
from rules import quiet
from rules.delivery import Kind
from storage import recipients, spoken

if TYPE_CHECKING:
    from storage.tables import Push
    from storage.work import Session

__all__ = ["COMPOSERS", "Composer", "Wait", "held"]

Composer = Callable[["Session", House, "Push", datetime], Awaitable[Screen | Wait | None]]


def held(house: House, push: Push, now: datetime) -> timedelta | None:
    """How long what would ring at a reporter's phone must wait: it could not go when it was due; now it is night.

    A broadcast looks at the hours itself: an emergency goes on at night.
    """
    if push.bot != "public" or push.kind != Kind.NOTICE or push.method != "send" or push.silent:
        return None
    release_at = quiet.release_at(now, house.region.quiet)
    return release_at - now if release_at > now else None


COMPOSERS: Final[Mapping[str, Composer]] = {
    "card": cards.compose,
    "assigned": assign.compose,
    "body": cards.compose_body,
    "clear": cards.compose_clear,
    "evidence": additions.compose_files,
    queue_pages.INTENT: queue_pages.compose,
    queue_pages.FOUND: find.compose,
    looks.INTENT: look_pages.compose,
    looks.FILES: look_pages.compose_files,
    "addition": additions.compose,
    "notice": news.compose,
    "summary": summaries.compose,
    "survey": survey.compose,
    "proof": words.compose_proof,
    spoken.INTENT: correction.compose,
    "preview": preview.compose,
    "released": leave.compose,
    "reading": reading.compose,
    "warning": warnings.compose,
    "handed": handover.compose_gone,
    "leaving": stay.compose,
    "missed": overdue_words.compose,
    "desk_file_refused": refusal.compose,
    "ombudsman": overdue_words.compose_ombudsman,
    recipients.INTENT: announcements.compose,
    **broadcast_compose.COMPOSERS,
    **reporter.COMPOSERS,
}
