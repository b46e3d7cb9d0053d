"""What happens next with a report and by when: the present promise in the reporter's words, as things stand now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from handlers import promises
from handlers.screens import quote
from locales import formats
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
    """The nearest of the report's open promises, broken ones too; where there is none, what happens without a date."""
    say = house.catalog.say
    agency = quote(agency_name(house, report.agency, locale))
    kind = _next(report, due)
    if kind is None:
        return say(locale, f"notice.next.{report.status}", agency=agency)
    by = formats.moment(due[kind], locale, house.region.tz, house.region.zone_label)
    when = "late" if kind != promises.REPLY and due[kind] < now else "next"
    return say(locale, f"notice.{when}.{kind}", agency=agency, by=by)


def waits(house: House, report: Report, locale: str) -> str:
    """Why an open report has not moved."""
    agency = quote(agency_name(house, report.agency, locale))
    return house.catalog.say(locale, f"notice.waits.{report.status}", agency=agency)


def agency_name(house: House, agency: str | None, locale: str) -> str:
    """The agency as the reporter knows it; without one, the coordinator."""
    found = house.region.agencies.get(agency or house.region.coordinator)
    return found.names.of(locale) if found else house.region.title.of(locale)


def _next(report: Report, due: Mapping[str, datetime]) -> str | None:
    wanted = _NAMED.get(Status(report.status), ())
    found = [kind for kind in due if kind in wanted]
    return min(found, key=lambda kind: due[kind]) if found else None
