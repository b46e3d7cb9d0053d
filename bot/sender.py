"""The sender: one token's way to say a screen. It makes the calls; what an outcome means is decided elsewhere."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import structlog
from telegram import LinkPreviewOptions, Message, ReplyParameters, error
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot import clearing, keyboards, names, outcome, parcels, wrapping
from bot.request import Request
from rules import delivery
from rules.delivery import Dead, Dropped, Kind, Later, Lost, Migrated, Outcome, Sent, Unknown
from storage import attachments
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.files import FileStore
    from bot.pacing import Pacing
    from bot.parcels import Item, Part
    from handlers.screens import Media, Screen
    from storage.tables import Attachment, Push
    from storage.work import Storage

log = structlog.get_logger()

CONNECTIONS: Final = 24  # more than sends in flight, for answers to presses and downloads
TOPIC_CHARACTERS: Final = 128
_REST_TRIES: Final = 4
_REST_SECONDS: Final = 60.0
_NO_TOPIC: Final = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_STRANGE_FILE: Final = ("wrong file", "wrong remote file", "file reference", "file_id", "can't use file of type")
_NO_SUCH_FORM: Final = (
    "photo_invalid",
    "photo_ext_invalid",
    "photo_save_file_invalid",
    "image_process_failed",
    "video_file_invalid",
    "video_content_type_invalid",
    "media_invalid",
    "voice_messages_forbidden",
    "can't parse",
    "too big for a photo",
)
_TROUBLE: Final = (error.TelegramError, OSError, Fault)


def make_bot(token: str, api_url: str, pacing: Pacing) -> ExtBot[None]:
    """A bot that speaks HTML without link previews, in its pace, with timeouts that end. Initialise it before use."""
    base = api_url.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=Request(CONNECTIONS),
        get_updates_request=Request(1),  # never used: `bot.polling` asks for updates itself
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=pacing,
    )


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of it, and the ids under which this bot now knows files of the other."""

    outcome: Outcome
    learned: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class _Trip:
    """One delivery on its way."""

    push: Push
    chat_id: int
    learned: list[tuple[int, str]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    under_way: bool = False


class Sender:
    """Says screens through one bot."""

    def __init__(self, name: str, bot: ExtBot[None], pacing: Pacing, storage: Storage, files: FileStore) -> None:
        self.name, self.bot, self.pacing = name, bot, pacing
        self._storage, self._files = storage, files

    async def send(self, push: Push, screen: Screen) -> Delivery:
        """Say it; never raises what Telegram, the line, the database or the file store do."""
        try:
            match push.method:
                case "topic":
                    return Delivery(await self._open_topic(push, screen))
                case "retopic":
                    return Delivery(await self._rename_topic(push, screen))
                case "edit":
                    return Delivery(await self._edit(push, screen))
                case "clear":
                    return Delivery(await clearing.clear(self.bot, push.chat_id, screen.clears, screen.text))
            return await self._say(push, screen)
        except _TROUBLE as raised:
            return Delivery(_became(raised))

    async def _open_topic(self, push: Push, screen: Screen) -> Outcome:
        """A topic of its own; what is sent to it goes to the group itself where none can be made."""
        try:
            topic = await self.bot.create_forum_topic(push.chat_id, screen.text[:TOPIC_CHARACTERS])
        except error.TelegramError as raised:
            became = outcome.of_topic(raised)
            if isinstance(became, Dropped):
                log.warning("topic.refused", push_id=push.id, why=raised.message)
            return became
        return Sent(None, topic.message_thread_id or None)

    async def _rename_topic(self, push: Push, screen: Screen) -> Outcome:
        """Another name for the card's topic; where it has none, or may not have it, it does without."""
        if push.thread_id is None:
            return Dropped()
        try:
            await self.bot.edit_forum_topic(push.chat_id, push.thread_id, screen.text[:TOPIC_CHARACTERS])
        except error.TelegramError as raised:
            return outcome.of_topic(raised)
        return Sent(None)

    async def _edit(self, push: Push, screen: Screen) -> Outcome:
        if push.edit_message_id is None or screen.media or screen.document:
            return Lost("nothing to edit")
        place: dict[str, Any] = {"chat_id": push.chat_id, "message_id": push.edit_message_id}
        markup = keyboards.inline(screen)
        try:
            try:
                await self.bot.edit_message_text(screen.text, **place, reply_markup=markup)
            except error.BadRequest as raised:
                if not outcome.says(raised, "no text in the message"):
                    raise
                await self.bot.edit_message_caption(**place, caption=screen.text, reply_markup=markup)
        except error.TelegramError as raised:
            return outcome.of_edit(raised)
        return Sent(push.edit_message_id)

    async def _say(self, push: Push, screen: Screen) -> Delivery:
        items = await self._items(screen)
        if items is None:
            return Delivery(Later("the file is not here yet"))
        parts = parcels.pack(screen, items)
        if not parts:
            return Delivery(Dropped())
        trip = _Trip(push, push.chat_id)
        for part in parts:
            await self._go(trip, part)
        first = trip.ids[0] if trip.ids else None
        return Delivery(Sent(first, push.thread_id, tuple(trip.ids[1:])), tuple(trip.learned))

    async def _go(self, trip: _Trip, part: Part) -> None:
        """The first message may fail, and the row with it. Once it is out the row must not be said again."""
        if trip.under_way:
            await self._insist(trip, part)
        else:
            await self._perform(trip, part)

    async def _insist(self, trip: _Trip, part: Part) -> None:
        """A further message of the same screen: tried again here, and given up without harm to those after it.

        One of unknown fate is repeated as the policy has it: once, and never in a broadcast.
        """
        may_repeat = not trip.push.repeat and trip.push.kind != Kind.BROADCAST
        for attempt in range(1, _REST_TRIES + 1):
            try:
                await self._perform(trip, part)
            except _TROUBLE as raised:
                became = _became(raised)
            else:
                return
            log.warning("push.incomplete", push_id=trip.push.id, attempt=attempt, outcome=type(became).__name__)
            match became:
                case Later():
                    pause = self._pause(trip, became, attempt)
                case Unknown() if may_repeat:
                    pause, may_repeat = delivery.backoff(attempt).total_seconds(), False
                case Migrated(chat_id):
                    pause, trip.chat_id = 0.0, chat_id
                case _:
                    break
            if attempt < _REST_TRIES:
                await asyncio.sleep(pause)
        log.error("push.part_lost", push_id=trip.push.id, part=type(part).__name__)

    def _pause(self, trip: _Trip, later: Later, attempt: int) -> float:
        """As long as Telegram wishes, within reason. A chat that had too much is left alone by everybody meanwhile."""
        seconds = min((later.after or delivery.backoff(attempt)).total_seconds(), _REST_SECONDS)
        if later.why == outcome.FLOOD:
            self.pacing.hold(trip.chat_id, seconds)
        return seconds

    async def _perform(self, trip: _Trip, part: Part) -> None:
        """One message, or in another form what Telegram does not take in this one."""
        try:
            messages = await self._call(trip, part)
        except error.BadRequest as raised:
            for other in await self._otherwise(trip, part, raised):
                await self._go(trip, other)
            return
        trip.under_way = True
        trip.ids += [message.message_id for message in messages if message.message_id]
        trip.learned += wrapping.learned(part, messages)

    async def _otherwise(self, trip: _Trip, part: Part, raised: error.BadRequest) -> list[Part]:
        """What to send instead: without its topic if that is gone, with bytes if an id is another's, as documents.

        The error itself when there is no other form; each form is tried once, so this ends.
        """
        if trip.push.thread_id is not None and outcome.says(raised, *_NO_TOPIC):
            trip.push.thread_id = None
            return [part]
        if isinstance(part, (parcels.Words, parcels.Pin, parcels.Entry)):
            raise raised
        items = parcels.items_of(part)
        if _is_no_such_form(raised) and any(item.kind != "document" for item in items):
            return parcels.repack(part, map(parcels.recast, await self._with_bytes(items, raised)))
        if outcome.says(raised, *_STRANGE_FILE) and any(isinstance(item.file, str) for item in items):
            return parcels.repack(part, await self._with_bytes(items, raised))
        raise raised

    async def _call(self, trip: _Trip, part: Part) -> Sequence[Message]:
        push, first = trip.push, not trip.under_way
        answer = push.reply_to if first else None
        address: dict[str, Any] = {
            "chat_id": trip.chat_id,
            "message_thread_id": push.thread_id,
            "disable_notification": push.silent or not first,
            "reply_parameters": ReplyParameters(answer, allow_sending_without_reply=True) if answer else None,
        }
        return await wrapping.call(self.bot, part, address)

    async def _items(self, screen: Screen) -> list[Item] | None:
        """The files of a screen; None while one of them is not here yet. One that was removed is left out."""
        if screen.document is not None:
            return [parcels.Item(None, "document", screen.document.content, screen.document.name)]
        if not screen.media:
            return []
        ids = [media.attachment_id for media in screen.media]
        async with self._storage.read() as session:
            known = {row.id: row for row in await attachments.by_ids(session, ids)}
            open_names = await attachments.open_names(session, ids)
        items = []
        for media in screen.media:
            if (row := known.get(media.attachment_id)) is None:
                continue
            file = await self._file(row, media)
            if file is None:
                return None
            name = names.of(row, open_name=media.attachment_id in open_names)
            drawn = media.draws is not None  # a file of its own, by no id that means the attachment
            items.append(parcels.Item(None if drawn else media.attachment_id, media.kind, file, name))
        return items

    async def _file(self, row: Attachment, media: Media) -> str | bytes | None:
        """The id this bot knows the file by, or its bytes; of a picture drawn upon, its bytes."""
        if media.draws is not None:
            return await self._bytes(row, media.draws, grid=media.grid)
        return row.file_id if row.bot == self.name else row.other_file_id or await self._bytes(row, row.covers)

    async def _with_bytes(self, items: Sequence[Item], raised: error.BadRequest) -> list[Item]:
        """The same with every file's bytes; the error itself when there are none."""
        async with self._storage.read() as session:
            ids = [item.attachment_id for item in items if item.attachment_id is not None]
            rows = {row.id: row for row in await attachments.by_ids(session, ids)}
        fresh = []
        for item in items:
            row = rows.get(item.attachment_id or 0)
            file = await self._bytes(row, row.covers) if row else None
            if file is None:
                raise raised
            fresh.append(replace(item, file=file))
        return fresh

    async def _bytes(self, row: Attachment, cells: str = "", *, grid: bool = False) -> bytes | None:
        """The file; of a picture, with these cells black. What is black is never sent otherwise."""
        content = await self._files.read(row.sha256) if row.sha256 else None
        if content is None or not (cells or grid):
            return content
        from bot import covering  # noqa: PLC0415  # Pillow is loaded with the first picture

        return await asyncio.to_thread(covering.gridded if grid else covering.covered, content, cells)


def _became(raised: Exception) -> Outcome:
    match raised:
        case error.TelegramError():
            return outcome.of(raised)
        case FileNotFoundError():
            return Dead("the file is gone")
    return Later(type(raised).__name__, counts=not isinstance(raised, Fault))


def _is_no_such_form(raised: error.BadRequest) -> bool:
    """Whether Telegram does not take the bytes as a picture, a film or a voice; as a document it takes any."""
    return outcome.says(raised, *_NO_SUCH_FORM) and not outcome.says(raised, "entities")
