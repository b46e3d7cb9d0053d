"""`INSERT … ON CONFLICT`: the one sentence that SQLite and PostgreSQL both speak and SQLAlchemy spells twice."""

from __future__ import annotations

from typing import cast

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Base


def insert(session: AsyncSession, table: type[Base]) -> sqlite.Insert:
    """An insert for the session's database that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(sqlite.Insert, postgresql.insert(table))  # the same methods with the same arguments
    return sqlite.insert(table)
