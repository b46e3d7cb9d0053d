"""The place a message brings: a location, live or not, or a venue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter.filling import PLACE_WORDS_MAX
from rules.draft import Place

if TYPE_CHECKING:
    from aiogram.types import Message


def pin_of(message: Message) -> Place | None:
    """The pin as a place that is not named yet; a venue brings its own words."""
    words = ""
    if message.venue is not None:
        words = ", ".join(part for part in (message.venue.title, message.venue.address) if part)[:PLACE_WORDS_MAX]
    at = message.venue.location if message.venue else message.location
    if at is None:
        return None
    return Place(latitude=at.latitude, longitude=at.longitude, words=words, message_id=message.message_id)
