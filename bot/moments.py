"""Moments as they are written on the command line: ISO 8601 with an offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

HELP: Final = "ISO 8601 with its offset, such as 2027-03-09T07:00+08:00"


class MomentError(Exception):
    """A moment that cannot be read; the message says how to write it."""


def read(text: str) -> datetime:
    """The moment, aware in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentError(f"{text} is no time: write it like 2027-03-09T07:00+08:00.") from None
    if moment.tzinfo is None:
        raise MomentError(f"{text} has no offset from UTC: write it like {text}+08:00.")
    return moment.astimezone(UTC)
