"""Opening a report's card anew where the operator is: from the queue, or by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import cards, sight
from handlers.desk.looked import What, looked
from rules import access, code
from storage import cards as card_rows
from storage import reports

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk
    from storage.tables import Report


async def command(desk: Desk, update: Update) -> None:
    """`/kartu CODE`, `/card CODE`."""
    message = update.effective_message
    typed = (message.text or "").partition(" ")[2] if message else ""
    await by_code(desk, typed)


async def by_code(desk: Desk, typed: str) -> None:
    """Open the card with the code somebody typed; what is wrong with it, otherwise."""
    written = code.parse(typed)
    report = await reports.by_code(desk.work.session, written) if written else None
    if written is None:
        await desk.answer("desk.code.wrong", example=f"{desk.house.region.prefix}-7K3Q-XM2")
    elif report is None or not access.may_see(desk.staff, report.agency):
        await desk.answer("desk.code.unknown", code=written)
    elif not await sight.of_staff(desk.work.session, desk.staff, report):
        await desk.answer("desk.sealed.ask")
    elif not await here(desk, report):
        await desk.answer("desk.card.not_here", code=report.code)


async def here(desk: Desk, report: Report) -> bool:
    """Open the card in this chat; False, with a toast, where others may read who may not see it. Of a confidential one
    a group gets what every group may know of it."""
    seen = await sight.of_chat(desk.work.session, desk.chat_id, report)
    if not seen.tells:
        desk.toast("desk.toast.not_here")
        return False
    if seen.sees:
        await looked(desk.work, report, desk.staff, What.CARD)
    key = f"open:{desk.message_id}:{int(desk.work.now.timestamp())}"
    if desk.chat is not None:
        await cards.open_in(desk.work, desk.house, report, desk.chat, key)
        return True
    card = await card_rows.open(desk.work, report.id or 0, desk.chat_id)
    await cards.show(desk.work, card, key)
    await cards.hang(desk.work, report, card)
    return True


async def sealed(desk: Desk, report_id: str) -> str:
    """The card of a confidential report was asked for in a group: it comes as the group may see it. What to say."""
    refusal = await desk.refusal(report_id)
    report = await reports.by_id(desk.work.session, int(report_id)) if refusal == "desk.sealed.here" else None
    if report is not None:
        await here(desk, report)
    return refusal
