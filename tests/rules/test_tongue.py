"""Which language some words are in, and who can read them."""

from __future__ import annotations

import pytest

from rules import tongue
from rules.tongue import Fit, Goes

BOTH = """Terima kasih atas laporan Anda. Sampah sudah diangkut petugas kami hari ini.
Thank you for your report. Our team has collected the rubbish today."""


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Terima kasih, petugas kami akan segera datang.", "id"),
        ("Thank you, our team will be there soon.", "en"),
        ("Lampunya diganti kemarin", "id"),
        ("Replaced yesterday", "en"),
        ("Jl. Raya Canggu 12", None),
        ("", None),
        ("the yang", None),
    ],
)
def test_the_little_words_tell(words: str, language: str | None) -> None:
    """None rather than a wrong guess."""
    assert language == tongue.guess(words)


@pytest.mark.parametrize(
    ("words", "reads", "fit"),
    [
        ("Sampah sudah diangkut tadi pagi.", "en", Fit.NO),
        ("Dear Emma, petugas kami sudah mengangkut sampah di belakang bar.", "en", Fit.NO),
        ("Hello, thank you. Petugas kami sudah mengangkut sampah dan akan kembali besok.", "en", Fit.NO),
        ("Hello Emma, sampah diangkut", "en", Fit.UNSURE),
        ("Selesai dikerjakan", "en", Fit.NO),
        ("The rubbish was collected this morning.", "en", Fit.YES),
        ("The rubbish was collected this morning.", "id", Fit.NO),
        (BOTH, "en", Fit.YES),
        (BOTH, "id", Fit.YES),
        ("Hello", "en", Fit.YES),
        ("Jl. Raya Canggu 12", "en", Fit.UNSURE),
        ("Jl. Raya Canggu 12", "id", Fit.YES),
        ("Спасибо", "en", Fit.UNSURE),
        ("Sampah sudah diangkut tadi pagi.", "zh", Fit.NO),
        ("The rubbish was collected this morning.", "zh", Fit.YES),
        ("垃圾已经清走了。", "zh", Fit.YES),
        ("Jl. Raya Canggu 12", "zh", Fit.UNSURE),
        ("The rubbish was collected this morning.", "ban", Fit.NO),
        ("Sampah sudah diangkut tadi pagi.", "ban", Fit.YES),
        ("0361 224671 👍", "en", Fit.YES),
        ("", "en", Fit.YES),
    ],
)
def test_who_can_read_it(words: str, reads: str, fit: Fit) -> None:
    """A greeting does not make a text English; what nobody can tell is unsure to a reader of another language."""
    assert tongue.fits(words, reads) is fit


@pytest.mark.parametrize(
    ("body", "translation", "reads", "went"),
    [
        ("Sudah diangkut kemarin", "", "en", Goes("Sudah diangkut kemarin", "", Fit.NO)),
        ("Sudah diangkut", "It was collected", "en", Goes("It was collected", "Sudah diangkut", Fit.YES)),
        ("Sudah diangkut", "It was collected", "id", Goes("Sudah diangkut", "It was collected", Fit.YES)),
        ("Sudah diangkut", "Echo Beach", "en", Goes("Echo Beach", "Sudah diangkut", Fit.UNSURE)),
    ],
)
def test_of_two_texts_the_readable_one_goes(body: str, translation: str, reads: str, went: Goes) -> None:
    """Also when the reporter has chosen the other language since."""
    assert tongue.goes(body, translation, reads) == went
