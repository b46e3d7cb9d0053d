"""A report opened in place: its pages, the way back, and its evidence sent anew under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from handlers import cards, looks, shown, sight
from handlers.desk import look_pages
from handlers.desk.looked import What, looked
from rules import queue
from rules.delivery import Kind
from storage import attachments, links, outbox

if TYPE_CHECKING:
    from handlers.desk.gate import Desk
    from storage.tables import Report

EVIDENCE: Final = "evidence"
_LOOKED: Final = {looks.FACTS: What.CARD, look_pages.HISTORY: What.HISTORY}


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Show that page of the report in this message, or send its evidence under it."""
    page, spot = parts[0], queue.read(parts[1])
    if spot is None or (page != EVIDENCE and not look_pages.is_page(page)):
        desk.toast("desk.queue.stale")
    elif page == EVIDENCE:
        await looked(desk.work, report, desk.staff, What.EVIDENCE)
        await _evidence(desk, report)
    else:
        if (what := _LOOKED.get(page.partition("-")[0])) is not None:
            await looked(desk.work, report, desk.staff, what)
        await looks.order(desk.work, desk.chat_id, desk.message_id, report.id, spot, page, thread_id=desk.thread_id)


async def again(desk: Desk, report: Report, menu: str = "") -> None:
    """Show the card on which the button stands anew, or the report opened in place; `menu` turns its buttons into a
    choice."""
    link = None
    if desk.message_id is not None:
        link = await links.find(desk.work.session, "desk", desk.chat_id, desk.message_id)
    page = looks.read(link)
    if page is None or link is None or link.report_id != report.id:
        await cards.edit_in(desk.work, report, desk.chat_id, menu)
        return
    await looks.order(desk.work, desk.chat_id, desk.message_id, report.id, *page, menu=menu)


async def _evidence(desk: Desk, report: Report) -> None:
    """What the reporter sent, as a reply to this message: the rest of a long text, and albums of files."""
    found = await attachments.of_report(desk.work.session, report.id)
    files = [file for file in found if file.bot == "public" and file.state in look_pages.SHOWN]
    here = await sight.of_chat(desk.work.session, desk.chat_id, report)
    words = await shown.words(desk.work.session, desk.house, report, report.body, here)
    pieces = range(len(cards.parts(words)))
    orders = [{"part": part} for part in pieces] + [
        {"files": [file.id for file in album[at : at + look_pages.ALBUM]]}
        for album in cards.albums(files).values()
        for at in range(0, len(album), look_pages.ALBUM)
    ]
    for data in orders:
        await outbox.put(
            desk.work,
            bot="desk",
            chat_id=desk.chat_id,
            kind=Kind.REPLY,
            screen=None,
            intent=looks.FILES,
            data=data,
            report_id=report.id,
            purpose="evidence",
            reply_to=desk.message_id,
            thread_id=desk.thread_id,
            silent=True,
        )
    desk.toast("desk.look.sent" if orders else "desk.look.nothing")
