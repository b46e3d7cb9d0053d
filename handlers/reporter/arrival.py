"""Somebody scanned the code of a poster: the place it hangs at is filled in, and what it was counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reporter import filling
from handlers.reporter.pages import place
from rules import draft as drafts
from rules import origin
from rules.draft import Place
from storage import reporters

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from rules.origin import Origin
    from rules.place import PlaceMatch


async def arrive(talk: Talk, came: Origin, state: FSMContext) -> None:
    """Begin a report at the poster's place. A report already begun goes on as it is; only an open place is filled."""
    await state.clear()
    await reporters.came_by(talk.work, talk.reporter, came.source)
    begun = not drafts.is_empty(talk.draft)
    await talk.keep(replace(talk.draft, origin=talk.draft.origin or came.source))
    found = origin.where(came, talk.house.region)
    if found is None or talk.draft.place is not None:
        note = talk.words("arrival.begun") if begun else ""
    else:
        await talk.keep(filling.with_match(talk.draft, found, Place(words=_called(talk, found))))
        note = place.noted(talk.view(), talk.draft.place) if talk.draft.place else ""
    await talk.ask(note)


def _called(talk: Talk, found: PlaceMatch) -> str:
    """What the reader calls the landmark; a village needs no other words."""
    return found.landmark.of(talk.reporter.language) if found.landmark else ""
