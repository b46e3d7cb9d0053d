"""A phone: a person with Telegram who talks to the public bot, and the messages they see."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from handlers import fit
from handlers.compose import COMPOSERS, held
from handlers.house import House
from handlers.screens import Button, Does, Screen, Wait, from_body
from rules import delivery
from storage import drafts, outbox, reporters, reports
from storage.tables import DraftRow, Push, Report
from storage.work import Storage, Work

TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}
CANGGU = (-8.6478, 115.1385)
TIBUBENENG = (-8.6537, 115.1497)
UBUD = (-8.5069, 115.2625)
JAKARTA = (-6.2, 106.8)
OWN = ("No, file mine", "Bukan, kirim sendiri")


@dataclass
class Shown:
    """A message of the bot as it stands in the chat."""

    number: int
    screen: Screen
    push: Push

    @property
    def text(self) -> str:
        """What the person reads."""
        return html.unescape(re.sub(r"<[^>]*>", "", self.screen.text))


@dataclass
class Phone:
    """One person's phone, with everything of Kanal between the inbox and Telegram behind it. What one person does may
    ring at another's: phones of one street see each other's messages arrive."""

    storage: Storage
    house: House
    dispatcher: Dispatcher
    bot: Bot
    now: datetime
    who: int = 501
    name: str = "Emma"
    language: str = "en"
    username: str = ""
    looks: bool = False  # at what others have reported nearby; or files their own without
    chat: dict[int, Shown] = field(default_factory=dict)
    keyboard: Screen | None = None
    toast: str = ""
    number: int = 10
    street: dict[int, Phone] = field(default_factory=dict, repr=False)  # the phones of everybody, by their owner

    def __post_init__(self) -> None:
        self.street[self.who] = self

    # What the person does

    async def say(self, text: str, **content: Any) -> int:
        """Write a text."""
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return await self.send(text=text, **content)

    async def photo(self, caption: str = "", name: str = "", size: int = 100_000, **content: Any) -> int:
        """Send a photo in two sizes."""
        name = name or f"p{self.number}"
        small = {"file_id": f"{name}s", "file_unique_id": f"{name}us", "width": 90, "height": 90, "file_size": 900}
        large = {**small, "file_id": name, "file_unique_id": f"{name}u", "file_size": size, "width": 900}
        return await self.send(photo=[small, large], **({"caption": caption} if caption else {}), **content)

    async def file(self, kind: str, caption: str = "", size: int = 5000, **fields: Any) -> int:
        """Send any other file."""
        sent = {"file_id": f"f{self.number}", "file_unique_id": f"u{self.number}", "file_size": size, **fields}
        sent |= {"duration": 3} if kind in {"voice", "video", "audio", "video_note", "animation"} else {}
        sent |= {"width": 9, "height": 9} if kind in {"video", "animation", "sticker"} else {}
        sent |= {"length": 9} if kind == "video_note" else {}
        return await self.send(**{kind: sent}, **({"caption": caption} if caption else {}))

    async def pin(self, at: tuple[float, float], **content: Any) -> int:
        """Send a location."""
        live = {"live_period": content.pop("live")} if "live" in content else {}
        return await self.send(location={"latitude": at[0], "longitude": at[1], **live}, **content)

    async def tap(self, words: str, number: int | None = None) -> str:
        """Tap the newest button with these words, or the one under a certain message; the toast."""
        found = self.chat[number] if number else next(s for s in reversed(self.shown) if self._button(s, words))
        button = self._button(found, words)
        assert button is not None, f"no button {words!r} under {found.text!r}: {self.buttons(found)}"
        toast = await self.press(button.value, found.number)
        asked = next((shown for shown in reversed(self.shown) if any(self._button(shown, no) for no in OWN)), None)
        if self.looks or asked is None:
            return toast
        return await self.press(next(one for no in OWN if (one := self._button(asked, no))).value, asked.number)

    async def tap_if_asked(self, words: str) -> None:
        """Tap it if the newest message has such a button: what the words say is not asked for."""
        if self._button(self.last, words):
            await self.tap(words)

    async def press(self, data: str, number: int = 1, accessible: bool = True) -> str:
        """Tap a button by its payload."""
        message: dict[str, Any] = {"message_id": number, "date": 1 if accessible else 0, "chat": self._chat}
        if accessible:
            message |= {"text": "…", "from": {"id": 42, "is_bot": True, "first_name": "Kanal"}}
        query = {"id": str(self.number), "from": self._person, "chat_instance": "1", "message": message, "data": data}
        return await self.feed(callback_query=query)

    async def key(self, words: str) -> int:
        """Press a key of the keyboard under the text field."""
        assert self.keyboard is not None, "no keyboard is up"
        assert words in [button.text for row in self.keyboard.keys for button in row], words
        return await self.say(words)

    async def edit(self, number: int, **content: Any) -> None:
        """Change a message that was sent."""
        await self.send(number=number, update="edited_message", edit_date=2, **content)

    async def send(self, number: int | None = None, update: str = "message", **content: Any) -> int:
        """Send a message of any sort; its id."""
        self.number += 1
        message_id = number or self.number
        reply = content.pop("to", None)
        if reply is not None:
            about = {"message_id": reply, "date": 1, "chat": self._chat, "text": "…"}
            content["reply_to_message"] = about
        message = {"message_id": message_id, "date": 1, "chat": self._chat, "from": self._person, **content}
        await self.feed(**{update: message})
        return message_id

    async def feed(self, **content: Any) -> str:
        """One update, handled and answered; the toast."""
        self.number += 1
        update = Update.model_validate({"update_id": self.number, **content}, context={"bot": self.bot})
        async with self.storage.work(self.now) as work:
            await self.dispatcher.feed_update(self.bot, update, work=work, house=self.house)
            self.toast = work.toast
        await self.deliver()
        return self.toast

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    # What the person sees

    @property
    def shown(self) -> list[Shown]:
        """The bot's messages, oldest first."""
        return [self.chat[number] for number in sorted(self.chat)]

    @property
    def last(self) -> Shown:
        """The newest message."""
        return self.shown[-1]

    @property
    def text(self) -> str:
        """What the newest message says."""
        return self.last.text

    def buttons(self, shown: Shown | None = None) -> list[str]:
        """The words on the buttons of a message."""
        return [button.text for row in (shown or self.last).screen.buttons for button in row]

    def _button(self, shown: Shown, words: str) -> Button | None:
        every = [button for row in shown.screen.buttons for button in row if button.does is Does.CALL]
        return next((button for button in every if words.casefold() in button.text.casefold()), None)

    # What is kept

    async def draft(self) -> DraftRow | None:
        """The draft as it is kept."""
        async with self.storage.read() as session:
            reporter = await reporters.by_telegram_id(session, self.who)
            return await drafts.of(session, reporter.id or 0) if reporter else None

    async def reports(self) -> list[Report]:
        """The reports that were filed, newest first."""
        async with self.storage.read() as session:
            reporter = await reporters.by_telegram_id(session, self.who)
            return await reports.of_reporter(session, reporter.id or 0, 50) if reporter else []

    async def agree(self) -> None:
        """Say something first and agree to the notice."""
        await self.say("/start")
        await self.tap("Setuju" if self.language == "id" else "I agree")

    # The courier

    async def deliver(self) -> None:
        """Show what is due."""
        while await self._is_due():
            async with self.storage.work(self.now) as work:
                claimed = await outbox.claim(work, 20)
                for push in claimed:
                    await self.land(work, push)
            if not claimed:
                return

    async def _is_due(self) -> bool:
        async with self.storage.read() as session:
            due = await outbox.next_due(session, self.now)
        return due is not None and due <= self.now

    async def land(self, work: Work, push: Push) -> None:
        """Show what was claimed, and settle it."""
        outcome = self._show(await self._compose(work.session, push), push)
        kind = delivery.Kind(push.kind)
        settlement = delivery.settle(outcome, kind, push.attempts, push.repeat, self.now)
        await outbox.settle(work, push, settlement, outcome)

    async def _compose(self, session: Any, push: Push) -> Screen | Wait | None:
        if (wait := held(self.house, push, self.now)) is not None:
            return Wait(wait)
        if push.intent:
            return await COMPOSERS[push.intent](session, self.house, push, self.now)
        return from_body(push.body or {})

    def _show(self, screen: Screen | Wait | None, push: Push) -> delivery.Outcome:
        if isinstance(screen, Wait):
            return delivery.NotYet(screen.after)
        if screen is None:
            return delivery.Dropped()
        check(screen)
        phone = self.street.get(push.chat_id, self)
        phone.number += 1
        number = push.edit_message_id or phone.number
        if (push.bot, push.chat_id) == ("public", phone.who):
            phone.chat[number] = Shown(number, screen, push)
            phone.keyboard = None if screen.drop_keys else screen if screen.keys else phone.keyboard
        return delivery.Sent(number)

    @property
    def _chat(self) -> dict[str, Any]:
        return {"id": self.who, "type": "private", "first_name": self.name}

    @property
    def _person(self) -> dict[str, Any]:
        handle = {"username": self.username} if self.username else {}
        return {"id": self.who, "is_bot": False, "first_name": self.name, "language_code": self.language, **handle}


def check(screen: Screen) -> None:
    """Telegram would take this screen: its limits, in its own units, and its HTML."""
    assert 1 <= fit.visible(screen.text) <= fit.MESSAGE_UNITS, screen.text
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)([^\s>]+)[^>]*>", screen.text):
        assert tag in TAGS, tag
        if closing:
            assert open_tags.pop() == tag
        else:
            open_tags.append(tag)
    assert not open_tags
    assert "{" not in screen.text, screen.text
    every = [button for row in (*screen.buttons, *screen.keys) for button in row]
    assert len(every) <= 100
    assert all(1 <= len(row) <= 8 for row in (*screen.buttons, *screen.keys))
    assert not (screen.buttons and (screen.keys or screen.drop_keys)), "one message has one keyboard"
    for button in every:
        assert 1 <= fit.units(button.text) <= 64, button.text
        if button.does is Does.CALL:
            assert 1 <= len(button.value.encode()) <= 64
        if button.does is Does.COPY:
            assert 1 <= len(button.value) <= 256
