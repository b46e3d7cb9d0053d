"""How much one account may send, and all new ones together: first answers come later, then one sentence, then silence.

Nothing of a report is lost to it: what was understood so far stays in the draft and can be sent later, and words of
danger are answered at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
SLOWLY: Final = timedelta(seconds=10)  # how much later whoever is too fast is answered


class Pace(StrEnum):
    """How an account is answered."""

    AT_ONCE = "at_once"
    SLOWLY = "slowly"
    NOT_AT_ALL = "not_at_all"


@dataclass(frozen=True, slots=True)
class Flood:
    """The region's limits.

    Messages and taps of one account in a minute: above `slow_per_minute` answers come later and merged, above
    `most_per_minute` one sentence comes and then nothing for `silent_minutes`. `reports_per_day` of one account,
    `new_per_minute` new accounts of all together. Wrong receipts: of one account a day, of all together an hour.
    """

    slow_per_minute: int
    most_per_minute: int
    silent_minutes: int
    reports_per_day: int
    new_per_minute: int
    receipts_per_day: int
    receipts_per_hour: int

    @property
    def silence(self) -> timedelta:
        """For how long nothing is answered."""
        return timedelta(minutes=self.silent_minutes)


def pace(count: int, limits: Flood) -> Pace:
    """How to answer the message of that number within its minute."""
    if count > limits.most_per_minute:
        return Pace.NOT_AT_ALL
    return Pace.SLOWLY if count > limits.slow_per_minute else Pace.AT_ONCE


def waits(count: int, limits: Flood) -> timedelta:
    """How much later the new account of that number within its minute is answered: each minute's share, in turn."""
    return (count - 1) // limits.new_per_minute * MINUTE


def window(now: datetime, length: timedelta) -> datetime:
    """The beginning of the minute, the hour or the day (UTC) that `now` is in."""
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % length
