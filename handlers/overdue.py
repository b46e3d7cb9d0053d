"""What a reporter is told of a missed deadline: once, who has it, what happens now, and where else to turn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import news, outlook
from handlers.screens import Screen, quote
from locales import formats
from rules import quiet
from rules.access import Role
from rules.delivery import Kind, State
from rules.lifecycle import OPEN, Status
from storage import outbox, overdue, reporters, reports, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.house import House
    from storage.overdue import Missed
    from storage.tables import Deadline, Push, Report, Reporter
    from storage.work import Session, Work

OMBUDSMAN: Final = "ombudsman"  # among the region's authorities
_DAY: Final = timedelta(days=1)
_MOVING: Final = OPEN - {Status.NEEDS_INFO}


async def tell(work: Work, house: House) -> int:
    """Order a message for each report that has missed a promise, one a report and day; how many promises.

    Of a report so old that its reporter may turn to the Ombudsman the message says that too.
    """
    found = await overdue.missed(work, house.batch)
    if not found:
        return 0
    await overdue.told(work, [one.id for one in found], {one.report_id for one in found})
    old = {one.report_id for one in found if _may_complain_at(house, one.filed_at) <= work.now}
    await overdue.pointed_on(work, old)
    for one in {one.report_id: one for one in found if not one.blocked}.values():
        await _order_of_the_day(work, house, one)
    return len(found)


async def point_on(work: Work, house: House) -> int:
    """Order a word on the Ombudsman for each report that was not settled in time, once; how many reports."""
    found = await overdue.unsettled(work, work.now - timedelta(days=house.region.closing.ombudsman_days), house.batch)
    if not found:
        return 0
    await overdue.pointed_on(work, [one.report_id for one in found])
    for one in found:
        if not one.blocked:
            await _order(work, house, one, "ombudsman", f"ombudsman:{one.report_id}", work.now)
    return len(found)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """What is late now; nothing when that was done meanwhile, or the desk waits for them."""
    found = await _listening(session, push)
    late = await overdue.late(session, found[0].id, now) if found else []
    if found is None or not late:
        return None
    report, reporter = found
    locale, say = reporter.language, house.catalog.say
    text = "\n\n".join(
        (
            say(locale, "notice.missed.head", code=report.code, title=quote(report.title)),
            "\n".join(_missed(house, promise, locale) for promise in late),
            await _who_has_it(session, house, report, late, locale),
            _where_to_turn(house, report, locale, now),
        )
    )
    return Screen(text, buttons=news.under(house, report, locale))


async def compose_ombudsman(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """Where else to turn with a report that is still not settled."""
    found = await _listening(session, push)
    if found is None:
        return None
    report, reporter = found
    locale, say = reporter.language, house.catalog.say
    agency = quote(outlook.agency_name(house, report.agency, locale))
    head = say(locale, "notice.ombudsman.head", code=report.code, title=quote(report.title))
    text = f"{head}\n\n{_where_to_turn(house, report, locale, now)}\n\n" + say(
        locale, "notice.ombudsman.on", agency=agency
    )
    return Screen(text, buttons=news.under(house, report, locale))


async def _order_of_the_day(work: Work, house: House, missed: Missed) -> None:
    """Today; when something was said today already, tomorrow. What still waits will say this too."""
    for at in (work.now, work.now + _DAY):
        day = quiet.release_at(at, house.region.quiet).astimezone(house.region.tz).date()
        key = f"missed:{missed.report_id}:{day}"
        if await _order(work, house, missed, "missed", key, at):
            return
        if (await outbox.states(work, [key])).get(key) == State.WAITING:
            return


async def _order(work: Work, house: House, missed: Missed, intent: str, key: str, at: datetime) -> bool:
    return await outbox.put(
        work,
        bot="public",
        chat_id=missed.chat_id,
        kind=Kind.NOTICE,
        screen=None,
        intent=intent,
        report_id=missed.report_id,
        purpose="notice",
        due_at=quiet.release_at(at, house.region.quiet),
        dedup_key=key,
    )


async def _listening(session: Session, push: Push) -> tuple[Report, Reporter] | None:
    """The report of a push and its reporter, if the desk has it. What the law demands is said of a muted report too."""
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    reporter = await reporters.by_id(session, report.reporter_id) if report else None
    if report is None or reporter is None or report.status not in _MOVING:
        return None
    push.silent = report.muted
    return report, reporter


def _missed(house: House, promise: Deadline, locale: str) -> str:
    by = formats.moment(promise.due_at, locale, house.region.tz, house.region.zone_label)
    return house.catalog.say(locale, f"notice.missed.{promise.kind}", by=by)


async def _who_has_it(session: Session, house: House, report: Report, late: Sequence[Deadline], locale: str) -> str:
    """With whom it is, and who has been or will be told; of a leader only where there is one."""
    say = house.catalog.say
    agency = quote(outlook.agency_name(house, report.agency, locale))
    text = say(locale, "notice.missed.holder" if report.agency else "notice.missed.coordinator", agency=agency)
    if any(promise.escalated_at for promise in late):
        return f"{text} {say(locale, 'notice.missed.leader_told')}"
    leads = any(person.role is Role.LEADER for person in await staff.everyone(session))
    return f"{text} {say(locale, 'notice.missed.leader')}" if leads else text


def _where_to_turn(house: House, report: Report, locale: str, now: datetime) -> str:
    region = house.region
    authority = region.authorities.get(OMBUDSMAN)
    name = quote(authority.names.of(locale)) if authority else house.catalog.say(locale, "notice.ombudsman.name")
    contact = f" ({quote(authority.contact)})" if authority and authority.contact else ""
    at = _may_complain_at(house, report.filed_at)
    return house.catalog.count(
        locale,
        "notice.ombudsman.now" if at <= now else "notice.ombudsman.later",
        region.closing.ombudsman_days,
        day=formats.day(at.astimezone(region.tz).date(), locale),
        filed=formats.day(report.filed_at.astimezone(region.tz).date(), locale),
        authority=f"{name}{contact}",
    )


def _may_complain_at(house: House, filed_at: datetime) -> datetime:
    return filed_at + timedelta(days=house.region.closing.ombudsman_days)
