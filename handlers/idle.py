"""Drafts that nobody touches: remembered once after a day, deleted after a week, and a day before that announced."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rules import quiet
from rules.delivery import Kind, State
from storage import drafts, outbox, reporters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.house import House
    from storage.tables import DraftRow, Reporter
    from storage.work import Work

IDLE: Final = timedelta(hours=24)  # a draft nobody touched for so long is remembered once
NOTICE: Final = timedelta(days=1)  # between the announcement and the end


async def remind(work: Work, house: House) -> int:
    """Order one reminder for each draft left idle; how many. Composed when sent: a draft filed meanwhile needs none."""
    ordered = 0
    for row in await forgotten(work, house):
        reporter = await reporters.by_id(work.session, row.reporter_id)
        if reporter is None or row.id is None or not await drafts.reminded(work, row.id):
            continue
        ordered += await _order(work, house, reporter.telegram_id, row, "reminder", f"reminder:{row.id}")
    return ordered


async def forgotten(work: Work, house: House) -> list[DraftRow]:
    """A batch of the drafts left idle of which their writers are to be reminded."""
    return await drafts.idle(work.session, work.now - IDLE, work.now - _announced_after(house), house.batch)


async def fading(work: Work, house: House) -> list[tuple[DraftRow, Reporter]]:
    """A batch of the drafts whose end is to be announced, and whose they are."""
    return await drafts.fading(work, work.now - _announced_after(house), house.batch)


async def fade(work: Work, house: House) -> int:
    """Delete the drafts whose end has come, and announce the end of those that have a day left; how many."""
    return await _delete(work, house) + await _announce(work, house)


async def _announce(work: Work, house: House) -> int:
    """Whoever can be reached is told a day before, counted from when it may ring."""
    found = await fading(work, house)
    if not found:
        return 0
    keep = timedelta(days=house.region.retention["draft"].days)
    ends_at = quiet.release_at(work.now, house.region.quiet) + NOTICE
    for row, reporter in found:
        told = reporter.blocked_at is None
        await drafts.expire(work, [row.id], max(row.touched_at + keep, ends_at) if told else row.touched_at + keep)
        if told:
            await _order(work, house, reporter.telegram_id, row, "expiring", _key(row))
    return len(found)


async def _delete(work: Work, house: House) -> int:
    """Without another word: the announcement said it. As long as that could not go out the draft stays."""
    found = await drafts.expired(work, house.batch)
    if not found:
        return 0
    unsaid = await unannounced(work, found)
    await drafts.expire(work, unsaid, work.now + NOTICE)
    await drafts.drop_all(work, {row.id for row in found} - unsaid)
    return len(found)


async def unannounced(work: Work, found: Sequence[DraftRow]) -> set[int]:
    """The drafts among these whose announcement could not go out yet."""
    announced = await outbox.states(work, [_key(row) for row in found])
    return {row.id for row in found if announced.get(_key(row)) in {State.WAITING, State.SENDING}}


async def _order(work: Work, house: House, chat_id: int, row: DraftRow, intent: str, key: str) -> bool:
    return await outbox.put(
        work,
        bot="public",
        chat_id=chat_id,
        kind=Kind.NOTICE,
        screen=None,
        intent=intent,
        data={"draft_id": row.id},
        due_at=quiet.release_at(work.now, house.region.quiet),
        dedup_key=key,
    )


def _announced_after(house: House) -> timedelta:
    return timedelta(days=house.region.retention["draft"].days) - NOTICE


def _key(row: DraftRow) -> str:
    """A draft that was touched after it was announced is announced again."""
    return f"expiring:{row.id}:{row.touched_at:%Y%m%dT%H%M%S}"
