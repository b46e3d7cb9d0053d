"""Bringing a database to this version's schema. The migrations are shipped with the package, one history for both
databases. A developer who changed a table writes the next one with `python -m storage.migrate "what changed"`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage import engine

SCRIPTS: Final = Path(__file__).parent / "migrations"
ADVISORY_KEY: Final = 0x6D69677261  # "migra": of two processes that migrate at once, one waits


class MigrationError(Exception):
    """The database cannot be brought to this version's schema."""


def upgrade(url: str) -> None:
    """Bring the database to the newest schema, all or nothing; a database that has it already is left alone."""
    engine.make_folder(url)
    with connected(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_KEY})
        command.upgrade(config(connection), "head")


def is_current(url: str) -> bool:
    """Whether the database has exactly this version's schema."""
    file = engine.sqlite_file(url)
    if file is not None and not file.exists():
        return False
    with connected(url) as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
        return set(heads) == set(ScriptDirectory.from_config(config(connection)).get_heads())


def revision(message: str) -> None:
    """Write the migration from the newest schema to the tables as they are now; read it before you keep it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        upgrade(url)
        with connected(url) as connection:
            settings = config(connection)
            number = len(list(ScriptDirectory.from_config(settings).walk_revisions())) + 1
            command.revision(settings, message, autogenerate=True, rev_id=f"{number:04}")


def config(connection: Connection) -> Config:
    """Alembic's settings for migrating over this connection."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return settings


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """One synchronous connection, in a transaction of its own."""
    parsed = engine.async_url(url)
    if parsed.get_backend_name() == "sqlite":
        parsed = parsed.set(drivername="sqlite+pysqlite")
    database = create_engine(parsed, poolclass=NullPool)
    try:
        with database.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise MigrationError(f"The database does not let us in or failed midway: {error.orig}") from error
    except CommandError as error:
        raise MigrationError(f"The database was not made by this version of Kanal or an older one: {error}") from error
    finally:
        database.dispose()


if __name__ == "__main__":
    revision(" ".join(sys.argv[1:]))
