"""Composing what hangs under a card: the evidence, and what the reporter adds later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers import fit, shown, sight
from handlers.desk.card import identity, unsealing
from handlers.desk.cards import of_push, under
from handlers.desk.view import load
from handlers.screens import Media, Screen, Wait, quote
from rules.lifecycle import Status, Step
from storage import attachments, events, reports

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Attachment, Push
    from storage.work import Session

PAUSE: Final = timedelta(seconds=2)
PATIENCE: Final = timedelta(minutes=10)
ALBUM: Final = 10
_EXCERPT: Final = 300  # of the words of a report that is handled with another one


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The words a reporter added, or what they did, as an answer to the card."""
    found = await of_push(session, push)
    event = await events.by_id(session, int(push.data["event_id"]))
    if found is None or event is None:
        return None
    row, parent = found
    report = parent if event.report_id == parent.id else await reports.by_id(session, event.report_id)
    if report is None:
        return None
    seen = await sight.of_chat(session, row.chat_id, report)
    if not seen.tells:
        return None
    under(push, row)
    if seen.sealed:
        words = house.catalog.say(seen.language, "desk.sealed.news", code=report.code)
        return Screen(words, buttons=unsealing(house, report, seen.language))
    view = await load(session, report)
    who = identity(house, view, seen.language)
    head = house.catalog.say(seen.language, f"desk.added.{event.step}", code=report.code, who=who)
    whose = ".linked" if report is not parent else ""
    hint = (
        house.catalog.say(seen.language, f"desk.added.hint{whose}")
        if report.status != Status.WITHDRAWN and not view.unheard
        else ""
    )
    if whose and event.step != Step.LINK:
        head = f"{house.catalog.say(seen.language, 'desk.added.linked')}\n{head}"
    room = fit.MESSAGE_UNITS - fit.visible(head) - fit.visible(hint) - 10
    words = fit.cut(report.body, _EXCERPT) if event.step == Step.LINK else event.text
    said = quote(fit.cut(await shown.words(session, house, report, words, seen), room))
    return Screen("\n\n".join(filter(None, (head, said, f"<i>{hint}</i>" if hint else ""))))


async def compose_files(session: Session, house: House, push: Push, now: datetime) -> Screen | Wait | None:
    """Files under their card, once their bytes are here; after ten minutes those that are."""
    found = await of_push(session, push)
    if found is None:
        return None
    row, report = found
    seen = await sight.of_chat(session, row.chat_id, report)
    files = await _files(session, push, push.report_id or row.report_id)
    if not files or not seen.sees:
        return None
    if any(file.state == attachments.WAITING for file in files) and now - push.created_at < PATIENCE:
        return Wait(PAUSE)
    kept = [file for file in files if file.state == attachments.STORED]
    under(push, row)
    sort = "added" if push.data.get("added") else "evidence"
    caption = house.catalog.say(seen.language, f"desk.files.{sort}", code=report.code)
    if lost := len(files) - len(kept):
        caption += "\n" + house.catalog.count(seen.language, "desk.card.lost", lost)
    return Screen(caption, media=tuple(Media(file.id or 0, file.kind) for file in kept[:ALBUM]))


async def _files(session: Session, push: Push, report_id: int) -> list[Attachment]:
    if album := push.data.get("album"):
        return [file for file in await attachments.of_report(session, report_id) if file.media_group_id == album]
    return await attachments.by_ids(session, push.data["files"])
