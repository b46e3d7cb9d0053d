"""How long what is kept: the sorts of personal data a region must name a term for, and when the terms are looked at.

UU 27/2022 art. 42 to 44: processing ends with its term, and what is kept no longer is erased or destroyed.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from rules.region import Retention

NIGHT: Final = time(3)  # region time: nobody reports and nobody works
ERASED_WITHIN: Final = timedelta(hours=72)  # UU 27/2022: 3 x 24 hours for a wish of the person


class Sort(StrEnum):
    """What has a term of its own, counted from its coming (draft, update, push), from the end of its report (evidence,
    report, event), or from the last word of the person (reporter)."""

    DRAFT = "draft"
    UPDATE = "update"
    PUSH = "push"
    EVIDENCE = "evidence"
    REPORT = "report"
    REPORTER = "reporter"
    EVENT = "event"


def cutoffs(retention: Mapping[str, Retention], now: datetime) -> dict[Sort, datetime]:
    """For each sort the moment before which it ended for good."""
    return {Sort(name): now - timedelta(days=term.days) for name, term in retention.items()}


def kept_until(retention: Mapping[str, Retention], sort: Sort, since: datetime) -> datetime:
    """Until when something is kept whose term began then."""
    return since + timedelta(days=retention[sort].days)


def last_night(now: datetime, tz: ZoneInfo) -> datetime:
    """When the terms were last to be looked at: three o'clock of this morning or the one before, aware in UTC."""
    local = now.astimezone(tz)
    day = local.date() if local.time() >= NIGHT else local.date() - timedelta(days=1)
    return datetime.combine(day, NIGHT, tzinfo=tz).astimezone(UTC)
