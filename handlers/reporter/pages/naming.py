"""Whether a filed report bears its reporter's name: what changes, what cannot be undone, and the one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.reporter.pages import summary
from handlers.screens import Button, Screen, quote

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from storage.tables import Report

ASK: Final = "name"
HIDE: Final = "hide"
SHOW: Final = "show"


def label(view: View, report: Report) -> Button:
    """The way to the page: to hide the name, or to show it."""
    key = "naming.button.show" if report.anonymous else "naming.button.hide"
    return view.call(key, callbacks.MANAGE, report.id, ASK)


def page(view: View, report: Report, recordings: int) -> Screen:
    """What will be so, and what was seen already; `recordings` by which the reporter may be known."""
    other, seen = _other(report), recordings and not report.anonymous
    parts = [view.say(f"naming.{other}.text", code=report.code, title=quote(report.title))]
    parts += [view.count("naming.recordings", recordings)] if seen else []
    text = "\n\n".join((*parts, view.say(f"naming.{other}.ask", code=report.code)))
    yes = view.call(f"naming.{_other(report)}.yes", callbacks.MANAGE, report.id, _other(report))
    no = view.call("naming.no", callbacks.MANAGE, report.id)
    return Screen(text, buttons=((yes,), (no,)))


def done(view: View, report: Report) -> Screen:
    """How it is from now on."""
    text = view.say(f"naming.{'hide' if report.anonymous else 'show'}.done", code=report.code)
    back = view.call("manage.button.back", callbacks.MANAGE, report.id, "back")
    return summary.beside(view, Screen(text, buttons=((back,),)))


def _other(report: Report) -> str:
    return SHOW if report.anonymous else HIDE
