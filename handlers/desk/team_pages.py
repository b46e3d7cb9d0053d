"""The pages of the team: everybody, one of them, and the choices about a person or an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.desk import duty
from handlers.desk.menus import PAGE, Press
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import access
from rules.access import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Invitation

LISTED: Final = 12
NEW: Final = "0"  # in the place of a person's id: somebody who is invited
_LABEL: Final = 40


def everybody(desk: Desk, team: Sequence[Staff], links: Sequence[Invitation], page: int) -> Screen:
    """A page of the operators; whoever runs the team gets a button for each and for an invitation."""
    names = {person.id: person.name for person in team}
    shown = team[page * LISTED : (page + 1) * LISTED]
    head = desk.house.catalog.count(desk.locale, "desk.team.head", len(team))
    blocks = [head, "\n".join(_line(desk, person, names) for person in shown)]
    rows: list[tuple[Button, ...]] = []
    if access.runs_team(desk.staff):
        blocks += [desk.house.catalog.count(desk.locale, "desk.team.links", len(links))] if links else []
        rows += [(_button(person.name, "p", person.id),) for person in shown]
        rows += [(_button(_link(desk, row), "c", row.id),) for row in links[:PAGE]]
        rows.append((_button(desk.text("desk.team.invite"), "role", NEW),))
    arrows = [
        _button(arrow, "list", other)
        for arrow, other in (("‹", page - 1), ("›", page + 1))
        if 0 <= other * LISTED < len(team)
    ]
    return Screen("\n\n".join(blocks), buttons=(*rows, *((tuple(arrows),) if arrows else ())))


def person(desk: Desk, one: Staff, names: dict[int, str]) -> Screen:
    """One operator, and what can be done about them."""
    admin = "desk.team.admin.no" if one.admin else "desk.team.admin.yes"
    rows = [
        (_button(desk.text("desk.team.role"), "role", one.id),),
        *([(_button(desk.text(admin), "admin", one.id),)] if one.role is not Role.ADMIN else []),
        (_button(desk.text("desk.team.remove"), "x", one.id),),
        (_back(desk, "list"),),
    ]
    return Screen(_line(desk, one, names), buttons=tuple(rows))


def roles(desk: Desk, about: str) -> Screen:
    """Which role, for a person or somebody who is invited."""
    rows = [(_button(desk.text(f"desk.role.{role}"), "agency" if role is Role.LIAISON else "set", about, role),)
            for role in Role]  # fmt: skip
    back = _back(desk, "list") if about == NEW else _back(desk, "p", about)
    return Screen(desk.text("desk.team.which.role"), buttons=(*rows, (back,)))


def agencies(desk: Desk, about: str, page: int) -> Screen:
    """Which agency a liaison is of."""
    every = list(desk.house.region.agencies.values())
    chosen = [_button(one.short, "set", about, Role.LIAISON, one.id) for one in every[page * PAGE : (page + 1) * PAGE]]
    rows = [tuple(chosen[at : at + 2]) for at in range(0, len(chosen), 2)]
    arrows = [
        _button(arrow, "agency", about, Role.LIAISON, other)
        for arrow, other in (("‹", page - 1), ("›", page + 1))
        if 0 <= other * PAGE < len(every)
    ]
    return Screen(
        desk.text("desk.team.which.agency"),
        buttons=(*rows, (_back(desk, "role", about), *arrows)),
    )


def sure(desk: Desk, one: Staff) -> Screen:
    """Whether to remove them."""
    yes = _button(desk.text("desk.team.remove.yes"), "xx", one.id)
    text = desk.text("desk.team.remove.sure", name=quote(one.name))
    return Screen(text, buttons=((yes,), (_back(desk, "p", one.id),)))


def invited(desk: Desk, row: Invitation, address: str) -> Screen:
    """The link, which is shown this once."""
    until = formats.short_moment(row.expires_at, desk.locale, desk.house.region.tz, desk.house.region.zone_label)
    text = desk.text(
        "desk.team.invited",
        place=_place(desk.house, Role(row.role), row.agency, desk.locale),
        link=address,
        until=until,
    )
    return Screen(text, buttons=((_button(desk.text("desk.team.cancel"), "c", row.id),),))


def place(house: House, one: Staff, locale: str) -> str:
    """What somebody is at the desk: the role, and of which agency."""
    return _place(house, one.role, one.agency, locale)


def _place(house: House, role: Role, agency: str | None, locale: str) -> str:
    known = house.region.agencies.get(agency or "")
    words = house.catalog.say(locale, f"desk.role.{role}")
    return f"{words} {quote(known.short)}" if known else words


def _line(desk: Desk, one: Staff, names: dict[int, str]) -> str:
    tz, zone = desk.house.region.tz, desk.house.region.zone_label
    seen = (
        desk.text("desk.team.seen", at=formats.short_moment(one.seen_at, desk.locale, tz, zone))
        if one.seen_at
        else desk.text("desk.team.unseen")
    )
    parts = (
        f"<b>{quote(one.name)}</b>",
        place(desk.house, one, desk.locale),
        desk.text("desk.role.admin") if one.admin and one.role is not Role.ADMIN else "",
        seen,
        duty.note(desk.house, one, names.get(one.stand_in_id or 0, ""), desk.locale, desk.work.now),
    )
    return " · ".join(filter(None, parts))


def _link(desk: Desk, row: Invitation) -> str:
    return desk.text("desk.team.link", place=_place(desk.house, Role(row.role), row.agency, desk.locale))


def _back(desk: Desk, *what: object) -> Button:
    return _button(desk.text("desk.back"), *what)


def _button(label: str, *what: object) -> Button:
    return Button(label[:_LABEL], callbacks.pack(Press.TEAM, *what))
