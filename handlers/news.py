"""What a notice says: the steps since it was ordered, what happens next and by when, composed when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from handlers import callbacks, fit, promises
from handlers.screens import Button, Screen, quote
from locales import formats
from rules.lifecycle import Actor, Status, Step
from storage import deadlines, events, reporters, reports

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Push, Report, Reporter
    from storage.work import Session

ANNOUNCED: Final = frozenset(
    {Step.FORWARD, Step.TAKE, Step.RETURN, Step.REFER, Step.ARCHIVE, Step.FINISH, Step.CLOSE, Step.REOPEN}
)

# Which date a notice names: of what happens next.
_PROMISED: Final = {
    Step.FORWARD: promises.FOLLOW_UP,
    Step.TAKE: promises.RESOLVE,
    Step.RETURN: promises.VERIFY,
    Step.REOPEN: promises.VERIFY,
    Step.FINISH: promises.REPLY,
}


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The notice as it is to be said now: every step since it was ordered, and what happens next by when."""
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    reporter = await reporters.by_id(session, report.reporter_id) if report else None
    if report is None or report.id is None or reporter is None or report.status == Status.WITHDRAWN:
        return None
    history = await events.of_report(session, report.id, since_id=int(push.data["since_event"]) - 1)
    news = [event for event in history if event.step in ANNOUNCED]
    if not news:
        return None
    return await _notice(session, house, report, reporter, news)


def agency_name(house: House, agency: str | None, locale: str) -> str:
    """The agency as the reporter knows it; without one, the coordinator."""
    found = house.region.agencies.get(agency or house.region.coordinator)
    return found.names.of(locale) if found else house.region.title.of(locale)


async def _notice(session: Session, house: House, report: Report, reporter: Reporter, news: list[Event]) -> Screen:
    locale, say = reporter.language, house.catalog.say
    lines = [line(house, event, locale) for event in news]
    said = [text for index, text in enumerate(lines) if index == 0 or text != lines[index - 1]]
    head = say(locale, "notice.head", code=report.code, title=quote(report.title))
    after = await _next(session, house, report, news[-1], locale)
    text = _joined(head, said, after)
    while fit.visible(text) > fit.MESSAGE_UNITS and len(said) > 1:  # a night of long reasons: the last ones count
        said.pop(0)
        text = _joined(head, said, after)
    return Screen(text, buttons=buttons(house, report, locale))


def _joined(head: str, said: list[str], after: str) -> str:
    return "\n\n".join(filter(None, (head, "\n".join(said), after)))


def line(house: House, event: Event, locale: str) -> str:
    """One step in the reporter's words; the report itself may be elsewhere by now."""
    own = ".own" if event.actor == Actor.REPORTER else ""
    return told(house, f"{event.step}{own}", event.data, locale, event.text)


def told(house: House, step: str, data: Mapping[str, Any], locale: str, text: str = "") -> str:
    """What the reporter is told of a step that set `data`, also before it is taken."""
    region = house.region
    authority = region.authorities.get(data.get("referred_to", ""))
    reason = region.archive_reasons.get(data.get("archive_reason", ""))
    why = text or (reason.names.of(locale) if reason else "")
    unknown = ".unknown" if authority and not authority.contact else ""
    return house.catalog.say(
        locale,
        f"notice.did.{step}{unknown}",
        agency=quote(agency_name(house, data.get("agency"), locale)),
        authority=quote(authority.names.of(locale) if authority else ""),
        contact=quote(authority.contact if authority else ""),
        reason=quote(fit.cut(why, 1500)),
    )


async def _next(session: Session, house: House, report: Report, event: Event, locale: str) -> str:
    """What happens next and by when; the sentence without a date where there is none."""
    say = house.catalog.say
    due = await _due(session, event)
    step = f"{event.step}.agency" if _is_back_with_agency(event) else event.step
    agency = quote(agency_name(house, event.data.get("agency"), locale))
    if due is None:
        return say(locale, f"notice.next.{step}.undated", agency=agency)
    by = formats.moment(due, locale, house.region.tz, house.region.zone_label)
    return say(locale, f"notice.next.{step}", agency=agency, by=by)


async def _due(session: Session, event: Event) -> datetime | None:
    still_open = await deadlines.open_of(session, event.report_id)
    if _is_back_with_agency(event):
        return still_open.get(promises.FOLLOW_UP)
    kind = _PROMISED.get(Step(event.step))
    return still_open.get(kind) if kind else None


def _is_back_with_agency(event: Event) -> bool:
    return event.step == Step.REOPEN and event.to_status != Status.RECEIVED


def buttons(house: House, report: Report, locale: str) -> tuple[tuple[Button, ...], ...]:
    """Under every notice and under an operator's words."""
    say = house.catalog.say
    add = Button(say(locale, "notice.add"), callbacks.pack(callbacks.ADD, report.id))
    status = Button(say(locale, "notice.status"), callbacks.pack(callbacks.STATUS, report.id))
    return ((add, status),)
