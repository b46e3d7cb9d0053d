"""What reporters do with their filed reports beyond adding to them; all of it behind one button, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, casework
from handlers.reporter import mine
from handlers.reporter.keys import Taps
from handlers.reporter.pages import filed
from handlers.reporter.pages import manage as pages
from handlers.reporter.pages.filed import Filed
from handlers.screens import Screen
from rules import code
from rules.lifecycle import Actor, Moved, Status, Step
from storage import deadlines, links

if TYPE_CHECKING:
    from aiogram.filters import CommandObject
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Report

BOT: Final = "public"
PURPOSE: Final = "manage"
_OURS: Final = frozenset({"status", PURPOSE})  # messages that a page may take the place of; a receipt stays


def router() -> Router:
    """The button, and the command that withdraws."""
    manage = Router(name="manage")
    manage.callback_query.register(tapped, Taps(callbacks.MANAGE))
    manage.message.register(withdraw, Command("cabut", "withdraw", ignore_case=True, ignore_mention=True))
    return manage


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """A button of the page, or the one that leads to it."""
    report_id, what = [*parts, "", ""][:2]
    report = await mine.of_id(talk, report_id)
    if report is None:
        talk.tapped = None
        await mine.show_list(talk, talk.words("mine.not_found"))
        return
    match what:
        case pages.WITHDRAW:
            await ask_withdraw(talk, report)
        case pages.WITHDRAWN:
            await _withdraw(talk, report, state)
        case pages.BACK:
            due = await deadlines.open_of(talk.work.session, report.id or 0)
            await show(talk, report, filed.standing(talk.view(), Filed(report, due)), purpose="status")
        case _:
            await show(talk, report, pages.page(talk.view(), report))


async def withdraw(message: Message, talk: Talk, command: CommandObject) -> None:
    """/cabut CODE, /withdraw CODE; without a code, the list to choose from."""
    found = code.parse(command.args or "")
    report = await mine.of_code(talk, found) if found else None
    if report is None:
        await mine.show_list(talk, talk.words("mine.not_found" if command.args else "manage.which"))
    else:
        await ask_withdraw(talk, report)


async def ask_withdraw(talk: Talk, report: Report) -> None:
    """Ask whether it is meant; a report that has ended says where it stands instead."""
    if pages.may(report, Step.WITHDRAW):
        await show(talk, report, pages.sure(talk.view(), report))
    else:
        await _not_now(talk, report)


async def show(talk: Talk, report: Report, screen: Screen, **options: Any) -> None:
    """Show a page about the report, in place of another page about it; anything else that was tapped stays."""
    if talk.tapped is not None:
        link = await links.find(talk.work.session, BOT, talk.chat_id, talk.tapped)
        if link is None or link.purpose not in _OURS or link.report_id != report.id:
            talk.tapped = None
    await talk.show(screen, report_id=report.id, **{"purpose": PURPOSE, **options})


async def _withdraw(talk: Talk, report: Report, state: FSMContext) -> None:
    """Withdraw it. A report that moved meanwhile is looked at once more."""
    outcome = await casework.take_step(talk.work, talk.house, report, Step.WITHDRAW, actor=Actor.REPORTER)
    if isinstance(outcome, casework.LostRace):
        await _withdraw(talk, report, state)
    elif isinstance(outcome, Moved):
        await state.clear()
        await show(talk, report, pages.withdrawn(talk.view(), report))
    else:
        await _not_now(talk, report)


async def _not_now(talk: Talk, report: Report) -> None:
    """It is withdrawn already, or has ended: say so, and show what can be done."""
    if report.status == Status.WITHDRAWN:
        talk.work.toast = talk.words("manage.already")
        await show(talk, report, pages.withdrawn(talk.view(), report))
        return
    note = talk.work.toast = talk.words("manage.too_late")
    await show(talk, report, pages.page(talk.view(note), report))
