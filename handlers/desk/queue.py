"""The queue: one message whose buttons turn its pages, switch its views and open a report in place.

What it shows is composed when it is sent, for the chat it stands in; the place in the queue is in the buttons, so that
two people who use the same message never lose each other's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from handlers import looks
from handlers.desk import queue_pages
from rules import queue
from rules.access import Role
from rules.delivery import Kind
from rules.lifecycle import Refusal
from rules.queue import FIND, Spot, View
from storage import links, outbox

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk

BEGIN: Final = View.ALL


async def show(desk: Desk, _update: Update) -> None:
    """`/antrean`, `/queue`."""
    if queue_pages.agency_of(desk.staff, desk.chat) is queue_pages.NOTHING:
        await desk.answer("desk.queue.not_yours" if desk.staff.role is Role.ADMIN else f"desk.refused.{Refusal.ACTOR}")
        return
    await order(desk, Spot(BEGIN))


async def press(desk: Desk, parts: Sequence[str]) -> None:
    """Another view or page, in place of what stands in the message; also the way back from a report."""
    spot = queue.read(parts[0] if parts else "")
    if spot is None or queue_pages.agency_of(desk.staff, desk.chat) is queue_pages.NOTHING:
        desk.toast("desk.queue.stale" if spot is None else f"desk.refused.{Refusal.ACTOR}")
        return
    if desk.message_id is not None:  # it is about no report any more: an answer to it means none
        shown = await links.find(desk.work.session, "desk", desk.chat_id, desk.message_id)
        if looks.read(shown) is not None:
            await links.drop(desk.work, "desk", desk.chat_id, [desk.message_id])
    if spot.view != FIND:
        await order(desk, spot, instead=True)
        return
    asked = await outbox.by_id(desk.work.session, spot.whose)
    if asked is None or asked.chat_id != desk.chat_id or queue_pages.WORDS not in asked.data:
        desk.toast("desk.find.stale")
    else:
        await order(desk, spot, instead=True, words=asked.data[queue_pages.WORDS])


async def order(desk: Desk, spot: Spot, *, instead: bool = False, words: str = "") -> None:
    """Order a page of the queue, or of what was found by those words; in a new message, or in place of this one."""
    if spot.view == View.MINE and not spot.whose:
        spot = replace(spot, whose=desk.staff.id)
    place: dict[str, Any] = {"thread_id": desk.thread_id}
    if instead and desk.message_id is not None:
        place |= {"method": "edit", "edit_message_id": desk.message_id}
    await outbox.put(
        desk.work,
        bot="desk",
        chat_id=desk.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent=queue_pages.FOUND if words else queue_pages.INTENT,
        data={"staff": desk.staff.telegram_id, "spot": str(spot), **({queue_pages.WORDS: words} if words else {})},
        purpose=queue_pages.INTENT,
        **place,
    )
