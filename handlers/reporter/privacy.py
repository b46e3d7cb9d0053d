"""Reporters and their own data: they see it, get it as a file, correct it, and take their consent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import rights
from handlers.reporter import survey, taps, thread
from handlers.reporter.keys import Holds, Says, Taps
from handlers.reporter.pages import consent
from handlers.reporter.pages import privacy as pages
from handlers.screens import Screen
from rules.delivery import Kind
from rules.rights import name_in
from storage import holdings, outbox

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.holdings import Holdings

BOT: Final = "public"


class Correcting(StatesGroup):
    """The next message is the name that officers are to see."""

    name = State()


class AsName(Filter):
    """The message is that name: words of its own, no command, not an hour later."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool:
        """Whether it is."""
        if await state.get_state() != Correcting.name.state or message.reply_to_message is not None:
            return False
        if not thread.is_awaited(await state.get_data(), talk.work.now):
            await state.clear()
            return False
        return not (message.text or "").startswith("/")


def router() -> Router:
    """The command, the buttons, and the name."""
    privacy = Router(name="privacy")
    given: dict[str, Any] = {"ignore_case": True, "ignore_mention": True}
    privacy.message.register(told, Command("privasi", "privacy", **given))
    privacy.message.register(leave, Correcting.name, Command("batal", "cancel", **given))
    privacy.message.register(leave, Correcting.name, Says("button.cancel"))
    privacy.message.register(named, Holds(lambda message: message.text), AsName())
    privacy.message.register(no_name, AsName())
    privacy.callback_query.register(tapped, Taps(taps.PRIVACY))
    return privacy


async def told(message: Message, talk: Talk) -> None:
    """/privasi, /privacy."""
    await talk.tell(await page(talk))


async def page(talk: Talk, note: str = "") -> Screen:
    """The page as things are now."""
    return pages.page(talk.view(note), await _held(talk))


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """A button of these pages; what it leads to stands in their place."""
    match parts:
        case ["file"]:
            await _order_file(talk)
        case ["notice"]:
            await talk.show(consent.privacy(talk.view()))
        case ["correct"]:
            await talk.show(pages.correct(talk.view(), talk.reporter))
        case ["rename"]:
            await _ask_name(talk, state)
        case ["account"]:
            await _take_account_name(query, talk)
        case ["withdraw"] if talk.reporter.withdrawn_at is None:
            await talk.show(pages.withdraw(talk.view(), await _held(talk)))
        case ["withdrawn"] if talk.reporter.consent_at is not None:
            await _withdraw(talk, state)
        case ["new"]:  # what the button stands under stays
            await talk.tell(await page(talk))
        case _:
            await talk.show(await page(talk))


async def named(message: Message, talk: Talk, state: FSMContext) -> None:
    """The name that officers are to see."""
    name = name_in(message.text or "")
    if name is None:
        await talk.tell(pages.ask_name(talk.view(), "privacy.rename.bad"))
        return
    await state.clear()
    await rights.rename(talk.work, talk.house, talk.reporter, name, chosen=True)
    await talk.tell(pages.correct(talk.view(pages.renamed(talk.view(), talk.reporter)), talk.reporter))


async def no_name(message: Message, talk: Talk) -> None:
    """A sticker, a picture: what it is not, and the question again."""
    await talk.tell(pages.ask_name(talk.view(talk.words("privacy.rename.words"))))


async def leave(message: Message, talk: Talk, state: FSMContext) -> None:
    """No other name after all."""
    await state.clear()
    await talk.tell(Screen(talk.words("privacy.rename.kept")))


async def _held(talk: Talk) -> Holdings:
    return await holdings.of(talk.work.session, talk.reporter)


async def _order_file(talk: Talk) -> None:
    """The file is made when it is sent; tapped again within the minute it is the same one."""
    ordered = await outbox.put(
        talk.work,
        bot=BOT,
        chat_id=talk.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent="dossier",
        data={"reporter_id": talk.reporter.id},
        dedup_key=f"dossier:{talk.reporter.id}:{talk.work.now:%Y%m%d%H%M}",
    )
    if ordered:
        await rights.note(talk.work, talk.house, talk.reporter, "request", "access")
    talk.work.toast = talk.words("privacy.file.coming")


async def _ask_name(talk: Talk, state: FSMContext) -> None:
    await state.set_state(Correcting.name)
    await state.set_data({"until": survey.awaited_until(talk.work.now)})
    talk.tapped = None
    await talk.tell(pages.ask_name(talk.view()))


async def _take_account_name(query: CallbackQuery, talk: Talk) -> None:
    await rights.rename(talk.work, talk.house, talk.reporter, query.from_user.full_name, chosen=False)
    await talk.show(pages.correct(talk.view(pages.renamed(talk.view(), talk.reporter)), talk.reporter))


async def _withdraw(talk: Talk, state: FSMContext) -> None:
    await state.clear()
    await rights.take_back(talk.work, talk.house, talk.reporter)
    talk.forget()
    await talk.end(pages.withdrawn(talk.view(), talk.work.now))
