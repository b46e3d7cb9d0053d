"""The frameworks behind the inbox: each reads a raw update in its own words and hands it to its handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.types import Update as PublicUpdate
from telegram import Update as DeskUpdate

from storage.work import CURRENT

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher
    from telegram.ext import Application

    from bot.intake import Feed
    from handlers.house import House
    from storage.work import Work


def public_feed(dispatcher: Dispatcher, bot: Bot, house: House) -> Feed:
    """aiogram. Its dispatcher must have no error handler: one would swallow what has to roll the work back."""
    return _Public(dispatcher, bot, house)


def desk_feed(application: Application[Any, Any, Any, Any, Any, Any]) -> Feed:
    """python-telegram-bot, without its updater. `process_update` raises nothing, so an error handler dooms the work."""
    application.add_error_handler(_doom)
    return _Desk(application)


class _Public:
    def __init__(self, dispatcher: Dispatcher, bot: Bot, house: House) -> None:
        self._dispatcher, self._bot, self._house = dispatcher, bot, house

    def parse(self, raw: dict[str, Any]) -> PublicUpdate:
        return PublicUpdate.model_validate(_completed(raw), context={"bot": self._bot})

    async def handle(self, update: PublicUpdate, work: Work) -> None:
        await self._dispatcher.feed_update(self._bot, update, work=work, house=self._house)


class _Desk:
    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._application = application

    def parse(self, raw: dict[str, Any]) -> DeskUpdate:
        update = DeskUpdate.de_json(_completed(raw), self._application.bot)
        if update is None:
            raise ValueError("this is no update")
        return update

    async def handle(self, update: DeskUpdate, _work: Work) -> None:
        await self._application.process_update(update)


def _completed(raw: dict[str, Any]) -> dict[str, Any]:
    """The update with what Telegram always sends and both libraries insist on, where another server left it out."""
    press = raw.get("callback_query")
    if not isinstance(press, dict):
        return raw
    return raw | {"callback_query": {"chat_instance": "", **press, "id": str(press.get("id", ""))}}


async def _doom(_update: object, context: Any) -> None:
    work = CURRENT.get(None)
    if work is not None and context.error is not None:
        work.fail(context.error)
