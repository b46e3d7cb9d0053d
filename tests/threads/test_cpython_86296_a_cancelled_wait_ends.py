"""python/cpython #86296: `asyncio.wait_for` swallowed a cancellation that came together with what it waited for."""

from __future__ import annotations

import asyncio

import pytest

from bot import waiting


async def test_a_wait_that_is_woken_and_cancelled_at_once_is_cancelled() -> None:
    """A loop that misses its cancellation would never end."""
    event = asyncio.Event()
    task = asyncio.create_task(waiting.until(event, 10))
    await asyncio.sleep(0)
    event.set()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_wait_says_whether_it_was_woken() -> None:
    """Woken or over."""
    event = asyncio.Event()

    assert not await waiting.until(event, 0.01)
    event.set()
    assert await waiting.until(event, 10)
