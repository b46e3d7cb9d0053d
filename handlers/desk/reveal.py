"""Identity numbers that a report hides, shown to one coordinator in private, and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import cards, say
from handlers.screens import Screen, quote
from rules import access, papers
from rules.lifecycle import Actor
from storage import events, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from storage.tables import Report
    from storage.work import Session

STEP = "reveal"


async def press(desk: Desk, report: Report, _parts: Sequence[str]) -> None:
    """Send the numbers to the coordinator's own chat with the bot, and note in the history who asked for them."""
    if access.acts_as(desk.staff, report.agency) is not Actor.COORDINATOR:
        desk.toast("desk.refused.actor")
        return
    numbers = [found.number for text in await said(desk.work.session, report) for found in papers.find(text)]
    if not numbers:
        desk.toast("desk.toast.stale")
        return
    lines = "\n".join(f"<code>{quote(number)}</code>" for number in dict.fromkeys(numbers))
    screen = Screen(desk.text("desk.reveal", code=report.code, numbers=lines))
    await say.to(desk.work, "desk", desk.staff.telegram_id, screen, purpose=outbox.ONCE)
    event = await events.add(
        desk.work, report, Actor.COORDINATOR, STEP, report.status, report.status,
        staff_id=desk.staff.id, visibility="desk",
    )  # fmt: skip
    await cards.refresh(desk.work, report, event)
    desk.toast("desk.reveal.toast")


async def said(session: Session, report: Report) -> list[str]:
    """Everything the reporter wrote in this report."""
    history = await events.of_report(session, report.id)
    return [report.body, report.place_words, *(event.text for event in history if event.actor == Actor.REPORTER)]
