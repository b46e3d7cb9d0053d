"""The link that makes somebody an operator."""

from __future__ import annotations

import pytest

from rules import invitation

TOKEN = "a" * 32


def test_a_link_carries_its_token() -> None:
    """As the payload of a deep link, which Telegram hands to the bot."""
    payload = invitation.link("meja", TOKEN).partition("?start=")[2]

    assert TOKEN == invitation.token_of(payload)
    assert len(payload) <= 64


@pytest.mark.parametrize("payload", ["", "join_", f"join_{TOKEN}a", f"h{TOKEN}", f"join_{TOKEN[:-1]}!"])
def test_anything_else_is_none(payload: str) -> None:
    """Of another length, of another kind, or with other characters."""
    assert invitation.token_of(payload) is None


def test_what_is_kept_does_not_open() -> None:
    """The digest is always the same and is no token."""
    assert invitation.digest(TOKEN) == invitation.digest(TOKEN)
    assert TOKEN not in invitation.digest(TOKEN)
