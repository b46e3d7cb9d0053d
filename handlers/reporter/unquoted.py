"""An officer's question is answered like in any chat: by writing, without "reply"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.reporter import files, thread
from rules import code, greeting, understanding
from storage import reports

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Report

_SEVERAL: Final = 2


class Answers(Filter):
    """The message answers the one question that officers have open, and there is nothing else it could belong to.
    Words that tell of a matter by themselves begin a new report."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """The report that was asked about, as `report`."""
        if message.reply_to_message is not None or talk.row is not None or not talk.consented:
            return False
        if await state.get_state() is not None:
            return False
        said = (message.text or message.caption or "").strip()
        if said.startswith("/") or greeting.find(said) is not None or code.parse(said) is not None:
            return False
        text = await thread.text_of(talk, message)
        if not text and files.of_message(message) is None:
            return False
        asked = await reports.asked(talk.work.session, talk.reporter.id, _SEVERAL)
        if len(asked) != 1 or _tells_of_a_matter(talk, said):
            return False
        return {"report": asked[0]}


def router() -> Router:
    """After replies, before the dialogue."""
    unquoted = Router(name="unquoted")
    unquoted.message.register(answer, Answers())
    return unquoted


async def answer(message: Message, talk: Talk, report: Report, state: FSMContext) -> None:
    """It goes to the report; whoever meant something else is told how to begin a new one."""
    await thread.add(message, talk, report, state, guessed=True)


def _tells_of_a_matter(talk: Talk, said: str) -> bool:
    region, lessons = talk.house.region, talk.house.taught.lessons
    return understanding.read(said, region, talk.view().today, lessons).sure
