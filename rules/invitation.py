"""The one-time link that makes somebody an operator: how it is written, how long it is good for, what is kept of it."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from typing import Final

TOKEN_BYTES: Final = 24  # as URL-safe base64 32 characters; a deep link carries at most 64 of A-Z a-z 0-9 _ -
VALID: Final = timedelta(hours=48)
_START: Final = re.compile(r"join_([A-Za-z0-9_-]{32})")


def link(bot: str, token: str) -> str:
    """The deep link to the desk's bot, by its user name, that hands its opener the token."""
    return f"https://t.me/{bot}?start=join_{token}"


def token_of(payload: str) -> str | None:
    """The token that the payload of a deep link carries; None when it carries something else."""
    found = _START.fullmatch(payload)
    return found[1] if found else None


def digest(token: str) -> str:
    """All that is kept of a token: by it the token is recognised, and from it nobody can make one."""
    return sha256(token.encode()).hexdigest()
