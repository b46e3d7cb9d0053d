"""What the public bot says later: the one answer to an album, the reminder of a draft, a file that was too large, the
file of a person's own data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handlers.reporter import care, dossier, files, pages
from handlers.reporter.pages import evidence, summary
from handlers.reporter.view import View
from handlers.screens import Screen
from locales import formats
from rules import draft as rules
from storage import attachments, drafts, reporters

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import DraftRow, Push
    from storage.work import Session


async def question(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """What is open when the album has come in whole; nothing if the draft was sent or deleted meanwhile."""
    view = await _view(session, house, push.data, now)
    if view is None:
        return None
    album = await attachments.of_album(session, push.bot, push.data.get("album", ""))
    album = [file for file in album if file.draft_id == view.draft_id]
    tells = care.traces(view, album, anonymous=view.draft.anonymous)
    view = replace(view, note="\n".join(filter(None, (evidence.kept(view), care.faces(view, album), tells))))
    if view.consented and files.are_telling(view.draft, album):
        return summary.recordings(view)
    return pages.current(view)


async def reminder(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The draft waits. Nothing if it does not any more, has nothing in it, or the person never agreed."""
    found = await _idle(session, house, push, now)
    return summary.reminder(found[0], found[0].say("reminder.head")) if found else None


async def expiring(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """When the draft will be deleted, and how to keep it. Nothing if the person is back at it."""
    found = await _idle(session, house, push, now)
    if found is None or found[1].expires_at is None:
        return None
    view, region = found[0], house.region
    at = formats.moment(found[1].expires_at, view.locale, region.tz, region.zone_label)
    return summary.reminder(view, view.count("expiring.head", region.retention["draft"].days, at=at))


async def file_refused(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """A file is not taken: it turned out too large, or is none we keep. Nothing if it was removed meanwhile."""
    reporter = await attachments.reporter_of(session, int(push.data["file"]))
    if reporter is None:
        return None
    why = push.data.get("why", "too_large")
    fields = {"most": house.region.file_bytes_max // 1_000_000} if why == "too_large" else {}
    return Screen(house.catalog.say(reporter.language, f"evidence.{why}", **fields))


async def _idle(session: Session, house: House, push: Push, now: datetime) -> tuple[View, DraftRow] | None:
    """A draft with something in it that was not touched since the push was ordered."""
    view = await _view(session, house, push.data, now)
    row = await drafts.by_id(session, view.draft_id) if view else None
    if view is None or row is None or not view.consented or rules.is_empty(view.draft):
        return None
    return (view, row) if row.touched_at <= push.created_at else None


async def _view(session: Session, house: House, data: dict[str, Any], now: datetime) -> View | None:
    """The draft as it is now, found by its own id or by its reporter's."""
    if "draft_id" in data:
        row = await drafts.by_id(session, int(data["draft_id"]))
    else:
        row = await drafts.of(session, int(data["reporter_id"]))
    reporter = await reporters.by_id(session, row.reporter_id) if row else None
    if row is None or reporter is None:
        return None
    return View(
        house=house,
        locale=reporter.language,
        today=now.astimezone(house.region.tz).date(),
        draft=drafts.load(row),
        draft_id=row.id or 0,
        consented=reporter.consent_version == house.region.consent_version,
    )


COMPOSERS = {
    "question": question,
    "reminder": reminder,
    "expiring": expiring,
    "file_refused": file_refused,
    "dossier": dossier.compose,
}
