"""Whoever has the receipt of an anonymous report, from whatever account: read where it stands, add words to it.

Nothing is kept that leads from the account to the report: no link, no row; what was said is not kept once it is sent.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import casework, fit, news, outlook, receipt
from handlers.reporter import alarm, thread
from handlers.reporter.keys import Holds, Says, Taps
from handlers.reporter.pages import filed
from handlers.screens import Screen, quote
from locales import formats
from rules import flood, redact
from rules import receipt as rules
from rules.lifecycle import Step
from storage import deadlines, events, meters, outbox, reporters

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Event, Report

GUEST: Final = "r.guest"  # parts: add
AWAITED: Final = timedelta(minutes=30)
_LINES: Final = 8
_WORDS: Final = 300
_SAID: Final = {Step.REPLY: "guest.desk", Step.CORRECT: "guest.desk", Step.ASK: "guest.desk"}
_OWN: Final = frozenset({Step.ADD, Step.SUPPLY})


class Visiting(StatesGroup):
    """A receipt was shown; the digest of it is in the data, for half an hour."""

    open = State()
    words = State()


class Receipt(Filter):
    """The message is a receipt and nothing else."""

    async def __call__(self, message: Message) -> bool:
        """Whether it is."""
        return rules.looks_like(message.text or "")


class Words(Filter):
    """The message is what the visitor wants to add."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """The report they may add to, as `report`."""
        if await state.get_state() != Visiting.words.state or (message.text or "").startswith("/"):
            return False
        report = await _visited(talk, state)
        return {"report": report} if report else False


def router() -> Router:
    """The number, the button, and the words."""
    guest = Router(name="guest")
    guest.message.register(shown, Receipt())
    guest.message.register(tapped_in_words, Visiting.open, Says("guest.button"))
    guest.message.register(added, Words(), Holds(lambda message: message.text))
    guest.message.register(only_words, Words())
    guest.callback_query.register(tapped, Taps(GUEST))
    return guest


async def shown(message: Message, talk: Talk, state: FSMContext) -> None:
    """A number was sent."""
    await open_report(talk, message.text or "", state)


async def open_report(talk: Talk, words: str, state: FSMContext) -> None:
    """Where the report of that number stands; or why it is not said. Wrong numbers are counted."""
    digits = rules.parse(words)
    if digits is None:
        await _say(talk, Screen(talk.words("guest.mistyped")))
        return
    if await _is_braked(talk):
        await _say(talk, Screen(talk.words("guest.braked")))
        return
    report = await receipt.opened(talk.work.session, talk.house, digits)
    if report is None:
        await meters.count(talk.work, meters.WRONG, talk.reporter.id, _day(talk))
        await meters.count(talk.work, meters.WRONG, meters.ALL, flood.window(talk.work.now, flood.HOUR))
        await _say(talk, Screen(talk.words("guest.unknown")))
        return
    await state.set_state(Visiting.open)
    until = (talk.work.now + AWAITED).isoformat()
    await state.set_data({"receipt": rules.digest(talk.house.key, digits), "until": until})
    await _say(talk, await _page(talk, report))


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """The button: what is to be added?"""
    await _ask(talk, state)


async def _ask(talk: Talk, state: FSMContext) -> None:
    """Ask for the words; half an hour later the number has to be sent again."""
    if await _visited(talk, state) is None:
        await _say(talk, Screen(talk.words("guest.again")))
        return
    await state.set_state(Visiting.words)
    await _say(talk, Screen(talk.words("guest.ask")))


async def tapped_in_words(message: Message, talk: Talk, state: FSMContext) -> None:
    """The button's words, typed: nothing is kept of the page, so they are not found there."""
    await _ask(talk, state)


async def added(message: Message, talk: Talk, report: Report, state: FSMContext) -> None:
    """The words go to the desk as the anonymous reporter's: of the account nothing does."""
    text = (message.text or "").strip()
    await state.clear()
    await alarm.warn(talk, text)
    await casework.add_from_reporter(talk.work, talk.house, report, text, [], 0)
    await _say(talk, Screen(talk.words("guest.added", code=report.code)))


async def only_words(message: Message, talk: Talk, report: Report) -> None:
    """A file tells more than words do: not this way."""
    await _say(talk, Screen(talk.words("guest.only_words")))


async def _visited(talk: Talk, state: FSMContext) -> Report | None:
    """The report whose receipt was shown, while it still counts."""
    data = await state.get_data()
    if "receipt" not in data or not thread.is_awaited(data, talk.work.now):
        return None
    return await receipt.by_digest(talk.work.session, data["receipt"])


async def _is_braked(talk: Talk) -> bool:
    """Whether this account, or all together, have guessed too often."""
    limits, session = talk.house.region.flood, talk.work.session
    own = await meters.read(session, meters.WRONG, talk.reporter.id, _day(talk))
    hour = flood.window(talk.work.now, flood.HOUR)
    return own >= limits.receipts_per_day or (
        await meters.read(session, meters.WRONG, meters.ALL, hour) >= limits.receipts_per_hour
    )


async def _page(talk: Talk, report: Report) -> Screen:
    """Status, promise and history, without the buttons that only its own account has."""
    view, now = talk.view(), talk.work.now
    due = await deadlines.open_of(talk.work.session, report.id)
    text = filed.standing(view, filed.Filed(report, due), now).text
    history = await events.of_report(talk.work.session, report.id, visibility="reporter")
    person = await reporters.by_id(talk.work.session, report.reporter_id)
    names = (person.name, person.username) if person else ("", "")
    lines = [line for event in history if (line := _line(talk, event, names))][-_LINES:]
    promised = outlook.sp4n(talk.house, report, view.locale)
    text = "\n\n".join(filter(None, (text, promised, "\n".join(lines))))
    return Screen(text, buttons=((view.call("guest.button", GUEST, "add"),),))


def _line(talk: Talk, event: Event, names: tuple[str, str]) -> str:
    """One step in words; what the person said and what they were told, shortened and without their name."""
    said = quote(fit.cut(redact.nameless(event.text, *names), _WORDS))
    region, locale = talk.house.region, talk.reporter.language
    if event.step in _SAID and event.text:
        what = talk.words(_SAID[Step(event.step)], words=said)
    elif event.step in _OWN and event.text:
        what = talk.words("guest.own", words=said)
    elif event.step in news.ANNOUNCED:
        what = news.line(talk.house, event, locale)
    else:
        return ""
    return f"<i>{formats.short_moment(event.at, locale, region.tz, '').strip()}</i> {what}"


def _day(talk: Talk) -> Any:
    return flood.window(talk.work.now, flood.DAY)


async def _say(talk: Talk, screen: Screen) -> None:
    """Said as a message of its own, of which nothing is kept once it is out."""
    await talk.tell(screen, purpose=outbox.ONCE)
