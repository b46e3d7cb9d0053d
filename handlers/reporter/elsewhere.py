"""What is not the regency's business: who is responsible is said at once, once a draft; the report is taken all the
same (no wrong door)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter.pages import elsewhere
from rules.draft import Slot

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk


async def warn(talk: Talk) -> None:
    """Say who is responsible, if it is somebody else; of a place over the border, the line about it has said so."""
    view = talk.view()
    found = elsewhere.responsible(view)
    if found is None or not talk.draft_id or (found.over_the_border and Slot.WHERE not in talk.draft.understood):
        return
    await talk.warn(elsewhere.page(view, found), dedup_key=f"elsewhere:{talk.chat_id}:{talk.draft_id}")
