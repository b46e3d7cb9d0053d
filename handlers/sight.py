"""What a chat of the desk may see of a report and do with it: a group by its binding, a private one by its operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules import access
from rules.lifecycle import Actor
from storage import confidants, desk_chats, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.access import Staff
    from storage.tables import Report
    from storage.work import Session


@dataclass(frozen=True, slots=True)
class Sight:
    """`sees`: the report's content may stand here; `actor`: in which capacity its buttons work (None: read only).

    `sealed`: it is this group's and confidential: who reads in a group is decided by Telegram, so nothing of the
    content stands here, only that there is a report, and a way to it for those who may (decision 19).
    """

    sees: bool
    actor: Actor | None = None
    language: str = "id"
    bound: bool = False
    sealed: bool = False

    @property
    def tells(self) -> bool:
        """Whether the chat may know that there is such a report."""
        return self.sees or self.sealed


BLIND = Sight(sees=False)


async def of_chat(session: Session, chat_id: int, report: Report) -> Sight:
    """What the chat may do with the report as it is now."""
    if chat_id > 0:
        person = await staff.by_telegram_id(session, chat_id)
        if person is None:
            return BLIND
        seen = await of_staff(session, person, report)
        return Sight(seen, access.acts_as(person, report.agency) if seen else None, person.language)
    chat = await desk_chats.by_chat(session, chat_id)
    if chat is None:
        return BLIND
    own = chat.agency is None or chat.agency == report.agency
    if not own or report.confidential:
        return Sight(False, None, chat.language, bound=True, sealed=own)
    actor = Actor.COORDINATOR if chat.agency is None else Actor.LIAISON
    return Sight(True, actor, chat.language, bound=True)


async def of_staff(session: Session, person: Staff, report: Report) -> bool:
    """Whether the operator may read the report as it is now, wherever they are."""
    return report.id in await readable(session, person, [report])


async def readable(session: Session, person: Staff, found: Sequence[Report]) -> set[int]:
    """The ids of those of these reports whose content may stand before the operator."""
    secret = [report for report in found if report.confidential]
    trusted = await confidants.trusted(session, person.id, secret) if secret else set()
    return {
        report.id
        for report in found
        if access.may_read(person, report.agency, confidential=report.confidential, trusted=report.id in trusted)
    }
