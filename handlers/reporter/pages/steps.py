"""The last row of every question: on, skip, back, cancel; as buttons, or as keys where the question has a keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter import taps
from rules import draft as drafts
from rules.draft import SKIPPABLE, Slot

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from handlers.screens import Button

_WORDS = {
    taps.GO_ON: "button.continue",
    taps.SKIP: "button.skip",
    taps.BACK: "button.back",
    taps.CANCEL: "button.cancel",
}


def row(view: View, slot: Slot, without: str = "") -> tuple[Button, ...]:
    """The steps as buttons."""
    return tuple(view.move(_WORDS[step], step, slot) for step in possible(view, slot) if step != without)


def keys(view: View, slot: Slot) -> tuple[Button, ...]:
    """The steps as keys of a reply keyboard."""
    return tuple(view.key(_WORDS[step]) for step in possible(view, slot))


def possible(view: View, slot: Slot) -> tuple[str, ...]:
    """Which steps lead anywhere from this question."""
    limits = view.region.limits
    filled = drafts.is_filled(view.draft, slot, limits)
    went_back = view.draft.editing is slot and not view.editing
    steps = {
        taps.GO_ON: went_back and (filled or slot in view.draft.skipped),
        taps.SKIP: slot in SKIPPABLE and not filled and slot not in view.draft.skipped,
        taps.BACK: drafts.back(view.draft, limits) != view.draft,
        taps.CANCEL: True,
    }
    return tuple(step for step, leads_on in steps.items() if leads_on)
