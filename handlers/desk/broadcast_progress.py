"""Broadcasts under way: recipients planned, let go, or all reached; nothing at night; the live card renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers.desk import broadcast_sheet, broadcast_show
from rules import broadcast as rules
from rules import quiet
from rules.broadcast import Move, State
from rules.delivery import Kind
from storage import broadcasts, outbox, recipients, staff

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Broadcast
    from storage.work import Work

DROPPED: Final = 5000  # recipients let go in one transaction


async def look(work: Work, house: House) -> int:
    """See to all that were approved and have not ended; how much was done, at least a batch if more is to be done."""
    done = 0
    for row in await broadcasts.active(work.session):
        done += house.batch if await _goes_on(work, house, row) else 0
    return done


async def _goes_on(work: Work, house: House, row: Broadcast) -> bool:
    """One step of one broadcast; whether there is more to do at once."""
    if row.state == State.CANCELLED:
        more = bool(await recipients.drop(work, row.id, DROPPED))
    else:
        more = row.planned_at is None and await recipients.plan(work, row)
    if row.state == State.RUNNING:
        await _rest(work, house, row)
    if not more and row.state != State.PAUSED and await _is_over(work, row):
        await _end(work, row)
    elif row.card_at is not None and row.card_at <= work.now:
        await _renew(work, row)
    return more


async def _is_over(work: Work, row: Broadcast) -> bool:
    planned = row.planned_at is not None or row.state == State.CANCELLED
    return planned and await recipients.is_over(work.session, row.id)


async def _rest(work: Work, house: House, row: Broadcast) -> None:
    """The night has come, or a silent day: it goes on when it is over."""
    opens = work.now if row.emergency else quiet.release_at(work.now, house.region.quiet)
    if opens > work.now and row.goes_at is not None and row.goes_at < opens:
        await broadcasts.rest(work, row, opens)


async def _end(work: Work, row: Broadcast) -> None:
    """Everybody has been seen to: the figures are kept, its writer gets them, and the live card stands still."""
    counts = await recipients.counts(work.session, row.id)
    if row.state == State.RUNNING and not await broadcasts.move(work, row, Move.FINISH, None):
        return
    await broadcasts.end(work, row, counts)
    if (writer := await staff.by_id(work.session, row.staff_id)) is not None:
        await broadcast_show.card(work, row, writer.telegram_id)
        await broadcast_show.put(
            work, writer.telegram_id, broadcast_show.REPORT, {"broadcast": row.id}, kind=Kind.NOTICE
        )


async def _renew(work: Work, row: Broadcast) -> None:
    """The live card as it is now, unless one waits to be sent; and when it is renewed next."""
    writer = await staff.by_id(work.session, row.staff_id)
    if writer is not None and await outbox.pending(work.session, broadcasts.CARD, chat_id=writer.telegram_id) is None:
        await broadcast_show.card(work, row, writer.telegram_id)
    await broadcasts.card(work, row, await _next_card(work, row))


async def _next_card(work: Work, row: Broadcast) -> datetime | None:
    """While it is paused, or waits for its hour, nothing changes."""
    if row.state != State.RUNNING:
        return None
    pace = await broadcast_sheet.rate(work.session, row, work.now)
    soon = work.now + rules.card_every(row.size or 0, pace)
    return soon if row.planned_at is None else max(soon, row.goes_at or soon)
