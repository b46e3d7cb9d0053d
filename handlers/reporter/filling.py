"""What a person's words, pins and files do to the draft: pure functions from a draft to a draft and a line about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from rules import category, gazetteer, kind, understanding
from rules import draft as rules
from rules import place as places
from rules import when as days
from rules.draft import Draft, Place, Slot, TooLong

if TYPE_CHECKING:
    from datetime import date

    from rules.category import Lessons
    from rules.place import Boundaries, PlaceMatch
    from rules.region import Region

SURE: Final = 0.8  # score from which a single match of place words is taken without asking
PLACE_WORDS_MAX: Final = 200  # longer answers to "where" tell what happened
ANSWER_MAX: Final = 40  # longer answers to "when" and "what about" tell what happened


@dataclass(frozen=True, slots=True)
class Filled:
    """The draft after a message, the key of the line to say about it, and the slot that was just answered."""

    draft: Draft
    note: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    fresh: Slot | None = None


def with_words(draft: Draft, message_id: int, words: str, region: Region, today: date, lessons: Lessons) -> Filled:
    """The draft after a text: it answers the open question if it can, and otherwise adds to the description."""
    question = rules.next_question(draft, region.limits)
    if question is Slot.WHERE and len(words) <= PLACE_WORDS_MAX:
        return with_place_words(draft, message_id, words, region)
    if question is Slot.WHEN and len(words) <= ANSWER_MAX:
        return _with_day(draft, words, today)
    if question is Slot.CATEGORY and len(words) <= ANSWER_MAX and (found := _category(words, region, lessons)):
        return Filled(rules.answer(draft, Slot.CATEGORY, category=found))
    return with_description(draft, message_id, words, region, today, lessons)


def with_description(
    draft: Draft, message_id: int, words: str, region: Region, today: date, lessons: Lessons
) -> Filled:
    """The draft with more told, or told anew when that was asked for; too long a text changes nothing."""
    anew = draft.editing is Slot.WHAT
    tell = rules.replace_text if anew else rules.add_text
    told = tell(draft, message_id, words, region.limits)
    if isinstance(told, TooLong):
        return too_long(draft, told)
    told = read(kind.follow(draft, told), region, today, lessons)
    if anew:
        return Filled(rules.answer(told, Slot.WHAT), "what.replaced")
    short = not rules.is_filled(draft, Slot.WHAT, region.limits)
    return Filled(told) if short else Filled(told, "what.added")


def read(draft: Draft, region: Region, today: date, lessons: Lessons) -> Draft:
    """The draft with what its words say, where nobody has said anything else; what officers taught counts along."""
    return understanding.fill(draft, understanding.read(draft.text, region, today, lessons), region)


def with_edited(
    draft: Draft, message_id: int, words: str, region: Region, today: date, lessons: Lessons
) -> Filled | None:
    """The draft after a message of it was edited; None when the message is no part of it."""
    if draft.place is not None and draft.place.message_id == message_id and draft.place.latitude is None:
        return with_place_words(draft, message_id, words, region)
    edited = rules.edit_text(draft, message_id, words, region.limits)
    if isinstance(edited, TooLong):
        return too_long(draft, edited)
    return Filled(read(kind.follow(draft, edited), region, today, lessons), "edited.draft") if edited else None


def with_place_words(draft: Draft, message_id: int, words: str, region: Region) -> Filled:
    """The draft with the place the words name: taken when there is no doubt, otherwise asked about."""
    words = " ".join(words.split())[:PLACE_WORDS_MAX]  # an edit may bring any length
    found = gazetteer.find(words, region)
    if len(found) == 1 and found[0].score >= SURE:
        return Filled(with_match(draft, found[0], Place(words=words, message_id=message_id)), fresh=Slot.WHERE)
    said = Place(words=words, message_id=message_id)
    understood = draft.understood - {Slot.WHERE}
    return Filled(replace(draft, place=said, understood=understood, editing=Slot.WHERE), "where.looked")


def with_pin(draft: Draft, pin: Place, region: Region, boundaries: Boundaries | None) -> Filled:
    """The draft with the place of a pin, wherever it is: named if something known is near."""
    found = places.at(pin.latitude or 0.0, pin.longitude or 0.0, region, boundaries)
    return Filled(with_match(draft, found, pin), fresh=Slot.WHERE)


def with_match(draft: Draft, match: PlaceMatch, said: Place) -> Draft:
    """The draft with a place of the region's list, keeping what was said or pinned."""
    place = replace(
        said,
        village=None if match.outside else match.code,
        name=match.name,
        district=match.district,
        regency=match.regency,
        outside=match.outside,
    )
    return rules.answer(draft, Slot.WHERE, place=place)


def described(draft: Draft, region: Region, today: date, lessons: Lessons) -> Filled:
    """The words taken for a place were more of the description."""
    said = draft.place
    if said is None:
        return Filled(draft)
    asked_again = replace(draft, place=None, editing=None)
    return with_description(asked_again, said.message_id or 0, said.words, region, today, lessons)


def too_long(draft: Draft, excess: TooLong) -> Filled:
    """Nothing changed; the line says by how much it is too long."""
    return Filled(draft, "what.too_long", {"number": excess.excess})


def _with_day(draft: Draft, words: str, today: date) -> Filled:
    found = days.parse(words, today)
    if found is None:
        return Filled(draft, "when.not_understood")
    return Filled(rules.answer(draft, Slot.WHEN, when=found))


def _category(words: str, region: Region, lessons: Lessons) -> str | None:
    """The category that a short text names, or that its words suggest most."""
    said = words.casefold().strip(" .!")
    for found in region.categories.values():
        if said in {name.casefold() for name in found.names.all}:
            return found.id
    return next((guess.category for guess in category.guess(words, region, 1, lessons)), None)
