"""Reporters say whether it is solved: by button, or in a few words; how it was handled; or why not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, casework, survey
from handlers.reporter import alarm, files, mine, other, thread
from handlers.reporter.keys import Says, Taps
from handlers.reporter.pages import survey as pages
from rules import closing
from rules.lifecycle import Actor, Moved, Refusal, Refused, Status, Step

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Report

PURPOSE: Final = "survey"
PATIENCE: Final = timedelta(hours=1)  # for so long the next message is taken for the word; later it is a message


class Rating(StatesGroup):
    """The next message is a word about how the report of the data was handled."""

    word = State()


class AsWord(Filter):
    """The message is that word: not a reply to something else, not an hour later."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """The report, as `report`."""
        data = await state.get_data()
        if await state.get_state() != Rating.word.state or message.reply_to_message is not None:
            return False
        report = await mine.of_id(talk, data.get("rated", ""))
        said = "album" in data and data["album"] != message.media_group_id  # the word was said, with an album
        if report is None or said or not thread.is_awaited(data, talk.work.now):
            await state.clear()
            return False
        return {"report": report}


def router() -> Router:
    """The buttons, and the word."""
    rating = Router(name="survey")
    rating.callback_query.register(tapped, Taps(callbacks.SURVEY))
    rating.message.register(no_word, Rating.word, Says("button.skip"))
    rating.message.register(word, AsWord())
    return rating


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """An answer. One to an ending of the past, or one that was given already, changes nothing."""
    report_id, mark, answer = [*parts, "", "", ""][:3]
    report = await mine.of_button(talk, report_id)
    if report is None:
        return
    if mark != survey.mark(report):
        await _of_the_past(talk, report)
    else:
        await _answer(talk, report, answer, state)


async def _answer(talk: Talk, report: Report, answer: str, state: FSMContext) -> None:
    match answer:
        case survey.YES:
            await solved(talk, report)
        case survey.NO | pages.REOPEN:
            await unsolved(talk, report, state)
        case pages.SKIP:
            await state.clear()
            await mine.place(talk, report, pages.thanks(talk.view(), report), PURPOSE)
        case pages.NOTHING:
            await state.clear()
            await _disputed(talk, report, ask=False)
        case _ if answer.isdecimal() and int(answer) in closing.STARS:
            await _rate(talk, report, int(answer), state)
        case _:
            await _of_the_past(talk, report)


async def solved(talk: Talk, report: Report) -> None:
    """It is solved: the report closes by its reporter's word; one that has closed already remembers it."""
    if report.solved is not None:
        await _of_the_past(talk, report)
        return
    step = Step.CLOSE if report.status == Status.ANSWERED else Step.RATE
    outcome = await _take(talk, report, step, solved=True)
    if isinstance(outcome, casework.LostRace):
        await solved(talk, report)
    elif isinstance(outcome, Moved):
        await mine.place(talk, report, pages.stars(talk.view(), report), PURPOSE)
    else:
        await _of_the_past(talk, report)


async def unsolved(talk: Talk, report: Report, state: FSMContext) -> None:
    """It is not solved: the report is open again at once, and then the reason is asked."""
    outcome = await _take(talk, report, Step.REOPEN)
    if isinstance(outcome, casework.LostRace):
        await unsolved(talk, report, state)
    elif isinstance(outcome, Moved):
        await state.set_state(thread.Adding.message)
        await state.set_data({"report_id": report.id, "until": awaited_until(talk.work.now)})
        await _disputed(talk, report)
    elif outcome == Refused(Refusal.LAPSED):
        await mine.place(talk, report, pages.lapsed(talk.view(), report), PURPOSE)
    else:
        await _of_the_past(talk, report)


async def word(message: Message, talk: Talk, report: Report, state: FSMContext) -> None:
    """A word about how it was handled, with a file or an album. What cannot be kept is said, and it is asked again."""
    text, file = await thread.text_of(talk, message), files.of_message(message)
    too_big = file is not None and thread.too_big(talk, file)
    if too_big or (file is None and not text):
        why = talk.words("evidence.too_big", **thread.size_fields(talk, file)) if too_big and file else ""
        note = why or other.about(talk, message)
        await mine.place(talk, report, pages.word(talk.view(note), report), PURPOSE)
        return
    data = await state.get_data()
    await state.clear()
    if message.media_group_id is not None:
        await state.set_state(Rating.word)
        await state.set_data(data | {"album": message.media_group_id})
    await alarm.warn(talk, text)
    kept = [(await files.attach(talk, message, file, report_id=report.id)).id or 0] if file is not None else []
    await casework.add_from_reporter(talk.work, talk.house, report, text, kept, message.message_id, Step.RATE)
    if "album" not in data:
        await mine.place(talk, report, pages.thanks(talk.view(), report), PURPOSE)


async def no_word(message: Message, talk: Talk, state: FSMContext) -> None:
    """The button's word, typed."""
    report = await mine.of_id(talk, (await state.get_data()).get("rated", ""))
    await state.clear()
    if report is not None:
        await mine.place(talk, report, pages.thanks(talk.view(), report), PURPOSE)


async def ask(talk: Talk, report: Report, note: str = "") -> None:
    """Ask whether it is solved, as a message of its own."""
    talk.tapped = None
    await mine.place(talk, report, pages.question(talk.view(note), report), PURPOSE)


async def _rate(talk: Talk, report: Report, number: int, state: FSMContext) -> None:
    if report.solved is not True or report.stars is not None or report.status != Status.CLOSED:
        await _of_the_past(talk, report)
        return
    if isinstance(await _take(talk, report, Step.RATE, stars=number), Moved):
        await state.set_state(Rating.word)
        await state.set_data({"rated": report.id, "until": awaited_until(talk.work.now)})
        await mine.place(talk, report, pages.word(talk.view(), report), PURPOSE)
    else:
        await _of_the_past(talk, report)


async def _disputed(talk: Talk, report: Report, ask: bool = True) -> None:
    promise = await mine.promise(talk, report)
    await mine.place(talk, report, pages.disputed(talk.view(), report, promise, ask), PURPOSE)


async def _of_the_past(talk: Talk, report: Report) -> None:
    """The button has had its day: say so, and where the report stands."""
    talk.work.toast = talk.words("survey.old")
    talk.tapped = None
    await mine.show(talk, report)


async def _take(talk: Talk, report: Report, step: Step, **values: Any) -> Moved | Refused | casework.LostRace:
    return await casework.take_step(talk.work, talk.house, report, step, actor=Actor.REPORTER, **values)


def awaited_until(now: datetime) -> str:
    """Until when the next message is what was asked for."""
    return (now + PATIENCE).isoformat()
