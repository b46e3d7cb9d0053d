"""Who works at the desk: `/tim`, and what an administrator changes about it. Always in the operator's own chat."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from handlers import say
from handlers.desk import leave
from handlers.desk import team_pages as pages
from handlers.screens import Screen, quote
from rules import access, invitation
from rules.access import Role
from rules.delivery import Kind
from storage import invitations, outbox, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Update

    from handlers.desk.gate import Desk
    from rules.access import Staff


async def command(desk: Desk, _update: Update) -> None:
    """`/tim`, `/team`."""
    if not access.may_see_team(desk.staff):
        await desk.answer("desk.team.not_yours")
    elif desk.chat is not None:
        await desk.answer("desk.team.private", bot=desk.house.desk_username)
    else:
        await desk.say(await _everybody(desk))


async def press(desk: Desk, parts: Sequence[str]) -> None:
    """A button: whatever it does, only in the own chat, and only by whoever runs the team, but for turning pages."""
    what, *args = [*parts, "", "", "", ""]
    if desk.chat is not None or not access.may_see_team(desk.staff):
        desk.toast("desk.team.toast.not_yours")
    elif what == "list":
        await desk.instead(await _everybody(desk, int(args[0]) if args[0].isdecimal() else 0))
    elif not access.runs_team(desk.staff):
        desk.toast("desk.team.toast.not_yours")
    elif what in _OF_ALL:
        await _OF_ALL[what](desk, args)
    elif what in _OF_ONE and (one := await _person(desk, args[0])) is not None:
        await _OF_ONE[what](desk, one)
    else:
        desk.toast("desk.toast.stale")


async def _everybody(desk: Desk, page: int = 0) -> Screen:
    team = await staff.everyone(desk.work.session)
    return pages.everybody(desk, team, await invitations.open_ones(desk.work.session, desk.work.now), page)


async def _person(desk: Desk, number: str) -> Staff | None:
    return await staff.active(desk.work.session, int(number)) if number.isascii() and number.isdecimal() else None


async def _open(desk: Desk, one: Staff) -> None:
    names = {other.id: other.name for other in await staff.everyone(desk.work.session)}
    await desk.instead(pages.person(desk, one, names))


async def _role(desk: Desk, args: Sequence[str]) -> None:
    await desk.instead(pages.roles(desk, args[0]))


async def _agency(desk: Desk, args: Sequence[str]) -> None:
    await desk.instead(pages.agencies(desk, args[0], int(args[2]) if args[2].isdecimal() else 0))


async def _set(desk: Desk, args: Sequence[str]) -> None:
    """A role was chosen, of a liaison with the agency: for a new link, or for a person."""
    about, word, agency = args[0], args[1], args[2] or None
    if word not in set(Role) or (Role(word) is Role.LIAISON) is (agency not in desk.house.region.agencies):
        desk.toast("desk.toast.stale")
    elif about == pages.NEW:
        await _invite(desk, Role(word), agency)
    elif (one := await _person(desk, about)) is None:
        desk.toast("desk.toast.stale")
    else:
        await _change(desk, one, Role(word), agency, admin=one.admin and Role(word) is not Role.ADMIN)


async def _invite(desk: Desk, role: Role, agency: str | None) -> None:
    """The link is in no table, and in the row of the outbox only until it was said."""
    token = secrets.token_urlsafe(invitation.TOKEN_BYTES)
    expires_at = desk.work.now + invitation.VALID
    row = await invitations.make(desk.work, invitation.digest(token), role, agency, desk.staff.id, expires_at)
    await desk.instead(await _everybody(desk))
    address = invitation.link(desk.house.desk_username, token)
    await desk.say(pages.invited(desk, row, address), purpose=outbox.ONCE)


async def _cancel(desk: Desk, args: Sequence[str]) -> None:
    number = int(args[0]) if args[0].isascii() and args[0].isdecimal() else 0
    done = await invitations.cancel(desk.work, number)
    desk.toast("desk.team.toast.cancelled" if done else "desk.toast.stale")
    await desk.instead(await _everybody(desk))


async def _change(desk: Desk, one: Staff, role: Role, agency: str | None, *, admin: bool) -> None:
    lacking = await leave.change(desk.work, desk.house, one, role, agency, admin=admin)
    if lacking:
        desk.toast(f"desk.team.last.{lacking}")
        return
    desk.toast("desk.team.toast.changed")
    now = await staff.active(desk.work.session, one.id)
    if now is None:
        return
    if now.id != desk.staff.id:
        words = desk.house.catalog.say(now.language, "desk.team.you", place=pages.place(desk.house, now, now.language))
        await say.to(desk.work, "desk", now.telegram_id, Screen(words), kind=Kind.NOTICE)
    await _open(desk, now)


async def _admin(desk: Desk, one: Staff) -> None:
    if one.role is Role.ADMIN:
        desk.toast("desk.toast.stale")
        return
    await _change(desk, one, one.role, one.agency, admin=not one.admin)


async def _ask(desk: Desk, one: Staff) -> None:
    await desk.instead(pages.sure(desk, one))


async def _remove(desk: Desk, one: Staff) -> None:
    lacking = await leave.remove(desk.work, desk.house, one)
    if lacking:
        desk.toast(f"desk.team.last.{lacking}")
        return
    await desk.instead(Screen(desk.text("desk.team.removed", name=quote(one.name))))


_OF_ALL: Final = {"role": _role, "agency": _agency, "set": _set, "c": _cancel}
_OF_ONE: Final = {"p": _open, "admin": _admin, "x": _ask, "xx": _remove}
