"""What a notice says: the steps since it was ordered, what happens next and by when, composed when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from handlers import callbacks, fit, outlook, survey
from handlers.screens import Button, Screen, quote
from rules import updates
from rules.delivery import Kind
from rules.lifecycle import ENDED, Actor, Status, Step
from rules.linked import OF
from rules.split import FROM, HIDDEN
from rules.updates import Choice, Verdict, When
from storage import deadlines, events, reporters, reports

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Push, Report, Reporter
    from storage.work import Session

ANNOUNCED: Final = frozenset(
    {
        Step.FORWARD,
        Step.TAKE,
        Step.RETURN,
        Step.REFER,
        Step.ARCHIVE,
        Step.FINISH,
        Step.CLOSE,
        Step.REOPEN,
        Step.LINK,
        Step.UNLINK,
        FROM,
    }
)
# What waits for the next summary, whatever its reader chose.
DETAILS: Final = frozenset({Step.CATEGORISE})
# Here the reader has nothing to answer; in the other statuses the ball is theirs.
_UNPROMPTED: Final = frozenset({Status.RECEIVED, Status.FORWARDED, Status.IN_PROGRESS})


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The notice as it is to be said now: every step since it was ordered that its reader still wants to hear of.

    Nothing to somebody who no longer has the report, or has withdrawn it.
    """
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    reporter = await reporters.by_id(session, report.reporter_id) if report else None
    if report is None or report.id is None or reporter is None or report.status == Status.WITHDRAWN:
        return None
    history = await events.of_report(session, report.id, since_id=int(push.data["since_event"]) - 1)
    announced = [event for event in history if event.step in ANNOUNCED and is_ordered(event, report)]
    news = [event for event in announced if is_wanted(event, report, reporter)]
    if not news or reporter.telegram_id != push.chat_id:
        return None
    push.silent = report.muted and push.kind != Kind.REPLY
    due = await deadlines.open_of(session, report.id)
    return _notice(house, report, reporter.language, news, outlook.line(house, report, due, reporter.language, now))


def worth(event: Event, report: Report, reporter: Reporter, *, leaving: bool = False, **today: int) -> Verdict:
    """When to tell the reporter of a step, by what they chose; `today`: what they were told already, and the cap;
    `leaving`: today is the last day of their stay."""
    matter = updates.matter_of(event.actor, event.from_status, event.to_status, event.step)
    return updates.decide(matter, Choice(reporter.updates), muted=report.muted, leaving=leaving, **today)


def is_wanted(event: Event, report: Report, reporter: Reporter) -> bool:
    """Whether the reporter wants to hear of a step at all."""
    return worth(event, report, reporter).when is not When.NEVER


def is_ordered(event: Event, report: Report) -> bool:
    """Whether a step is ordered to be said. What a parent brought stands in the history before that, and a notice that
    is composed meanwhile must not say it: it would be said twice."""
    return report.news_from is None or event.id < report.news_from or OF not in event.data


def _notice(house: House, report: Report, locale: str, news: list[Event], after: str) -> Screen:
    say = house.catalog.say
    head = say(locale, "notice.head", code=report.code, title=quote(report.title))
    if report.status not in _UNPROMPTED:
        asked = ".asked" if survey.is_open(report) else ""
        after = f"{after} {say(locale, f'notice.reply{asked}')}"
    after = _joined(after, [], outlook.sp4n(house, report, locale))
    said = lines(house, news, locale)
    text = _joined(head, said, after)
    while fit.visible(text) > fit.MESSAGE_UNITS and len(said) > 1:  # a night of long reasons: the last ones count
        said.pop(0)
        text = _joined(head, said, after)
    return Screen(text, buttons=under(house, report, locale))


def _joined(head: str, said: list[str], after: str) -> str:
    return "\n\n".join(filter(None, (head, "\n".join(said), after)))


def lines(house: House, news: list[Event], locale: str) -> list[str]:
    """The steps in the reporter's words, none twice in a row."""
    said = [line(house, event, locale) for event in news]
    return [text for index, text in enumerate(said) if index == 0 or text != said[index - 1]]


def line(house: House, event: Event, locale: str) -> str:
    """One step in the reporter's words; the report itself may be elsewhere by now."""
    by = {Actor.REPORTER: ".own", Actor.CLOCK: ".clock"}.get(Actor(event.actor), "")
    if event.step == FROM and event.data.get("anonymous"):  # it has no number yet by which it is opened elsewhere
        by = ".anonymous"
    return told(house, f"{event.step}{by}", event.data, locale, event.text)


def told(house: House, step: str, data: Mapping[str, Any], locale: str, text: str = "") -> str:
    """What the reporter is told of a step that set `data`, also before it is taken."""
    region = house.region
    authority = region.authorities.get(data.get("referred_to", ""))
    reason = region.archive_reasons.get(data.get("archive_reason", ""))
    category = region.categories.get(data.get("category") or "")
    why = text or (reason.names.of(locale) if reason else "")
    unknown = ".unknown" if authority and not authority.contact else ""
    return house.catalog.say(
        locale,
        f"notice.did.{step}{unknown}",
        agency=quote(outlook.agency_name(house, data.get("agency"), locale)),
        authority=quote(authority.names.of(locale) if authority else ""),
        contact=quote(authority.contact if authority else ""),
        reason=quote(fit.cut(why, 1500)),
        category=quote(category.names.of(locale) if category else ""),
        code=data.get("from") or data.get(HIDDEN) or "",
    )


def buttons(house: House, report: Report, locale: str) -> tuple[tuple[Button, ...], ...]:
    """Under an operator's words, and first under a notice; whether it is solved above all, while that is to be said."""
    say = house.catalog.say
    add = Button(say(locale, "notice.add"), callbacks.pack(callbacks.ADD, report.id))
    status = Button(say(locale, "notice.status"), callbacks.pack(callbacks.STATUS, report.id))
    return (*survey.buttons(house, report, locale), (add, status))


def under(house: House, report: Report, locale: str) -> tuple[tuple[Button, ...], ...]:
    """Under a notice: also the way to have no more of them."""
    settings = Button(house.catalog.say(locale, "notice.settings"), callbacks.pack(callbacks.SETTINGS))
    return (*buttons(house, report, locale), (*mute(house, report, locale), settings))


def mute(house: House, report: Report, locale: str) -> tuple[Button, ...]:
    """The button that stops the messages about a report, or starts them again; none where nothing more is to come."""
    if report.muted:
        return (Button(house.catalog.say(locale, "notice.unmute"), callbacks.pack(callbacks.MUTE, report.id, "off")),)
    if report.status in ENDED:
        return ()
    return (Button(house.catalog.say(locale, "notice.mute"), callbacks.pack(callbacks.MUTE, report.id, "on")),)
