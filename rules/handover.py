"""The one-time link that gives a report to somebody else: how it is written, and what is kept of its token."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

TOKEN_BYTES: Final = 24  # as URL-safe base64 32 characters; a deep link carries at most 64 of A-Z a-z 0-9 _ -
_START: Final = re.compile(r"h([A-Za-z0-9_-]{32})")


def link(bot: str, token: str) -> str:
    """The deep link to a bot, by its user name, that hands its opener the token."""
    return f"https://t.me/{bot}?start=h{token}"


def token_of(payload: str) -> str | None:
    """The token that the payload of a deep link carries; None when it carries something else."""
    found = _START.fullmatch(payload)
    return found[1] if found else None


def digest(token: str) -> str:
    """All that is kept of a token: by it the token is recognised, and from it nobody can make one."""
    return sha256(token.encode()).hexdigest()
