"""No more messages about a report, or messages again: by a button, by a command, or in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.reporter import mine, settings, thread
from handlers.reporter.keys import Taps
from handlers.reporter.pages import settings as pages
from rules import code, silence
from rules import draft as drafts
from rules.lifecycle import ENDED
from rules.silence import Silence
from storage import reports

if TYPE_CHECKING:
    from aiogram.filters import CommandObject
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Report

OFFERED: Final = 8  # reports to choose from, the newest


class Wishes(Filter):
    """The message wishes for silence, or for messages again, and says nothing else.

    In a reply to a message about a report, that report is meant. On the way through a draft or an addition the words
    belong there; and whoever never agreed to anything has no report.
    """

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """The wish, and the report if it is known which."""
        found = silence.find(message.text or "")
        if found is None or not talk.consented:
            return False
        report_id = await thread.replied_to(talk, message)
        report = await mine.of_id(talk, report_id) if report_id else None
        if report is None and (not drafts.is_empty(talk.draft) or await state.get_state() is not None):
            return False
        return {"found": found, "report": report}


def router() -> Router:
    """The button, the command and the words."""
    muting = Router(name="muting")
    muting.callback_query.register(tapped, Taps(callbacks.MUTE))
    names = ("stop", "berhenti", "bisukan", "mute")
    muting.message.register(command_given, Command(*names, ignore_case=True, ignore_mention=True))
    muting.message.register(wished, Wishes())
    return muting


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """The button; what it stands under stays."""
    talk.tapped = None
    report = await mine.of_button(talk, parts[0] if parts else "")
    if report is not None:
        await put(talk, report, parts[1:] == ["on"])


async def command_given(message: Message, talk: Talk, command: CommandObject) -> None:
    """/stop CODE, /berhenti KODE; without a code, the choice."""
    found = code.parse(command.args or "")
    report = await mine.of_code(talk, found) if found else None
    if report is None and command.args:
        await mine.show_list(talk, talk.words("mine.not_found"))
    else:
        await wished(message, talk, Silence.STOP, report)


async def wished(message: Message, talk: Talk, found: Silence, report: Report | None) -> None:
    """Of the report that is meant; of the only one it can be; otherwise ask which."""
    silent = found is Silence.STOP
    choice = [report] if report else await _choice(talk, silent)
    if len(choice) == 1:
        await put(talk, choice[0], silent)
    elif choice:
        await talk.aside(pages.which(talk.view(), silent, choice))
    else:
        await talk.tell(await settings.page(talk, talk.words("mute.nothing" if silent else "unmute.nothing")))


async def put(talk: Talk, report: Report, silent: bool) -> None:
    """Mute the report, or not any more, and say what that means. A notice that waits is composed by it."""
    await reports.mute(talk.work, report, silent)
    await talk.aside(pages.changed(talk.view(), report), report_id=report.id, purpose="status")


async def _choice(talk: Talk, silent: bool) -> list[Report]:
    if not silent:
        return await reports.muted_of(talk.work.session, talk.reporter.id, OFFERED)
    own = await reports.of_reporter(talk.work.session, talk.reporter.id, OFFERED)
    return [report for report in own if report.status not in ENDED and not report.muted]
