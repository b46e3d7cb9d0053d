"""What an uploaded file is called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import names
from storage.tables import Attachment

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "name", "open_name", "expected"),
    [
        ("document", "Budi_KTP.pdf", True, "Budi_KTP.pdf"),
        ("document", "Budi_KTP.pdf", False, "bukti-17.pdf"),
        ("document", "Budi_KTP.PDF", False, "bukti-17.pdf"),
        ("document", "surat.budi", False, "bukti-17"),
        ("document", "surat", False, "bukti-17"),
        ("document", "", True, "bukti-17"),
        ("photo", "", True, "bukti-17.jpg"),
        ("video", "Budi.mov", False, "bukti-17.mov"),
        ("video_note", "", False, "bukti-17.mp4"),
        ("voice", "", False, "bukti-17.ogg"),
        ("audio", "Suara Budi", False, "bukti-17.mp3"),
    ],
)
def test_a_hidden_name_says_only_what_sort_of_file_it_is(kind: str, name: str, open_name: bool, expected: str) -> None:
    """Evidence, a number and a known ending: what stands after a dot may be a name as well."""
    file = Attachment(
        id=17, bot="public", kind=kind, file_id="x", file_unique_id="x", message_id=1, due_at=NOON, created_at=NOON,
        name=name,
    )  # fmt: skip

    assert expected == names.of(file, open_name=open_name)
