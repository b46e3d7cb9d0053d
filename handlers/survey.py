"""Whether it is solved: the question under the notice of an ending, and once more halfway through the time for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, promises
from handlers.screens import Button, Screen, quote
from locales import formats
from rules.lifecycle import Status
from storage import deadlines, reporters, reports

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Push, Report
    from storage.work import Session

YES: Final = "yes"
NO: Final = "no"


def is_open(report: Report) -> bool:
    """Whether the reporter has not said yet whether it is solved."""
    return report.status in {Status.ANSWERED, Status.CLOSED} and report.solved is None


def mark(report: Report) -> str:
    """Which ending a button asks about: a report can be answered more than once."""
    return f"{int(report.asked_at.timestamp()):x}" if report.asked_at else "0"


def payload(report: Report, answer: str) -> str:
    """The payload of one answer."""
    return callbacks.pack(callbacks.SURVEY, report.id, mark(report), answer)


def buttons(house: House, report: Report, locale: str) -> tuple[tuple[Button, ...], ...]:
    """Solved or not, while that is open."""
    if not is_open(report):
        return ()
    say = house.catalog.say
    yes = Button(say(locale, "survey.yes"), payload(report, YES))
    return ((yes, Button(say(locale, "survey.no"), payload(report, NO))),)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The question once more; nothing once it was answered, or the report is somebody else's."""
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    reporter = await reporters.by_id(session, report.reporter_id) if report else None
    if report is None or reporter is None or reporter.telegram_id != push.chat_id:
        return None
    if report.status != Status.ANSWERED or report.solved is not None or report.muted:
        return None
    until = (await deadlines.open_of(session, report.id or 0)).get(promises.REPLY)
    if until is None:
        return None
    locale = reporter.language
    by = formats.moment(until, locale, house.region.tz, house.region.zone_label)
    text = house.catalog.say(locale, "survey.again", code=report.code, title=quote(report.title), by=by)
    status = Button(house.catalog.say(locale, "notice.status"), callbacks.pack(callbacks.STATUS, report.id))
    return Screen(text, buttons=(*buttons(house, report, locale), (status,)))
