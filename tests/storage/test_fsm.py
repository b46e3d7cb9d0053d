"""aiogram's storage contract (its own tests/test_fsm/storage), and that a step lives and dies with its work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, cast

import pytest
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlmodel import select

from storage.fsm import SqlStorage
from storage.tables import FsmRow
from storage.work import Storage, Work

KEY = StorageKey(bot_id=7_000_000_042, chat_id=-1_002_345_678_901, user_id=7_123_456_789)


class Steps(StatesGroup):
    """A dialogue of one step."""

    asked = State()


@pytest.fixture
def fsm() -> SqlStorage:
    """What the dispatcher is given."""
    return SqlStorage()


@pytest.fixture
async def work(storage: Storage, now: datetime) -> AsyncIterator[Work]:
    """An open work."""
    async with storage.work(now) as opened:
        yield opened


async def test_a_state_is_set_and_taken_back(work: Work, fsm: SqlStorage) -> None:
    """No state at first; a state's name once set, as text or as a State; none after None."""
    assert await fsm.get_state(KEY) is None

    await fsm.set_state(KEY, "asked")
    assert await fsm.get_state(KEY) == "asked"

    await fsm.set_state(KEY, Steps.asked)
    assert await fsm.get_state(KEY) == "Steps:asked"

    await fsm.set_state(KEY)
    assert await fsm.get_state(KEY) is None


async def test_data_is_replaced_and_updated(work: Work, fsm: SqlStorage) -> None:
    """set_data replaces, update_data adds, get_value reads one, and each leaves the state alone."""
    await fsm.set_state(KEY, "asked")
    assert await fsm.get_data(KEY) == {}

    await fsm.set_data(KEY, {"a": 1})
    assert await fsm.update_data(KEY, {"b": [1, {"c": None}]}) == {"a": 1, "b": [1, {"c": None}]}
    assert await fsm.get_data(KEY) == {"a": 1, "b": [1, {"c": None}]}
    assert await fsm.get_value(KEY, "a") == 1
    assert await fsm.get_value(KEY, "z", "none") == "none"

    await fsm.set_data(KEY, {})
    assert await fsm.get_data(KEY) == {}
    assert await fsm.get_state(KEY) == "asked"


async def test_what_was_read_is_a_copy(work: Work, fsm: SqlStorage) -> None:
    """Editing the data that was read, or given, changes nothing."""
    given = {"a": 1}
    await fsm.set_data(KEY, given)
    given["a"] = 2
    (await fsm.get_data(KEY))["a"] = 3

    assert await fsm.get_data(KEY) == {"a": 1}


async def test_only_dictionaries_are_data(work: Work, fsm: SqlStorage) -> None:
    """As aiogram's own storages do, anything else is refused."""
    with pytest.raises(DataNotDictLikeError):
        await fsm.set_data(KEY, cast(Any, ()))


@pytest.mark.parametrize(
    "other",
    [{"thread_id": 5}, {"destiny": "other"}, {"user_id": 1}, {"bot_id": 1}, {"business_connection_id": "abc"}],
    ids=lambda other: next(iter(other)),
)
async def test_dialogues_are_kept_apart(work: Work, fsm: SqlStorage, other: dict[str, Any]) -> None:
    """Another topic, destiny, user, bot or business connection is another dialogue."""
    await fsm.set_state(KEY, "asked")
    elsewhere = StorageKey(**{"bot_id": KEY.bot_id, "chat_id": KEY.chat_id, "user_id": KEY.user_id, **other})

    assert await fsm.get_state(elsewhere) is None


async def test_a_finished_dialogue_leaves_no_row(work: Work, fsm: SqlStorage) -> None:
    """Neither state nor data: nothing is kept about the person."""
    await fsm.set_state(KEY, "asked")
    await fsm.set_data(KEY, {"a": 1})
    await fsm.set_data(KEY, {})
    await fsm.set_state(KEY)

    assert (await work.session.exec(select(FsmRow))).all() == []


async def test_a_step_is_kept_when_the_work_is(storage: Storage, fsm: SqlStorage, now: datetime) -> None:
    """A work that fails leaves the dialogue where it was; one that commits moves it."""
    async with storage.work(now):
        await fsm.set_state(KEY, "asked")
    with pytest.raises(ValueError, match="broken"):
        async with storage.work(now):
            await fsm.set_state(KEY, "answered")
            raise ValueError("broken")

    async with storage.work(now):
        assert await fsm.get_state(KEY) == "asked"
