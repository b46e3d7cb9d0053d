"""What a reporter can do with a filed report: the choice, and what is asked before a step that cannot be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, casework
from handlers.reporter import taps
from handlers.reporter.pages import filed, naming, stay, summary
from handlers.screens import Button, Screen, quote
from rules import lifecycle
from rules.lifecycle import Actor, Status, Step

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from storage.tables import Report

WITHDRAW: Final = "withdraw"
WITHDRAWN: Final = "withdrawn"
REOPEN: Final = "reopen"
BACK: Final = "back"
LEAVE: Final = "leave"
NUMBER: Final = "number"
SHARE: Final = "share"
_REOPENED: Final = frozenset({Status.ANSWERED, Status.CLOSED})  # not what is another authority's, or was no report


def page(view: View, report: Report, lapsed: bool = False) -> Screen:
    """What can be done with the report as it stands; `lapsed`: it ended too long ago to be opened again."""
    rows = (
        (view.call("button.add", callbacks.ADD, report.id),),
        *(((stay.label(view, report),),) if may(report, Step.STAY) else ()),
        (naming.label(view, report),),
        *(((button(view, report, NUMBER),),) if report.anonymous else ()),
        *(((_hand_over(view, report),),) if may(report, Step.HAND_OVER) else ()),
        *(((button(view, report, REOPEN),),) if report.status in _REOPENED and not lapsed else ()),
        *(((button(view, report, LEAVE),),) if report.parent_id is not None else ()),
        *(((button(view, report, WITHDRAW),),) if may(report, Step.WITHDRAW) else ()),
        (button(view, report, BACK),),
    )
    return summary.beside(view, Screen(view.with_note(_head(view, report, "manage.text")), buttons=rows))


def sure(view: View, report: Report) -> Screen:
    """Ask once before a report is withdrawn."""
    yes, no = button(view, report, WITHDRAWN), view.call("manage.keep", callbacks.MANAGE, report.id)
    return Screen(_head(view, report, "manage.sure"), buttons=((yes,), (no,)))


def withdrawn(view: View, report: Report) -> Screen:
    """The report is withdrawn, and nothing is held against anybody."""
    return Screen(_head(view, report, "manage.done"), buttons=((view.call("button.new", taps.PAGE, "new"),),))


def may(report: Report, step: Step) -> bool:
    """Whether the reporter can take the step now."""
    return isinstance(lifecycle.move(step, casework.case_of(report), Actor.REPORTER), lifecycle.Moved)


def button(view: View, report: Report, what: str) -> Button:
    """The button of one thing to do."""
    return Button(view.say(f"manage.button.{what}"), callbacks.pack(callbacks.MANAGE, report.id, what))


def _hand_over(view: View, report: Report) -> Button:
    return view.call("leaving.hand_over", callbacks.HAND_OVER, report.id)


def _head(view: View, report: Report, key: str) -> str:
    status = view.say(f"standing.{filed.PUBLIC[report.status]}")
    return view.say(key, code=report.code, title=quote(report.title), status=status)
