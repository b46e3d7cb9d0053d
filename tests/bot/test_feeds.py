"""Both frameworks behind the inbox: in the transaction of the update, and their failures undo it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from bot import feeds
from handlers import say
from handlers.house import House
from handlers.screens import Screen
from sandbox.server import Sandbox
from storage import outbox
from storage.work import CURRENT, Storage, Work
from tests.bot.conftest import DESK_TOKEN, utc_now

MESSAGE = {
    "update_id": 1,
    "message": {
        "message_id": 1, "date": 1, "chat": {"id": 7, "type": "private", "first_name": "E"},
        "from": {"id": 7, "is_bot": False, "first_name": "E"}, "text": "hello",
    },
}  # fmt: skip


async def waiting(store: Storage) -> int:
    async with store.read() as session:
        return (await outbox.counts(session, datetime(2000, 1, 1, tzinfo=UTC))).get("waiting", 0)


def public(house: House, handler: Any) -> Any:
    dispatcher = Dispatcher()
    dispatcher.message.register(handler)
    return feeds.public_feed(dispatcher, Bot("42:token"), house)


async def test_aiogram_gets_the_work_and_the_house(store: Storage, house: House) -> None:
    """As handler arguments; what it says is committed with the update."""
    given: list[Any] = []

    async def handler(message: Any, work: Work, house: House) -> None:
        given.append(house)
        await say.to(work, "public", message.chat.id, Screen(message.text))

    feed = public(house, handler)
    async with store.work(utc_now()) as work:
        await feed.handle(feed.parse(MESSAGE), work)

    assert [house] == given
    assert 1 == await waiting(store)


async def test_a_failing_aiogram_handler_undoes_everything(store: Storage, house: House) -> None:
    """The exception comes out, and nothing was said."""

    async def handler(message: Any, work: Work) -> None:
        await say.to(work, "public", message.chat.id, Screen("half"))
        raise RuntimeError("bug")

    feed = public(house, handler)
    with pytest.raises(RuntimeError):
        async with store.work(utc_now()) as work:
            await feed.handle(feed.parse(MESSAGE), work)

    assert 0 == await waiting(store)


@pytest.fixture
async def application() -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    async with Sandbox(port=0) as sandbox:
        sandbox.bot(DESK_TOKEN, "meja_bot")
        builder = ApplicationBuilder().token(DESK_TOKEN).updater(None).job_queue(None)
        async with builder.base_url(f"{sandbox.url}/bot").build() as application:
            yield application


async def test_a_failing_desk_handler_undoes_everything(
    store: Storage, application: Application[Any, Any, Any, Any, Any, Any]
) -> None:
    """python-telegram-bot raises nothing; the work is doomed all the same."""

    async def handler(_update: Any, _context: Any) -> None:
        await say.to(CURRENT.get(), "desk", 7, Screen("half"))
        raise RuntimeError("bug")

    application.add_handler(TypeHandler(Update, handler))
    feed = feeds.desk_feed(application)
    with pytest.raises(RuntimeError):
        async with store.work(utc_now()) as work:
            await feed.handle(feed.parse(MESSAGE), work)

    assert 0 == await waiting(store)


async def test_a_desk_handler_says_things_in_its_work(
    store: Storage, application: Application[Any, Any, Any, Any, Any, Any]
) -> None:
    """It finds the work in the context."""

    async def handler(update: Any, _context: Any) -> None:
        await say.to(CURRENT.get(), "desk", update.effective_chat.id, Screen("whole"))

    application.add_handler(TypeHandler(Update, handler))
    feed = feeds.desk_feed(application)
    async with store.work(utc_now()) as work:
        await feed.handle(feed.parse(MESSAGE), work)

    assert 1 == await waiting(store)


async def test_an_error_outside_of_any_work_is_nobodys(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """A job that fails has no update to roll back."""
    feeds.desk_feed(application)

    assert not await application.process_error(None, RuntimeError("job"))


@pytest.mark.parametrize("bad", [{"update_id": 1, "message": {"chat": 5}}, {"update_id": 1, "message": "x"}])
async def test_what_cannot_be_read_is_an_exception(
    house: House, application: Application[Any, Any, Any, Any, Any, Any], bad: dict[str, Any]
) -> None:
    """In either framework, before any transaction."""
    for feed in (public(house, lambda: None), feeds.desk_feed(application)):
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the framework raises
            feed.parse(bad)
