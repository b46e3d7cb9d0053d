"""Language and consent: asked once, changed at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import rights
from handlers.reporter import handover, privacy, settings, taps
from handlers.reporter.keys import Says, Taps
from handlers.reporter.pages import consent, guide, summary
from handlers.reporter.pages import privacy as privacies
from handlers.screens import Screen
from rules import draft as rules
from storage import reporters

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk


def router() -> Router:
    """The buttons of the first screen, also when their words are typed, and the language switch."""
    consenting = Router(name="consenting")
    consenting.callback_query.register(agree, Taps(taps.AGREE))
    consenting.callback_query.register(decline, Taps(taps.DECLINE))
    consenting.callback_query.register(switch, Taps(taps.LANGUAGE))
    consenting.message.register(agree_in_words, Says("button.agree"), _unasked)
    consenting.message.register(switch_in_words, Says("language.name"))
    return consenting


async def agree(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """Record the consent to the version that was read; an older one does not count, the new one is shown."""
    if parts == [talk.house.region.consent_version] and not talk.consented:
        await _agreed(talk)
    else:
        await talk.ask()


async def agree_in_words(message: Message, talk: Talk) -> None:
    """The button's words, typed."""
    await _agreed(talk)


async def decline(query: CallbackQuery, talk: Talk) -> None:
    """Erase what was kept. Whoever agreed before and finds the old button loses nothing by it."""
    if talk.consented:
        await talk.ask()
        return
    await talk.drop()
    await reporters.offer(talk.work, talk.reporter, None)
    await talk.show(consent.declined(talk.view()))


async def switch(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """Say the same screen in the other language, or ask in which one."""
    locale, page = [*parts, "", ""][:2]
    if locale == taps.CHOOSE:
        await talk.show(guide.languages(talk.view(), page))
        return
    if locale in talk.house.catalog.locales:
        await reporters.choose_language(talk.work, talk.reporter, locale)
    await _again(talk, page)


async def _again(talk: Talk, page: str) -> None:
    match page:
        case "help":
            await talk.show(summary.beside(talk.view(), guide.page(talk.view())))
        case "privacy":
            await talk.show(await privacy.page(talk))
        case "notice":
            await talk.show(consent.privacy(talk.view()))
        case "correct":
            await talk.show(privacies.correct(talk.view(), talk.reporter))
        case "emergency":
            await talk.show(summary.beside(talk.view(), guide.emergency(talk.view())))
        case "offer":
            await handover.show_offer(talk)
        case "settings":
            await talk.show(await settings.page(talk))
        case guide.CHOSEN:
            await _chosen(talk)
        case _:
            await talk.ask()


async def switch_in_words(message: Message, talk: Talk) -> None:
    """The name of a language, typed."""
    locale = next(name for name in talk.house.catalog.locales if _names(talk, name, message.text or ""))
    await reporters.choose_language(talk.work, talk.reporter, locale)
    await _chosen(talk)


async def _chosen(talk: Talk) -> None:
    """The language is kept; an open draft goes on in it."""
    note = talk.words("language.chosen")
    if talk.consented and rules.is_empty(talk.draft):
        await talk.show(Screen(note))
    else:
        await talk.ask(note)


async def _agreed(talk: Talk) -> None:
    returns = talk.reporter.withdrawn_at is not None
    await rights.give(talk.work, talk.house, talk.reporter)
    await talk.show(consent.recorded(talk.view()))
    talk.tapped = None
    if returns:
        await talk.tell(Screen(talk.words("privacy.again")))
    if talk.reporter.offered_id is None:
        await talk.ask()
    else:
        await handover.show_offer(talk)


async def _unasked(message: Message, talk: Talk) -> bool:
    return not talk.consented


def _names(talk: Talk, locale: str, said: str) -> bool:
    return talk.house.catalog.say(locale, "language.name").casefold() == said.strip().casefold()
