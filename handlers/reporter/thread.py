"""Adding to a filed report: a reply to any message about it, or the button and then a message."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, casework
from handlers.reporter import alarm, care, files, filling, mine, recordings
from handlers.reporter.keys import Says, Taps
from handlers.reporter.pages import filed, place, summary
from handlers.reporter.pins import pin_of
from handlers.screens import Screen
from rules.draft import Draft
from rules.lifecycle import Status, Step
from storage import links

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk
    from storage.tables import Report

BOT = "public"


class Adding(StatesGroup):
    """The next message goes to the report whose id is in the data."""

    message = State()


class AboutReport(Filter):
    """The message belongs to a filed report of the person: it replies to a message about it, or was announced."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """The report, as `report`."""
        report_id = await replied_to(talk, message) or await _announced(message, state, talk.work.now)
        report = await mine.of_id(talk, report_id) if report_id else None
        return {"report": report} if report else False


def router() -> Router:
    """Additions."""
    thread = Router(name="thread")
    thread.callback_query.register(tapped, Taps(callbacks.ADD))
    thread.callback_query.register(recordings.tapped, Taps(callbacks.HELD))
    thread.message.register(done, Adding.message, Says("button.done"))
    thread.message.register(add, AboutReport())
    return thread


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str], state: FSMContext) -> None:
    """The add button: ask for what is to be added."""
    talk.tapped = None
    report = await mine.of_button(talk, parts[0] if parts else "")
    if report is None:
        return
    await state.set_state(Adding.message)
    await state.set_data({"report_id": report.id})
    await talk.tell(filed.ask_addition(talk.view(), report), report_id=report.id, purpose="thread")


async def done(message: Message, talk: Talk, state: FSMContext) -> None:
    """The person says that there is nothing more."""
    await end(talk, state)


async def add(message: Message, talk: Talk, report: Report, state: FSMContext, *, guessed: bool = False) -> None:
    """Put the message to the report, and say so once, also of an album; `guessed`: nothing said that it belongs there.
    Who took the consent back is asked again."""
    if talk.reporter.withdrawn_at is not None:
        await talk.ask(talk.words("privacy.agree_first", code=report.code))
        return
    text, file = await text_of(talk, message), files.of_message(message)
    if file is None and not text:
        await talk.aside(Screen(talk.words("thread.not_kept", code=report.code)))
        return
    if file is not None and too_big(talk, file):
        await talk.tell(Screen(talk.words("evidence.too_big", **size_fields(talk, file))))
        return
    if file is not None and await recordings.hold(talk, message, report, file):
        await _go_on(message, report, state)
        file = None
        if not text:
            return
    await alarm.warn(talk, text)
    kept = [(await files.attach(talk, message, file, report_id=report.id)).id or 0] if file else []
    event = await casework.add_from_reporter(talk.work, talk.house, report, text, kept, message.message_id)
    await links.add(talk.work, BOT, talk.chat_id, message.message_id, report.id or 0, "reporter")
    await _go_on(message, report, state)
    album = message.media_group_id
    late = event.step == Step.ADD and report.status == Status.CLOSED
    after = "" if event.step == Step.REOPEN else await mine.promise(talk, report)  # of that there is a notice
    tells = care.traces(talk.view(), [file] if file else [], anonymous=report.anonymous)
    after = "\n\n".join(filter(None, (tells, after)))
    if late:
        screen = filed.kept_only(talk.view(), report)
    elif guessed:
        screen = filed.taken(talk.view(), report, after)
    else:
        screen = filed.added(talk.view(), report, "thread.added", after)
    await talk.aside(
        screen,
        report_id=report.id,
        purpose="thread",
        dedup_key=f"thread:{talk.chat_id}:{album}" if album else None,
    )


async def end(talk: Talk, state: FSMContext) -> bool:
    """Leave the addition, if there is one; said either way only when there was."""
    if await state.get_state() is None:
        return False
    await state.clear()
    await talk.show(summary.beside(talk.view(), Screen(talk.words("thread.ended"))))
    return True


def too_big(talk: Talk, file: files.File) -> bool:
    """Whether the bot can never fetch the file."""
    return (file.size or 0) > talk.house.region.file_bytes_max


def size_fields(talk: Talk, file: files.File) -> dict[str, int]:
    """The sizes that a refusal names, in megabytes."""
    return {"size": round((file.size or 0) / 1_000_000), "most": talk.house.region.file_bytes_max // 1_000_000}


async def replied_to(talk: Talk, message: Message) -> int | None:
    """The id of the report that the message replied to is about."""
    if message.reply_to_message is None:
        return None
    link = await links.find(talk.work.session, BOT, talk.chat_id, message.reply_to_message.message_id)
    return link.report_id if link else None


def is_awaited(data: dict[str, Any], now: datetime) -> bool:
    """Whether the message that was asked for is still expected; what the person chose to add, always."""
    return "until" not in data or now <= datetime.fromisoformat(data["until"])


async def _announced(message: Message, state: FSMContext, now: datetime) -> int | None:
    """The report the person chose to add to: for one message, or one album of them."""
    data = await state.get_data()
    if "report_id" not in data:
        return None
    if not is_awaited(data, now):
        await state.clear()
        return None
    if await state.get_state() is None and data.get("album") != message.media_group_id:
        await state.clear()
        return None
    return int(data["report_id"])


async def _go_on(message: Message, report: Report, state: FSMContext) -> None:
    """One message ends the addition; of an album the rest still belongs to it."""
    await state.clear()
    if message.media_group_id:
        await state.set_data({"report_id": report.id, "album": message.media_group_id})


async def text_of(talk: Talk, message: Message) -> str:
    """What the message says, a pin as the place it names."""
    if (pin := pin_of(message)) is not None:
        named = filling.with_pin(Draft(), pin, talk.house.region, talk.house.boundaries).draft.place or pin
        return f"📍 {place.plain(talk.view(), named)} ({pin.latitude:.5f}, {pin.longitude:.5f})"
    return (message.text or message.caption or "").strip()
