"""A rehearsal on the database: everything can be tried in it, and nothing of that stays."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import engine
from storage.work import Storage, Work


@asynccontextmanager
async def rehearse(url: str, now: datetime) -> AsyncIterator[Work]:
    """A work that is rolled back in the end. On SQLite on a copy beside the database, so that a running Kanal, which
    could write nothing meanwhile, does not notice; PostgreSQL lets it go on, but for the rows that are tried."""
    with _stage(url) as stage:
        async with Storage.open(stage) as storage, storage.rehearsal(now) as work:
            yield work


@contextmanager
def _stage(url: str) -> Iterator[str]:
    file = engine.sqlite_file(url)
    if file is None:
        yield url
        return
    with TemporaryDirectory(prefix=".rehearsal-", dir=file.parent) as folder:  # readable for nobody else
        copy = Path(folder) / file.name
        with (
            closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as made,
        ):
            source.backup(made)
        yield f"sqlite:///{copy}"
