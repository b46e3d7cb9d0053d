"""Commands of the private chat, in both languages, and the pages that buttons lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.reporter import arrival, guest, mine, privacy, taps, thread
from handlers.reporter import sharing as shared
from handlers.reporter.keys import Holds, Says, Taps
from handlers.reporter.pages import faq, guide, summary
from handlers.screens import Screen
from rules import code, origin, receipt, sharing
from rules import draft as rules

if TYPE_CHECKING:
    from aiogram.filters import CommandObject
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk

REPORT: Final = ("lapor", "report", "mulai")
TOLD: Final = Command(*REPORT, ignore_case=True, ignore_mention=True, magic=F.args)  # with the story after it


def router() -> Router:
    """The commands. In a private chat `/start@anybot` is for us; asking who we are would be a call to Telegram."""
    commands = Router(name="commands")
    on = commands.message
    on.register(start, CommandStart(ignore_case=True, ignore_mention=True))
    on.register(begin, Command(*REPORT, ignore_case=True, ignore_mention=True, magic=~F.args))
    on.register(status, Command("status", "cek", ignore_case=True, ignore_mention=True))
    on.register(own, Command("laporan", "mine", "laporansaya", "reports", ignore_case=True, ignore_mention=True))
    on.register(emergency, Command("darurat", "emergency", ignore_case=True, ignore_mention=True))
    on.register(help_page, Command("bantuan", "help", ignore_case=True, ignore_mention=True))
    on.register(contact, Command("kontak", "contact", ignore_case=True, ignore_mention=True))
    on.register(languages, Command("bahasa", "language", ignore_case=True, ignore_mention=True))
    on.register(cancel, Command("batal", "cancel", ignore_case=True, ignore_mention=True))
    on.register(cancel, Says("button.cancel"))
    on.register(unknown, Holds(lambda message: (message.text or "").startswith("/")), ~TOLD)
    commands.callback_query.register(page, Taps(taps.PAGE))
    return commands


async def start(message: Message, talk: Talk, command: CommandObject, state: FSMContext) -> None:
    """/start: begin or resume; a link may carry the code of a report, share one, or say at which poster one stands."""
    if came := origin.parse(command.args or ""):
        await arrival.arrive(talk, came, state)
    elif (token := sharing.token_of(command.args or "")) is not None:
        await state.clear()
        if not await shared.opened(talk, token):
            await resume(talk)
    elif found := code.parse(command.args or ""):
        await mine.show_code(talk, found)
    else:
        await begin(message, talk, state)


async def begin(message: Message, talk: Talk, state: FSMContext) -> None:
    """A new report, or the draft that is already there."""
    await state.clear()
    await resume(talk)


async def resume(talk: Talk) -> None:
    """Say where the person was, if there is a draft; otherwise ask what happened."""
    if talk.consented and not rules.is_empty(talk.draft):
        await talk.show(summary.resume(talk.view()))
    else:
        await talk.ask()


async def status(message: Message, talk: Talk, command: CommandObject, state: FSMContext) -> None:
    """/status CODE, or the list of the own reports without one."""
    if not command.args:
        await mine.show_list(talk)
    elif receipt.looks_like(command.args):
        await guest.open_report(talk, command.args, state)
    elif found := code.parse(command.args):
        await mine.show_code(talk, found)
    else:
        await mine.show_list(talk, talk.words("mine.no_code", example=f"{talk.house.region.prefix}-7K3Q-XM2"))


async def own(message: Message, talk: Talk) -> None:
    """/laporan, /mine."""
    await mine.show_list(talk)


async def emergency(message: Message, talk: Talk) -> None:
    """/darurat, /emergency."""
    await talk.aside(guide.emergency(talk.view()))


async def help_page(message: Message, talk: Talk, command: CommandObject) -> None:
    """/bantuan, /help: the page; with words after it, the answer they find."""
    await talk.aside(faq.found(talk.view(), command.args) if command.args else guide.page(talk.view()))


async def contact(message: Message, talk: Talk) -> None:
    """/kontak, /contact."""
    await talk.aside(guide.contact(talk.view()))


async def languages(message: Message, talk: Talk) -> None:
    """/bahasa, /language."""
    await talk.tell(guide.languages(talk.view()))


async def cancel(message: Message, talk: Talk, state: FSMContext) -> None:
    """/batal, /cancel and the key: out of an addition at once; a draft is deleted only when confirmed."""
    if await thread.end(talk, state):
        return
    if talk.row is None or rules.is_empty(talk.draft):
        await talk.tell(Screen(talk.words("cancel.nothing")))
    else:
        await talk.tell(summary.cancel(talk.view()))


async def unknown(message: Message, talk: Talk) -> None:
    """A command we do not have."""
    await talk.aside(guide.unknown(talk.view(), (message.text or "").split(maxsplit=1)[0]))


async def page(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """A button that leads to a page."""
    match parts:
        case ["mine"]:
            talk.tapped = None
            await mine.show_list(talk)
        case ["new"]:
            await begin_anew(talk, state)
        case ["done"]:
            await thread.end(talk, state)
        case ["privacy"]:  # of a help page that was sent before
            await talk.tell(await privacy.page(talk))
        case ["faq"]:
            await talk.show(faq.page(talk.view()))
        case ["faq", key]:
            await talk.show(faq.answer(talk.view(), key))
        case ["group", name]:
            await talk.show(faq.group(talk.view(), name))
        case ["help"]:
            await talk.show(guide.page(talk.view()))
        case ["emergency"]:
            await talk.aside(guide.emergency(talk.view()))
        case _:
            await talk.aside(guide.page(talk.view()))


async def begin_anew(talk: Talk, state: FSMContext) -> None:
    """The button that starts a report: what it stands under (a receipt, a list) stays."""
    await state.clear()
    talk.tapped = None
    await resume(talk)
