"""In which language somebody is spoken to."""

from __future__ import annotations

import pytest

from rules import reader


@pytest.mark.parametrize(
    ("code", "there", "expected"),
    [
        ("id", "id en", "id"),
        ("id-ID", "id en", "id"),
        ("in", "id en", "id"),
        ("ms", "id en", "id"),
        ("jv", "id en", "id"),
        ("ban", "id en", "id"),
        ("ban", "id en ban", "ban"),
        ("en-US", "id en", "en"),
        ("pt-br", "id en", "en"),
        ("", "id en", "en"),
        (None, "id en", "en"),
        ("zh-hans", "id en", "en"),
        ("zh-hans", "id en zh", "zh"),
        ("zh-hant", "id en zh zh_Hant", "zh_Hant"),
        ("zh-hans", "id en zh_Hant", "zh_Hant"),
    ],
)
def test_the_first_language_follows_telegram(code: str | None, there: str, expected: str) -> None:
    """An account gets its own language where there is one; Malay, Javanese and Balinese Indonesian, others English."""
    assert expected == reader.best(code, there.split())
