"""The answers collected so far. Slots are filled in any order; the first open one is the next question.

`next_question` is the whole dialogue: no step numbers, no "current question" kept anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2s
from typing import Final
from unicodedata import east_asian_width


class Slot(StrEnum):
    """What a report is made of."""

    WHAT = "what"
    WHERE = "where"
    CATEGORY = "category"
    WHEN = "when"
    EVIDENCE = "evidence"
    IDENTITY = "identity"
    KIND = "kind"


class ReportKind(StrEnum):
    """LAPOR!'s classification: pengaduan, aspirasi, permintaan informasi."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Part:
    """One message's share of the description; its id lets a later edit find it."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is. Degrees are WGS 84; `village` is a Kemendagri code; `outside` names are never refused."""

    latitude: float | None = None
    longitude: float | None = None
    village: str | None = None
    name: str = ""
    district: str = ""
    regency: str = ""
    words: str = ""
    outside: bool = False
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The day it happened, in the region's time; `now` says it is still so at the time of reporting.

    `assumed`: nobody said so, a picture that came suggests it.
    """

    day: date | None
    now: bool = False
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The region's limits for a report: characters of the description, files of evidence."""

    text_min: int = 15
    text_max: int = 4000
    evidence_max: int = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is not filed yet.

    `understood` are the slots whose value was read from the description and nobody has confirmed; `suggested` the
    categories it speaks of, the likeliest first; `origin` the source of the poster or sheet that led here;
    `spoken`: a voice recording tells what happened. `joins` is the id of the report that tells of the same, 0: none is
    known.
    """

    parts: tuple[Part, ...] = ()
    place: Place | None = None
    category: str | None = None
    when: When | None = None
    evidence: int = 0
    kind: ReportKind = ReportKind.COMPLAINT
    anonymous: bool = False
    confidential: bool = False
    skipped: frozenset[Slot] = frozenset()
    editing: Slot | None = None
    understood: frozenset[Slot] = frozenset()
    suggested: tuple[str, ...] = ()
    origin: str = ""
    spoken: bool = False
    joins: int = 0
    compared: bool = False  # the person was shown what others have reported nearby

    @property
    def text(self) -> str:
        """The description: every part, in the order it came."""
        return "\n".join(part.text for part in self.parts)

    @property
    def hides(self) -> bool:
        """Whether the name or the content is to be hidden from somebody."""
        return self.anonymous or self.confidential


@dataclass(frozen=True, slots=True)
class TooShort:
    """The description needs `missing` more characters."""

    missing: int


@dataclass(frozen=True, slots=True)
class TooLong:
    """The description is `excess` characters over the limit; what came before is kept."""

    excess: int


ORDER: Final = (Slot.WHAT, Slot.WHERE, Slot.CATEGORY)  # of what is asked; the rest is offered in the summary
SKIPPABLE: Final = frozenset({Slot.WHERE, Slot.CATEGORY, Slot.WHEN, Slot.EVIDENCE})


def is_filled(draft: Draft, slot: Slot, limits: Limits) -> bool:
    """Whether the slot has an answer. Identity and kind always have one: it is proposed and shown in the summary."""
    match slot:
        case Slot.WHAT:
            return draft.spoken or draft.joins > 0 or _length(draft.text) >= limits.text_min
        case Slot.WHERE:
            return draft.place is not None and not is_doubtful(draft)
        case Slot.CATEGORY:
            return draft.category is not None
        case Slot.WHEN:
            return draft.when is not None
        case Slot.EVIDENCE:
            return draft.evidence > 0
        case _:
            return True


def is_doubtful(draft: Draft) -> bool:
    """Whether the description names several places, and nobody has said which one is meant."""
    place = draft.place
    return place is not None and Slot.WHERE in draft.understood and not (place.name or place.district or place.outside)


def next_question(draft: Draft, limits: Limits) -> Slot | None:
    """The slot to ask for now; None: nothing is open, show the summary."""
    if draft.editing is not None:
        return draft.editing
    return next((slot for slot in ORDER if _is_open(draft, slot, limits)), None)


def is_empty(draft: Draft) -> bool:
    """Nothing in it is worth keeping or asking about."""
    return not (draft.parts or draft.place or draft.evidence or draft.category)


def mark(draft: Draft) -> str:
    """Eight letters that change with any answer: a summary that was shown is recognised as old by them."""
    answers = replace(draft, editing=None, skipped=frozenset(), understood=frozenset(), suggested=(), compared=False)
    return blake2s(repr(answers).encode(), digest_size=4).hexdigest()


def can_submit(draft: Draft, limits: Limits) -> bool:
    """Only what happened is indispensable; the rest may be skipped."""
    return is_filled(draft, Slot.WHAT, limits) and next_question(replace(draft, editing=None), limits) is None


def add_text(draft: Draft, message_id: int, text: str, limits: Limits) -> Draft | TooLong:
    """The description with one more message; too long a whole changes nothing."""
    return _with_parts(draft, (*draft.parts, Part(message_id, text.strip())), limits)


def edit_text(draft: Draft, message_id: int, text: str, limits: Limits) -> Draft | TooLong | None:
    """The description after the person edited a message of it; None when that message is no part of it."""
    if not any(part.message_id == message_id for part in draft.parts):
        return None
    parts = (Part(message_id, text.strip()) if part.message_id == message_id else part for part in draft.parts)
    return _with_parts(draft, tuple(part for part in parts if part.text), limits)


def replace_text(draft: Draft, message_id: int, text: str, limits: Limits) -> Draft | TooLong:
    """The description told anew."""
    return _with_parts(draft, (Part(message_id, text.strip()),), limits)


def missing_characters(draft: Draft, limits: Limits) -> int:
    """How many characters the description still needs; 0 when it is long enough."""
    return max(0, limits.text_min - _length(draft.text))


def add_evidence(draft: Draft, today: date) -> Draft:
    """One more file. A first picture suggests today; the summary says that this is assumed."""
    when = draft.when or (When(today, assumed=True) if Slot.WHEN not in draft.skipped else None)
    return _settled(replace(draft, evidence=draft.evidence + 1, when=when), Slot.EVIDENCE, keep_editing=True)


def keep_evidence(draft: Draft, left: int) -> Draft:
    """Files were taken out again; with none left the question is not asked a second time."""
    skipped = draft.skipped if left else draft.skipped | {Slot.EVIDENCE}
    return replace(draft, evidence=left, skipped=skipped)


def answer(draft: Draft, slot: Slot, **values: object) -> Draft:
    """The draft with the slot's values set, the slot no longer skipped and no longer being edited."""
    return _settled(replace(draft, **values), slot)  # type: ignore[arg-type]  # the caller names fields of Draft


