"""The emergency numbers, shown before anything else when words or a category speak of danger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter import care
from handlers.reporter.pages import guide
from rules import danger

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk


async def warn(talk: Talk, words: str) -> None:
    """Show the numbers if the words speak of danger; then whatever else is to be said of them at once."""
    found = danger.find(words, talk.house.region)
    if found is not None:
        await show(talk, found.kind.id)
    await care.look(talk, words)


async def warn_of_category(talk: Talk, category: str) -> None:
    """Show the numbers if the category chosen is a dangerous one."""
    found = talk.house.region.categories.get(category)
    if found is not None and found.danger is not None:
        await show(talk, found.danger)


async def show(talk: Talk, kind: str) -> None:
    """The numbers for a kind of danger; the same ones once a draft, or once a day outside of one."""
    occasion = f"draft:{talk.draft_id}" if talk.draft_id else f"{talk.view().today}"
    await talk.warn(
        guide.emergency(talk.view(), kind), purpose="emergency", dedup_key=f"danger:{talk.chat_id}:{occasion}:{kind}"
    )
