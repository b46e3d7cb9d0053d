"""What a person sends of their own accord: words, files and pins, in any order. Each fills what it can."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aiogram import F, Router
from aiogram.types import Message

from handlers.reporter import alarm, files, filling, pins
from handlers.reporter.commands import resume
from handlers.reporter.pages import place
from handlers.reporter.thread import size_fields, too_big
from handlers.screens import Screen
from rules import draft as rules
from rules import greeting
from rules.delivery import Kind
from rules.draft import Slot
from rules.greeting import Greeting
from storage import attachments, outbox

if TYPE_CHECKING:
    from handlers.reporter.filling import Filled
    from handlers.reporter.talk import Talk

BOT = "public"
ALBUM_PAUSE = timedelta(seconds=1.5)  # an album comes as one update a picture; the answer waits for the last


def router() -> Router:
    """Content, whatever kind of message brings it."""
    content = Router(name="messages")
    content.message.register(pin, lambda message: pins.pin_of(message) is not None)
    content.message.register(file, lambda message: files.of_message(message) is not None)
    content.message.register(words, F.text)
    return content


async def words(message: Message, talk: Talk) -> None:
    """A text: an answer to the open question, or more of the description. A mere courtesy is answered as one."""
    said = (message.text or "").strip()
    courtesy = greeting.find(said)
    if courtesy is Greeting.THANKS and talk.consented:
        await talk.tell(Screen(talk.words("other.thanks")))
    elif courtesy is not None:
        await resume(talk)
    else:
        await take(talk, _filled(talk, message, said), said)


async def pin(message: Message, talk: Talk) -> None:
    """A location or a venue, at any time."""
    found = pins.pin_of(message)
    if found is not None:
        await take(talk, filling.with_pin(talk.draft, found, talk.house.region))


async def file(message: Message, talk: Talk) -> None:
    """A photo, a video, a voice note, a document: evidence; its caption is description. An album is answered once."""
    sent, caption = files.of_message(message), (message.caption or "").strip()
    note = await _keep_file(talk, message, sent) if sent else ""
    if caption:
        filled = filling.with_description(talk.draft, message.message_id, caption, talk.house.region)
        note = note_of(talk, filled) or note
        await talk.keep(filled.draft)
        await alarm.warn(talk, caption)
    if message.media_group_id is None:
        await talk.ask(note)
    else:
        await _answer_album(talk, message.media_group_id)


async def take(talk: Talk, filled: Filled, said: str = "") -> None:
    """Keep what the message filled, warn of danger, and go on."""
    await talk.keep(filled.draft)
    await alarm.warn(talk, said)
    await talk.ask(note_of(talk, filled), filled.fresh)


def note_of(talk: Talk, filled: Filled) -> str:
    """The line that says what the message did."""
    if filled.fresh is Slot.WHERE and filled.draft.place is not None:
        return place.noted(talk.view(), filled.draft.place)
    if filled.note == "what.too_long":
        return talk.view().count(filled.note, **filled.fields)
    return talk.words(filled.note, **filled.fields) if filled.note else ""


def _filled(talk: Talk, message: Message, said: str) -> Filled:
    """Before the consent nothing was asked, so every text is description."""
    region, today = talk.house.region, talk.view().today
    if not talk.consented:
        return filling.with_description(talk.draft, message.message_id, said, region)
    return filling.with_words(talk.draft, message.message_id, said, region, today)


async def _keep_file(talk: Talk, message: Message, sent: files.File) -> str:
    """Keep a file with the draft, unless there are enough or it is too large; the line that says so."""
    refusal = ""
    if too_big(talk, sent):
        refusal = talk.words("evidence.too_big", **size_fields(talk, sent))
    elif talk.draft.evidence >= talk.house.region.limits.evidence_max:
        refusal = talk.view().count("evidence.full", talk.house.region.limits.evidence_max)
    if not refusal:
        return await _attach(talk, message, sent)
    if message.media_group_id:
        await talk.tell(Screen(refusal), dedup_key=f"refused:{talk.chat_id}:{message.media_group_id}")
    await talk.keep(talk.draft)
    return refusal


async def _attach(talk: Talk, message: Message, sent: files.File) -> str:
    await talk.keep(talk.draft)  # a file belongs to a draft that exists
    before = len(await attachments.of_draft(talk.work.session, talk.draft_id))
    await files.attach(talk, message, sent, draft_id=talk.draft_id)
    if len(await attachments.of_draft(talk.work.session, talk.draft_id)) > before:
        await talk.keep(rules.add_evidence(talk.draft, talk.view().today))
    # Before the consent the first screen itself says what is kept.
    return talk.view().count("evidence.kept", talk.draft.evidence) if talk.consented else ""


async def _answer_album(talk: Talk, album: str) -> None:
    await outbox.put(
        talk.work,
        bot=BOT,
        chat_id=talk.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent="question",
        data={"reporter_id": talk.reporter.id},
        due_at=talk.work.now + ALBUM_PAUSE,
        dedup_key=f"album:{talk.chat_id}:{album}",
    )
