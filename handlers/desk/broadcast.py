"""Announcements to many: `/siaran`, and every button under one of their pages. Always in the operator's own chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers.desk import broadcast_audience, broadcast_decide, broadcast_pages, broadcast_show, broadcast_words
from rules import broadcast as rules
from rules.broadcast import State
from rules.delivery import Kind
from storage import broadcasts, outbox, recipients, templates

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.broadcast_decide import Do
    from handlers.desk.gate import Desk
    from storage.tables import Broadcast


async def command(desk: Desk, _update: Update) -> None:
    """`/siaran`, `/broadcast`."""
    if not rules.may_see(desk.staff):
        await desk.answer("desk.broadcast.not_yours")
    elif desk.chat is not None:
        await desk.answer("desk.broadcast.private", bot=desk.house.desk_username)
    else:
        await broadcast_show.everything(desk, anew=True)


async def press(desk: Desk, parts: Sequence[str]) -> None:
    """A button: whatever it does, only where and to whom broadcasts are shown, and only what that operator may do."""
    await templates.ask(desk.work, desk.staff.id)  # what is written next is for the broadcast
    number, do, *args = [*parts, "", ""]
    args = [arg for arg in args if arg]
    if desk.chat is not None or not rules.may_see(desk.staff):
        desk.toast("desk.broadcast.toast.not_yours")
        return
    if do == "list":
        await broadcast_show.everything(desk)
    elif do == "new":
        await _new(desk)
    else:
        await _on_one(desk, number, do, args)


async def _on_one(desk: Desk, number: str, do: str, args: Sequence[str]) -> None:
    row = await broadcasts.by_id(desk.work.session, int(number)) if number.isdecimal() else None
    if row is None or not broadcast_show.is_for(desk.staff, row):
        desk.toast("desk.broadcast.toast.gone")
    elif do in _READING:
        await _READING[do](desk, row, args)
    elif do in _WRITING and _may_write(desk, row):
        await _WRITING[do](desk, row, args)
    elif do in _WRITING:
        desk.toast("desk.broadcast.toast.changed")
        await broadcast_show.page(desk, row)
    else:
        desk.toast("desk.toast.stale")


def _may_write(desk: Desk, row: Broadcast) -> bool:
    return rules.may_write(desk.staff) and row.staff_id == desk.staff.id and row.state == State.DRAFT


async def _new(desk: Desk) -> None:
    if not rules.may_write(desk.staff):
        desk.toast("desk.broadcast.toast.not_yours")
        return
    row = await broadcasts.open(desk.work, desk.staff.id)
    await broadcast_show.page(desk, row)


async def _open(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """It, in place of the list; of one under way this is its writer's live card from now on."""
    if row.staff_id == desk.staff.id and row.state != State.DRAFT:
        await broadcasts.card_is(desk.work, row.id, desk.message_id)
    await _page(desk, row, [])


async def _page(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """Another page; the one that asks for something makes the next message the answer, every other one ends that."""
    page, *rest = args or [""]
    if _may_write(desk, row):
        asked = rest[0] if page == "ask" and rest and broadcast_words.is_asked(desk, rest[0]) else _ALSO.get(page, "")
        await broadcasts.ask(desk.work, row, asked)
        page = "" if page == "ask" and not asked else page
    await broadcast_show.page(desk, row, page, *rest)


async def _look(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """The texts as phones will show them, and the page under them."""
    await broadcast_show.looks(desk.work, row, desk.chat_id)
    await broadcast_show.page(desk, row, anew=True)


async def _test(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """Each text to the writer's own phone, from the public bot, just as the readers get it."""
    for language in row.texts:
        await outbox.put(
            desk.work,
            bot="public",
            chat_id=desk.staff.telegram_id,
            kind=Kind.REPLY,
            screen=None,
            intent=recipients.INTENT,
            data={"broadcast": row.id, "language": language},
        )
    desk.toast("desk.broadcast.toast.test", bot=desk.house.public_username)


async def _file(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """The report and the file of outcomes once more; whoever takes it is in the history."""
    if row.ended_at is None:
        desk.toast("desk.toast.stale")
        return
    await broadcasts.note(desk.work, row.id, "file", desk.staff.id)
    await broadcast_show.put(desk.work, desk.chat_id, broadcast_show.REPORT, {"broadcast": row.id})


async def _only(desk: Desk, _row: Broadcast, _args: Sequence[str]) -> None:
    desk.toast("desk.broadcast.toast.only")


async def _emergency(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    await broadcasts.be_emergency(desk.work, row, desk.staff.id, not row.emergency)
    desk.toast("desk.broadcast.toast.emergency" if row.emergency else "desk.broadcast.toast.no_emergency")
    await broadcast_show.page(desk, row)


async def _drop(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """Without what is optional."""
    values = _DROPPED.get(args[0] if args else "")
    if values is not None:
        await broadcasts.change(desk.work, row, **values)
    await broadcast_show.page(desk, row)


async def _at(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """In the morning in so many days; without a number as soon as it may."""
    days = int(args[0]) if args and args[0] in {"1", "2"} else 0
    tz = desk.house.region.tz
    day = desk.work.now.astimezone(tz).date() + timedelta(days=days)
    send_at = datetime.combine(day, broadcast_pages.MORNING, tzinfo=tz).astimezone(UTC) if days else None
    await broadcasts.change(desk.work, row, send_at=send_at, asks="")
    await broadcast_show.page(desk, row)


_ALSO: Final = {"when": "time"}  # pages on which something may be written, beside the buttons
_DROPPED: Final[dict[str, dict[str, Any]]] = {"link": {"link": {}}, "picture": {"attachment_id": None}}
_READING: Final[dict[str, Do]] = {
    "open": _open,
    "page": _page,
    "look": _look,
    "only": _only,
    "file": _file,
    **broadcast_decide.PRESSES,
}
_WRITING: Final[dict[str, Do]] = {
    "test": _test,
    "go": broadcast_decide.go,
    "sos": _emergency,
    "drop": _drop,
    "at": _at,
    **broadcast_audience.PRESSES,
}
