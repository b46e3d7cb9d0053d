"""Looking through a whole database: every table, every column, whatever is in it."""

from __future__ import annotations

import json
from typing import Any, cast

from sqlalchemy import text

from storage.tables import Base
from storage.work import Storage


async def dump(storage: Storage, *without: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in a fixed order."""
    tables = {}
    async with storage.read() as session:
        for name in sorted(set(Base.metadata.tables) - set(without)):
            rows = await session.exec(cast(Any, text(f'SELECT * FROM "{name}"')))
            tables[name] = sorted(map(tuple, rows.all()), key=repr)
    return tables


async def of(storage: Storage, *needles: object) -> list[str]:
    """Where any of these words and numbers still is, in whatever case: `table: needle in value`."""
    return [
        f"{table}: {needle} in {value!r}"
        for table, rows in (await dump(storage)).items()
        for row in rows
        for value in row
        for needle in needles
        if str(needle).casefold() in _legible(value).casefold()
    ]


def _legible(value: Any) -> str:
    """The value as words: JSON, which SQLite keeps as a text full of escapes, unescaped."""
    if isinstance(value, str) and value[:1] in '{["':
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
