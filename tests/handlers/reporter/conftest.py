"""Phones: a tourist's and a resident's; and the ways to every page."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher

from handlers import reporter
from handlers.house import House
from storage import desk_chats, inline
from storage.fsm import SqlStorage
from storage.tables import Report
from storage.work import Storage
from tests.handlers.reporter.phone import TIBUBENENG, Phone
from tests.handlers.reporter.stations import Atlas


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


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """The ways that were gone, for all tests."""
    return Atlas()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """The same database as the bot's, by a connection beside it; nothing waits for the disk, nor in a thread for it."""
    monkeypatch.setattr(inline, "_WAITING_CALLS", {"close"})
    monkeypatch.setattr(inline, "_WAITING_WORDS", "")
    connection = sqlite3.connect(tmp_path / "kanal.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    yield connection
    connection.close()
