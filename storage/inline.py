"""An SQLite connection that answers where it is asked, and uses its thread only for what may have to wait.

aiosqlite ships every call to a thread: four hops for a SELECT that takes 20 microseconds, and under load each hop waits
for the interpreter's lock. Here only the two calls that can wait go to the thread: BEGIN IMMEDIATE (for another
process's lock) and COMMIT (for the disk). docs/decisions/0006 has the figures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite

_WAITING_CALLS = frozenset({"commit", "close"})
_WAITING_WORDS = "BEGIN IMMEDIATE"
_CHUNK_ROWS = 64


class InlineConnection(aiosqlite.Connection):
    """As aiosqlite's, but quick calls do not leave the event loop's thread."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if fn.__name__ in _WAITING_CALLS or (args and args[0] == _WAITING_WORDS):
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")  # in aiosqlite's words, which SQLAlchemy looks for
        return fn(*args, **kwargs)


def connect(database: str, **options: Any) -> InlineConnection:
    """To be awaited by SQLAlchemy (`async_creator_fn`)."""
    options["check_same_thread"] = False  # one call at a time, from whichever of the two threads
    connection = InlineConnection(partial(sqlite3.connect, database, **options), _CHUNK_ROWS)
    connection._thread.daemon = True  # as SQLAlchemy does with aiosqlite's own
    return connection
