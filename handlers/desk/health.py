"""How Kanal is, for those who must know whom to call: `/health`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers.screens import Screen
from locales import formats
from rules.access import Role
from rules.delivery import State
from storage import health

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk
    from storage.health import Health

LATE: Final = timedelta(minutes=2)  # what waits longer than that does not just wait its turn
STILL: Final = timedelta(minutes=15)  # so much later than its turn a tick does not just have much to do
LOW_BYTES: Final = 2 * 1024**3
_ENDS: Final = (State.SENT, State.UNREACHABLE, State.UNKNOWN, State.DEAD)


async def show(desk: Desk, _update: Update) -> None:
    """`/health`, `/kesehatan`: for coordinators and leaders."""
    if desk.staff.role is Role.LIAISON:
        await desk.answer("desk.health.not_yours")
        return
    found, now = await health.look(desk.work.session, desk.work.now), desk.work.now
    lines = [
        desk.text("desk.health.head", at=_moment(desk, now)),
        _waits(desk, "desk.health.updates", found.updates, found.updates_since),
        _waits(desk, "desk.health.due", found.due, found.due_since),
        _waits(desk, "desk.health.notices", None, found.notice_since),
        _messages(desk, found),
        _mark(desk, found.quarantined == 0, "desk.health.quarantined", n=found.quarantined),
        *_ticks(desk, found),
        _disk(desk),
        _mark(desk, True, "desk.health.database", name=_database(found)),
    ]
    await desk.say(Screen("\n".join(lines)))


def _waits(desk: Desk, key: str, count: int | None, since: datetime | None) -> str:
    """One queue: how many wait, and for how long the oldest does."""
    age = desk.work.now - since if since else timedelta()
    long = _age(desk, age) if since else desk.text("desk.health.nothing")
    return _mark(desk, age <= LATE, key, n=count or 0, age=long)


def _messages(desk: Desk, found: Health) -> str:
    counts = {state.value: found.messages.get(state.value, 0) for state in _ENDS}
    return _mark(desk, counts[State.DEAD.value] == 0, "desk.health.messages", **counts)


def _ticks(desk: Desk, found: Health) -> list[str]:
    if not found.ticks:
        return [_mark(desk, False, "desk.health.no_ticks")]
    last = max(found.ticks.values())
    head = _mark(desk, desk.work.now - last <= STILL, "desk.health.ticks", at=_moment(desk, last))
    return [head, *(_late(desk, name, found.ticks.get(name)) for name in _late_ones(desk, found))]


def _late_ones(desk: Desk, found: Health) -> list[str]:
    """The ticks that ought to have finished a round long ago, or have never finished any."""
    rounds, never = desk.house.rounds, datetime.min.replace(tzinfo=UTC)
    return [name for name in rounds if found.ticks.get(name, never) < desk.work.now - rounds[name] - STILL]


def _late(desk: Desk, name: str, last: datetime | None) -> str:
    if last is None:
        return _mark(desk, False, "desk.health.tick_never", name=name)
    return _mark(desk, False, "desk.health.tick_late", name=name, at=_moment(desk, last))


def _disk(desk: Desk) -> str:
    free = desk.house.free_bytes()
    if free is None:
        return _mark(desk, True, "desk.health.disk_unknown")
    return _mark(desk, free >= LOW_BYTES, "desk.health.disk", gib=formats.number(free / 1024**3, desk.locale))


def _database(found: Health) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(found.database, found.database)


def _mark(desk: Desk, good: bool, key: str, **fields: object) -> str:
    return f"{'🟢' if good else '🔴'} {desk.text(key, **fields)}"


def _age(desk: Desk, age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return formats.duration(minutes, desk.locale)


def _moment(desk: Desk, at: datetime) -> str:
    return formats.short_moment(at, desk.locale, desk.house.region.tz, desk.house.region.zone_label)
