"""Alembic's entry: it migrates over the connection that `storage.migrate` opened."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from storage.tables import Base


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Types as they can be imported: Alembic writes neither the import of SQLModel's nor of what JSONB holds."""
    if kind != "type":
        return False
    if isinstance(item, AutoString | UTCDateTime):
        autogen.imports.add(f"from sqlmodel.sql.sqltypes import {type(item).__name__}")
        return f"{type(item).__name__}()"
    if not isinstance(item, JSON):
        return False
    autogen.imports.add("from sqlalchemy.dialects import postgresql")
    return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
