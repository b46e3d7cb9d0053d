"""Who speaks at the desk, and from where. Strangers hear one polite sentence ever, unbound groups one hint."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from telegram import Chat, Update
from telegram.ext import ContextTypes

from handlers import fit, say, sight
from handlers.screens import Screen
from rules import access, reader
from rules.access import Staff
from storage import desk_chats, reports, staff
from storage.work import CURRENT, Work

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import DeskChat, Report

Context = ContextTypes.DEFAULT_TYPE
_HOUR = timedelta(hours=1)
_DIGITS = 19  # of a number that the database can hold


@dataclass(frozen=True, slots=True)
class Desk:
    """One operator's update: who, in which chat of the desk (`chat` None: the private one), and the open work."""

    work: Work
    house: House
    staff: Staff
    chat_id: int
    chat: DeskChat | None
    message_id: int | None  # what they wrote, or what stands above the button they pressed
    thread_id: int | None

    @property
    def locale(self) -> str:
        """The operator's own language."""
        return self.staff.language

    def text(self, key: str, **fields: object) -> str:
        """A text of the catalogue in the operator's language."""
        return self.house.catalog.say(self.locale, key, **fields)

    def toast(self, key: str, **fields: object) -> None:
        """Say something that only the presser of the button sees."""
        # A toast is plain text of at most 200 characters, and what fills its fields is HTML.
        self.work.toast = fit.cut(html.unescape(self.text(key, **fields)), 200)

    async def say(self, screen: Screen, **options: Any) -> None:
        """Say something in this chat, in this topic."""
        await say.to(self.work, "desk", self.chat_id, screen, **{"thread_id": self.thread_id, **options})

    async def answer(self, key: str, **fields: object) -> None:
        """Say a text as an answer to the operator's message."""
        await self.say(Screen(self.text(key, **fields)), reply_to=self.message_id)

    async def instead(self, screen: Screen) -> None:
        """Say a screen in place of the message the button stands under."""
        await say.instead(self.work, "desk", self.chat_id, self.message_id, screen)

    async def report(self, report_id: int | str) -> Report | None:
        """A report whose content this operator may see in this chat; None also when there is none."""
        found = await self._find(report_id)
        return found if found and await self._refusal(found) is None else None

    async def refusal(self, report_id: int | str) -> str:
        """The text that says why `report` gave none."""
        found = await self._find(report_id)
        return (await self._refusal(found) if found else None) or "desk.refused.actor"

    async def _find(self, report_id: int | str) -> Report | None:
        number = str(report_id)
        if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
            return None
        return await reports.by_id(self.work.session, int(number))

    async def _refusal(self, report: Report) -> str | None:
        """Both must be allowed to see it: whoever asks, and everybody in the chat in which they ask."""
        if not await sight.of_staff(self.work.session, self.staff, report):
            return "desk.sealed.ask" if access.may_see(self.staff, report.agency) else "desk.refused.actor"
        here = await sight.of_chat(self.work.session, self.chat_id, report)
        if here.sees:
            return None
        return "desk.sealed.here" if here.sealed else "desk.toast.not_here"


Step = Callable[[Desk, Update], Awaitable[None]]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


def for_staff(step: Step) -> Callback:
    """A handler for operators only, given as a callback of python-telegram-bot."""

    @wraps(step)
    async def callback(update: Update, context: Context) -> None:
        desk = await _enter(CURRENT.get(), context.bot_data["house"], update)
        if desk is not None:
            await step(desk, update)

    return callback


async def bound(work: Work, house: House, chat: Chat) -> DeskChat | None:
    """The group as the desk knows it, its topics noticed; an unknown one hears once how to bind it."""
    known = await desk_chats.by_chat(work.session, chat.id)
    if known is None:
        text = house.catalog.say(reader.INDONESIAN, "desk.unbound", chat=chat.id)
        await say.to(work, "desk", chat.id, Screen(text), dedup_key=f"unbound:{chat.id}")
        return None
    if known.is_forum != bool(chat.is_forum):
        await desk_chats.set_forum(work, chat.id, bool(chat.is_forum))
    return known


async def _enter(work: Work, house: House, update: Update) -> Desk | None:
    user, chat, message = update.effective_user, update.effective_chat, update.effective_message
    if user is None or chat is None or user.is_bot or chat.type == Chat.CHANNEL:
        return None
    known = None if chat.type == Chat.PRIVATE else await bound(work, house, chat)
    if known is None and chat.type != Chat.PRIVATE:
        return None
    person = await staff.by_telegram_id(work.session, user.id)
    if person is None:
        await _refuse(work, house, update)
        return None
    if person.seen_at is None or work.now - person.seen_at >= _HOUR:
        await staff.seen(work, person.id)
    thread = message.message_thread_id if message and message.is_topic_message else None
    return Desk(work, house, person, chat.id, known, message.message_id if message else None, thread)


async def _refuse(work: Work, house: House, update: Update) -> None:
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return
    text = house.catalog.say(
        reader.best(user.language_code, house.catalog.desk), "desk.stranger", public=house.public_username
    )
    if update.callback_query is not None:
        work.toast = text
        return
    message = update.effective_message
    answered = message.message_id if message and chat.type != Chat.PRIVATE else None
    await say.to(work, "desk", chat.id, Screen(text), reply_to=answered, dedup_key=f"refusal:{user.id}")
