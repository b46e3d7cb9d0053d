"""A file of an operator that is not taken: said where it was sent, as an answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.screens import Screen
from rules.delivery import Kind
from storage import compositions, outbox, staff

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from rules.evidence import Flaw
    from storage.tables import Attachment, Push
    from storage.work import Session, Work


async def to_operator(work: Work, file: Attachment, flaw: Flaw) -> None:
    """Tell whoever sent it, if it was put to words of theirs."""
    composition = await compositions.by_id(work.session, file.composition_id) if file.composition_id else None
    if composition is None:
        return
    await outbox.put(
        work,
        bot="desk",
        chat_id=composition.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent="desk_file_refused",
        data={"staff_id": composition.staff_id, "why": str(flaw)},
        reply_to=file.message_id or composition.message_id,
        dedup_key=f"desk_file_refused:{file.id}",
    )


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """Why the file does not go to the reporter."""
    person = await staff.by_id(session, int(push.data["staff_id"]))
    if person is None:
        return None
    return Screen(house.catalog.say(person.language, f"evidence.{push.data['why']}"))
