"""LAPOR!'s classification proposed from the words: complaint unless they sound like a suggestion or a question."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from rules.draft import Draft, ReportKind

QUESTION_WORDS_MAX: Final = 25  # longer texts that end in a question mark tell a story and complain

_SUGGESTION: Final = re.compile(
    r"\b(saran|menyarankan|usul|usulan|mengusulkan|aspirasi|suggest|suggesting|suggestion|proposal|propose)\b"
)


def propose(text: str) -> ReportKind:
    """The kind the text sounds like; the person sees it in the summary and can change it."""
    words = text.lower().split()
    if _SUGGESTION.search(" ".join(words)):
        return ReportKind.SUGGESTION
    if words and words[-1].endswith("?") and len(words) <= QUESTION_WORDS_MAX:
        return ReportKind.QUESTION
    return ReportKind.COMPLAINT


def follow(before: Draft, after: Draft) -> Draft:
    """The draft whose text changed, with the kind proposed anew; a kind the person chose is left alone."""
    if after.joins:
        return after  # two kinds are not handled together
    if before.kind is not propose(before.text):
        return after
    return replace(after, kind=propose(after.text))
