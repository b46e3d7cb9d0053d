"""The question whether there is something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter import taps
from handlers.reporter.pages import steps
from handlers.screens import Button, Screen
from rules.draft import Slot

if TYPE_CHECKING:
    from handlers.reporter.view import View

MEGABYTE = 1_000_000


def page(view: View) -> Screen:
    """Ask for photos and files; once there are some, count them and let the person finish or start again."""
    limits = {"most": view.region.limits.evidence_max, "size": view.region.file_bytes_max // MEGABYTE}
    if not view.draft.evidence:
        text = _with_care(view, view.say("evidence.ask", **limits))
        return Screen(view.with_note(text), buttons=(steps.row(view, Slot.EVIDENCE),))
    text = _with_care(view, view.count("evidence.edit", view.draft.evidence, **limits))
    done: tuple[Button, ...] = (view.answer(view.say("button.done"), Slot.EVIDENCE, "done"),)
    remove = (view.move("button.remove_files", taps.NO_FILES, Slot.EVIDENCE),)
    return Screen(view.with_note(text), buttons=(done, remove, steps.row(view, Slot.EVIDENCE)))


def kept(view: View) -> str:
    """The line that counts the files; empty where the screen below says it: the consent, the question itself."""
    if not view.draft.evidence or not view.consented or view.question is Slot.EVIDENCE:
        return ""
    return view.count("evidence.kept", view.draft.evidence)


def _with_care(view: View, text: str) -> str:
    """Who hides is told before sending what can be recognised."""
    return f"{text}\n{view.say('evidence.care')}" if view.draft.hides else text
