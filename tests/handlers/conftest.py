"""The stage on which conversations are played."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from telegram.ext import ApplicationBuilder

from bot import feeds, region
from handlers import desk
from handlers.house import House
from locales.catalog import Catalog
from rules.access import Role
from storage import desk_chats, staff
from storage.work import Storage
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, WAYAN, NoNetwork, Stage


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Conversations are played on SQLite; the storage tests run on both."""
    return sqlite_url


@pytest.fixture(scope="session")
def house() -> House:
    """Badung."""
    return House(region.load("badung"), Catalog.load(), "lapor_badung_bot", "meja_badung_bot")


@pytest.fixture
async def stage(storage: Storage, house: House, now: datetime) -> AsyncIterator[Stage]:
    """A coordinator and two liaisons, the coordinators' group and DLHK's; PUPR has none."""
    request = NoNetwork()
    application = (
        ApplicationBuilder().token("1:x").updater(None).request(request).get_updates_request(NoNetwork()).build()
    )
    application.bot_data["house"] = house
    application.add_handlers(desk.handlers())
    feeds.desk_feed(application)  # whose error handler lets no failure pass unnoticed
    async with storage.work(now) as work:
        await staff.add(work, AYU, "Ayu", Role.COORDINATOR)
        await staff.add(work, KETUT, "Ketut", Role.LIAISON, "dlhk")
        await staff.add(work, WAYAN, "Wayan", Role.LIAISON, "pupr")
        await desk_chats.bind(work, COORDINATORS, None)
        await desk_chats.bind(work, DLHK, "dlhk")
    async with application:
        yield Stage(storage, house, application, now)
