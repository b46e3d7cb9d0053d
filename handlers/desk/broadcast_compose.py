"""What is said of a broadcast at the desk, composed when it is sent: pages, the live card, its texts as phones show
them, the report at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import announcements, callbacks
from handlers.desk import broadcast_card, broadcast_outcomes, broadcast_pages, broadcast_sheet, broadcast_show
from handlers.desk.menus import Press
from handlers.screens import Button, Screen
from rules import broadcast as rules
from rules.broadcast import State
from storage import broadcasts, staff

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.desk.broadcast_sheet import Sheet
    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Broadcast, Push
    from storage.work import Session

LISTED: Final = 8
_EMOJI: Final = {
    State.DRAFT: "✏️",
    State.ASKED: "🙋",
    State.RUNNING: "📤",
    State.PAUSED: "⏸",
    State.CANCELLED: "✖️",
    State.DONE: "✅",
}


async def page(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """A page as its viewer may see it."""
    sheet = await _sheet(session, house, push, now)
    if sheet is None:
        return None
    return broadcast_pages.of(sheet, str(push.data.get("page", "")), push.data.get("args", ()))


async def card(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """Its writer's live card; while it is paused it stays as it is, for it may just ask whether to end it."""
    row = await broadcasts.by_id(session, int(push.data["broadcast"]))
    return None if row is None or row.state == State.PAUSED else await page(session, house, push, now)


async def look(session: Session, house: House, push: Push, _now: datetime) -> Screen | None:
    """The text of a language, as its readers will see it; the button that ends announcements does nothing here."""
    row = await broadcasts.by_id(session, int(push.data["broadcast"]))
    viewer = await _viewer(session, push)
    if row is None or viewer is None:
        return None
    stop = callbacks.pack(Press.BROADCAST, row.id, "only")
    language = str(push.data["language"])
    name = house.catalog.say(language, "announcement.nobody")
    return announcements.screen(house, row, language, name, stop)


async def everything(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """What the operator can go on with, and a new one."""
    viewer = await _viewer(session, push)
    if viewer is None:
        return None
    since = now - rules.RECENT
    found = await broadcasts.of_desk(session, viewer.id, since, LISTED)
    say = house.catalog.say
    rows = [(Button(_line(house, row, viewer), callbacks.pack(Press.BROADCAST, row.id, "open")),) for row in found]
    if rules.may_write(viewer):
        new = say(viewer.language, "desk.broadcast.button.new")
        rows.append((Button(new, callbacks.pack(Press.BROADCAST, 0, "new")),))
    key = "desk.broadcast.list" if found else "desk.broadcast.list.empty"
    return Screen(say(viewer.language, key), buttons=tuple(rows))


def _line(house: House, row: Broadcast, viewer: Staff) -> str:
    """A broadcast on a button."""
    text = broadcast_pages.excerpt(row.texts.get(viewer.language, ""), 30)
    state = house.catalog.say(viewer.language, f"desk.broadcast.state.{row.state}")
    return f"{_EMOJI[State(row.state)]} {row.id} · {text or state}"


async def report(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """What became of it, with the file of outcomes."""
    sheet = await _sheet(session, house, push, now)
    return broadcast_card.report(sheet, await broadcast_outcomes.document(session, sheet)) if sheet else None


async def _sheet(session: Session, house: House, push: Push, now: datetime) -> Sheet | None:
    row = await broadcasts.by_id(session, int(push.data["broadcast"]))
    viewer = await _viewer(session, push)
    if row is None or viewer is None or not broadcast_show.is_for(viewer, row):
        return None
    return await broadcast_sheet.load(session, house, row, viewer, now)


async def _viewer(session: Session, push: Push) -> Staff | None:
    """The operator in whose private chat it is shown, if they still may see it."""
    viewer = await staff.by_telegram_id(session, push.chat_id)
    return viewer if viewer is not None and rules.may_see(viewer) else None


COMPOSERS: Final = {
    broadcast_show.PAGE: page,
    broadcasts.CARD: card,
    broadcast_show.LOOK: look,
    broadcast_show.LIST: everything,
    broadcast_show.REPORT: report,
}
