"""The pages on which a span, an agency and a form are chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers.desk.seeing_choice import may_choose
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import export as rules
from rules.export import Format
from rules.period import Preset

if TYPE_CHECKING:
    from handlers.desk.gate import Desk
    from handlers.desk.menus import Rows
    from handlers.desk.seeing_choice import Choice
    from rules.period import Period

PAGE: Final = 12
_CHOSEN: Final = "● "


def statistics(desk: Desk, choice: Choice) -> Screen:
    """Which span; each is a tap on its figures."""
    text = desk.text("desk.seeing.stats", agency=quote(_agency(desk, choice)))
    return Screen(text, buttons=(*_spans(desk, choice, "go"), *_which(desk, choice)))


def export(desk: Desk, choice: Choice, span: Period | None) -> Screen:
    """What is to be in the file."""
    text = desk.text(
        "desk.seeing.export",
        span=formats.span(span.first, span.last, desk.locale) if span else "–",
        agency=quote(_agency(desk, choice)),
        form=choice.form.upper(),
        personal=desk.text(f"desk.seeing.personal.{'yes' if choice.personal else 'no'}"),
    )
    forms = tuple(
        Button(f"{_CHOSEN if form is choice.form else ''}{form.upper()}", replace(choice, form=form).button("show"))
        for form in (Format.XLSX, Format.CSV)
    )
    make = (Button(desk.text("desk.seeing.button.make"), choice.button("make")),)
    buttons = (*_spans(desk, choice, "show"), *_which(desk, choice), forms, *_personal(desk, choice), make)
    return Screen(text, buttons=buttons)


def agencies(desk: Desk, choice: Choice, page: int) -> Screen:
    """Which agency, or all."""
    found = list(desk.house.region.agencies.values())
    shown = found[page * PAGE : (page + 1) * PAGE]
    every = Button(desk.text("desk.seeing.button.every"), replace(choice, agency=None).button("show"))
    names = [Button(one.short, replace(choice, agency=one.id).button("show")) for one in shown]
    rows = tuple(tuple(names[at : at + 2]) for at in range(0, len(names), 2))
    back = Button(desk.text("desk.back"), choice.button("show"))
    turn = [Button("‹", choice.button("agency", page - 1))] if page else []
    turn += [Button("›", choice.button("agency", page + 1))] if (page + 1) * PAGE < len(found) else []
    return Screen(desk.text("desk.seeing.which"), buttons=((every,), *rows, (back, *turn)))


def sure(desk: Desk, choice: Choice, span: Period, count: int) -> Screen:
    """Before personal data leaves the house: of how many reports, and that it is recorded."""
    days = formats.span(span.first, span.last, desk.locale)
    text = desk.house.catalog.count(desk.locale, "desk.seeing.sure", count, span=days)
    yes = Button(desk.text("desk.seeing.button.sure"), choice.button("make", "sure"))
    return Screen(text, buttons=((yes,), (Button(desk.text("desk.back"), choice.button("show")),)))


def _spans(desk: Desk, choice: Choice, do: str) -> Rows:
    buttons = [
        Button(
            f"{_CHOSEN if do == 'show' and choice.span == preset else ''}{desk.text(f'desk.seeing.button.{preset}')}",
            replace(choice, span=str(preset)).button(do),
        )
        for preset in Preset
    ]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _which(desk: Desk, choice: Choice) -> Rows:
    if not may_choose(desk):
        return ()
    label = desk.text("desk.seeing.button.agency", agency=_agency(desk, choice))
    return ((Button(label, choice.button("agency")),),)


def _personal(desk: Desk, choice: Choice) -> Rows:
    if not rules.may_take_personal(desk.staff):
        return ()
    label = desk.text(f"desk.seeing.button.{'hide' if choice.personal else 'show'}")
    return ((Button(label, replace(choice, personal=not choice.personal).button("show")),),)


def _agency(desk: Desk, choice: Choice) -> str:
    found = desk.house.region.agencies.get(choice.agency or "")
    return found.short if found else choice.agency or desk.text("desk.seeing.every")
