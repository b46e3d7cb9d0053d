"""Who is responsible for a report when it is not the regency's government."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.screens import Screen, quote
from rules import authority, understanding

if TYPE_CHECKING:
    from handlers.reporter.view import View


@dataclass(frozen=True, slots=True)
class Responsible:
    """An authority of the profile as the reporter reads of it; `contact` is empty while nobody has confirmed one."""

    name: str
    contact: str
    over_the_border: bool


def responsible(view: View) -> Responsible | None:
    """Who it is for this draft; None when it is the regency, or nothing tells."""
    found = understanding.competence(view.draft, view.region)
    whose = view.region.authorities.get(found.authority) if found else None
    if whose is None:
        return None
    contact = quote(whose.contact) if whose.confirmed else ""
    return Responsible(quote(whose.names.of(view.locale)), contact, whose.id == authority.ELSEWHERE)


def page(view: View, found: Responsible) -> Screen:
    """Who is responsible and how they are reached, and that the report is taken all the same."""
    key = "elsewhere.told" if found.contact else "elsewhere.told_unknown"
    region = view.region.title.of(view.locale)
    return Screen(view.say(key, authority=found.name, contact=found.contact, region=region))


def line(view: View) -> str:
    """The same in a line of the summary; empty when the regency is responsible."""
    found = responsible(view)
    if found is None:
        return ""
    key = "elsewhere.line" if found.contact else "elsewhere.line_unknown"
    return view.say(key, authority=found.name, contact=found.contact)
