"""Deciding about a broadcast: send it, have it approved, approve it, stop it. What was seen must still be so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

from handlers import announcements, say
from handlers.desk import broadcast_sheet, broadcast_show, duty
from handlers.screens import Screen, quote
from rules import broadcast as rules
from rules import quiet
from rules.broadcast import Clearance, Move, State
from storage import audience, broadcasts, recipients, staff

if TYPE_CHECKING:
    from handlers.desk.gate import Desk
    from rules.access import Staff
    from storage.tables import Broadcast

Do = Callable[["Desk", "Broadcast", Sequence[str]], Awaitable[None]]


async def go(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """The writer's word: it goes, or others are asked whether it may."""
    size = await _size(desk, row)
    if row.version != _version(args) or size == 0 or await _flawed(desk, row):
        await _changed(desk, row)
        return
    needs = rules.clearance(size, desk.house.region.approve_above, row.emergency)
    if needs is Clearance.NONE:
        await _approve(desk, row, args, size)
        return
    agreeing = await _agreeing(desk, row, needs)
    if agreeing and await broadcasts.move(desk.work, row, Move.ASK, desk.staff.id, data={"size": size}, size=size):
        await _card_is_here(desk, row)
        for person in agreeing:
            await broadcast_show.to(desk.work, row, person.telegram_id)
        desk.toast("desk.broadcast.toast.asked")
        await broadcast_show.page(desk, row)
    else:
        await _changed(desk, row)


async def yes(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """The second person's word, for just what was shown to them."""
    size = await _size(desk, row)
    needs = rules.clearance(size, desk.house.region.approve_above, row.emergency)
    if row.state != State.ASKED or row.version != _version(args):
        await _changed(desk, row)
    elif not rules.may_approve(desk.staff, row.staff_id, Clearance.SECOND if needs is Clearance.NONE else needs):
        desk.toast("desk.broadcast.toast.not_yours")
    else:
        await _approve(desk, row, args, size)


async def _approve(desk: Desk, row: Broadcast, args: Sequence[str], size: int) -> None:
    """Freeze the texts and the first recipients; the others follow at once. It goes when it may ring."""
    wish = max(desk.work.now, row.send_at) if row.send_at else desk.work.now
    goes_at = wish if row.emergency else quiet.release_at(wish, desk.house.region.quiet)
    approved = await broadcasts.move(
        desk.work,
        row,
        Move.APPROVE,
        desk.staff.id,
        version=_version(args),
        data={"size": size, "emergency": row.emergency},
        size=size,
        approved_by=desk.staff.id,
        approved_at=desk.work.now,
        goes_at=goes_at,
        card_at=desk.work.now,
    )
    if not approved:
        await _changed(desk, row)
        return
    await recipients.plan(desk.work, row)
    if desk.staff.id == row.staff_id:
        await _card_is_here(desk, row)
    else:
        await _tell_writer(desk, row, "approved")
    desk.toast("desk.broadcast.toast.approved" if goes_at == desk.work.now else "desk.broadcast.toast.planned")
    await broadcast_show.page(desk, row)


async def no(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """The second person gives it back to its writer."""
    if row.staff_id == desk.staff.id:
        desk.toast("desk.broadcast.toast.not_yours")
    elif await _move(desk, row, Move.REJECT, args):
        await _tell_writer(desk, row, "rejected")
        await desk.instead(Screen(desk.text("desk.broadcast.returned", id=row.id)))


async def withdraw(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """The writer takes it back before anybody agreed."""
    if row.staff_id != desk.staff.id:
        desk.toast("desk.broadcast.toast.not_yours")
    elif await _move(desk, row, Move.WITHDRAW, args):
        await broadcast_show.page(desk, row)


async def pause(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """Nobody more gets it for now."""
    await _halt(desk, row)


async def stop(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """Nobody more gets it, and whether to end it is asked meanwhile."""
    await _halt(desk, row, "stop")


async def _halt(desk: Desk, row: Broadcast, page: str = "") -> None:
    if row.state == State.RUNNING:
        await broadcasts.move(desk.work, row, Move.PAUSE, desk.staff.id, card_at=None)
    await _card_is_here(desk, row)
    await broadcast_show.page(desk, row, page)


async def resume(desk: Desk, row: Broadcast, _args: Sequence[str]) -> None:
    """It goes on."""
    if row.state == State.PAUSED:
        await broadcasts.move(desk.work, row, Move.RESUME, desk.staff.id, card_at=desk.work.now)
    await _card_is_here(desk, row)
    await broadcast_show.page(desk, row)


async def end(desk: Desk, row: Broadcast, args: Sequence[str]) -> None:
    """It ends here; of a draft, nothing is left to go on with."""
    was_draft = row.state in {State.DRAFT, State.ASKED}
    if was_draft and row.staff_id != desk.staff.id:
        desk.toast("desk.broadcast.toast.not_yours")
    elif await _move(desk, row, Move.CANCEL, args):
        if was_draft:
            await broadcast_show.everything(desk)
        else:
            await broadcast_show.page(desk, row)


async def _move(desk: Desk, row: Broadcast, what: Move, args: Sequence[str]) -> bool:
    """Make the move if the broadcast is still as it was shown; otherwise show it as it is."""
    moved = await broadcasts.move(desk.work, row, what, desk.staff.id, version=_version(args))
    if not moved:
        await _changed(desk, row)
    return moved


async def _changed(desk: Desk, row: Broadcast) -> None:
    desk.toast("desk.broadcast.toast.changed")
    await broadcast_show.page(desk, row)


async def _tell_writer(desk: Desk, row: Broadcast, what: str) -> None:
    """A message of its own, which rings; given back, the draft is under it."""
    writer = await staff.by_id(desk.work.session, row.staff_id)
    if writer is None:
        return
    text = desk.house.catalog.say(writer.language, f"desk.broadcast.{what}", id=row.id, name=quote(desk.staff.name))
    await say.to(desk.work, "desk", writer.telegram_id, Screen(text))
    if what == "rejected":
        await broadcast_show.put(desk.work, writer.telegram_id, broadcast_show.PAGE, {"broadcast": row.id})


async def _card_is_here(desk: Desk, row: Broadcast) -> None:
    """The message in its writer's chat whose button was pressed is its live card from now on."""
    if row.staff_id == desk.staff.id:
        await broadcasts.card_is(desk.work, row.id, desk.message_id)


async def _size(desk: Desk, row: Broadcast) -> int:
    found = await audience.count(desk.work.session, rules.audience_of(row.audience), desk.work.now)
    return sum(found.values())


async def _agreeing(desk: Desk, row: Broadcast, needs: Clearance) -> list[Staff]:
    everyone = await staff.everyone(desk.work.session)
    agreeing = [person for person in everyone if rules.may_approve(person, row.staff_id, needs)]
    reached = [await duty.reached(desk.work.session, person, desk.work.now) for person in agreeing]
    asked = {person.id: person for person in reached if rules.may_approve(person, row.staff_id, needs)}
    return list(asked.values()) or agreeing


async def _flawed(desk: Desk, row: Broadcast) -> bool:
    if await broadcast_sheet.picture(desk.work.session, row):
        return True
    lengths = announcements.lengths(desk.house, row.texts)
    return bool(rules.flaws(row.texts, lengths, announcements.room(desk.house, row)))


def _version(args: Sequence[str]) -> int:
    return int(args[0]) if args and args[0].isdecimal() else 0


PRESSES: Final[dict[str, Do]] = {
    "yes": yes,
    "no": no,
    "withdraw": withdraw,
    "pause": pause,
    "stop": stop,
    "resume": resume,
    "end": end,
}
