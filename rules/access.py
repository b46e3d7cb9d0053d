"""Who at the desk may see and do what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.lifecycle import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Role(StrEnum):
    """A role of the complaint service: admin instansi, pejabat penghubung, pimpinan, administrator."""

    COORDINATOR = "coordinator"
    LIAISON = "liaison"
    LEADER = "leader"
    ADMIN = "admin"  # keeps the team in order and sees no report


@dataclass(frozen=True, slots=True)
class Staff:
    """One operator: a Telegram account that the service has named.

    `admin`: beside the role, they keep the team in order; `off_since`: they are off duty, until `off_until` (None:
    until they say so), and `stand_in_id` is told meanwhile what they would have been.
    """

    id: int
    telegram_id: int
    name: str
    role: Role
    agency: str | None
    language: str
    admin: bool = False
    seen_at: datetime | None = None
    off_since: datetime | None = None
    off_until: datetime | None = None
    stand_in_id: int | None = None


def may_see(staff: Staff, agency: str | None) -> bool:
    """Coordinators and leaders see every report, a liaison those of the own agency, an administrator none.

    Of a confidential report that alone is not enough: `may_read`.
    """
    if staff.role is Role.LIAISON:
        return agency is not None and staff.agency == agency
    return staff.role is not Role.ADMIN


def may_read(staff: Staff, agency: str | None, *, confidential: bool, trusted: bool) -> bool:
    """Whether the content may stand before this operator. `trusted`: a coordinator has named them for this very report,
    or it is theirs to work on.

    A confidential report is for coordinators, who verify and forward it, and for trusted liaisons of its agency;
    leaders know it as a number (decision 19).
    """
    if not may_see(staff, agency):
        return False
    return not confidential or staff.role is Role.COORDINATOR or (staff.role is Role.LIAISON and trusted)


def acts_as(staff: Staff, agency: str | None) -> Actor | None:
    """The capacity in which this operator may act on a report of that agency; None: not at all."""
    if staff.role is Role.COORDINATOR:
        return Actor.COORDINATOR
    if staff.role is Role.LIAISON and may_see(staff, agency):
        return Actor.LIAISON
    return None


def may_trust(staff: Staff, other: Staff, agency: str | None) -> bool:
    """Whether this operator may let the other one read a confidential report of that agency."""
    return staff.role is Role.COORDINATOR and other.role is Role.LIAISON and may_see(other, agency)


def runs_team(staff: Staff) -> bool:
    """Whether they invite, change and remove operators."""
    return staff.admin or staff.role is Role.ADMIN


def may_see_team(staff: Staff) -> bool:
    """Whether they may read who works at the desk."""
    return runs_team(staff) or staff.role is Role.COORDINATOR


def placed(staff: Staff, role: Role, agency: str | None, *, admin: bool) -> Staff:
    """The same person with another role, of another agency, or running the team or not."""
    return replace(staff, role=role, agency=agency, admin=admin)


def is_off(staff: Staff, now: datetime) -> bool:
    """Whether they are off duty at that moment."""
    return staff.off_since is not None and (staff.off_until is None or now < staff.off_until)


def may_stand_in(staff: Staff, other: Staff) -> bool:
    """Whether the other one may be told what this operator would have been: somebody else with the same sight."""
    return other.id != staff.id and other.role is staff.role and other.agency == staff.agency


def lacks(team: Iterable[Staff], person: Staff, after: Staff | None) -> str | None:
    """What the desk would be without if that person became `after` (None: were removed): `coordinator` or `admin`;
    None: nothing. What it is without already, nobody can take from it."""
    others = [one for one in team if one.id != person.id]
    then = [*others, after] if after else others
    if person.role is Role.COORDINATOR and not any(one.role is Role.COORDINATOR for one in then):
        return "coordinator"
    return "admin" if runs_team(person) and not any(map(runs_team, then)) else None
