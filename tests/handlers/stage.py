"""A stage for the desk: its handlers on a real database, and a courier that shows instead of sending."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import Update
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from handlers import casework, reach
from handlers.compose import COMPOSERS, held
from handlers.house import House
from handlers.screens import Button, Screen, Wait, from_body
from rules import delivery
from rules.draft import Draft, Part, Place, When
from rules.lifecycle import Actor, Moved, Step
from storage import drafts, outbox, reporters, reports, staff
from storage.tables import Push, Report
from storage.work import Storage, Work

COORDINATORS, DLHK = -1001, -1002
AYU, KETUT, WAYAN, STRANGER = 11, 12, 13, 99
EMMA, MADE = 501, 502


class NoNetwork(BaseRequest):
    """Answers `getMe` and nothing else."""

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        assert url.endswith("/getMe"), f"the desk called {url}: handlers must not send"
        me = {"id": 1, "is_bot": True, "first_name": "Meja", "username": "meja_badung_bot"}
        return 200, json.dumps({"ok": True, "result": me}).encode()


@dataclass
class Shown:
    """A message as it stands in a chat."""

    screen: Screen
    push: Push
    message_id: int


@dataclass
class Stage:
    """Everything of Kanal between the inbox and Telegram."""

    storage: Storage
    house: House
    application: Application[Any, Any, Any, Any, Any, Any]
    now: datetime
    chats: dict[tuple[str, int], dict[int, Shown]] = field(default_factory=dict)
    next_id: int = 100
    topics: dict[int, str] = field(default_factory=dict)  # the names of the forums' topics
    stuck: set[int] = field(default_factory=set)  # messages that cannot be taken back
    fates: dict[int, list[delivery.Outcome]] = field(default_factory=dict)  # of what goes to a chat, before it is well

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    async def file(self, telegram_id: int = EMMA, language: str = "en", **answers: Any) -> Report:
        """A report of a tourist about waste in Tibubeneng."""
        async with self.storage.work(self.now) as work:
            reporter = await reporters.seen(work, telegram_id, "Emma Clarke", "emma", language)
            await reporters.consent(work, reporter, "1")
            values = {
                "parts": (Part(1, "Piles of rubbish behind the beach bar, it smells."),),
                "place": Place(-8.66, 115.14, "51.03.06.2004", "Tibubeneng", "Kuta Utara", words="Berawa"),
                "category": "waste",
                "when": When(self.now.date(), now=True),
            }
            draft = Draft(**{**values, **answers})
            row = await drafts.save(work, reporter.id or 0, draft)
            return await casework.file(work, self.house, reporter, row, draft)

    async def report(self, report: Report) -> Report:
        """The report as it is now."""
        async with self.storage.read() as session:
            found = await reports.by_id(session, report.id or 0)
        assert found is not None
        return found

    async def step(self, report: Report, step: Step, actor: Actor, **values: Any) -> Any:
        """A step of the report; the desk's are Ayu's. What came of it."""
        async with self.storage.work(self.now) as work:
            desk = actor in {Actor.COORDINATOR, Actor.LIAISON}
            person = await staff.by_telegram_id(work.session, AYU) if desk else None
            found = await reports.by_id(work.session, report.id or 0)
            assert found is not None
            outcome = await casework.take_step(work, self.house, found, step, actor=actor, staff=person, **values)
        await self.deliver()
        return outcome

    async def desk_takes(self, report: Report, step: Step, who: int = AYU, **values: Any) -> None:
        """One of the desk takes a step with a report: the coordinator, or a liaison; what follows is shown."""
        async with self.storage.work(self.now) as work:
            person = await staff.by_telegram_id(work.session, who)
            found = await reports.by_id(work.session, report.id or 0)
            assert found is not None
            actor = Actor.COORDINATOR if who == AYU else Actor.LIAISON
            outcome = await casework.take_step(work, self.house, found, step, actor=actor, staff=person, **values)
            assert isinstance(outcome, Moved), outcome
        await self.deliver()

    async def deliver(self) -> None:
        """What the courier does: compose what is due, show it, settle it."""
        while True:
            async with self.storage.work(self.now) as work:
                claimed = await outbox.claim(work, 20)
                for push in claimed:
                    await self.land(work, push, await self.compose(work, push))
            if not claimed:
                return

    async def compose(self, work: Work, push: Push) -> Screen | Wait | None:
        """What the row says now."""
        if (wait := held(self.house, push, self.now)) is not None:
            return Wait(wait)
        if push.intent:
            return await COMPOSERS[push.intent](work.session, self.house, push, self.now)
        return from_body(push.body or {})

    async def land(self, work: Work, push: Push, screen: Screen | Wait | None) -> None:
        """Show it in its chat and settle it."""
        outcome: delivery.Outcome
        if isinstance(screen, Screen) and self.fates.get(push.chat_id):
            outcome = self.fates[push.chat_id].pop(0)
        elif isinstance(screen, Wait):
            outcome = delivery.NotYet(screen.after)
        elif screen is None:
            outcome = delivery.Dropped()
        elif push.method == "clear":
            gone = tuple(number for number in screen.clears if number not in self.stuck)
            for number in gone:
                self.chats[push.bot, push.chat_id].pop(number, None)
            outcome = delivery.Cleared(gone, len(screen.clears) - len(gone))
        elif push.method in {"topic", "retopic"}:
            thread = 7000 + (push.card_id or 0)
            self.topics[thread] = screen.text
            outcome = delivery.Sent(None, thread_id=thread)
        else:
            self.next_id += 1
            number = push.edit_message_id or self.next_id
            self.chats.setdefault((push.bot, push.chat_id), {})[number] = Shown(screen, push, number)
            outcome = delivery.Sent(number)
        settlement = delivery.settle(outcome, delivery.Kind(push.kind), push.attempts, push.repeat, self.now)
        if await outbox.settle(work, push, settlement, outcome):
            await reach.settled(work, self.house, push, settlement)

    async def feed(self, **content: Any) -> str:
        """One update for the desk; what the presser was told."""
        self.next_id += 1
        update = Update.de_json({"update_id": self.next_id, **content}, self.application.bot)
        async with self.storage.work(self.now) as work:
            await self.application.process_update(update)
            toast = work.toast
        await self.deliver()
        return toast

    async def press(self, who: int, chat: int, words: str, message: int | None = None) -> str:
        """Press the newest button with these words in a chat; the toast."""
        shown, button = self.button(chat, words, message)
        return await self.tap(who, chat, shown.message_id, button.value)

    async def tap(self, who: int, chat: int, message: int, data: str) -> str:
        """Press a button by its payload."""
        below = {"message_id": message, "date": 1, "chat": _chat(chat), "from": _BOT, "text": "…"}
        query = {"id": str(self.next_id), "from": _person(who), "chat_instance": "1", "message": below, "data": data}
        return await self.feed(callback_query=query)

    async def write(self, who: int, chat: int, text: str, to: int | None = None, **content: Any) -> int:
        """Write a message, as a reply to the bot's message `to`; its id."""
        self.next_id += 1
        number = content.pop("message_id", self.next_id)
        kind = content.pop("update", "message")
        message = {"message_id": number, "date": 1, "chat": _chat(chat), "from": _person(who), **content}
        message |= {"text": text} if text and "photo" not in content else {}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        if to is not None:
            message["reply_to_message"] = {"message_id": to, "date": 1, "chat": _chat(chat), "from": _BOT, "text": "…"}
        await self.feed(**{kind: message})
        return number

    def seen(self, chat: int, bot: str = "desk") -> list[Shown]:
        """The messages of a chat, oldest first."""
        return [shown for _, shown in sorted(self.chats.get((bot, chat), {}).items())]

    def last(self, chat: int, bot: str = "desk") -> Shown:
        """The newest message."""
        return self.seen(chat, bot)[-1]

    def card(self, chat: int) -> Shown:
        """The newest card."""
        return [shown for shown in self.seen(chat) if shown.push.intent == "card"][-1]

    def button(self, chat: int, words: str, message: int | None = None) -> tuple[Shown, Button]:
        """The newest button with these words."""
        for shown in reversed(self.seen(chat)):
            for row in shown.screen.buttons:
                for button in row:
                    if words in button.text and message in {None, shown.message_id}:
                        return shown, button
        raise AssertionError(f"no “{words}” in {[labels(shown.screen) for shown in self.seen(chat)]}")

    def texts(self, chat: int, bot: str = "desk") -> list[str]:
        """The words of every message."""
        return [shown.screen.text for shown in self.seen(chat, bot)]


def labels(screen: Screen) -> list[str]:
    """The words on the buttons."""
    return [button.text for row in screen.buttons for button in row]


_BOT = {"id": 1, "is_bot": True, "first_name": "Meja", "username": "meja_badung_bot"}


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": f"P{number}", "language_code": "en"}


def _chat(number: int) -> dict[str, Any]:
    if number > 0:
        return {"id": number, "type": "private", "first_name": "P"}
    return {"id": number, "type": "supergroup", "title": "G", **({"is_forum": True} if number == -1003 else {})}
