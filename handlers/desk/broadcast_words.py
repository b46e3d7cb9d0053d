"""What an operator writes for a broadcast: the texts, a picture, a link, a time, a report's code. The next message is
what was asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers.desk import broadcast_show, files
from rules import appointment, code
from rules import broadcast as rules
from storage import attachments, broadcasts, reports

if TYPE_CHECKING:
    from telegram import Message

    from handlers.desk.gate import Desk
    from storage.tables import Broadcast

TEXT: Final = "text."
REPORT: Final = "report"
FETCHED: Final = timedelta(seconds=1)  # by then a picture usually is
Take = Callable[["Desk", "Broadcast", "Message"], Awaitable[str]]


def is_asked(desk: Desk, what: str) -> bool:
    """Whether there is such a part."""
    return what in _TAKES or what.removeprefix(TEXT) in desk.house.region.languages


async def took(desk: Desk, message: Message) -> bool:
    """Take the message for the draft that waits for it; False: none does, or it is a report's code."""
    row = await broadcasts.asking(desk.work.session, desk.staff.id) if rules.may_write(desk.staff) else None
    if row is None or (row.asks != REPORT and code.parse(message.text or "")):
        return False
    take = _text if row.asks.startswith(TEXT) else _TAKES.get(row.asks)
    if take is None:
        return False
    if problem := await take(desk, row, message):
        await desk.answer(f"desk.broadcast.{problem}")
    return True


async def _text(desk: Desk, row: Broadcast, message: Message) -> str:
    """A language's text, with the looks it was written in; then the other language's, if there is none yet."""
    if not message.text:
        return "need.text"
    language = row.asks.removeprefix(TEXT)
    texts = {**row.texts, language: message.text_html.strip()}
    await broadcasts.change(desk.work, row, texts=texts, asks="")
    missing = next((one for one in desk.house.region.languages if not texts.get(one)), None)
    if missing is None:
        await broadcast_show.page(desk, row, anew=True)
        return ""
    await broadcasts.ask(desk.work, row, f"{TEXT}{missing}")
    await broadcast_show.page(desk, row, "ask", f"{TEXT}{missing}", anew=True)
    return ""


async def _link(desk: Desk, row: Broadcast, message: Message) -> str:
    """An address, and the words on the button in each language if they were written under it."""
    link = rules.link_in(message.text or "", desk.house.region.languages)
    if link is None:
        return "need.link"
    await broadcasts.change(desk.work, row, link=link, asks="")
    await broadcast_show.page(desk, row, anew=True)
    return ""


async def _report(desk: Desk, row: Broadcast, message: Message) -> str:
    """The report whose reporters are meant, and those of all that are handled with it."""
    written = code.parse(message.text or "")
    report = await reports.by_code(desk.work.session, written) if written else None
    if report is None:
        return "need.report"
    audience = replace(rules.audience_of(row.audience), report_id=report.parent_id or report.id)
    await broadcasts.change(desk.work, row, audience=audience.as_json(), asks="")
    await broadcast_show.page(desk, row, "who", anew=True)
    return ""


async def _picture(desk: Desk, row: Broadcast, message: Message) -> str:
    """A photo, which is fetched so that the other bot can send it."""
    found = files.of(message)
    if found is None or found["kind"] != "photo" or (found["size"] or 0) > desk.house.region.file_bytes_max:
        return "need.picture"
    file = await attachments.add(desk.work, bot="desk", message_id=message.message_id, **found)
    await broadcasts.change(desk.work, row, attachment_id=file.id, asks="")
    await broadcast_show.page(desk, row, anew=True, due_at=desk.work.now + FETCHED)
    return ""


async def _time(desk: Desk, row: Broadcast, message: Message) -> str:
    """When it is to go out."""
    at = appointment.parse(message.text or "", desk.work.now, desk.house.region.tz)
    if at is None:
        return "need.time"
    await broadcasts.change(desk.work, row, send_at=at, asks="")
    await broadcast_show.page(desk, row, anew=True)
    return ""


_TAKES: Final[dict[str, Take]] = {"link": _link, "picture": _picture, "time": _time, REPORT: _report}
