"""The question what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import fit
from handlers.reporter.pages import steps
from handlers.screens import Screen, quote
from rules import draft as drafts
from rules.draft import Slot

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from handlers.screens import Button

SHOWN_UNITS = 3000  # of the description, when it is shown to be told anew


def page(view: View) -> Screen:
    """Ask what happened; of a short description, say how much is missing and what would help."""
    draft = view.draft
    if draft.editing is Slot.WHAT and draft.text:
        text = view.say("what.edit", words=quote(fit.cut(draft.text, SHOWN_UNITS)))
    elif draft.text:
        missing = drafts.missing_characters(draft, view.region.limits)
        text = view.count("what.too_short", missing, words=quote(draft.text))
    elif draft.evidence:
        text = view.say("what.after_files")
    else:
        text = view.say("what.ask", region=view.region.title.of(view.locale))
    return Screen(view.with_note(text), buttons=_buttons(view))


def _buttons(view: View) -> tuple[tuple[Button, ...], ...]:
    if drafts.is_empty(view.draft):
        return view.switch("question")
    return (steps.row(view, Slot.WHAT),)
