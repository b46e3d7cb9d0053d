"""A wish for silence, or for messages again, is understood when it is all that is said."""

from __future__ import annotations

import pytest

from rules import silence
from rules.silence import Silence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stop", Silence.STOP),
        ("STOP!", Silence.STOP),
        ("please stop", Silence.STOP),
        ("Stop messages about this report", Silence.STOP),
        ("no more updates please", Silence.STOP),
        ("don't send me any more messages", Silence.STOP),
        ("unsubscribe", Silence.STOP),
        ("berhenti", Silence.STOP),
        ("Tolong hentikan kabar tentang laporan ini", Silence.STOP),
        ("jangan kabari saya lagi", Silence.STOP),
        ("jangan kirim pesan lagi", Silence.STOP),
        ("matikan notifikasi", Silence.STOP),
        ("unmute", Silence.START),
        ("start messages again", Silence.START),
        ("resume updates", Silence.START),
        ("kabari lagi", Silence.START),
        ("mulai kabari saya lagi", Silence.START),
        ("aktifkan notifikasi", Silence.START),
        ("", None),
        ("please", None),
        ("kabari", None),
        ("messages", None),
        ("no", None),
        ("tidak", None),
        ("start", None),
        ("mulai lapor", None),
        ("stop start messages", None),
        ("no stop", None),
        ("The stop sign at the crossing is gone", None),
        ("stop messages " + "please " * 9, None),
        ("Truk berhenti di depan rumah", None),
        ("no messages from the village office", None),
    ],
)
def test_a_wish_is_the_whole_text(text: str, expected: Silence | None) -> None:
    """In either language, with the little words around it; a report that begins so is none."""
    assert expected is silence.find(text)
