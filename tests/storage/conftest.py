"""Rows that most tests of storage need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from rules.delivery import Kind
from rules.draft import Draft, Part
from storage import drafts, outbox, reporters, reports
from storage.tables import Report, Reporter
from storage.work import Work

MADE = 7_123_456_789  # wider than 32 bits, as Telegram's ids are


@pytest.fixture
def someone() -> Callable[..., Awaitable[Reporter]]:
    """A reporter who just wrote."""

    async def make(work: Work, telegram_id: int = MADE) -> Reporter:
        return await reporters.seen(work, telegram_id, "Ni Luh Sari", "sari", "id")

    return make


@pytest.fixture
def filed(someone: Callable[..., Awaitable[Reporter]]) -> Callable[..., Awaitable[Report]]:
    """A report that was just filed."""

    async def make(work: Work, code: str = "BDG-2345-678") -> Report:
        reporter = await someone(work)
        draft = Draft(parts=(Part(1, "Lampu jalan padam sejak Senin"),))
        row = await drafts.save(work, reporter.id, draft)
        report = await reports.file(work, reporter, row, draft, code, "Lampu jalan padam")
        await drafts.drop(work, row)
        return report

    return make


@pytest.fixture
def say() -> Callable[..., Awaitable[bool]]:
    """Put something in the outbox; its text is in the screen."""

    async def put(work: Work, text: str, **options: Any) -> bool:
        settings = {"bot": "public", "chat_id": MADE, "kind": Kind.REPLY, "screen": {"text": text}, **options}
        return await outbox.put(work, **settings)

    return put
