"""What happens next with a report and by when: the present promise in the reporter's words, as things stand now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from handlers import promises
from handlers.screens import quote
from locales import formats
from rules import closing
from rules.lifecycle import Status

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Report
# The promises to name in each status: while the reporter is asked the desk's stand still, an ended report has none.
_NAMED: Final[Mapping[Status, tuple[str, ...]]] = {
    Status.RECEIVED: promises.EVERY,
    Status.FORWARDED: promises.EVERY,
    Status.IN_PROGRESS: promises.EVERY,
    Status.ANSWERED: (promises.REPLY,),
}


def line(house: House, report: Report, due: Mapping[str, datetime], locale: str, now: datetime) -> str:
    """What is promised next; under a broken promise, the next one that still holds. Without a date where none is."""
    wanted = _NAMED.get(Status(report.status), ())
    dates = sorted((at, kind) for kind, at in due.items() if kind in wanted)
    late = [(at, kind) for at, kind in dates if at < now and kind != promises.REPLY]
    ahead = [one for one in dates if one not in late]
    agency = quote(agency_name(house, report.agency, locale))
    if not dates:
        return _reopened_by(house, report, locale) or house.catalog.say(
            locale, f"notice.next.{report.status}", agency=agency
        )
    said = [("late", *one) for one in late[:1]] + [("next", *one) for one in ahead[:1]]
    return "\n".join(
        house.catalog.say(locale, f"notice.{when}.{kind}", agency=agency, by=_moment(house, at, locale))
        for when, at, kind in said
    )


def waits(house: House, report: Report, locale: str) -> str:
    """Why an open report has not moved."""
    agency = quote(agency_name(house, report.agency, locale))
    return house.catalog.say(locale, f"notice.waits.{report.status}", agency=agency)


def agency_name(house: House, agency: str | None, locale: str) -> str:
    """The agency as the reporter knows it; without one, the coordinator."""
    found = house.region.agencies.get(agency or house.region.coordinator)
    return found.names.of(locale) if found else house.region.title.of(locale)


def _moment(house: House, at: datetime, locale: str) -> str:
    return formats.moment(at, locale, house.region.tz, house.region.zone_label)


def _reopened_by(house: House, report: Report, locale: str) -> str:
    """Of a closed report, until when its reporter can open it again."""
    if report.status != Status.CLOSED or report.ended_at is None:
        return ""
    until = closing.reopen_until(report.ended_at, house.region.closing.reopen_days)
    return house.catalog.say(locale, "notice.next.reopen", by=_moment(house, until, locale))
