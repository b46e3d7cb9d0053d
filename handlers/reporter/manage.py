"""What reporters do with their filed reports beyond adding to them; all of it behind one button, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, casework, linked
from handlers.reporter import mine, naming, sharing, submit, survey
from handlers.reporter.keys import Taps
from handlers.reporter.pages import filed
from handlers.reporter.pages import manage as pages
from handlers.reporter.pages.filed import Filed
from rules import code
from rules.lifecycle import Actor, Moved, Status, Step
from storage import deadlines

if TYPE_CHECKING:
    from aiogram.filters import CommandObject
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from handlers.screens import Screen
    from storage.tables import Report

PURPOSE: Final = "manage"


def router() -> Router:
    """The button, and the command that withdraws."""
    manage = Router(name="manage")
    manage.callback_query.register(tapped, Taps(callbacks.MANAGE))
    manage.message.register(withdraw, Command("cabut", "withdraw", ignore_case=True, ignore_mention=True))
    return manage


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """A button of the page, or the one that leads to it."""
    report_id, what = [*parts, "", ""][:2]
    report = await mine.of_button(talk, report_id)
    if report is None:
        return
    match what:
        case pages.WITHDRAW:
            await ask_withdraw(talk, report)
        case pages.WITHDRAWN:
            await _withdraw(talk, report, state)
        case _ if what in naming.PAGES:
            await naming.tapped(talk, report, what)
        case pages.NUMBER if report.anonymous:
            await submit.give_number(talk, report)
            talk.work.toast = talk.words("manage.number")
        case pages.LEAVE:
            await _leave(talk, report)
        case pages.SHARE:
            await sharing.offer(talk, report)
        case pages.REOPEN:
            await survey.unsolved(talk, report, state)
        case pages.BACK:
            due = await deadlines.open_of(talk.work.session, report.id or 0)
            await mine.place(talk, report, filed.standing(talk.view(), Filed(report, due), talk.work.now), "status")
        case _:
            await mine.place(talk, report, _page(talk, report), PURPOSE)


def _page(talk: Talk, report: Report, note: str = "") -> Screen:
    return pages.page(talk.view(note), report, casework.has_lapsed(talk.house, report, talk.work.now))


async def withdraw(message: Message, talk: Talk, command: CommandObject) -> None:
    """/cabut CODE, /withdraw CODE; without a code, the list to choose from."""
    found = code.parse(command.args or "")
    report = await mine.of_code(talk, found) if found else None
    if report is None:
        await mine.show_list(talk, talk.words("mine.not_found" if command.args else "manage.which"))
    else:
        await ask_withdraw(talk, report)


def may_withdraw(report: Report) -> bool:
    """Whether it can still be withdrawn."""
    return pages.may(report, Step.WITHDRAW)


async def ask_withdraw(talk: Talk, report: Report) -> None:
    """Ask whether it is meant; a report that has ended says where it stands instead."""
    if may_withdraw(report):
        await mine.place(talk, report, pages.sure(talk.view(), report), PURPOSE)
    else:
        await _not_now(talk, report)


async def _withdraw(talk: Talk, report: Report, state: FSMContext) -> None:
    """Withdraw it. A report that moved meanwhile is looked at once more."""
    outcome = await casework.take_step(talk.work, talk.house, report, Step.WITHDRAW, actor=Actor.REPORTER)
    if isinstance(outcome, casework.LostRace):
        await _withdraw(talk, report, state)
    elif isinstance(outcome, Moved):
        await state.clear()
        await mine.place(talk, report, pages.withdrawn(talk.view(), report), PURPOSE)
    else:
        await _not_now(talk, report)


async def _leave(talk: Talk, report: Report) -> None:
    """It is handled by itself from now on. Its notice says so; the page shows what can be done with it."""
    if not await linked.unlink(talk.work, talk.house, report, actor=Actor.REPORTER):
        talk.work.toast = talk.words("manage.left_already")
    await mine.place(talk, report, _page(talk, report), PURPOSE)


async def _not_now(talk: Talk, report: Report) -> None:
    """It is withdrawn already, or has ended: say so, and show what can be done."""
    if report.status == Status.WITHDRAWN:
        talk.work.toast = talk.words("manage.already")
        await mine.place(talk, report, pages.withdrawn(talk.view(), report), PURPOSE)
        return
    note = talk.work.toast = talk.words("manage.too_late")
    await mine.place(talk, report, _page(talk, report, note), PURPOSE)
