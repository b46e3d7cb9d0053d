"""Waiting to be woken."""

from __future__ import annotations

import asyncio


async def until(event: asyncio.Event, seconds: float) -> bool:
    """Wait for the event, at most so long; whether it came.

    Not `asyncio.wait_for`: in Python 3.11 it swallows a cancellation that comes together with the event
    (python/cpython #86296), and a loop that misses its cancellation never ends.
    """
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
