"""Travellers say until which day they are here: by button, or by writing the date. It holds for all their reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, casework
from handlers import stay as stays
from handlers.reporter import files, mine, other, pins, survey, thread
from handlers.reporter.keys import Holds, Taps
from handlers.reporter.pages import stay as pages
from rules import stay as rules
from rules.lifecycle import UNFINISHED, Actor, Step
from storage.stays import unfinished

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Report

PURPOSE: Final = "manage"
WORDS_MAX: Final = 40  # longer messages are no date


class Staying(StatesGroup):
    """The next message is the last day of the stay; the report it was asked under is in the data."""

    day = State()


class AsDay(Filter):
    """The message is that day: short, no reply to something else, not an hour later."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """The report, as `report`."""
        if await state.get_state() != Staying.day.state:
            return False
        data = await state.get_data()
        report = await mine.of_id(talk, data.get("staying", ""))
        words = message.text or ""
        if report is not None and _tells_nothing(message) and thread.is_awaited(data, talk.work.now):
            return False
        own = message.reply_to_message is None and 0 < len(words) <= WORDS_MAX
        if report is None or not own or not thread.is_awaited(data, talk.work.now):
            await state.clear()
            return False
        return {"report": report}


def router() -> Router:
    """The buttons, and the date."""
    staying = Router(name="stay")
    staying.callback_query.register(tapped, Taps(callbacks.STAY))
    staying.message.register(said, AsDay())
    staying.message.register(no_day, Staying.day, Holds(_tells_nothing))
    return staying


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """A button of the page, or one that leads to it."""
    report_id, what = [*parts, "", ""][:2]
    report = await mine.of_button(talk, report_id)
    if report is None:
        return
    await state.clear()
    if report.status not in UNFINISHED:
        talk.work.toast = talk.words("stay.ended")
        talk.tapped = None
        await mine.show(talk, report)
        return
    match what:
        case pages.OTHER:
            await state.set_state(Staying.day)
            await state.set_data({"staying": report.id, "until": survey.awaited_until(talk.work.now)})
            await mine.place(talk, report, pages.other(talk.view(), report), PURPOSE)
        case pages.HOME:
            await _leave_out(talk, report)
        case _:
            await _choose(talk, report, what)


async def said(message: Message, talk: Talk, report: Report, state: FSMContext) -> None:
    """A date in words or figures. One that is not understood is asked for again."""
    day = rules.parse(message.text or "", talk.view().today)
    if day is None or not rules.may_be(day, talk.view().today):
        note = talk.words("stay.not_understood" if day is None else "stay.cannot_be")
        await mine.place(talk, report, pages.other(talk.view(note), report), PURPOSE)
        return
    await state.clear()
    await _keep(talk, report, day)


async def no_day(message: Message, talk: Talk, state: FSMContext) -> None:
    """A sticker, a poll: what it is not, and the question again."""
    report = await mine.of_button(talk, str((await state.get_data()).get("staying", "")))
    if report is not None:
        await mine.place(talk, report, pages.other(talk.view(other.about(talk, message)), report), PURPOSE)


def _tells_nothing(message: Message) -> bool:
    """Whether it is neither words nor evidence nor a place, by which people begin something else."""
    return not message.text and files.of_message(message) is None and pins.pin_of(message) is None


async def _choose(talk: Talk, report: Report, what: str) -> None:
    """A day from a button, which may be an old one; without a day, the page."""
    day = _read(what)
    if day is not None and rules.may_be(day, talk.view().today):
        await _keep(talk, report, day)
        return
    note = talk.words("stay.cannot_be") if day is not None else ""
    await mine.place(talk, report, pages.page(talk.view(note), report), PURPOSE)


async def _keep(talk: Talk, report: Report, day: date) -> None:
    """Note it with every report of which something is still to come."""
    await _put(talk, day)
    standing = talk.words("stay.before")
    if report.leave_at is None:  # there is no other day to say it on
        standing = await stays.standing(talk.work.session, talk.house, report, talk.reporter.language, talk.work.now)
    await mine.place(talk, report, pages.kept(talk.view(), report, day, standing), PURPOSE)


async def _leave_out(talk: Talk, report: Report) -> None:
    await _put(talk, None)
    await mine.place(talk, report, pages.at_home(talk.view(), report), PURPOSE)


def _read(what: str) -> date | None:
    try:
        return date.fromisoformat(what)
    except ValueError:
        return None


async def _put(talk: Talk, day: date | None) -> None:
    values = stays.columns(talk.house, day, talk.work.now)
    data = {"stay_until": day.isoformat()} if day else {}
    for report in await unfinished(talk.work.session, talk.reporter.id):
        if report.stay_until != day:
            step = (talk.work, talk.house, report, Step.STAY)
            await casework.take_step(*step, actor=Actor.REPORTER, data=data, **values)
