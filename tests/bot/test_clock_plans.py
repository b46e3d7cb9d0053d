"""What the clock asks is answered by indexes: it costs the same with a hundred reports and with 100,000."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bench.regency import NOW, Regency
from bot import clock, region
from bot.clock import Tick
from handlers.house import House
from locales.catalog import Catalog
from storage.work import Storage

SMALL = {"staff", "desk_chat", "tick", "broadcast"}  # of which there are as many as people and groups of the desk
# Once a night, once an hour in the order in which rows came, or for the few who are erased (of the few reports that
# went into other hands), all may be passed over.
PASSED_OVER = {
    "retention": {"reporter", "composition", "inbox", "attachment", "fsm"},
    "prune": {"inbox"},
    "erasures": {"fsm", "inbox", "handover"},
}
# They lead to all reports of a status, and to everything that was ever said in the desk's group.
COARSE = {"ix_report_status", "ix_push_chat_id"}


@pytest.fixture(scope="module")
def house() -> House:
    """Badung."""
    return House(region.load("badung"), Catalog.load(), "lapor_bot", "meja_bot")


@contextmanager
def plans_of(engine: Engine) -> Iterator[list[str]]:
    """How SQLite goes about each statement that is run meanwhile."""
    found: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
            cursor = connection.connection.dbapi_connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters[0] if many else parameters)
            found.extend(row[3] for row in cursor.fetchall())
            cursor.close()

    yield found
    event.remove(engine, "before_cursor_execute", explain)


@pytest.mark.parametrize("tick", clock.TICKS, ids=lambda tick: tick.name)
async def test_no_look_passes_over_all_there_is(sqlite_url: str, house: House, tick: Tick) -> None:
    """With something due, and when nothing is: it reads what is due, not a whole table."""
    async with Storage.open(sqlite_url) as store:
        await Regency(reports=100, every=10).fill(store)
        with plans_of(store.writer.sync_engine) as plans:
            done = await clock.everything(tick, store, NOW, house)
    assert done > 0 or tick.name == "broadcasts"  # they count only what is left for another look

    scanned = {match[1] for plan in plans if (match := re.match(r"SCAN (\w+)$", plan))}
    subqueries = {name for name in scanned if name.startswith("anon_")}
    assert scanned - subqueries - SMALL - PASSED_OVER.get(tick.name, set()) == set()
    through = {match[1] for plan in plans if (match := re.search(r"USING (?:COVERING )?INDEX (\w+)", plan))}
    # for them it is the person's own chat, and once a week all that is open is counted
    assert tick.name in {"retention", "erasures", "weekly"} or not through & COARSE
