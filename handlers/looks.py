"""Reports opened in place, in a message of the queue: ordered, and kept up to date as cards are.

The link of the message to its report remembers, as its purpose, the page that is shown and where in the queue the way
back leads: a report that changes is shown anew on the page on which it is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handlers import sight
from rules import queue
from rules.delivery import Kind
from storage import cards, links, outbox, reports

if TYPE_CHECKING:
    from rules.queue import Spot
    from storage.tables import MessageLink, Report
    from storage.work import Work

INTENT: Final = "look"
FILES: Final = "look_files"  # the intent of the evidence under it
FACTS: Final = "facts"
_PURPOSE: Final = links.LOOK


def purpose(spot: Spot, page: str) -> str:
    """What the message's link remembers."""
    return f"{_PURPOSE}{spot}:{page}"


def read(link: MessageLink | None) -> tuple[Spot, str] | None:
    """Which page stands in the message, and where its way back leads; None when no report is open in it."""
    if link is None or not link.purpose.startswith(_PURPOSE):
        return None
    token, _, page = link.purpose.removeprefix(_PURPOSE).partition(":")
    spot = queue.read(token)
    return (spot, page) if spot else None


async def order(
    work: Work,
    chat_id: int,
    message_id: int | None,
    report_id: int,
    spot: Spot,
    page: str,
    *,
    menu: str = "",
    again: str = "",
    thread_id: int | None = None,
) -> None:
    """Open the report in that message (None: in a new one). `again`: it is open there, and this is why it is shown
    anew."""
    place: dict[str, Any] = {"method": "edit", "edit_message_id": message_id} if message_id else {}
    await outbox.put(
        work,
        bot="desk",
        chat_id=chat_id,
        kind=Kind.NOTICE if again else Kind.REPLY,
        screen=None,
        intent=INTENT,
        data={"spot": str(spot), "page": page, "menu": menu, "again": bool(again)},
        report_id=report_id,
        purpose=purpose(spot, page),
        thread_id=thread_id,
        dedup_key=f"look:{chat_id}:{message_id}:{again}" if again else None,
        **place,
    )


async def redraw(work: Work, report: Report, why: str) -> None:
    """Show the report anew where it is open."""
    for link in await links.looks_at(work.session, "desk", report.id):
        if (shown := read(link)) is not None:
            await order(work, link.chat_id, link.message_id, report.id, *shown, again=why)


async def take_back(work: Work, report: Report, key: str, why: str, *, always: bool = False) -> None:
    """Take back what hangs under the report where it is open, in chats without a card of it, if they may not see it any
    more (`always`: even if they may). What stands in chats with a card goes with the card."""
    carded = {card.chat_id for card in await cards.of_report(work.session, report.id)}
    for chat_id in sorted(await links.chats_of(work.session, "desk", report.id) - carded):
        if always or not (await sight.of_chat(work.session, chat_id, report)).sees:
            await _clear(work, chat_id, report, key, why)


async def empty(work: Work, chat_id: int, key: str, why: str) -> None:
    """Take back from an operator's own chat what is open there and they may not see any more."""
    for link in await links.looks_in(work.session, "desk", chat_id):
        report, page = await reports.by_id(work.session, link.report_id), read(link)
        if report is None or page is None or (await sight.of_chat(work.session, chat_id, report)).sees:
            continue
        await order(work, chat_id, link.message_id, report.id, *page, again=key)
        await _clear(work, chat_id, report, key, why)


async def _clear(work: Work, chat_id: int, report: Report, key: str, why: str) -> None:
    await outbox.put(
        work,
        bot="desk",
        chat_id=chat_id,
        kind=Kind.NOTICE,
        screen=None,
        intent="clear",
        method="clear",
        data={"why": why},
        report_id=report.id,
        dedup_key=f"clear:{chat_id}:{report.id}:{key}",
    )
