"""The words of a missed deadline: of one report, or of several that one person sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import news, outlook, summaries
from handlers.screens import Screen, quote
from locales import formats
from rules.access import Role
from rules.lifecycle import OPEN, Status
from storage import overdue, reporters, reports, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.house import House
    from storage.tables import Deadline, Push, Report, Reporter
    from storage.work import Session

OMBUDSMAN: Final = "ombudsman"  # among the region's authorities
_MOVING: Final = OPEN - {Status.NEEDS_INFO}


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """What is late now; nothing when that was done meanwhile, or the desk waits for them."""
    found = await _listening(session, push)
    late = {report.id: await overdue.late(session, report.id, now) for report in found}
    shown = [report for report in found if late[report.id]]
    reporter = await _only(push, session, shown)
    if reporter is None:
        return None
    if len(shown) == 1:
        return await _of_one(session, house, shown[0], late[shown[0].id], reporter.language, now)
    locale, say = reporter.language, house.catalog.say
    head = house.catalog.count(locale, "notice.missed.all", len(shown))
    entries = [await _entry(session, house, report, late[report.id], locale, now) for report in shown]
    holder = say(locale, "notice.missed.all.holder")
    return summaries.screen(house, locale, f"{head}\n\n{holder}\n\n{_right(house, locale)}", shown, entries)


async def compose_ombudsman(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """Where else to turn with what is still not settled."""
    shown = await _listening(session, push)
    reporter = await _only(push, session, shown)
    if reporter is None:
        return None
    locale, say = reporter.language, house.catalog.say
    on = [await _going_on(session, house, report, locale, now) for report in shown]
    if len(shown) == 1:
        head = say(locale, "notice.ombudsman.head", code=shown[0].code, title=quote(shown[0].title))
        text = "\n\n".join((head, _where_to_turn(house, shown[0], locale, now), on[0]))
        return Screen(text, buttons=news.under(house, shown[0], locale))
    head = house.catalog.count(locale, "notice.ombudsman.all", len(shown))
    entries = [f"{_title(house, report, locale)}\n{line}" for report, line in zip(shown, on, strict=True)]
    return summaries.screen(house, locale, f"{head}\n\n{_right(house, locale)}", shown, entries)


async def _going_on(session: Session, house: House, report: Report, locale: str, now: datetime) -> str:
    """Who has it, and the next promise that still holds."""
    agency = quote(outlook.agency_name(house, report.agency, locale))
    on = house.catalog.say(locale, "notice.ombudsman.on", agency=agency)
    return "\n".join(filter(None, (on, await outlook.ahead(session, house, report, locale, now))))


async def _of_one(
    session: Session, house: House, report: Report, late: Sequence[Deadline], locale: str, now: datetime
) -> Screen:
    head = house.catalog.say(locale, "notice.missed.head", code=report.code, title=quote(report.title))
    missed = "\n".join(_missed(house, late, locale))
    holder = await _who_has_it(session, house, report, late, locale)
    after = await outlook.ahead(session, house, report, locale, now)
    text = "\n\n".join(filter(None, (head, missed, holder, after, _where_to_turn(house, report, locale, now))))
    return Screen(text, buttons=news.under(house, report, locale))


async def _entry(
    session: Session, house: House, report: Report, late: Sequence[Deadline], locale: str, now: datetime
) -> str:
    """One of several: what is late, and the next promise that still holds."""
    after = await outlook.ahead(session, house, report, locale, now)
    return "\n".join(filter(None, (_title(house, report, locale), *_missed(house, late, locale), after)))


async def _listening(session: Session, push: Push) -> list[Report]:
    """The reports of a push that the desk has, as far as they are its reader's. What the law demands is said of a muted
    report too."""
    reader = await reporters.by_telegram_id(session, push.chat_id)
    found = (await reports.by_ids(session, push.data["reports"])).values()
    own = [report for report in found if reader is not None and report.reporter_id == reader.id]
    shown = sorted((one for one in own if one.status in _MOVING), key=lambda report: report.id)
    push.silent = bool(shown) and all(report.muted for report in shown)
    return shown


async def _only(push: Push, session: Session, shown: Sequence[Report]) -> Reporter | None:
    """Whose they are, if there is anything to show; an answer to the message is about the one report it names."""
    push.report_id = shown[0].id if len(shown) == 1 else None
    return await reporters.by_id(session, shown[0].reporter_id) if shown else None


def _title(house: House, report: Report, locale: str) -> str:
    return house.catalog.say(locale, "digest.report", code=report.code, title=quote(report.title))


def _missed(house: House, late: Sequence[Deadline], locale: str) -> list[str]:
    zone, label = house.region.tz, house.region.zone_label
    return [
        house.catalog.say(locale, f"notice.missed.{one.kind}", by=formats.moment(one.due_at, locale, zone, label))
        for one in late
    ]


async def _who_has_it(session: Session, house: House, report: Report, late: Sequence[Deadline], locale: str) -> str:
    """With whom it is, and who has been or will be told; of a leader only where there is one."""
    say = house.catalog.say
    agency = quote(outlook.agency_name(house, report.agency, locale))
    text = say(locale, "notice.missed.holder" if report.agency else "notice.missed.coordinator", agency=agency)
    if any(promise.escalated_at for promise in late):
        return f"{text} {say(locale, 'notice.missed.leader_told')}"
    leads = any(person.role is Role.LEADER for person in await staff.everyone(session))
    return f"{text} {say(locale, 'notice.missed.leader')}" if leads else text


def _right(house: House, locale: str) -> str:
    """The right to complain, of several reports: from when on depends on each."""
    days = house.region.closing.ombudsman_days
    return house.catalog.count(locale, "notice.ombudsman.right", days, authority=ombudsman(house, locale))


def _where_to_turn(house: House, report: Report, locale: str, now: datetime) -> str:
    region = house.region
    at = may_complain_at(house, report.filed_at)
    return house.catalog.count(
        locale,
        "notice.ombudsman.now" if at <= now else "notice.ombudsman.later",
        region.closing.ombudsman_days,
        day=formats.day(at.astimezone(region.tz).date(), locale),
        filed=formats.day(report.filed_at.astimezone(region.tz).date(), locale),
        authority=ombudsman(house, locale),
    )


def ombudsman(house: House, locale: str) -> str:
    """Whom a reporter may turn to, and how."""
    found = house.region.authorities.get(OMBUDSMAN)
    name = quote(found.names.of(locale)) if found else house.catalog.say(locale, "notice.ombudsman.name")
    return f"{name} ({quote(found.contact)})" if found and found.contact else name


def may_complain_at(house: House, filed_at: datetime) -> datetime:
    """From when a reporter may turn to the Ombudsman (UU 25/2009 art. 50)."""
    return filed_at + timedelta(days=house.region.closing.ombudsman_days)
