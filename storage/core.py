"""Statements past the ORM, for the few that every update and every message goes through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlmodel.ext.asyncio.session import AsyncSession


async def execute(session: AsyncSession, statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Run a statement that was built once, in the session's own transaction. To build it, or to let the ORM look at it,
    takes longer than the database needs to answer."""
    connection = await session.connection()
    return await connection.execute(statement, values)
