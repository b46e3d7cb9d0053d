"""Opening the database: SQLite with one writer and readers apart, or PostgreSQL; and what differs between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import inline

BUSY_MILLISECONDS = 5000
POOL_WAIT_SECONDS = 60.0


class DatabaseError(Exception):
    """The database URL cannot be used."""


def async_url(url: str) -> URL:
    """The URL with the asynchronous driver Kanal uses: aiosqlite, or psycopg 3 (safe behind PgBouncer)."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseError("KANAL_DATABASE_URL is not a database URL. Example: sqlite:///var/kanal.db") from error
    match parsed.get_backend_name():
        case "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise DatabaseError("KANAL_DATABASE_URL must name a file for SQLite. Example: sqlite:///var/kanal.db")
            return parsed.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise DatabaseError(f"KANAL_DATABASE_URL names {other}; Kanal works on sqlite and postgresql.")


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for PostgreSQL."""
    parsed = async_url(url)
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" else None


def make_folder(url: str) -> None:
    """Make the folder of an SQLite file; a database elsewhere needs none."""
    if (file := sqlite_file(url)) is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(
            f"KANAL_DATABASE_URL: the folder {file.parent} cannot be made ({error.strerror})."
        ) from error


def open_pair(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    """The writing and the reading engine. On PostgreSQL they are one.

    SQLite: a single writing connection whose transactions begin IMMEDIATE (deferred ones failed 1457 of 2000 times
    under load), and readers that can do nothing but read.
    """
    parsed = async_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_async_engine(
            parsed, pool_size=10, max_overflow=5, pool_timeout=POOL_WAIT_SECONDS, pool_pre_ping=True
        )
        return engine, engine
    make_folder(url)
    quick = {"async_creator_fn": inline.connect}
    writer = create_async_engine(
        parsed, pool_size=1, max_overflow=0, pool_timeout=POOL_WAIT_SECONDS, connect_args=quick
    )
    reader = create_async_engine(
        parsed, pool_size=4, max_overflow=4, pool_timeout=POOL_WAIT_SECONDS, connect_args=quick
    )
    _configure(writer.sync_engine, begin="BEGIN IMMEDIATE", query_only=False)
    _configure(reader.sync_engine, begin="BEGIN", query_only=True)
    return writer, reader


def _configure(engine: Engine, *, begin: str, query_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy, not the driver, says when a transaction begins
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # what we acknowledge to Telegram must survive a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
