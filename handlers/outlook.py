"""What happens next with a report and by when: the present promise in the reporter's words, as things stand now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from handlers import promises
from handlers.screens import quote
from locales import formats
from rules import closing
from rules.lifecycle import ENDED, Status
from storage import deadlines

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Report
    from storage.work import Session

_ASKED: Final = "asked"  # the reporter's own time, while a question waits for their answer
# The promises to name in each status: while the reporter is asked the desk's stand still, an ended report has none.
_NAMED: Final[Mapping[Status, tuple[str, ...]]] = {
    Status.RECEIVED: promises.EVERY,
    Status.FORWARDED: promises.EVERY,
    Status.IN_PROGRESS: promises.EVERY,
    Status.NEEDS_INFO: (promises.REPLY,),
    Status.ANSWERED: (promises.REPLY,),
}


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised by when: one of the desk's promises, `reply` (to an answer) or `asked` (to a question)."""

    what: str
    by: datetime
    late: bool


def promised(report: Report, due: Mapping[str, datetime], now: datetime) -> list[Promised]:
    """The broken promise that was due first, and the next one that still holds; `due` are the open ones by kind."""
    asked, answered = report.status == Status.NEEDS_INFO, report.status == Status.ANSWERED
    dates = sorted((at, kind) for kind, at in due.items() if kind in _NAMED.get(Status(report.status), ()))
    found = [Promised(_ASKED if asked else kind, at, at <= now and not answered) for at, kind in dates]
    return [one for one in found if one.late][:1] + [one for one in found if not one.late][:1]


def line(house: House, report: Report, due: Mapping[str, datetime], locale: str, now: datetime) -> str:
    """What is promised next; under a broken promise, the next one that still holds. Without a date where none is."""
    found = promised(report, due, now)
    if not found:
        agency = quote(agency_name(house, report.agency, locale))
        undated = house.catalog.say(locale, f"notice.next.{report.status}", agency=agency)
        return _reopened_by(house, report, locale) or undated
    return "\n".join(_said(house, report, one, locale) for one in found)


async def of(session: Session, house: House, report: Report, locale: str, now: datetime) -> str:
    """The same, looked up; nothing of a report that has ended."""
    if report.status in ENDED:
        return ""
    return line(house, report, await deadlines.open_of(session, report.id or 0), locale, now)


async def ahead(session: Session, house: House, report: Report, locale: str, now: datetime) -> str:
    """The next promise that still holds; nothing when there is none."""
    found = promised(report, await deadlines.open_of(session, report.id or 0), now)
    return "\n".join(_said(house, report, one, locale) for one in found if not one.late)


def waits(house: House, report: Report, locale: str) -> str:
    """Why an open report has not moved."""
    agency = quote(agency_name(house, report.agency, locale))
    return house.catalog.say(locale, f"notice.waits.{report.status}", agency=agency)


def sp4n(house: House, report: Report, locale: str) -> str:
    """Under which number the report can be followed at SP4N-LAPOR!; nothing while it has none."""
    return house.catalog.say(locale, "notice.sp4n", number=report.sp4n_id) if report.sp4n_id else ""


def agency_name(house: House, agency: str | None, locale: str) -> str:
    """The agency as the reporter knows it; without one, the coordinator."""
    found = house.region.agencies.get(agency or house.region.coordinator)
    return found.names.of(locale) if found else house.region.title.of(locale)


def _said(house: House, report: Report, one: Promised, locale: str) -> str:
    agency = quote(agency_name(house, report.agency, locale))
    when = "late" if one.late else "next"
    return house.catalog.say(locale, f"notice.{when}.{one.what}", agency=agency, by=_moment(house, one.by, locale))


def _moment(house: House, at: datetime, locale: str) -> str:
    return formats.moment(at, locale, house.region.tz, house.region.zone_label)


def _reopened_by(house: House, report: Report, locale: str) -> str:
    """Of a closed report, until when its reporter can open it again."""
    if report.status != Status.CLOSED or report.ended_at is None:
        return ""
    until = closing.reopen_until(report.ended_at, house.region.closing.reopen_days)
    return house.catalog.say(locale, "notice.next.reopen", by=_moment(house, until, locale))
