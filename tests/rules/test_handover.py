"""The token of a hand-over link."""

from __future__ import annotations

import secrets

import pytest

from rules import code, handover


def test_a_link_and_back() -> None:
    """Within what Telegram lets a deep link carry; what is kept of the token does not say it."""
    token = secrets.token_urlsafe(handover.TOKEN_BYTES)
    address = handover.link("lapor_bot", token)
    payload = address.removeprefix("https://t.me/lapor_bot?start=")

    assert len(payload) <= 64
    assert token == handover.token_of(payload)
    assert token not in handover.digest(token)
    assert handover.digest(token) == handover.digest(token)


@pytest.mark.parametrize("payload", ["", "h", "h" * 34, "x" * 33, f"h{'x' * 31}", f"h{'x' * 31}!", f"h{'x' * 32}\n"])
def test_what_is_no_token(payload: str) -> None:
    """The codes of reports and of posters have other shapes."""
    assert handover.token_of(payload) is None


def test_a_code_is_no_token() -> None:
    """Nor the other way round."""
    assert handover.token_of(code.make("BDG", 7)) is None
    assert code.parse(f"h{'2' * 32}") is None
