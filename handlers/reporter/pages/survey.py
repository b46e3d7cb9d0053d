"""The answer to whether it is solved, as it goes on in one message: solved, stars, a word; or not solved, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callbacks, survey
from handlers.reporter import taps
from handlers.reporter.pages import filed, summary
from handlers.screens import Button, Screen, quote
from rules import closing

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from storage.tables import Report

SKIP = "skip"
REOPEN = "reopen"
NOTHING = "nothing"


def question(view: View, report: Report) -> Screen:
    """Solved or not, asked on its own."""
    text = view.say("survey.ask", code=report.code, title=quote(report.title))
    return _beside(view, Screen(view.with_note(text), buttons=survey.buttons(view.house, report, view.locale)))


def stars(view: View, report: Report) -> Screen:
    """It is solved: how was it handled?"""
    row = tuple(
        Button(view.say("survey.star", stars=number), survey.payload(report, str(number))) for number in closing.STARS
    )
    return Screen(_head(view, report, "survey.solved", "survey.stars"), buttons=(row,))


def word(view: View, report: Report) -> Screen:
    """The stars are noted: a word, if they wish; to whoever gave few, to open the report again."""
    poor = (report.stars or 0) < closing.POOR
    text = _head(view, report, "survey.noted.poor" if poor else "survey.noted", "survey.word")
    again = ((Button(view.say("survey.reopen"), survey.payload(report, REOPEN)),),) if poor else ()
    return Screen(
        view.with_note(text), buttons=(*again, (Button(view.say("button.skip"), survey.payload(report, SKIP)),))
    )


def thanks(view: View, report: Report) -> Screen:
    """That was all."""
    return _beside(view, Screen(_head(view, report, "survey.thanks"), buttons=(_status(view, report),)))


def disputed(view: View, report: Report, promise: str, ask: bool = True) -> Screen:
    """It is not solved: the report is open again, who has it, what happens by when; and what is wrong still."""
    text = view.say("survey.disputed", code=report.code, title=quote(report.title), holder=filed.holder(view, report))
    if not ask:
        return _beside(view, Screen(f"{text}\n{promise}", buttons=(_status(view, report),)))
    nothing = Button(view.say("button.skip"), survey.payload(report, NOTHING))
    return Screen(f"{text}\n{promise}\n\n{view.say('survey.why')}", buttons=((nothing,),))


def lapsed(view: View, report: Report) -> Screen:
    """The report cannot be opened again; a new one can be made."""
    text = view.say("survey.lapsed", code=report.code)
    return _beside(view, Screen(text, buttons=((view.call("button.new", taps.PAGE, "new"),), _status(view, report))))


def _head(view: View, report: Report, *keys: str) -> str:
    fields = {"code": report.code, "title": quote(report.title), "stars": "⭐" * (report.stars or 0)}
    return "\n\n".join(view.say(key, **fields) for key in keys)


def _status(view: View, report: Report) -> tuple[Button, ...]:
    return (view.call("notice.status", callbacks.STATUS, report.id),)


def _beside(view: View, screen: Screen) -> Screen:
    return summary.beside(view, screen)
