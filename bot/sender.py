"""The sender: one token's way to say a screen. It makes the calls; what an outcome means is decided elsewhere."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import structlog
from telegram import LinkPreviewOptions, Message, ReplyParameters, error
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest

from bot import keyboards, outcome, parcels, wrapping
from rules.delivery import Dead, Dropped, Later, Lost, Outcome, Sent
from storage import attachments
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.files import FileStore
    from bot.pacing import Pacing
    from bot.parcels import Item, Part
    from handlers.screens import Screen
    from storage.tables import Attachment, Push
    from storage.work import Storage

log = structlog.get_logger()

TOPIC_CHARACTERS: Final = 128
_REST_TRIES: Final = 4
_REST_SECONDS: Final = 30.0
_NO_TOPIC: Final = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_STRANGE_FILE: Final = ("wrong file", "wrong remote file", "file reference", "file_id")


def make_bot(token: str, api_url: str, pacing: Pacing) -> ExtBot[None]:
    """A bot that speaks HTML without link previews, in its pace, with timeouts that end. Initialise it before use."""
    base = api_url.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        # A few more connections than sends in flight: httpx slows down with many (facts/engineering.md 9).
        request=HTTPXRequest(
            connection_pool_size=24,
            connect_timeout=5,
            pool_timeout=5,
            read_timeout=15,
            write_timeout=15,
            media_write_timeout=60,
        ),
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
    learned: list[tuple[int, str]] = field(default_factory=list)
    first_id: int | None = None


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
                case "edit":
                    return Delivery(await self._edit(push, screen))
            return await self._say(push, screen)
        except error.TelegramError as raised:
            return Delivery(outcome.of(raised))
        except FileNotFoundError:
            return Delivery(Dead("the file is gone"))
        except Fault as fault:
            return Delivery(Later(type(fault).__name__, counts=False))

    async def _open_topic(self, push: Push, screen: Screen) -> Outcome:
        """A topic of its own. Where none can be made (no right, no forum) the card goes to the group itself."""
        try:
            topic = await self.bot.create_forum_topic(push.chat_id, screen.text[:TOPIC_CHARACTERS])
        except error.BadRequest as raised:
            log.warning("topic.refused", push_id=push.id, why=raised.message)
            return Dropped()
        return Sent(None, topic.message_thread_id)

    async def _edit(self, push: Push, screen: Screen) -> Outcome:
        if push.edit_message_id is None or screen.media:
            return Lost("nothing to edit")
        place: dict[str, Any] = {"chat_id": push.chat_id, "message_id": push.edit_message_id}
        markup = keyboards.inline(screen)
        try:
            await self.bot.edit_message_text(screen.text, **place, reply_markup=markup)
        except error.BadRequest as raised:
            if not outcome.says(raised, "no text in the message"):
                raise
            await self.bot.edit_message_caption(**place, caption=screen.text, reply_markup=markup)
        return Sent(push.edit_message_id)

    async def _say(self, push: Push, screen: Screen) -> Delivery:
        items = await self._items(screen)
        if items is None:
            return Delivery(Later("the file is not here yet"))
        parts = parcels.pack(screen, items)
        if not parts:
            return Delivery(Dropped())
        trip = _Trip(push)
        await self._perform(trip, parts[0])
        for part in parts[1:]:
            if not await self._insist(trip, part):
                break
        return Delivery(Sent(trip.first_id, push.thread_id), tuple(trip.learned))

    async def _insist(self, trip: _Trip, part: Part) -> bool:
        """A further message of the same screen. The first is out, so the row cannot be repeated: insist here."""
        for attempt in range(1, _REST_TRIES + 1):
            try:
                await self._perform(trip, part)
            except error.TelegramError as raised:
                became = outcome.of(raised)
                log.warning("push.incomplete", push_id=trip.push.id, attempt=attempt, outcome=type(became).__name__)
                if not isinstance(became, Later):
                    return False
                wish = became.after.total_seconds() if became.after else 2.0**attempt
                await asyncio.sleep(min(wish, _REST_SECONDS))
            else:
                return True
        return False

    async def _perform(self, trip: _Trip, part: Part) -> None:
        """One call; without its topic if that is gone, with bytes if an id turns out to be another's."""
        try:
            messages = await self._call(trip, part)
        except error.BadRequest as raised:
            if trip.push.thread_id is not None and outcome.says(raised, *_NO_TOPIC):
                trip.push.thread_id = None
            elif isinstance(part, (parcels.One, parcels.Album)) and outcome.says(raised, *_STRANGE_FILE):
                part = await self._with_bytes(part, raised)
            else:
                raise
            messages = await self._call(trip, part)
        trip.learned += wrapping.learned(part, messages)
        trip.first_id = trip.first_id or messages[0].message_id

    async def _call(self, trip: _Trip, part: Part) -> Sequence[Message]:
        push, first = trip.push, trip.first_id is None
        answer = push.reply_to if first else None
        address: dict[str, Any] = {
            "chat_id": push.chat_id,
            "message_thread_id": push.thread_id,
            "disable_notification": push.silent or not first,
            "reply_parameters": ReplyParameters(answer, allow_sending_without_reply=True) if answer else None,
        }
        return await wrapping.call(self.bot, part, address)

    async def _items(self, screen: Screen) -> list[Item] | None:
        """The files of a screen; None while one of them is not here yet. One that was removed is left out."""
        if not screen.media:
            return []
        async with self._storage.read() as session:
            rows = await attachments.by_ids(session, [media.attachment_id for media in screen.media])
        known = {row.id: row for row in rows}
        items = []
        for media in screen.media:
            if (row := known.get(media.attachment_id)) is None:
                continue
            file = row.file_id if row.bot == self.name else row.other_file_id or await self._bytes(row)
            if file is None:
                return None
            items.append(parcels.Item(media.attachment_id, media.kind, file, row.name))
        return items

    async def _with_bytes(self, part: parcels.One | parcels.Album, raised: error.BadRequest) -> Part:
        """The same with every file's bytes; the error itself when there are none."""
        items = (part.item,) if isinstance(part, parcels.One) else part.items
        async with self._storage.read() as session:
            rows = {row.id: row for row in await attachments.by_ids(session, [item.attachment_id for item in items])}
        fresh = []
        for item in items:
            row = rows.get(item.attachment_id)
            file = await self._bytes(row) if row else None
            if file is None:
                raise raised
            fresh.append(parcels.Item(item.attachment_id, item.kind, file, item.name))
        if isinstance(part, parcels.One):
            return parcels.One(fresh[0], part.caption, part.markup)
        return parcels.Album(tuple(fresh), part.caption)

    async def _bytes(self, row: Attachment) -> bytes | None:
        return await self._files.read(row.sha256) if row.sha256 else None
