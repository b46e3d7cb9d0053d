"""What a chat of the desk may see of a report and do with it: a group by its binding, a private one by its operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules import access
from rules.lifecycle import Actor
from storage import desk_chats, staff

if TYPE_CHECKING:
    from storage.tables import Report
    from storage.work import Session


@dataclass(frozen=True, slots=True)
class Sight:
    """`sees`: the report's content may stand here; `actor`: in which capacity its buttons work (None: read only)."""

    sees: bool
    actor: Actor | None = None
    language: str = "id"
    bound: bool = False


BLIND = Sight(sees=False)


async def of_chat(session: Session, chat_id: int, report: Report) -> Sight:
    """What the chat may do with the report as it is now."""
    if chat_id > 0:
        person = await staff.by_telegram_id(session, chat_id)
        if person is None:
            return BLIND
        seen = access.may_see(person, report.agency)
        return Sight(seen, access.acts_as(person, report.agency), person.language)
    chat = await desk_chats.by_chat(session, chat_id)
    if chat is None:
        return BLIND
    if chat.agency is None:
        return Sight(True, Actor.COORDINATOR, chat.language, bound=True)
    own = chat.agency == report.agency
    return Sight(own, Actor.LIAISON if own else None, chat.language, bound=True)
