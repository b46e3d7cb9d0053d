"""`kanal deadline`: what a report filed at a moment is promised by when, and every day that was counted or skipped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from bot import moments, settings

if TYPE_CHECKING:
    from datetime import date, datetime

    from rules.calendar import Day
    from rules.deadline import Klass, Promise, SlaTable
    from rules.region import Region

screen = Console(highlight=False)
_HEADS: Final = {"verify": "Verify", "follow_up": "Follow up", "resolve": "Answer", "reply": "Response"}


class DeadlineError(Exception):
    """A wrong option of this command; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A promise: from when it counts, in how many working days it is due, when that is, and each day on the way."""

    promise: Promise
    since: datetime
    working_days: int
    due_at: datetime
    days: tuple[Day, ...]


def deadline(
    filed: Annotated[str, typer.Option(help=f"When the report is filed: {moments.HELP}.")],
    klass: Annotated[
        str, typer.Option("--class", help="information, complaint, oversight (berkadar pengawasan) or suggestion.")
    ],
    forwarded: Annotated[
        str | None, typer.Option(help="When it is forwarded; without it, at the last moment for that.")
    ] = None,
    answered: Annotated[
        str | None, typer.Option(help="When it is answered; without it, at the last moment for that.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, times in UTC and in the region's time.")] = False,
) -> None:
    """Print each deadline of a report and the days it skips and why. Needs no database and no token."""
    from bot import region

    filed_at, of_class = moments.read(filed), _klass(klass)
    forwarded_at = _later("--forwarded", forwarded, filed_at)
    answered_at = _later("--answered", answered, filed_at)
    served = region.load(settings.load().region)
    table, found = _count(served, filed_at, of_class, forwarded_at, answered_at)
    if as_json:
        screen.print_json(json.dumps(_told(served, filed_at, of_class, table, found)))
    else:
        _show(served, filed_at, of_class, table, found)


def _klass(text: str) -> Klass:
    from rules.deadline import Klass

    try:
        return Klass(text)
    except ValueError:
        raise DeadlineError(f"There is no class “{text}”: use one of {', '.join(Klass)}.") from None


def _later(option: str, text: str | None, filed_at: datetime) -> datetime | None:
    if text is None:
        return None
    at = moments.read(text)
    if at < filed_at:
        raise DeadlineError(f"{option} {text} is before the report is filed: give a later moment.")
    return at


def _count(
    served: Region, filed_at: datetime, klass: Klass, forwarded_at: datetime | None, answered_at: datetime | None
) -> tuple[SlaTable, list[Counted]]:
    """The table in force and the promises, by the rules that Kanal itself stores them by."""
    from rules import deadline as rules
    from rules.deadline import Promise

    calendar = served.calendar
    table = rules.in_force(filed_at, calendar, served.sla)
    due = rules.deadlines(klass, filed_at, calendar, table, forwarded_at)
    answered_at = answered_at or due.resolve_by
    reply_by = rules.reply_until(answered_at, calendar, table)
    spans = (
        (Promise.VERIFY, filed_at, table.verify_days, due.verify_by),
        (Promise.FOLLOW_UP, forwarded_at or due.verify_by, table.first_follow_up_days, due.first_follow_up_by),
        (Promise.RESOLVE, filed_at, table.resolve_days[klass], due.resolve_by),
        (Promise.REPLY, answered_at, table.reporter_window_days, reply_by),
    )
    return table, [
        Counted(promise, since, days, until, calendar.days(since, until)) for promise, since, days, until in spans
    ]


def _told(served: Region, filed_at: datetime, klass: Klass, table: SlaTable, found: list[Counted]) -> dict[str, Any]:
    """The stable shape for programs: new fields may come, these stay."""
    return {
        "region": served.name,
        "timezone": served.tz.key,
        **_moment("filed", filed_at, served),
        "class": klass.value,
        "table": {"effective_from": table.effective_from.isoformat(), "legal": table.legal},
        "deadlines": [
            {
                "promise": one.promise.value,
                "working_days": one.working_days,
                **_moment("since", one.since, served),
                **_moment("due", one.due_at, served),
                "counted": [day.date.isoformat() for day in one.days if day.worked],
                "skipped": [_skipped(day) for day in one.days if not day.worked],
            }
            for one in found
        ],
    }


def _moment(name: str, at: datetime, served: Region) -> dict[str, str]:
    return {name: at.isoformat(), f"{name}_local": at.astimezone(served.tz).isoformat()}


def _skipped(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "weekday": f"{day.date:%A}",
        "reason": "weekend" if day.weekend else "day_off",
        "name": {"id": day.names.id, "en": day.names.en} if day.names else None,
    }


def _show(served: Region, filed_at: datetime, klass: Klass, table: SlaTable, found: list[Counted]) -> None:
    zone = served.zone_label
    title = f"A report of the class {klass.value}, filed {_local(filed_at, served)} {zone}"
    due = Table("Deadline", "Counted from", "Working days", f"Due ({zone})", title=title, title_justify="left")
    for one in found:
        since, until = _local(one.since, served), _local(one.due_at, served)
        due.add_row(_HEADS[one.promise], since, str(one.working_days), until)
    screen.print(due)
    screen.print(f"By the table in force since {table.effective_from}: {table.legal}.", markup=False)
    heads = (_HEADS[one.promise] for one in found)
    days = Table("Day", "Why it is skipped", *heads, title="Every day, worked or skipped", title_justify="left")
    for row in _rows(found):
        days.add_row(*row)
    screen.print(days)


def _rows(found: list[Counted]) -> list[tuple[str, ...]]:
    """Each day once: which working day of each promise it is, or why it is none."""
    every: dict[date, Day] = {day.date: day for one in found for day in one.days}
    numbers = [_numbered(one) for one in found]
    return [(f"{on:%a %Y-%m-%d}", _why(every[on]), *(number.get(on, "") for number in numbers)) for on in sorted(every)]


def _numbered(one: Counted) -> dict[date, str]:
    numbers: dict[date, str] = {}
    worked = 0
    for day in one.days:
        worked += day.worked
        numbers[day.date] = str(worked) if day.worked else "–"
    return numbers


def _why(day: Day) -> str:
    return ", ".join(filter(None, ("weekend" if day.weekend else "", day.names.en if day.names else "")))


def _local(at: datetime, served: Region) -> str:
    return f"{at.astimezone(served.tz):%a %Y-%m-%d %H:%M}"
