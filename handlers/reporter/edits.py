"""Messages edited afterwards: in a draft the answer changes, in a filed report the change is added as a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import Message

from handlers import casework
from handlers.reporter import alarm, files, filling, mine, pins, recordings
from handlers.reporter.keys import Holds
from handlers.reporter.messages import go_on, keep_file, note_of, take
from handlers.reporter.pages import filed, place
from handlers.reporter.thread import size_fields, too_big
from handlers.screens import Screen
from rules import draft as rules
from rules.lifecycle import Status, Step
from storage import attachments, links

if TYPE_CHECKING:
    from handlers.reporter.filling import Filled
    from handlers.reporter.talk import Talk
    from storage.tables import Report

BOT = "public"


def router() -> Router:
    """Edits."""
    edits = Router(name="edits")
    edits.edited_message.register(moved, Holds(pins.pin_of))
    edits.edited_message.register(edited)
    return edits


async def moved(message: Message, talk: Talk) -> None:
    """A live location goes on: the draft follows it, and says so only when it comes to another village."""
    before, now = talk.draft.place, pins.pin_of(message)
    if before is None or now is None or before.message_id != message.message_id:
        return
    filled = filling.with_pin(talk.draft, now, talk.house.region, talk.house.boundaries)
    await talk.keep(filled.draft)
    if filled.draft.place and place.name(talk.view(), filled.draft.place) != place.name(talk.view(), before):
        await talk.ask(note_of(talk, filled), filled.fresh)


async def edited(message: Message, talk: Talk) -> None:
    """A text or a caption was changed, or another file put in its place. Of a message that is part of nothing here,
    nothing is said unless a draft is open."""
    said = (message.text or message.caption or "").strip()
    filled = await _in_draft(talk, message, said)
    refiled = await _refile(talk, message, filled, said)
    if refiled is not None:
        await go_on(talk, refiled, files.of_message(message))
    elif filled is not None:
        await take(talk, filled, said)
    elif (report := await _of_report(talk, message)) is not None:
        await _correct(talk, message, report, said)
    elif not rules.is_empty(talk.draft):
        await talk.ask(talk.words("edited.elsewhere"))


async def _in_draft(talk: Talk, message: Message, said: str) -> Filled | None:
    """What the edit makes of the draft; a caption given to a file of the draft only now is one more part."""
    region, today = talk.house.region, talk.view().today
    filled = filling.with_edited(talk.draft, message.message_id, said, region, today, talk.house.taught.lessons)
    if filled is not None or not said or not talk.draft_id:
        return filled
    kept = await attachments.of_draft(talk.work.session, talk.draft_id)
    if not any(file.message_id == message.message_id for file in kept):
        return None
    return filling.with_description(talk.draft, message.message_id, said, region, today, talk.house.taught.lessons)


async def _refile(talk: Talk, message: Message, filled: Filled | None, said: str) -> str | None:
    """Put the message's new file in the place of its old one; the line that says so, None where no file changed."""
    sent, kept = files.of_message(message), await talk.files()
    old = [file for file in kept if file.message_id == message.message_id]
    if sent is None or not (old or filled) or sent.file_unique_id in {file.file_unique_id for file in kept}:
        return None
    refusal = note_of(talk, filled) if filled and filled.note == "what.too_long" else ""
    if filled is not None:
        await talk.keep(filled.draft)
        await alarm.warn(talk, said)
    if too_big(talk, sent):
        return talk.words("evidence.too_big", **size_fields(talk, sent))
    for file in old:
        await attachments.remove(talk.work, file.id or 0)
    if old:
        spoken = any(file.kind in files.SPOKEN for file in await talk.files())
        await talk.keep(replace(talk.draft, evidence=talk.draft.evidence - len(old), spoken=spoken))
    note = await keep_file(talk, message, sent)
    return refusal or (talk.words("evidence.replaced") if old and talk.consented else note)


async def _of_report(talk: Talk, message: Message) -> Report | None:
    link = await links.find(talk.work.session, BOT, talk.chat_id, message.message_id)
    return await mine.of_id(talk, link.report_id) if link else None


async def _correct(talk: Talk, message: Message, report: Report, said: str) -> None:
    """What was filed stays; what the message says now, and a file it brings now, come after it."""
    new = await _new_file(talk, message, report)
    if not said and new is None:
        return
    if new is not None and too_big(talk, new):
        await talk.aside(Screen(talk.words("evidence.too_big", **size_fields(talk, new))))
        return
    if new is not None and await recordings.hold(talk, message, report, new):
        new = None
        if not said:
            return
    await alarm.warn(talk, said)
    kept = [(await files.attach(talk, message, new, report_id=report.id)).id or 0] if new else []
    text = f"✏️ {said}".rstrip()
    ended = report.status in {Status.ANSWERED, Status.CLOSED}  # a correction disputes no answer
    step = Step.ADD if ended else None
    await casework.add_from_reporter(talk.work, talk.house, report, text, kept, message.message_id, step)
    await talk.aside(
        filed.added(talk.view(), report, "edited.report", await mine.promise(talk, report)),
        report_id=report.id,
        purpose="thread",
        reply_to=message.message_id,
    )


async def _new_file(talk: Talk, message: Message, report: Report) -> files.File | None:
    """The file of the message, if the report does not have it yet."""
    sent = files.of_message(message)
    known = {file.file_unique_id for file in await attachments.of_report(talk.work.session, report.id or 0)}
    return sent if sent is not None and sent.file_unique_id not in known else None
