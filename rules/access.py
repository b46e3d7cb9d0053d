"""Who at the desk may see and do what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.lifecycle import Actor


class Role(StrEnum):
    """A role of the complaint service: admin instansi, pejabat penghubung, pimpinan."""

    COORDINATOR = "coordinator"
    LIAISON = "liaison"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Staff:
    """One operator: a Telegram account that the service has named."""

    id: int
    telegram_id: int
    name: str
    role: Role
    agency: str | None
    language: str


def may_see(staff: Staff, agency: str | None) -> bool:
    """Coordinators and leaders see every report; a liaison those of the own agency."""
    return staff.role is not Role.LIAISON or (agency is not None and staff.agency == agency)


def acts_as(staff: Staff, agency: str | None) -> Actor | None:
    """The capacity in which this operator may act on a report of that agency; None: not at all."""
    if staff.role is Role.COORDINATOR:
        return Actor.COORDINATOR
    if staff.role is Role.LIAISON and may_see(staff, agency):
        return Actor.LIAISON
    return None
