"""Messages edited afterwards: in a draft the answer changes, in a filed report the change is added as a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import Message

from handlers import casework
from handlers.reporter import alarm, filling, mine, pins
from handlers.reporter.messages import note_of, take
from handlers.reporter.pages import filed, place
from handlers.screens import Screen
from storage import attachments, links

if TYPE_CHECKING:
    from handlers.reporter.filling import Filled
    from handlers.reporter.talk import Talk
    from storage.tables import Report

BOT = "public"


def router() -> Router:
    """Edits."""
    edits = Router(name="edits")
    edits.edited_message.register(moved, lambda message: pins.pin_of(message) is not None)
    edits.edited_message.register(edited)
    return edits


async def moved(message: Message, talk: Talk) -> None:
    """A live location goes on: the draft follows it, and says so only when it comes to another village."""
    before, now = talk.draft.place, pins.pin_of(message)
    if before is None or now is None or before.message_id != message.message_id:
        return
    filled = filling.with_pin(talk.draft, now, talk.house.region)
    await talk.keep(filled.draft)
    if filled.draft.place and place.name(talk.view(), filled.draft.place) != place.name(talk.view(), before):
        await talk.ask(note_of(talk, filled), filled.fresh)


async def edited(message: Message, talk: Talk) -> None:
    """A text or a caption was changed."""
    said = (message.text or message.caption or "").strip()
    filled = await _in_draft(talk, message, said)
    if filled is not None:
        await take(talk, filled, said)
    elif (report := await _of_report(talk, message)) is not None:
        await _correct(talk, message, report, said)
    elif talk.draft_id:
        await talk.tell(Screen(talk.words("edited.elsewhere")))


async def _in_draft(talk: Talk, message: Message, said: str) -> Filled | None:
    """What the edit makes of the draft; a caption given to a file of the draft only now is one more part."""
    filled = filling.with_edited(talk.draft, message.message_id, said, talk.house.region)
    if filled is not None or not said or not talk.draft_id:
        return filled
    kept = await attachments.of_draft(talk.work.session, talk.draft_id)
    if not any(file.message_id == message.message_id for file in kept):
        return None
    return filling.with_description(talk.draft, message.message_id, said, talk.house.region)


async def _of_report(talk: Talk, message: Message) -> Report | None:
    link = await links.find(talk.work.session, BOT, talk.chat_id, message.message_id)
    return await mine.of_id(talk, link.report_id) if link else None


async def _correct(talk: Talk, message: Message, report: Report, said: str) -> None:
    if not said:
        return
    await alarm.warn(talk, said)
    await casework.add_from_reporter(talk.work, talk.house, report, f"✏️ {said}", [], message.message_id)
    await talk.tell(
        filed.added(talk.view(), report, "edited.report"),
        report_id=report.id,
        purpose="thread",
        reply_to=message.message_id,
    )
