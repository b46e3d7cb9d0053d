"""The summary before sending, its menu of what can be changed, and the questions about the draft as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import fit
from handlers.reporter import taps
from handlers.reporter.pages import elsewhere, identity, place, when
from handlers.screens import Button, Screen, quote
from rules import draft as drafts
from rules import insult
from rules.draft import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.reporter.view import View

TEXT_UNITS = 2400
RESUME_UNITS = 300
_CHANGES = (
    (Slot.WHERE, "button.change_place"),
    (Slot.CATEGORY, "button.change_category"),
    (Slot.WHEN, "button.change_day"),
)


def page(view: View) -> Screen:
    """Everything as it will be sent, and the button that sends it."""
    rude = view.say("summary.rude") if insult.find(view.draft.text, view.region.insults) else ""
    joins = view.say("share.joins") if view.draft.joins else ""
    parts = (
        view.say("summary.head"),
        contents(view, TEXT_UNITS),
        joins,
        elsewhere.line(view),
        rude,
        view.say(_foot(view)),
    )
    text = "\n\n".join(filter(None, parts))
    return Screen(
        view.with_note(text),
        buttons=(
            (Button(view.say("button.submit"), taps.submit(view.draft_id, drafts.mark(view.draft))),),
            *(((_edit(view, "button.rephrase", Slot.WHAT),),) if rude else ()),
            *_doubtful(view),
            (view.move("button.edit", taps.MENU), _edit(view, "button.identity", Slot.IDENTITY)),
            *view.switch("question", view.move("button.cancel", taps.CANCEL)),
        ),
    )


def beside(view: View, screen: Screen) -> Screen:
    """An answer that is not about the draft: under it, that the draft still waits, and the way back to it."""
    if drafts.is_empty(view.draft):
        return screen
    anew, go_on = view.call("button.new", taps.PAGE, "new"), view.move("button.continue", taps.RESUME)
    rows = (tuple(button for button in row if button != anew) for row in screen.buttons)  # one report at a time
    text = f"{screen.text}\n\n{view.say('resume.waits')}"
    return replace(screen, text=text, buttons=(*(row for row in rows if row), (go_on,)))


def recordings(view: View) -> Screen:
    """A voice and a face give away who hides: keep such files, or take them out."""
    return Screen(
        view.with_note(view.say("recordings.ask")),
        buttons=((view.move("button.keep_files", taps.KEEP),), (view.move("button.remove_voices", taps.NO_VOICES),)),
    )


def menu(view: View) -> Screen:
    """Every answer, to be changed by a tap."""
    buttons = [_edit(view, f"edit.{slot}", slot) for slot in Slot]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Screen(view.say("edit.ask"), buttons=(*rows, (view.move("button.back", taps.KEEP),)))


def resume(view: View) -> Screen:
    """Where the person was, and whether to go on."""
    text = f"{view.say('resume.head')}\n\n{so_far(view)}\n\n{view.say('resume.foot', step=_step(view))}"
    return Screen(view.with_note(text), buttons=_go_on_or_over(view))


def reminder(view: View, head: str) -> Screen:
    """The same of our own accord: once a day later, and before it is deleted."""
    text = f"{head}\n\n{so_far(view)}\n\n{view.say('resume.foot', step=_step(view))}"
    return Screen(text, buttons=(*_go_on_or_over(view), (view.move("button.delete", taps.DELETE),)))


def cancel(view: View) -> Screen:
    """Ask once before a draft is deleted."""
    return Screen(
        view.say("cancel.ask"),
        buttons=((view.move("button.delete", taps.DELETE), view.move("button.keep", taps.KEEP)),),
    )


def deleted(view: View) -> Screen:
    """The draft is gone."""
    return Screen(view.say("cancel.deleted"), buttons=((view.call("button.new", taps.PAGE, "new"),),))


def so_far(view: View) -> str:
    """The answers that are there, a line each."""
    return "\n".join(view.say(f"summary.{slot}", value=value) for slot, value in _answers(view, RESUME_UNITS) if value)


def contents(view: View, room: int) -> str:
    """Every line of the report, also those that were left open."""
    return "\n".join(view.say(f"summary.{slot}", value=value) for slot, value in _whole(view, room))


def _whole(view: View, room: int) -> Iterator[tuple[str, str]]:
    for slot, value in _answers(view, room):
        yield slot, value or view.say("summary.open")
    yield "identity", view.say(f"identity.told.{identity.chosen(view.draft)}")
    yield "kind", view.say(f"kind.{view.draft.kind}")


def _answers(view: View, room: int) -> Iterator[tuple[str, str]]:
    """What each question was answered with; empty where it was not. What nobody has confirmed says where it is from."""
    for slot, value in _values(view, room):
        yield slot, view.say("summary.understood", value=value) if value and slot in view.draft.understood else value


def _values(view: View, room: int) -> Iterator[tuple[Slot, str]]:
    draft = view.draft
    found = view.region.categories.get(draft.category or "")
    yield Slot.WHAT, quote(fit.cut(draft.text, room)) or _without_words(view)
    yield Slot.WHERE, place.name(view, draft.place) if draft.place else ""
    yield Slot.CATEGORY, found.names.of(view.locale) if found else ""
    yield Slot.WHEN, when.told(view, draft.when) if draft.when else ""
    yield Slot.EVIDENCE, view.count("summary.files", draft.evidence) if draft.evidence else ""


def same(view: View) -> str:
    """That it is the same as was shared, in the words of whoever joins and writes none; plain text."""
    draft = view.draft
    found = view.region.categories.get(draft.category or "")
    named = (found.names.of(view.locale) if found else "", place.plain(view, draft.place) if draft.place else "")
    return view.say("share.same", what=", ".join(filter(None, named)))


def _without_words(view: View) -> str:
    if view.draft.spoken:
        return view.say("what.spoken")
    return quote(same(view)) if view.draft.joins else ""


def _foot(view: View) -> str:
    return "summary.foot" if view.draft.evidence else "summary.foot_photo"


def _doubtful(view: View) -> tuple[tuple[Button, ...], ...]:
    """The answers that nobody gave are one tap away, each; and the day, which is not asked for."""
    draft = view.draft
    changes = [(slot, key) for slot, key in _CHANGES if slot in draft.understood]
    if draft.when is None or draft.when.assumed:
        changes.append((Slot.WHEN, "button.change_day" if draft.when else "button.add_day"))
    buttons = [_edit(view, key, slot) for slot, key in changes]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _edit(view: View, key: str, slot: Slot) -> Button:
    return Button(view.say(key), taps.edit(view.draft_id, slot))


def _step(view: View) -> str:
    slot = drafts.next_question(view.draft, view.region.limits)
    return view.say(f"resume.step.{slot or 'submit'}")


def _go_on_or_over(view: View) -> tuple[tuple[Button, ...], ...]:
    return ((view.move("button.continue", taps.KEEP),), (view.move("button.start_over", taps.OVER),))
