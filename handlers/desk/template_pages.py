"""The pages of answers and questions written beforehand: the list, one of them with what it lacks, its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from rules import template, title
from rules.lifecycle import TABLE, UNFINISHED, Status, Step
from storage import templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.desk.gate import Desk
    from handlers.desk.menus import Rows
    from storage.tables import TemplateRow

ANY: Final = "any"
_LABEL: Final = 40
MARKS: Final = {Step.REPLY: "💬", Step.ASK: "❓"}
_EMOJI: Final = {templates.DRAFT: "✏️", templates.PUBLISHED: "📄"}


def everything(desk: Desk, found: Sequence[TemplateRow]) -> Screen:
    """What the operator can go on with, and a new one."""
    rows = [
        (_button(row, "open", label=f"{_EMOJI[row.state]}{MARKS[Step(row.step)]} {name(row, desk.locale)[:_LABEL]}"),)
        for row in found
    ]
    new = Button(desk.text("desk.templates.new"), callbacks.pack(Press.TEMPLATE, 0, "new"))
    return Screen(desk.text("desk.templates.list"), buttons=(*rows, (new,)))


def sheet(desk: Desk, row: TemplateRow) -> Screen:
    """One template: its texts, for which reports it is, and what keeps it from being published."""
    region = desk.house.region
    category = region.categories.get(row.category or "")
    agency = region.agencies.get(row.agency or "")
    anything = desk.text("desk.templates.any")
    blocks = [
        desk.text(f"desk.templates.state.{row.state}"),
        *(_text(desk, row, language) for language in region.languages),
        desk.text(
            "desk.templates.for",
            category=quote(category.names.of(desk.locale)) if category else anything,
            status=desk.text(f"desk.status.{row.status}") if row.status else anything,
            agency=quote(agency.short) if agency else anything,
            step=desk.text(f"desk.templates.step.{row.step}"),
        ),
        *_flaws(desk, row),
    ]
    return Screen("\n\n".join(blocks), buttons=_buttons(desk, row))


def categories(desk: Desk, row: TemplateRow, group: str) -> Screen:
    """The groups, or the categories of one."""
    region = desk.house.region
    chosen = region.groups.get(group)
    if chosen is None:
        choices = [(one.id, f"{one.emoji} {one.names.of(desk.locale)}".strip()) for one in region.groups.values()]
        choices.append((ANY, desk.text("desk.templates.any.category")))
    else:
        choices = [(name, region.categories[name].names.of(desk.locale)) for name in chosen.categories]
    rows = tuple((_button(row, "cat", value, label=label),) for value, label in choices)
    return Screen(desk.text("desk.templates.which.category"), buttons=(*rows, (_back(desk, row),)))


def statuses(desk: Desk, row: TemplateRow) -> Screen:
    """The statuses in which an answer is still to come, or a question can be asked."""
    choices = [(str(one), desk.text(f"desk.status.{one}")) for one in Status if one in possible(row)]
    choices.append((ANY, desk.text("desk.templates.any.status")))
    rows = tuple((_button(row, "status", value, label=label),) for value, label in choices)
    return Screen(desk.text("desk.templates.which.status"), buttons=(*rows, (_back(desk, row),)))


def possible(row: TemplateRow) -> frozenset[Status]:
    """The statuses a template can be for."""
    return UNFINISHED & TABLE[Step(row.step)].sources


def name(row: TemplateRow, locale: str) -> str:
    """What it is called on a button: how its text begins."""
    return title.make(row.texts.get(locale) or next(iter(row.texts.values()), "")) or f"{row.id}"


def _text(desk: Desk, row: TemplateRow, language: str) -> str:
    head = desk.text("desk.templates.text", language=desk.text(f"desk.tongue.{language}"))
    words = row.texts.get(language, "")
    return f"{head}\n<blockquote>{quote(words[:1400])}</blockquote>" if words else f"{head} –"


def _flaws(desk: Desk, row: TemplateRow) -> Iterator[str]:
    for flaw in template.flaws(row.texts, desk.house.region.languages):
        language = desk.text(f"desk.tongue.{flaw.language}") if flaw.language else ""
        yield desk.text(f"desk.templates.flaw.{flaw.sort}", language=language, detail=quote(flaw.detail))


def _buttons(desk: Desk, row: TemplateRow) -> Rows:
    gone = _button(row, "retire", label=desk.text("desk.templates.retire"))
    back = Button(desk.text("desk.templates.back"), callbacks.pack(Press.TEMPLATE, 0, "list"))
    if row.state == templates.PUBLISHED:
        return ((_button(row, "edit", label=desk.text("desk.templates.edit")), gone), (back,))
    texts = tuple(
        _button(row, "write", language, label=desk.text(f"desk.templates.write.{language}"))
        for language in desk.house.region.languages
    )
    choices = (
        _button(row, "cat", label=desk.text("desk.templates.category")),
        _button(row, "status", label=desk.text("desk.templates.status")),
    )
    other = Step.ASK if row.step == Step.REPLY else Step.REPLY
    turn = _button(row, "step", other.value, label=desk.text(f"desk.templates.turn.{other}"))
    sound = not template.flaws(row.texts, desk.house.region.languages)
    publish = ((_button(row, "publish", label=desk.text("desk.templates.publish")),),) if sound else ()
    return (*publish, texts, choices, (turn,), (gone, back))


def _back(desk: Desk, row: TemplateRow) -> Button:
    return _button(row, "open", label=desk.text("desk.back"))


def _button(row: TemplateRow, *what: str, label: str) -> Button:
    return Button(label, callbacks.pack(Press.TEMPLATE, row.id, *what))