def skip(draft: Draft, slot: Slot) -> Draft:
    """Leave the question open for good; an answer that was there stays."""
    if slot not in SKIPPABLE:
        return draft
    return replace(draft, skipped=draft.skipped | {slot}, editing=None)


def edit(draft: Draft, slot: Slot) -> Draft:
    """Ask this slot next, whatever it holds now."""
    return replace(draft, editing=slot)


def back(draft: Draft, limits: Limits) -> Draft:
    """Return to the question before the open one; out of an edit, to the summary."""
    if draft.editing is not None and _open_slot(draft, limits) is None:
        return replace(draft, editing=None)
    here = next_question(draft, limits)
    earlier = ORDER if here is None or here not in ORDER else ORDER[: ORDER.index(here)]
    seen = [slot for slot in earlier if is_filled(draft, slot, limits) or slot in draft.skipped]
    return replace(draft, editing=seen[-1]) if seen else replace(draft, editing=None)


def _open_slot(draft: Draft, limits: Limits) -> Slot | None:
    return next_question(replace(draft, editing=None), limits)


def _is_open(draft: Draft, slot: Slot, limits: Limits) -> bool:
    """Whether the slot is still to be asked for. Of a recording, somebody at the desk will say what it is about."""
    if slot is Slot.CATEGORY and draft.spoken and not draft.text:
        return False
    return slot not in draft.skipped and not is_filled(draft, slot, limits)


def _with_parts(draft: Draft, parts: tuple[Part, ...], limits: Limits) -> Draft | TooLong:
    changed = replace(draft, parts=parts)
    excess = len(changed.text) - limits.text_max
    return TooLong(excess) if excess > 0 else changed


def _settled(draft: Draft, slot: Slot, keep_editing: bool = False) -> Draft:
    editing = draft.editing if keep_editing else None
    return replace(draft, skipped=draft.skipped - {slot}, understood=draft.understood - {slot}, editing=editing)


def _length(text: str) -> int:
    """How much is said, in Latin letters: a Chinese, Japanese or Korean character is a syllable, and counts twice."""
    return sum(2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in text.strip())
