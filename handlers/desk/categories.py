"""The pages on which a category is chosen: what the words propose first, then the groups, then those of a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.desk import menus
from handlers.desk.menus import PAGE
from handlers.screens import Button
from rules import category

if TYPE_CHECKING:
    from handlers.desk.menus import Rows
    from handlers.house import House


@dataclass(frozen=True, slots=True)
class Choice:
    """What a category is chosen for: the words that propose some, the one that is left out, the payloads that show a
    group (`roads`, or a page of it: `roads.1`) and that choose a category; the ways back to the groups, and out."""

    words: str
    without: str | None
    group: Callable[[str], str]
    category: Callable[[str], str]
    groups: Button
    out: tuple[Button, ...]


def is_page(house: House, rest: str) -> bool:
    """Whether there is such a page: of a group, or of all of them ("")."""
    group, _, page = rest.partition(".")
    return not rest or (group in house.region.groups and (not page or page.isdecimal()))


def page(house: House, choice: Choice, rest: str, locale: str) -> Rows:
    """The buttons of a page."""
    group, _, number = rest.partition(".")
    return _group(house, choice, group, int(number or 0), locale) if group else _first(house, choice, locale)


def _first(house: House, choice: Choice, locale: str) -> Rows:
    region = house.region
    guesses = category.guess(choice.words, region, 4, house.taught.lessons)
    proposed = [one.category for one in guesses if one.category != choice.without][:3]
    groups = [
        Button(f"{group.emoji} {group.names.of(locale)}", choice.group(group.id)) for group in region.groups.values()
    ]
    first = [_button(house, choice, name, locale, "⭐ ") for name in proposed]
    return (*menus.rows(first, 1), *menus.rows(groups, 2), choice.out)


def _group(house: House, choice: Choice, group: str, number: int, locale: str) -> Rows:
    names = [name for name in house.region.groups[group].categories if name != choice.without]
    shown = [_button(house, choice, name, locale) for name in names[number * PAGE : (number + 1) * PAGE]]
    turns = tuple(
        Button(arrow, choice.group(f"{group}.{other}"))
        for arrow, other in (("‹", number - 1), ("›", number + 1))
        if 0 <= other * PAGE < len(names)
    )
    return (*menus.rows(shown, 1), (choice.groups, *turns))


def _button(house: House, choice: Choice, name: str, locale: str, star: str = "") -> Button:
    found = house.region.categories[name]
    return Button(f"{star}{found.emoji} {found.names.of(locale)}", choice.category(name))
