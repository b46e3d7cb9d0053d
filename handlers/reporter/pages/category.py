"""The question what it is about: what the words suggest, then the common ones, then everything in two levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callbacks
from handlers.reporter import taps
from handlers.reporter.pages import steps
from handlers.screens import Button, Screen
from rules.draft import Slot

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from rules.region import Category

SHOWN = 8
COMMON = "-"  # in place of a group: the common ones


def page(view: View) -> Screen:
    """What the words suggest, and the way to the others; without a suggestion, the common ones."""
    suggested = [found for name in view.draft.suggested if (found := view.region.categories.get(name))]
    if not suggested:
        return common(view)
    other = Button(view.say("button.other_category"), callbacks.pack(taps.GROUP, view.draft_id, COMMON))
    rows = (*((_button(view, found),) for found in suggested), (other,), steps.row(view, Slot.CATEGORY))
    return Screen(view.with_note(view.say("category.ask_guessed")), buttons=rows)


def common(view: View) -> Screen:
    """The common categories, one tap each."""
    shown = view.region.common[:SHOWN]
    return Screen(
        view.with_note(view.say("category.ask")),
        buttons=(
            *_in_pairs([_button(view, found) for found in shown]),
            (view.call("button.more", taps.GROUP, view.draft_id, ""),),
            steps.row(view, Slot.CATEGORY),
        ),
    )


def groups(view: View) -> Screen:
    """The first level: the groups of categories."""
    buttons = [
        Button(f"{group.emoji} {group.names.of(view.locale)}", callbacks.pack(taps.GROUP, view.draft_id, group.id))
        for group in view.region.groups.values()
    ]
    to_common = view.call("button.back", taps.GROUP, view.draft_id, COMMON)
    return Screen(view.say("category.groups"), buttons=(*((button,) for button in buttons), (to_common,)))


def group(view: View, group_id: str) -> Screen:
    """The second level: the categories of a group."""
    found = view.region.groups[group_id]
    rows = tuple((_button(view, one),) for one in view.region.in_group(group_id))
    to_groups = view.call("button.back", taps.GROUP, view.draft_id, "")
    text = view.say("category.group", group=f"{found.emoji} {found.names.of(view.locale)}")
    return Screen(text, buttons=(*rows, (to_groups,)))


def _button(view: View, found: Category) -> Button:
    return view.answer(f"{found.emoji} {found.names.of(view.locale)}".strip(), Slot.CATEGORY, found.id)


def _in_pairs(buttons: list[Button]) -> list[tuple[Button, ...]]:
    """Two short buttons share a row."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and len(rows[-1][0].text) + len(button.text) <= 34:
            rows[-1] = (rows[-1][0], button)
        else:
            rows.append((button,))
    return rows
