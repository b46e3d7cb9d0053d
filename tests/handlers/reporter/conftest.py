"""Phones: a tourist's and a resident's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher

from handlers import reporter
from handlers.house import House
from storage import desk_chats
from storage.fsm import SqlStorage
from storage.tables import Report
from storage.work import Storage
from tests.handlers.reporter.phone import TIBUBENENG, Phone


@pytest.fixture
async def phones(storage: Storage, house: House, now: datetime) -> AsyncIterator[Callable[..., Phone]]:
    """Hands out phones that talk to the same bot; the coordinators' group is there."""
    bot = Bot("42:TEST")
    dispatcher = Dispatcher(storage=SqlStorage())
    dispatcher.include_router(reporter.router())
    async with storage.work(now) as work:
        await desk_chats.bind(work, -1001, None)

    street: dict[int, Phone] = {}

    def phone(**options: Any) -> Phone:
        return Phone(storage, house, dispatcher, bot, now, street=street, **options)

    yield phone
    await bot.session.close()


@pytest.fixture
def emma(phones: Callable[..., Phone]) -> Phone:
    """A tourist whose Telegram speaks English."""
    return phones()


@pytest.fixture
def made(phones: Callable[..., Phone]) -> Phone:
    """A resident whose Telegram speaks Indonesian."""
    return phones(who=502, name="Made", language="id")


@pytest.fixture
async def guest(emma: Phone) -> Phone:
    """Emma, who has agreed to the notice."""
    await emma.agree()
    return emma


@pytest.fixture
async def filed(guest: Phone) -> Report:
    """Emma's report of a lamp, with a picture."""
    await guest.photo("The street lamp in front of our villa has been broken for a week", number=100)
    await guest.pin(TIBUBENENG)
    await guest.tap_if_asked("street")
    await guest.tap("Submit report")
    (report,) = await guest.reports()
    return report
