"""Who may run the loops: one process. SQLite: a lock on a file beside it; PostgreSQL: an advisory lock."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = structlog.get_logger()

ADVISORY_KEY: Final = 0x6B616E616C  # "kanal"
STANDBY_SECONDS: Final = 2.0


class LeaderError(Exception):
    """Another process runs on this database already."""


class LeadershipLostError(Exception):
    """The connection that held the lock is gone: stop, so that another process may take over."""


@contextmanager
def lead_file(database: Path) -> Iterator[None]:
    """Hold the lock of an SQLite database, or say who must stop first."""
    with Path(f"{database}.leader").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LeaderError(f"Another Kanal already runs on {database.name}: stop it first.") from None
        yield


@asynccontextmanager
async def lead_postgres(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Wait on stand-by until the lock is free, then hold it on a connection of its own."""
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        waiting = False
        while not (await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY})).scalar():
            if not waiting:
                log.info("leader.standby")
                waiting = True
            await asyncio.sleep(STANDBY_SECONDS)
        log.info("leader.elected")
        yield connection


async def keep(connection: AsyncConnection) -> None:
    """Ask the lock's connection every few seconds whether it lives; PostgreSQL frees the lock when it dies."""
    while True:
        await asyncio.sleep(STANDBY_SECONDS)
        try:
            await connection.execute(text("SELECT 1"))
        except DBAPIError as error:
            raise LeadershipLostError("The database connection that held the leader's lock is gone.") from error
