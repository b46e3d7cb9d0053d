"""The settings: how a reporter is kept up to date, in which language, and what they want to hear nothing of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, summaries
from handlers.reporter.keys import Taps
from handlers.reporter.pages import settings as pages
from handlers.screens import Screen
from rules.updates import Choice
from storage import reporters, reports

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk

LISTED: Final = 5  # muted reports with a button of their own, the newest


def router() -> Router:
    """The command, and the buttons of the page and those that lead to it."""
    settings = Router(name="settings")
    names = ("pengaturan", "setelan", "settings")
    settings.message.register(told, Command(*names, ignore_case=True, ignore_mention=True))
    settings.callback_query.register(tapped, Taps(callbacks.SETTINGS))
    return settings


async def told(message: Message, talk: Talk) -> None:
    """/pengaturan, /settings."""
    await talk.tell(await page(talk))


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """A choice, shown on the page itself; or the button that leads to the page: what it stands under stays."""
    if parts and parts[0] in set(Choice):
        await choose(talk, Choice(parts[0]))
    elif parts[:1] == [pages.ANNOUNCEMENTS]:
        await reporters.allow_announcements(talk.work, talk.reporter, parts[1:] == ["on"])
        talk.work.toast = talk.words("settings.kept")
    else:
        talk.tapped = None
    await talk.show(await page(talk))


async def choose(talk: Talk, choice: Choice) -> None:
    """Keep the choice. Who wants to hear at once gets what waits for the next summary now."""
    if choice == talk.reporter.updates:
        return
    await reporters.choose_updates(talk.work, talk.reporter, choice)
    talk.work.toast = talk.words("settings.kept")
    if choice is Choice.AT_ONCE:
        await summaries.release(talk.work, talk.house, talk.reporter)


async def page(talk: Talk, note: str = "") -> Screen:
    """The page as things are now."""
    muted = await reports.muted_of(talk.work.session, talk.reporter.id, LISTED)
    return pages.page(talk.view(note), Choice(talk.reporter.updates), muted, talk.reporter.announcements)
