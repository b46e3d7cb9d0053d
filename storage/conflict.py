"""`INSERT … ON CONFLICT`: the one sentence that SQLite and PostgreSQL both speak and SQLAlchemy spells twice."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Base


def insert(session: AsyncSession, table: type[Base] | Table) -> sqlite.Insert:
    """An insert for the session's database that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_for(dialect(session), table)


def insert_for(dialect: str, table: type[Base] | Table) -> sqlite.Insert:
    """The same for a database of that name, for statements that are built once."""
    if dialect == "postgresql":
        return cast(sqlite.Insert, postgresql.insert(table))  # the same methods with the same arguments
    return sqlite.insert(table)


def dialect(session: AsyncSession) -> str:
    """`sqlite` or `postgresql`."""
    return session.get_bind().dialect.name
