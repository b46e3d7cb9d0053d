"""Words that mean somebody may be in danger now: the emergency numbers are shown before anything else is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.tokens import outside, spans, tokens

if TYPE_CHECKING:
    from rules.region import DangerKind, Region


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger and the profile's phrase that betrayed it."""

    kind: DangerKind
    phrase: str


def find(text: str, region: Region) -> Danger | None:
    """The first kind of danger, in the profile's order, that the text speaks of; None when there is none.

    Whole words and the profile's stems only, so "lampu merah" is no fire; a phrase of `unless` around the word
    ("fire station") takes it away. Too many alarms do less harm than a missed one: the report goes on either way.
    """
    words = tokens(text)
    for kind in region.dangers.values():
        harmless = [span for phrase in kind.unless.all for span in spans(phrase, words)]
        for phrase in kind.words.all:
            if any(outside(span, harmless) for span in spans(phrase, words)):
                return Danger(kind, phrase)
    return None
