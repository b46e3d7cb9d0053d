"""What reporters may want with their own data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules import code, rights
from rules.lifecycle import Status
from rules.retention import ERASED_WITHIN
from rules.rights import Way

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("way", "statuses", "at_once"),
    [
        (Way.ALL, [], True),
        (Way.ALL, [Status.CLOSED, Status.ANSWERED, Status.REFERRED, Status.ARCHIVED, Status.WITHDRAWN], True),
        (Way.ALL, [Status.CLOSED, Status.RECEIVED], False),
        (Way.GOING_ON, [Status.FORWARDED], False),
        (Way.GOING_ON, [Status.IN_PROGRESS, Status.NEEDS_INFO], False),
        (Way.GOING_ON, [Status.CLOSED], True),
        (Way.WITHDRAWING, [Status.IN_PROGRESS], True),
    ],
)
def test_an_open_report_hinders_unless_it_is_withdrawn(way: Way, statuses: list[Status], at_once: bool) -> None:
    """What has ended or is answered hinders nobody."""
    assert at_once is rights.erased_at_once(way, statuses)


def test_a_wish_is_done_within_the_law() -> None:
    """Three times 24 hours at the latest, with an hour to do it in."""
    assert NOW + ERASED_WITHIN - timedelta(hours=1) == rights.due_at(NOW)


def test_a_receipt_is_a_code_and_no_reports() -> None:
    """It can be typed like one, and is told apart by its beginning."""
    written = rights.receipt(123_456)
    assert written == code.parse(written.lower().replace("-", " "))
    assert rights.is_receipt(written)
    assert not rights.is_receipt(code.make("BDG", 123_456))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ni Luh Sari", "Ni Luh Sari"),
        ("  Made \n Wijaya ", "Made Wijaya"),
        ("李", "李"),
        ("O’Neil-Jones", "O’Neil-Jones"),
        ("", None),
        ("   ", None),
        ("12345", None),
        ("🌺", None),
        ("x" * 64, "x" * 64),
        ("x" * 65, None),
        ("Sari\u202eiraS", None),
    ],
)
def test_a_name_is_one_line_with_letters(words: str, name: str | None) -> None:
    """Signs that nobody sees, and that turn the line around, are none."""
    assert name == rights.name_in(words)
