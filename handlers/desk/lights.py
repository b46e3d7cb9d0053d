"""The traffic light of a promise: as the desk reads it, and on the cards, which are edited when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import cards
from locales import formats
from rules import light
from rules.deadline import Promise
from rules.lifecycle import Status
from rules.light import Light, Lit
from storage import cards as card_rows
from storage import deadlines, outbox

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Deadline, Report
    from storage.work import Work

SIGNS: Final = {Light.AHEAD: "🟢", Light.TODAY: "🟡", Light.LATE: "🔴", Light.LONG_LATE: "‼️"}


async def relight(work: Work, house: House) -> int:
    """Edit the cards on which a light or its countdown has changed, after all that waits and without a sound; how many
    promises."""
    found = await deadlines.lights_due(work, house.batch)
    changes = {promise.id: _changes_at(house, promise, report, work.now) for promise, report in found}
    await deadlines.lit(work, changes)
    await _redraw(work, {report.id: report for _, report in found if report.id}, changes)
    return len(found)


def line(house: House, promise: Deadline, locale: str, now: datetime) -> str:
    """On a card, which stands: what is due by when, and what holds until the card is next edited."""
    by = formats.moment(promise.due_at, locale, house.region.tz, house.region.zone_label)
    lit = _look(house, promise, now)
    return _joined(
        f"{SIGNS[lit.light]} {house.catalog.say(locale, f'desk.due.{promise.kind}', by=by)}",
        _state(house, lit, lit.countdown, locale),
    )


def sign(house: House, promise: Deadline | None, now: datetime) -> str:
    """The light alone, for the beginning of a line; another sign while it is the reporter's turn, or nothing runs."""
    if promise is None:
        return "⚪️"
    return "⏸" if promise.kind == Promise.REPLY else SIGNS[_look(house, promise, now).light]


def short(house: House, promise: Deadline, locale: str, now: datetime) -> str:
    """In a list, which is read once: what is due by when, and how many working days are left or it is late."""
    by = formats.short_moment(promise.due_at, locale, house.region.tz, house.region.zone_label)
    if promise.kind == Promise.REPLY:
        return house.catalog.say(locale, "desk.queue.reply", by=by)
    lit = _look(house, promise, now)
    late = lit.light in {Light.LATE, Light.LONG_LATE} and lit.days
    state = house.catalog.count(locale, "desk.warning.late", lit.days) if late else _state(house, lit, lit.days, locale)
    return _joined(house.catalog.say(locale, f"desk.warning.{promise.kind}", by=by), state)


def _look(house: House, promise: Deadline, now: datetime) -> Lit:
    return light.look(promise.set_at, promise.due_at, now, house.region.calendar)


def _state(house: House, lit: Lit, left: int | None, locale: str) -> str:
    if lit.light is not Light.AHEAD:
        return house.catalog.say(locale, f"desk.due.{lit.light}")
    return house.catalog.count(locale, "desk.due.left", left) if left else ""


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _changes_at(house: House, promise: Deadline, report: Report, now: datetime) -> datetime | None:
    """None for a promise whose clock stands still, which gets a new moment when it goes on; and for the reporter's own
    time, which is over."""
    if promise.kind == Promise.REPLY or report.status == Status.NEEDS_INFO:
        return None
    return light.changes_at(promise.set_at, promise.due_at, now, house.region.calendar)


async def _redraw(work: Work, found: Mapping[int, Report], changed: Mapping[int, datetime | None]) -> None:
    """Edit the cards that show one of the changed promises; what is about to be sent or edited shows it by itself."""
    promises = await deadlines.rows_of_many(work.session, found) if found else {}
    shown = {number: deadlines.shown(found[number].status, rows) for number, rows in promises.items()}
    lit = {number: promise for number, promise in shown.items() if promise is not None and promise.id in changed}
    standing = await card_rows.of_reports(work.session, lit) if lit else []
    waiting = await outbox.pending_cards(work.session, [card.id for card in standing]) if standing else set()
    for card in standing:
        if card.message_id is not None and card.id not in waiting:
            key = f"light:{lit[card.report_id].id}:{int(work.now.timestamp())}"
            await cards.edit(work, card, key=key, patient=True)
