"""Showing a broadcast to an operator: rows of the outbox that are composed when they are sent, outside the transaction
in which something was done with it, for counting its readers may take a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rules import broadcast as rules
from rules.broadcast import State
from rules.delivery import Kind
from storage import broadcasts, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.desk.gate import Desk
    from rules.access import Staff
    from storage.tables import Broadcast
    from storage.work import Work

PAGE: Final = "broadcast"
LOOK: Final = "broadcast_look"
LIST: Final = "broadcast_list"
REPORT: Final = "broadcast_report"


def is_for(viewer: Staff, row: Broadcast) -> bool:
    """Whether the operator may see it: a draft is its writer's own."""
    return rules.may_see(viewer) and (row.state != State.DRAFT or row.staff_id == viewer.id)


async def page(
    desk: Desk, row: Broadcast, name: str = "", *args: object, anew: bool = False, due_at: datetime | None = None
) -> None:
    """A page of it, in place of the one whose button was pressed, or `anew`; at once, or then."""
    data = {"broadcast": row.id, "page": name, "args": [str(arg) for arg in args]}
    await put(desk.work, desk.chat_id, PAGE, data, message_id=None if anew else desk.message_id, due_at=due_at)


async def everything(desk: Desk, *, anew: bool = False) -> None:
    """What the operator can go on with."""
    await put(desk.work, desk.chat_id, LIST, {}, message_id=None if anew else desk.message_id)


async def to(work: Work, row: Broadcast, chat_id: int) -> None:
    """It, as somebody else sees it, with its texts above it just as phones will show them."""
    await looks(work, row, chat_id, kind=Kind.NOTICE)
    await put(work, chat_id, PAGE, {"broadcast": row.id}, kind=Kind.NOTICE)


async def looks(work: Work, row: Broadcast, chat_id: int, kind: Kind = Kind.REPLY) -> None:
    """Its texts, as the readers of each language will see them."""
    for language in row.texts:
        await put(work, chat_id, LOOK, {"broadcast": row.id, "language": language}, kind=kind)


async def card(work: Work, row: Broadcast, chat_id: int) -> None:
    """Its writer's live card, as it is when this is sent."""
    data = {"broadcast": row.id}
    await put(work, chat_id, broadcasts.CARD, data, message_id=row.card_message_id, kind=Kind.NOTICE)


async def put(
    work: Work,
    chat_id: int,
    intent: str,
    data: dict[str, Any],
    *,
    message_id: int | None = None,
    kind: Kind = Kind.REPLY,
    due_at: datetime | None = None,
) -> None:
    """Order it, in place of that message if there is one."""
    method: dict[str, Any] = {"method": "edit", "edit_message_id": message_id} if message_id else {}
    await outbox.put(
        work, bot="desk", chat_id=chat_id, kind=kind, screen=None, intent=intent, data=data, due_at=due_at, **method
    )
