"""How long a reporter stays: the choice of the last day, and what follows from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers import callbacks, survey
from handlers.reporter.pages import summary, when
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import stay

if TYPE_CHECKING:
    from datetime import date

    from handlers.reporter.view import View
    from storage.tables import Report

OTHER: Final = "other"
HOME: Final = "home"
_ALONE: Final = 2  # today and tomorrow have a row of their own; of the other days, two a row


def page(view: View, report: Report) -> Screen:
    """Which day is the last: the next days on buttons, any other one typed, or none: the reporter lives here."""
    said = report.stay_until
    text = view.say("stay.known", day=formats.day(said, view.locale)) if said else view.say("stay.ask")
    days = [_day(view, report, view.today + timedelta(days=ahead)) for ahead in stay.NEAR]
    rows = tuple(tuple(days[at : at + 2]) for at in range(_ALONE, len(days), 2))
    other = _button(view, report, "stay.other.button", OTHER)
    home = _button(view, report, "stay.remove" if said else "stay.home", HOME)
    return _about(view, report, text, (tuple(days[:_ALONE]), *rows, (other, home), _back(view, report)))


def other(view: View, report: Report) -> Screen:
    """Ask for a date in words or figures."""
    example = when.typed(view, view.today + timedelta(days=12))
    back = _button(view, report, "button.back", "")
    return _about(view, report, view.say("stay.other", example=example), ((back,),))


def kept(view: View, report: Report, day: date, standing: str) -> Screen:
    """It is noted, and what that means: where the report stands, or when they will be told."""
    parts = (view.say("stay.kept", day=formats.day(day, view.locale)), standing, view.say("stay.meanwhile"))
    hand_over = Button(view.say("leaving.hand_over"), callbacks.pack(callbacks.HAND_OVER, report.id))
    change = _button(view, report, "stay.change", "")
    asked = survey.buttons(view.house, report, view.locale)
    return _about(view, report, "\n\n".join(parts), (*asked, (hand_over,), (change,), _status(view, report)))


def at_home(view: View, report: Report) -> Screen:
    """Nothing comes early any more."""
    return _about(view, report, view.say("stay.lives_here"), (_status(view, report),))


def label(view: View, report: Report) -> Button:
    """The button that leads here, with the day when it is known."""
    if report.stay_until is None:
        return Button(view.say("stay.button"), callbacks.pack(callbacks.STAY, report.id))
    day = formats.short_day(report.stay_until, view.locale)
    return Button(view.say("stay.button.known", day=day), callbacks.pack(callbacks.STAY, report.id))


def _about(view: View, report: Report, text: str, rows: tuple[tuple[Button, ...], ...]) -> Screen:
    head = view.say("stay.head", code=report.code, title=quote(report.title))
    return summary.beside(view, Screen(view.with_note(f"{head}\n\n{text}"), buttons=rows))


def _day(view: View, report: Report, day: date) -> Button:
    near = {view.today: "when.today", view.today + timedelta(days=1): "stay.tomorrow"}
    words = view.say(near[day]) if day in near else formats.weekday(day, view.locale)
    mark = "✓ " if day == report.stay_until else ""
    return Button(f"{mark}{words}", callbacks.pack(callbacks.STAY, report.id, day.isoformat()))


def _button(view: View, report: Report, key: str, what: str) -> Button:
    return view.call(key, callbacks.STAY, report.id, what) if what else view.call(key, callbacks.STAY, report.id)


def _back(view: View, report: Report) -> tuple[Button, ...]:
    return (view.call("button.back", callbacks.MANAGE, report.id),)


def _status(view: View, report: Report) -> tuple[Button, ...]:
    return (view.call("notice.status", callbacks.STATUS, report.id),)
