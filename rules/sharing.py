"""The link by which a report is shared: others who have the same trouble join it. It tells nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import quote

from rules.linked import JOINED

if TYPE_CHECKING:
    from datetime import datetime

TOKEN_BYTES: Final = 12  # as URL-safe base64 16 characters: nobody finds a report by trying
SHEET: Final = "https://t.me/share/url"  # Telegram's own sheet: to whom, and what
_START: Final = "m-"


class Shareable(Protocol):
    """A report."""

    status: str
    confidential: bool
    anonymised_at: datetime | None


def may(report: Shareable) -> bool:
    """Whether others may join it, and so see what it is about: while it is open, and never a confidential one."""
    return report.status in JOINED and not report.confidential and report.anonymised_at is None


def link(bot: str, token: str) -> str:
    """The deep link to a bot, by its user name."""
    return f"https://t.me/{bot}?start={_START}{token}"


def sheet(url: str, words: str) -> str:
    """The link that opens Telegram's sheet for sharing a link with these words."""
    return f"{SHEET}?url={quote(url, safe='')}&text={quote(words, safe='')}"


def token_of(payload: str) -> str | None:
    """The token that the payload of a deep link carries; None when it carries something else."""
    return payload.removeprefix(_START) if payload.startswith(_START) else None
