"""An operator leaves the desk, or goes to another place at it: what they had in hand goes back, what they saw is taken
back. Rows only, so that the command line does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import cards, casework, looks, sight
from handlers.desk import menus
from handlers.screens import Screen, quote
from rules import access
from rules.delivery import Kind
from rules.lifecycle import Actor, Step
from storage import broadcasts, compositions, confidants, desk_chats, invitations, outbox, reports, staff, templates
from storage import cards as card_rows

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from rules.access import Role, Staff
    from storage.tables import Push, Report
    from storage.work import Session, Work

LISTED: Final = 20


async def remove(work: Work, house: House, person: Staff) -> str | None:
    """The operator is none any more; what the desk would be without (`coordinator`, `admin`), and nothing done, if they
    are the last one."""
    if lacking := access.lacks(await staff.hold(work), person, None):
        return lacking
    await staff.remove(work, person.telegram_id)
    await _lay_down(work, house, person)
    await confidants.forget(work, person.id)
    await invitations.of_maker(work, person.id)
    return None


async def change(work: Work, house: House, person: Staff, role: Role, agency: str | None, *, admin: bool) -> str | None:
    """The operator has another role, or is of another agency; None, or what the desk would be without."""
    after = access.placed(person, role, agency, admin=admin)
    if lacking := access.lacks(await staff.hold(work), person, after):
        return lacking
    await staff.change(work, person.id, role=str(role), agency=agency, admin=admin)
    if (role, agency) != (person.role, person.agency):
        await staff.change(work, person.id, stand_in_id=None)
        await _lay_down(work, house, person)
        await confidants.forget(work, person.id)
    return None


async def _lay_down(work: Work, house: House, person: Staff) -> None:
    """What they wrote and did not send is cancelled; their reports are their agency's again, which is told once; cards
    in their own chat are emptied where they may not see them any more."""
    await compositions.cancel_of(work, person.id)
    await templates.drop_drafts(work, person.id)
    await templates.ask(work, person.id)
    await broadcasts.drop_drafts(work, person.id)
    released: dict[str | None, list[Report]] = {}
    for report in await reports.assigned_to(work, person.id):
        agency = report.agency
        await casework.take_step(
            work, house, report, Step.RELEASE, actor=Actor.COORDINATOR, data={"name": person.name}, assignee_id=None
        )
        released.setdefault(agency, []).append(report)
    for agency, found in released.items():
        await _tell(work, person, agency, found)
    await empty(work, person.telegram_id)


async def empty(work: Work, chat_id: int) -> None:
    """Take back from an operator's own chat what they may not see any more."""
    await looks.empty(work, chat_id, f"left:{work.now.timestamp():.0f}", cards.GONE)
    opened = await card_rows.in_chat(work.session, chat_id)
    found = await reports.by_ids(work.session, [card.report_id for card in opened])
    for card in opened:
        if not (await sight.of_chat(work.session, chat_id, found[card.report_id])).sees:
            await cards.clear(work, card, f"left:{work.now.timestamp():.0f}")
            await cards.edit(work, card, key=f"left:{work.now.timestamp():.0f}")


async def _tell(work: Work, person: Staff, agency: str | None, found: list[Report]) -> None:
    """One message to each chat of the agency; where it has none, to the coordinators'."""
    chats = await desk_chats.of_agency(work.session, agency) or await desk_chats.of_agency(work.session, None)
    for chat in chats:
        await outbox.put(
            work,
            bot="desk",
            chat_id=chat.chat_id,
            kind=Kind.NOTICE,
            screen=None,
            intent="released",
            data={"name": person.name, "reports": [report.id for report in found]},
        )


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """Whose reports nobody works on now: the codes, each with a button, as far as they are still this chat's."""
    found = await reports.by_ids(session, push.data["reports"])
    shown = []
    for report in found.values():
        seen = await sight.of_chat(session, push.chat_id, report)
        if seen.tells and report.assignee_id is None:
            shown.append(report)
    chat = await desk_chats.by_chat(session, push.chat_id)
    if not shown or chat is None:
        return None
    text = house.catalog.count(chat.language, "desk.released", len(shown), name=quote(push.data["name"]))
    codes = "\n".join(f"<b>{report.code}</b>" for report in shown[:LISTED])
    return Screen(f"{text}\n\n{codes}", buttons=menus.opening(shown[:LISTED]))
