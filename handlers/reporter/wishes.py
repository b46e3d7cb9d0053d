"""A few words about a filed report that want one thing: it is solved, withdraw it, or thanks and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.reporter import manage, mine, survey, thread
from handlers.screens import Screen
from rules import draft as rules
from rules import wish
from rules.lifecycle import Status
from rules.wish import Wish
from storage import reports

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Report

_ENDED = frozenset({Status.ANSWERED, Status.CLOSED})
LOOKED_AT = 50


class Wishes(Filter):
    """The message says just that, of the report whose message it replies to; withdrawing also on its own."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """What is wanted, as `wanted`, and the `report`, if it is known."""
        wanted = wish.find(message.text or "")
        if wanted is None:
            return False
        report_id = await thread.replied_to(talk, message)
        report = await mine.of_id(talk, report_id) if report_id else None
        if report is not None:
            means_it = wanted is Wish.WITHDRAW or report.status in _ENDED  # else it is news for the desk
            return {"wanted": wanted, "report": report} if means_it else False
        alone = await state.get_state() is None and rules.is_empty(talk.draft)
        return {"wanted": wanted, "report": None} if wanted is Wish.WITHDRAW and alone else False


def router() -> Router:
    """The words."""
    wishes = Router(name="wishes")
    wishes.message.register(wished, Wishes())
    return wishes


async def wished(message: Message, talk: Talk, wanted: Wish, report: Report | None, state: FSMContext) -> None:
    """Do what is wanted, or ask about what cannot be taken back."""
    if wanted is Wish.WITHDRAW:
        await _withdraw(talk, report or await _meant(talk, message.text or ""))
    elif report is not None and wanted is Wish.SOLVED and report.solved is None:
        await survey.solved(talk, report)
    elif report is not None and wanted is Wish.THANKS and report.solved is None:
        await survey.ask(talk, report, talk.words("other.welcome"))
    else:
        await talk.aside(Screen(talk.words("other.thanks")))


async def _withdraw(talk: Talk, report: Report | None) -> None:
    if report is None:
        await mine.show_list(talk, talk.words("manage.which"))
    else:
        await manage.ask_withdraw(talk, report)


async def _meant(talk: Talk, text: str) -> Report | None:
    """The report whose code the words name, or the only one that can be withdrawn."""
    if (named := wish.code_in(text)) is not None:
        return await mine.of_code(talk, named)
    own = await reports.of_reporter(talk.work.session, talk.reporter.id or 0, LOOKED_AT)
    able = [report for report in own if manage.may_withdraw(report)]
    return able[0] if len(able) == 1 else None
