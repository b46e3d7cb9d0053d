"""What a reporter sees of a filed report: the receipt, where it stands, the list of the own ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers import callbacks, news, outlook, survey
from handlers.reporter import taps
from handlers.reporter.pages import stay, summary
from handlers.screens import Button, Does, Screen, quote
from locales import formats
from rules import deadline, sharing
from rules.draft import Draft, Part, Place, ReportKind, When
from rules.lifecycle import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from handlers.reporter.view import View
    from storage.tables import Report

BODY_UNITS = 300  # of the description, on the receipt

# SP4N-LAPOR!'s public words, where it has one for the status.
PUBLIC: dict[str, str] = {
    Status.RECEIVED: "unverified",
    Status.FORWARDED: "waiting",
    Status.IN_PROGRESS: "process",
    Status.NEEDS_INFO: "on_hold",
    Status.ANSWERED: "done",
    Status.CLOSED: "done",
    Status.REFERRED: "referred",
    Status.ARCHIVED: "archived",
    Status.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Filed:
    """A report with its open promises by kind."""

    report: Report
    due: Mapping[str, datetime]
    files: int = 0
    assumed: bool = False  # the day was never confirmed
    visitor: bool = False  # reads or writes as one who is not from here


def receipt(view: View, filed: Filed) -> Screen:
    """The legal receipt: number, moment, what was filed, who has it, what happens next and by when."""
    report = filed.report
    said = replace(view, draft=as_filed(filed))
    text = view.say(
        "receipt.text",
        code=report.code,
        moment=_moment(view, report.filed_at),
        contents=summary.contents(said, BODY_UNITS),
        agency=quote(outlook.agency_name(view.house, None, view.locale)),
    )
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(_next_steps(view, filed), start=1))
    joined = f"\n\n{view.say('receipt.joined')}" if report.parent_id is not None else ""
    text = f"{text}\n\n{view.say('receipt.next')}\n{steps}{joined}\n\n{view.say('receipt.foot')}"
    leaves = ((stay.label(view, report),),) if filed.visitor or report.stay_until else ()
    return Screen(text, buttons=(_copy(view, report), _add_or_mine(view, report), *leaves, _manage(view, report)))


def sent(view: View, report: Report) -> Screen:
    """What the summary becomes once it is sent, without its buttons."""
    return Screen(view.say("receipt.sent", code=report.code))


def standing(view: View, filed: Filed, now: datetime) -> Screen:
    """Where a report stands, with whom, and what is promised by when."""
    report = filed.report
    text = view.say(
        "standing.text",
        code=report.code,
        title=quote(report.title),
        status=view.say(f"standing.{PUBLIC[report.status]}"),
        meaning=view.say(f"standing.means.{report.status}"),
        holder=quote(holder(view, report)),
        moment=_moment(view, report.filed_at),
    )
    withdrawn = report.status == Status.WITHDRAWN
    promise = "" if withdrawn else outlook.line(view.house, report, filed.due, view.locale, now)
    if report.solved is not None:
        stars = "⭐" * (report.stars or 0)
        promise = f"{view.say(f'standing.solved.{str(report.solved).lower()}', stars=stars)}".rstrip() + f"\n{promise}"
    asked = survey.buttons(view.house, report, view.locale) if report.status == Status.ANSWERED else ()
    more = (*_manage(view, report), *news.mute(view.house, report, view.locale))
    buttons = (*asked, _copy(view, report), _add_or_mine(view, report), *_share(view, report), more)
    number = outlook.sp4n(view.house, report, view.locale)
    return Screen("\n\n".join(filter(None, (f"{text}\n{promise}".rstrip(), number))), buttons=buttons)


def mine(view: View, filed: Sequence[Filed], now: datetime) -> Screen:
    """The last reports, each with its status and next date, each a button."""
    if not filed:
        return Screen(view.with_note(view.say("mine.none")), buttons=((view.call("button.new", taps.PAGE, "new"),),))
    lines = "\n\n".join(_line(view, one, now) for one in filed)
    codes = [_open(one.report) for one in filed]
    buttons = tuple(tuple(codes[at : at + 2]) for at in range(0, len(codes), 2))
    text = "\n\n".join((view.say("mine.head"), lines, view.say("mine.foot")))
    return Screen(view.with_note(text), buttons=buttons)


def ask_addition(view: View, report: Report) -> Screen:
    """Ask for what is to be added to a report."""
    text = view.say("thread.ask", code=report.code, title=quote(report.title))
    if report.anonymous or report.confidential:
        text = f"{text}\n{view.say('evidence.care')}"
    return Screen(text, buttons=((view.call("button.cancel", taps.PAGE, "done"),),))


def added(view: View, report: Report, key: str, after: str = "") -> Screen:
    """What was added is with the report now; `after`: what is promised next."""
    text = view.say(key, code=report.code, agency=quote(holder(view, report)))
    return Screen("\n\n".join(filter(None, (text, after))), buttons=(_add_or_mine(view, report),))


def taken(view: View, report: Report, after: str = "") -> Screen:
    """What was written is with the report as the answer to an officer; it may have been meant as a new report."""
    screen = added(view, report, "thread.taken", after)
    otherwise = view.say("thread.else", new=view.say("button.new"))
    new = (view.call("button.new", taps.PAGE, "new"),)
    return replace(screen, text=f"{screen.text}\n\n{otherwise}", buttons=(*screen.buttons, new))


def kept_only(view: View, report: Report) -> Screen:
    """What was added is with a report that ended too long ago to be opened again: what would help instead."""
    text = view.say("thread.lapsed", code=report.code)
    return Screen(text, buttons=((view.call("button.new", taps.PAGE, "new"),), (_open(report),)))


def _next_steps(view: View, filed: Filed) -> list[str]:
    if not filed.due:  # the calendar does not reach that far; the report was kept all the same
        return [view.say("receipt.soon")]
    days = deadline.in_force(filed.report.filed_at, view.region.calendar, view.region.sla)
    steps = [
        view.say("receipt.verify", day=day(view, filed.due["verify"])) if "verify" in filed.due else "",
        view.say("receipt.follow_up_by", day=day(view, filed.due["follow_up"]))
        if "follow_up" in filed.due
        else view.count("receipt.follow_up", days.first_follow_up_days),
        view.say("receipt.resolve", day=day(view, filed.due["resolve"])) if "resolve" in filed.due else "",
    ]
    return [step for step in steps if step]


def _line(view: View, filed: Filed, now: datetime) -> str:
    report = filed.report
    status = view.say(f"standing.{PUBLIC[report.status]}")
    line = view.say("mine.line", code=report.code, title=quote(report.title), status=status)
    promised = outlook.promised(report, filed.due, now)
    return f"{line} · {_by(view, promised[0])}" if promised else line


def _by(view: View, promised: outlook.Promised) -> str:
    """The first date in a list: what is due by then, what was, or until when the reporter can answer."""
    sort = promised.what if promised.what in {"reply", "asked"} else "desk"
    short = formats.short_day(promised.by.astimezone(view.region.tz).date(), view.locale)
    return view.say(f"mine.{'late' if promised.late else 'by'}.{sort}", day=short)


def _open(report: Report) -> Button:
    return Button(report.code, callbacks.pack(callbacks.STATUS, report.id))


def _copy(view: View, report: Report) -> tuple[Button, ...]:
    return (Button(view.say("button.copy", code=report.code), report.code, Does.COPY),)


def _add_or_mine(view: View, report: Report) -> tuple[Button, ...]:
    return view.call("button.add", callbacks.ADD, report.id), view.call("button.mine", taps.PAGE, "mine")


def _manage(view: View, report: Report) -> tuple[Button, ...]:
    return (view.call("button.manage", callbacks.MANAGE, report.id),)


def _share(view: View, report: Report) -> tuple[tuple[Button, ...], ...]:
    return ((view.call("share.button", callbacks.MANAGE, report.id, "share"),),) if sharing.may(report) else ()


def holder(view: View, report: Report) -> str:
    """Who has the report: another authority, the department it was forwarded to, or the coordinator."""
    authority = view.region.authorities.get(report.referred_to or "")
    if report.status == Status.REFERRED and authority:
        return authority.names.of(view.locale)
    return outlook.agency_name(view.house, report.agency, view.locale)


def as_filed(filed: Filed) -> Draft:
    """The answers as they were stored: the receipt has the summary's own lines."""
    report = filed.report
    place = Place(
        latitude=report.latitude,
        longitude=report.longitude,
        village=report.village,
        name=report.place_name,
        district=report.district,
        regency=report.regency,
        words=report.place_words,
        outside=report.outside,
    )
    return Draft(
        parts=(Part(0, report.body),),
        place=place if place != Place() else None,
        category=report.category,
        when=When(report.happened_on, report.happening_now, filed.assumed) if report.happened_on else None,
        evidence=filed.files,
        kind=ReportKind(report.kind),
        anonymous=report.anonymous,
        confidential=report.confidential,
    )


def _moment(view: View, at: datetime) -> str:
    return formats.moment(at, view.locale, view.region.tz, view.region.zone_label)


def day(view: View, at: datetime) -> str:
    """The day of a date, in full."""
    return formats.day(at.astimezone(view.region.tz).date(), view.locale)
