"""The question when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.reporter import taps
from handlers.reporter.pages import steps
from handlers.screens import Screen
from locales import formats
from rules import dates
from rules.dates import Written
from rules.draft import Slot

if TYPE_CHECKING:
    from datetime import date

    from handlers.reporter.view import View
    from rules.draft import When

EARLIER_DAYS = range(2, 8)


def page(view: View) -> Screen:
    """Now, today, yesterday, or another day."""
    known = view.draft.when
    text = view.say("when.edit", day=told(view, known)) if known else view.say("when.ask")
    now, today, yesterday = (
        view.answer(view.say(f"when.{day}"), Slot.WHEN, day) for day in ("now", "today", "yesterday")
    )
    other = view.move("button.other_day", taps.OTHER_DAY, Slot.WHEN)
    return Screen(view.with_note(text), buttons=((now,), (today, yesterday), (other,), steps.row(view, Slot.WHEN)))


def other_day(view: View) -> Screen:
    """The days of the past week on buttons; any other day is typed."""
    days = [view.today - timedelta(days=back) for back in EARLIER_DAYS]
    buttons = [view.answer(formats.weekday(day, view.locale), Slot.WHEN, day.isoformat()) for day in days]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    example = typed(view, view.today - timedelta(days=30))
    back = (view.move("button.back", taps.KEEP),)
    return Screen(view.with_note(view.say("when.other", example=example)), buttons=(*rows, back))


def typed(view: View, day: date) -> str:
    """A day as it can be typed: as it is shown, or in figures where such dates are not read."""
    shown = formats.short_day(day, view.locale)
    return shown if dates.read(dates.plain(shown)) == Written(day.year, day.month, day.day) else day.isoformat()


def told(view: View, when: When) -> str:
    """The day as a sentence has it."""
    if when.day is None:
        return view.say("summary.open")
    day = formats.day(when.day, view.locale)
    if when.assumed:
        return view.say("when.assumed_today" if when.day == view.today else "when.assumed", day=day)
    return view.say("when.told_now" if when.now else "when.told", day=day)
