"""Who may take reports out of the house as a file, and what keeps a sheet from taking words for a formula."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rules.access import Role

if TYPE_CHECKING:
    from rules.access import Staff

# CSV injection (OWASP): what a sheet may run instead of showing it, also in the wide forms that some turn into these.
_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(StrEnum):
    """The forms of an export; `pictures` are the statistics'."""

    XLSX = "xlsx"
    CSV = "csv"
    PICTURES = "pictures"


def agency_of(staff: Staff, wanted: str | None) -> str | None:
    """Of which agency this operator gets to see what they ask for: a liaison of the own one whatever is asked; None:
    of all. "" when there is none at all, as for an administrator, who sees no report."""
    if staff.role is Role.ADMIN:
        return ""
    return (staff.agency or "") if staff.role is Role.LIAISON else wanted


def may_take_personal(staff: Staff) -> bool:
    """Names, contacts, exact places, words as they were written: for coordinators, who answer for the channel."""
    return staff.role is Role.COORDINATOR


def guarded(text: str) -> str:
    """The text so that a sheet shows it and runs nothing: an apostrophe before what could begin a formula."""
    return f"'{text}" if text.startswith(_BEGINS) or text.lstrip().startswith(_BEGINS) else text
