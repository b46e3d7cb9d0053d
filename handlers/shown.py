"""What of people's words may stand before the desk. They are kept as they were written; here they are veiled.

Identity numbers are hidden from everybody (a coordinator can have them shown, which is written down), insults from
whoever is not a coordinator, and an anonymous reporter's own name wherever it was written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rules import insult, papers, redact
from rules.lifecycle import Actor
from storage import reporters
from storage.tables import Event, Report

if TYPE_CHECKING:
    from handlers.desk.view import CardView
    from handlers.house import House
    from handlers.sight import Sight
    from storage.tables import Reporter
    from storage.work import Session

INSULTS = "insults"
PAPERS = "papers"
_WRITTEN = ("title", "body", "place_words")


async def words(session: Session, house: House, report: Report, text: str, sight: Sight) -> str:
    """A text about the report as this chat may read it."""
    person = await reporters.by_id(session, report.reporter_id) if report.anonymous else None
    return _veiled(house, text, sight, _names(person))


def written(event: Event) -> str:
    """The words of a line of the history: what was said, or an officer's reason for a step that says nothing else."""
    return event.text or str(event.data.get("why", ""))


async def unnamed(session: Session, report: Report) -> Report:
    """The report for somebody who is not its reporter: an anonymous one's own name is not in its words."""
    person = await reporters.by_id(session, report.reporter_id) if report.anonymous else None
    veiled = {name: redact.nameless(getattr(report, name), *_names(person)) for name in _WRITTEN}
    copy: Report = _copy(report, Report, **veiled)
    return copy


def legible(report: Report, person: Reporter | None) -> str:
    """All that the desk reads of what was filed, in small letters, with the code; `person`: who is not to be named."""
    said = "\n".join(getattr(report, name) for name in _WRITTEN)
    return "\n".join((papers.mask(redact.nameless(said, *_names(person))), report.code)).casefold()


def title(house: House, text: str, person: Reporter | None) -> str:
    """The words a title is made of. It stands in lists, messages and files: nobody's insults, numbers or hidden name;
    `person`: who is not to be named."""
    return beyond(house, text, *_names(person))


def beyond(house: House, text: str, name: str = "", username: str = "") -> str:
    """The words for whoever is not at the desk: of a file, a list. `name` and `username` are not to be read."""
    return insult.mask(papers.mask(redact.nameless(text, name, username)), house.region.insults)


def card(house: House, view: CardView, sight: Sight) -> CardView:
    """The view of a card as this chat may see it, with what is to be flagged."""
    names = (view.name, view.username) if view.report.anonymous else ("", "")

    def veil(text: str) -> str:
        return _veiled(house, text, sight, names)

    history = [replace(line, event=_copy(line.event, Event, text=veil(written(line.event)))) for line in view.history]
    fields = {name: veil(getattr(view.report, name)) for name in _WRITTEN}
    proposal = view.proposal
    return replace(
        view,
        report=_copy(view.report, Report, **fields),
        proposal=_copy(proposal, Event, text=veil(proposal.text)) if proposal else None,
        history=tuple(history),
        word=veil(view.word),
        flags=tuple(_flags(house, view, sight)),
    )


def insults(house: House, report: Report) -> bool:
    """Whether what was filed insults somebody."""
    return any(insult.find(getattr(report, name), house.region.insults) for name in _WRITTEN)


def _flags(house: House, view: CardView, sight: Sight) -> list[str]:
    flags = [PAPERS] if view.papers else []
    return [*flags, INSULTS] if sight.actor is Actor.COORDINATOR and insults(house, view.report) else flags


def _veiled(house: House, text: str, sight: Sight, names: tuple[str, str]) -> str:
    text = papers.mask(redact.nameless(text, *names))
    return text if sight.actor is Actor.COORDINATOR else insult.mask(text, house.region.insults)


def _names(person: Reporter | None) -> tuple[str, str]:
    return (person.name, person.username) if person else ("", "")


def _copy(row: Any, rows: type[Any], **values: str) -> Any:
    """The row with other words, of which the database hears nothing; the row itself when nothing is veiled."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    return rows(**{**row.model_dump(), **values})
