"""No more announcements, or announcements again: one tap under each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks
from handlers.reporter.keys import Taps
from handlers.reporter.pages import settings as pages
from storage import reporters

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk


def router() -> Router:
    """The button."""
    announcements = Router(name="announcements")
    announcements.callback_query.register(tapped, Taps(callbacks.ANNOUNCEMENTS))
    return announcements


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """Keep the choice and say so; the announcement it stands under stays as it is."""
    talk.tapped = None
    allowed = parts[:1] == ["on"]
    await reporters.allow_announcements(talk.work, talk.reporter, allowed)
    await talk.aside(pages.announcements(talk.view(), allowed))
