"""The reporter's screens: pure functions of a `View`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reporter import taps
from handlers.reporter.pages import category, consent, evidence, identity, place, summary, what, when
from handlers.screens import Button
from rules.draft import Slot

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from handlers.screens import Screen

_QUESTIONS = {
    Slot.WHAT: what.page,
    Slot.WHERE: place.page,
    Slot.CATEGORY: category.page,
    Slot.WHEN: when.page,
    Slot.EVIDENCE: evidence.page,
    Slot.IDENTITY: identity.page,
    Slot.KIND: identity.kinds,
}


def current(view: View) -> Screen:
    """What is to be shown now: the consent, the open question, or the summary."""
    if not view.consented:
        return consent.page(view)
    if view.question is None:
        return summary.page(view)
    screen = _QUESTIONS[view.question](view)
    return _with_correction(view, screen) if _place_in_mind(view) and screen.buttons else screen


def _place_in_mind(view: View) -> bool:
    """The place was just taken, or the question is the one after it, to which people come back."""
    return view.fresh is Slot.WHERE or (view.question is Slot.CATEGORY and view.draft.place is not None)


def _with_correction(view: View, screen: Screen) -> Screen:
    """One tap corrects the place."""
    change = Button(view.say("button.change_place"), taps.edit(view.draft_id, Slot.WHERE))
    return replace(screen, buttons=(*screen.buttons[:-1], (change,), screen.buttons[-1]))
