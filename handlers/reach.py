"""Whether operators' words reached the reporter: on the card, and told to whoever wrote them when they did not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers import cards, say, sight
from handlers.screens import Screen
from locales import formats
from rules import reach
from rules.delivery import Kind, State
from rules.reach import MISSED, Reach
from storage import cards as card_rows
from storage import compositions, events, outbox, reports, spoken, staff

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from rules.delivery import Settlement
    from storage.tables import Event, Push
    from storage.work import Session, Work


@dataclass(frozen=True, slots=True)
class Spoken:
    """The last words to the reporter: how far they came, and since when they are on their way."""

    reach: Reach
    since: datetime


async def last(session: Session, report_id: int) -> Spoken | None:
    """What became of the last words to the reporter; None: there were none, or nobody was there to hear them."""
    rows = await spoken.of_report(session, report_id)
    if not rows:
        return None
    said = (rows[-1].data["event"], rows[-1].chat_id)  # the same may have been said to a former reporter
    mine = [row for row in rows if (row.data["event"], row.chat_id) == said]
    reached = reach.of(row.state for row in mine)
    return Spoken(reached, mine[0].created_at) if reached else None


def line(house: House, found: Spoken, locale: str) -> str:
    """How far the last words came, and what to do about it."""
    at = formats.short_moment(found.since, locale, house.region.tz, "").strip()
    return house.catalog.say(locale, f"desk.reach.{found.reach}", at=at)


async def settled(work: Work, house: House, push: Push, settlement: Settlement) -> None:
    """A message for a reporter has come to its end: cards that tell of it are edited, a writer who missed hears."""
    if push.bot != "public" or settlement.state in {State.WAITING, State.DROPPED}:
        return
    mine = [push] if push.purpose in spoken.WORDS and push.report_id else []
    if settlement.state is State.UNREACHABLE:  # all that waited for the chat ended with it
        mine += [row for row in await spoken.silenced(work, push.chat_id) if row.id != push.id]
    for row in mine:
        await _redraw(work, row.report_id or 0, f"{row.id}:{settlement.state}")
        reached = reach.of([settlement.state])
        event = await events.by_id(work.session, row.data["event"]) if "event" in row.data else None
        if event is not None and reached in MISSED:
            await _tell_writer(work, house, event, reached)


async def again(work: Work, telegram_id: int) -> None:
    """The reporter is back: the words that did not reach them go out now, as their cards say."""
    for report_id in await spoken.revive(work, telegram_id):
        await _redraw(work, report_id, f"back:{work.now.timestamp():.0f}")


async def _redraw(work: Work, report_id: int, key: str) -> None:
    rows = await card_rows.of_report(work.session, report_id)
    waiting = await outbox.pending_cards(work.session, [row.id for row in rows])
    for row in rows:
        if row.id not in waiting and row.message_id is not None:
            await cards.edit(work, row, key=f"reach:{key}", patient=True)


async def _tell_writer(work: Work, house: House, event: Event, reached: Reach | None) -> None:
    """Under what they wrote, once."""
    written = await compositions.by_id(work.session, int(event.data.get("composition_id") or 0))
    report = await reports.by_id(work.session, event.report_id)
    person = await staff.by_id(work.session, event.staff_id) if event.staff_id else None
    if written is None or report is None or person is None:
        return
    if not (await sight.of_chat(work.session, written.chat_id, report)).tells:
        return  # the writer has left, or the report lies with others now
    rows = await card_rows.of_report(work.session, event.report_id)
    text = house.catalog.say(person.language, f"desk.missed.{reached}", code=report.code)
    await say.to(
        work,
        "desk",
        written.chat_id,
        Screen(text),
        kind=Kind.NOTICE,
        report_id=report.id,
        reply_to=written.message_id,
        thread_id=next((row.thread_id for row in rows if row.chat_id == written.chat_id), None),
        dedup_key=f"missed:{event.id}:{reached}",
    )
