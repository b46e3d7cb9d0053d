"""The last day of a traveller's stay: kept with their reports, told to the desk, and what they are told before it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from handlers import callbacks, fit, outlook
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import quiet, stay
from rules.delivery import Kind
from rules.lifecycle import OPEN
from storage import deadlines, outbox, reporters, stays, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.house import House
    from storage.stays import Leaver
    from storage.tables import Push, Report
    from storage.work import Session, Work

LISTED: Final = 8  # open reports in one message; /mine has the others


def columns(house: House, day: date | None, now: datetime) -> dict[str, Any]:
    """What a report keeps of a stay; whoever says so late that they leave is told everything at once, and not again."""
    region = house.region
    tell_at = stay.told_at(day, region.updates.digest_at, region.quiet) if day else None
    return {"stay_until": day, "leave_at": tell_at if tell_at is not None and tell_at > now else None}


async def inherit(work: Work, house: House, report: Report) -> None:
    """Whoever said how long they stay need not say it again with the next report."""
    today = work.now.astimezone(house.region.tz).date()
    if (day := await stays.last_day(work.session, report.reporter_id, today)) is not None:
        await stays.note(work, report, day, columns(house, day, work.now)["leave_at"])


async def look(work: Work, house: House) -> int:
    """Order what reporters are told before they leave: one message each; how many reports were looked at."""
    found = await stays.leaving(work, house.batch)
    if not found:
        return 0
    ids = [one.report_id for one in found]
    await stays.told(work, ids)
    await told.now(work, *ids)
    for one in {(one.reporter_id, one.last_day): one for one in found if not one.blocked}.values():
        await _order(work, house, one)
    return len(found)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """Where the open reports stand, that news of them comes wherever the reader is, and how to hand one over."""
    reporter = await reporters.by_id(session, int(push.data["reporter"]))
    day = date.fromisoformat(push.data["day"])
    if reporter is None or reporter.telegram_id != push.chat_id:
        return None
    found = await stays.still_open(session, reporter.id, day)
    if not found:
        return None
    locale, say = reporter.language, house.catalog.say
    here = day >= now.astimezone(house.region.tz).date()
    head = say(locale, "leaving.head" if here else "leaving.head.gone", day=formats.day(day, locale))
    entries = [
        f"{say(locale, 'digest.report', code=report.code, title=quote(report.title))}\n"
        f"{await standing(session, house, report, locale, now)}"
        for report in found[:LISTED]
    ]
    push.report_id = found[0].id if len(found) == 1 else None  # replies belong to the one report it is about
    foot = say(locale, "leaving.foot" if len(found) == 1 else "leaving.foot.which")
    text = "\n\n".join((head, *entries, foot))
    while fit.visible(text) > fit.MESSAGE_UNITS and len(entries) > 1:
        entries.pop()
        text = "\n\n".join((head, *entries, foot))
    return Screen(text, buttons=_buttons(house, found[: len(entries)], locale))


async def standing(session: Session, house: House, report: Report, locale: str, now: datetime) -> str:
    """Why a report is still open, and what is promised next."""
    due = await deadlines.open_of(session, report.id)
    waits = [outlook.waits(house, report, locale)] if report.status in OPEN else []
    return "\n".join((*waits, outlook.line(house, report, due, locale, now)))


async def _order(work: Work, house: House, one: Leaver) -> None:
    await outbox.put(
        work,
        bot="public",
        chat_id=one.chat_id,
        kind=Kind.NOTICE,
        screen=None,
        intent="leaving",
        data={"reporter": one.reporter_id, "day": one.last_day.isoformat()},
        purpose="notice",
        due_at=quiet.release_at(work.now, house.region.quiet),
        dedup_key=f"leaving:{one.reporter_id}:{one.last_day}",
    )


def _buttons(house: House, found: Sequence[Report], locale: str) -> tuple[tuple[Button, ...], ...]:
    """Of one report what helps now; of several a button to each."""
    say = house.catalog.say
    if len(found) > 1:
        codes = [Button(f"🤝 {one.code}", callbacks.pack(callbacks.HAND_OVER, one.id)) for one in found]
        return tuple(tuple(codes[at : at + 2]) for at in range(0, len(codes), 2))
    (one,) = found
    hand_over = Button(say(locale, "leaving.hand_over"), callbacks.pack(callbacks.HAND_OVER, one.id))
    add = Button(say(locale, "notice.add"), callbacks.pack(callbacks.ADD, one.id))
    status = Button(say(locale, "notice.status"), callbacks.pack(callbacks.STATUS, one.id))
    return ((hand_over,), (add, status))
