"""Who sees the name and who sees the content: two answers in four buttons, each said in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers.reporter.pages import steps
from handlers.screens import Screen
from rules.draft import ReportKind, Slot

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from rules.draft import Draft

# value → anonymous, confidential
CHOICES: Final = {
    "open": (False, False),
    "anonymous": (True, False),
    "confidential": (False, True),
    "both": (True, True),
}


def page(view: View) -> Screen:
    """The four choices; the one that holds is marked."""
    here = chosen(view.draft)
    rows = tuple(
        (view.answer(f"{'✓ ' if value == here else ''}{view.say(f'identity.{value}')}", Slot.IDENTITY, value),)
        for value in CHOICES
    )
    return Screen(view.with_note(view.say("identity.ask")), buttons=(*rows, steps.row(view, Slot.IDENTITY)))


def chosen(draft: Draft) -> str:
    """Which of the four holds."""
    return next(value for value, marks in CHOICES.items() if marks == (draft.anonymous, draft.confidential))


def kinds(view: View) -> Screen:
    """The three kinds of a report, as LAPOR! has them."""
    rows = tuple(
        (view.answer(f"{'✓ ' if kind is view.draft.kind else ''}{view.say(f'kind.{kind}')}", Slot.KIND, kind),)
        for kind in ReportKind
    )
    return Screen(view.with_note(view.say("kind.ask")), buttons=(*rows, steps.row(view, Slot.KIND)))
