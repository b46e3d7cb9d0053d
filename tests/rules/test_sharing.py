"""The link by which a report is shared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from rules import code, handover, origin, sharing
from rules.lifecycle import OPEN, Status


@dataclass
class Shared:
    """A report."""

    status: str
    confidential: bool = False
    anonymised_at: datetime | None = None


@pytest.mark.parametrize("status", Status)
def test_only_what_is_open_is_shared(status: Status) -> None:
    """Never a confidential one, nor what is nobody's any more."""
    assert (status in OPEN) == sharing.may(Shared(status))
    assert not sharing.may(Shared(status, confidential=True))
    assert not sharing.may(Shared(status, anonymised_at=datetime(2026, 11, 23, tzinfo=UTC)))


def test_a_link_is_taken_for_no_other() -> None:
    """Whatever its token, it gives that back, fits into a deep link, and is no poster's, no code, no hand-over."""
    for _ in range(500):
        token = secrets.token_urlsafe(sharing.TOKEN_BYTES)
        payload = urlsplit(sharing.link("lapor_badung_bot", token)).query.removeprefix("start=")
        assert token == sharing.token_of(payload)
        assert len(payload) <= origin.PAYLOAD_MAX
        assert (None, None, None) == (origin.parse(payload), code.parse(payload), handover.token_of(payload))


@pytest.mark.parametrize("payload", ["", "p-kuta-hotel", "BDG-7K3Q-XM2", "h" + 32 * "m", "m"])
def test_another_link_is_none(payload: str) -> None:
    """Posters, codes, hand-overs, and nothing."""
    assert sharing.token_of(payload) is None


def test_the_sheet_carries_link_and_words() -> None:
    """Whatever is in them."""
    url = sharing.link("bot", "a-b_c")
    query = parse_qs(urlsplit(sharing.sheet(url, "Lampu & jalan, “mati”?")).query)

    assert {"url": [url], "text": ["Lampu & jalan, “mati”?"]} == query
