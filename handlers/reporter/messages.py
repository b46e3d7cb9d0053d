"""What a person sends of their own accord: words, files and pins, in any order. Each fills what it can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import Message

from handlers.reporter import alarm, care, commands, elsewhere, files, filling, pins
from handlers.reporter.keys import Holds
from handlers.reporter.pages import evidence, place, summary, when
from handlers.reporter.thread import size_fields, too_big
from handlers.screens import Screen
from rules import draft as rules
from rules import greeting
from rules.delivery import Kind
from rules.draft import Slot
from rules.greeting import Greeting
from storage import outbox

if TYPE_CHECKING:
    from aiogram.filters import CommandObject

    from handlers.reporter.filling import Filled
    from handlers.reporter.talk import Talk

BOT = "public"
ALBUM_PAUSE = timedelta(seconds=1.5)  # an album comes as one update a picture; the answer waits for the last


def router() -> Router:
    """Content, whatever kind of message brings it."""
    content = Router(name="messages")
    content.message.register(pin, Holds(pins.pin_of))
    content.message.register(file, Holds(files.of_message))
    content.message.register(told, commands.TOLD)
    content.message.register(words, Holds(lambda message: message.text))
    return content


async def words(message: Message, talk: Talk) -> None:
    """A text: an answer to the open question, or more of the description. A mere courtesy is answered as one."""
    said = (message.text or "").strip()
    courtesy = greeting.find(said)
    if courtesy is Greeting.THANKS and talk.consented:
        await talk.aside(Screen(talk.words("other.thanks")))
    elif courtesy is not None:
        await commands.resume(talk)
    else:
        await take(talk, _filled(talk, message, said), said)


async def told(message: Message, talk: Talk, command: CommandObject) -> None:
    """/lapor and the story in one message."""
    said = (command.args or "").strip()
    await take(talk, _filled(talk, message, said), said)


async def pin(message: Message, talk: Talk) -> None:
    """A location or a venue, at any time."""
    found = pins.pin_of(message)
    if found is not None:
        await take(talk, filling.with_pin(talk.draft, found, talk.house.region, talk.house.boundaries))


async def file(message: Message, talk: Talk) -> None:
    """A photo, a video, a voice note, a document: evidence; its caption is description. An album is answered once."""
    sent, caption = files.of_message(message), (message.caption or "").strip()
    note = await keep_file(talk, message, sent) if sent else ""
    if caption:
        today, lessons = talk.view().today, talk.house.taught.lessons
        filled = filling.with_description(talk.draft, message.message_id, caption, talk.house.region, today, lessons)
        note = note_of(talk, filled) or note
        await talk.keep(filled.draft)
        await alarm.warn(talk, caption)
        await elsewhere.warn(talk)
    if message.media_group_id is not None:
        await _answer_album(talk, message.media_group_id)
    else:
        await go_on(talk, note, sent)


async def go_on(talk: Talk, note: str, sent: files.File | None) -> None:
    """Ask on after a file; first, whether to keep one by which a person who hides may be recognised."""
    kept = [file for file in await talk.files() if sent and file.file_unique_id == sent.file_unique_id]
    if talk.consented and files.are_telling(talk.draft, kept):
        await talk.show(summary.recordings(talk.view(note)))
    else:
        await talk.ask(note)


async def take(talk: Talk, filled: Filled, said: str = "") -> None:
    """Keep what the message filled, warn of danger, and go on."""
    await talk.keep(filled.draft)
    await alarm.warn(talk, said)
    await elsewhere.warn(talk)
    if filled.note == "when.not_understood":
        await talk.show(when.other_day(talk.view(note_of(talk, filled))))
    else:
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
        return filling.with_description(talk.draft, message.message_id, said, region, today, talk.house.taught.lessons)
    return filling.with_words(talk.draft, message.message_id, said, region, today, talk.house.taught.lessons)


async def keep_file(talk: Talk, message: Message, sent: files.File) -> str:
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
    before = len(await talk.files())
    kept = await files.attach(talk, message, sent, draft_id=talk.draft_id)
    if len(await talk.files()) > before:
        added = rules.add_evidence(talk.draft, talk.view().today)
        await talk.keep(replace(added, spoken=added.spoken or sent.kind in files.SPOKEN))
    view = talk.view()
    tells = care.traces(view, [kept], anonymous=talk.draft.anonymous)
    return "\n".join(filter(None, (evidence.kept(view), care.faces(view, [kept]), tells)))


async def _answer_album(talk: Talk, album: str) -> None:
    await outbox.put(
        talk.work,
        bot=BOT,
        chat_id=talk.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent="question",
        data={"reporter_id": talk.reporter.id, "album": album},
        due_at=talk.work.now + ALBUM_PAUSE,
        dedup_key=f"album:{talk.chat_id}:{album}",
    )
