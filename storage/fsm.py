"""aiogram's dialogue state in the transaction of the update: a step is kept exactly when what it caused is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import bindparam, delete
from sqlmodel import col, select

from storage import conflict
from storage.tables import FsmRow
from storage.work import CURRENT


class SqlStorage(BaseStorage):
    """Reads and writes through the current `Work`, so that it commits and rolls back with everything else."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep the state's name; None ends the dialogue."""
        await _put(key, state=state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        """The state's name."""
        row = await _row(key)
        return row.state if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace the data."""
        if not isinstance(data, dict):
            raise DataNotDictLikeError(f"Data must be a dict or dict-like object, got {type(data).__name__}")
        await _put(key, data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """A copy of the data; editing it changes nothing."""
        row = await _row(key)
        return dict(row.data) if row else {}

    async def close(self) -> None:
        """Nothing to close: the database is opened and closed elsewhere."""


def _address(key: StorageKey) -> dict[str, Any]:
    business = f"@{key.business_connection_id}" if key.business_connection_id else ""
    return {
        "bot_id": key.bot_id,
        "chat_id": key.chat_id,
        "user_id": key.user_id,
        "thread_id": key.thread_id or 0,
        "destiny": key.destiny + business,
    }


_COLUMNS: Final = ("bot_id", "chat_id", "user_id", "thread_id", "destiny")
_AT: Final = [col(getattr(FsmRow, column)) == bindparam(f"at_{column}") for column in _COLUMNS]
_SELECT: Final = select(FsmRow).where(*_AT).execution_options(populate_existing=True)
_DELETE: Final = delete(FsmRow).where(*_AT)


def _at(key: StorageKey) -> dict[str, Any]:
    return {f"at_{column}": value for column, value in _address(key).items()}


async def _row(key: StorageKey) -> FsmRow | None:
    return (await CURRENT.get().session.exec(_SELECT, params=_at(key))).first()


async def _put(key: StorageKey, **values: Any) -> None:
    """Write one half of the row and leave the other; a row that says nothing goes."""
    session = CURRENT.get().session
    address = _address(key)
    fresh = {"state": None, "data": {}, **values}
    statement = conflict.insert(session, FsmRow).values(**address, **fresh)
    await session.exec(statement.on_conflict_do_update(index_elements=list(address), set_=values))
    row = await _row(key)
    if row is not None and row.state is None and not row.data:
        await session.exec(_DELETE, params=_at(key))
