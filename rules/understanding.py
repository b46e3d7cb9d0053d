"""What a person's own words say of a report: what about, where, since when, whose it is. Nothing is kept of it unseen.

Each proposal carries the words that led to it. In a draft it is marked as understood until the person answers the
question or sends the summary that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rules import authority, category, gazetteer, mention, tongue
from rules.draft import Draft, Place, Slot

if TYPE_CHECKING:
    from datetime import date

    from rules.authority import Competence
    from rules.category import CategoryGuess, Lessons
    from rules.gazetteer import Named
    from rules.mention import Mention
    from rules.region import Region

PLACE_SURE: Final = 0.65  # a score from which a place is taken over; where a way leads to counts less
PLACE_CLEAR: Final = 0.02  # and by how much it is more than the next; a word further on in the text is less than that


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says. `sure`: its first category may be taken over unasked; `offered`: those to choose from."""

    language: str | None
    categories: tuple[CategoryGuess, ...]
    offered: tuple[str, ...]
    sure: bool
    competence: Competence | None
    places: tuple[Named, ...]
    mention: Mention | None

    @property
    def category(self) -> str | None:
        """The likeliest category."""
        return self.categories[0].category if self.categories else None


def read(text: str, region: Region, today: date, lessons: Lessons | None = None) -> Understanding:
    """What the text says, on this day of the region; what operators corrected before counts along."""
    guesses = category.guess(text, region, lessons=lessons)
    places = gazetteer.named_in(text, region)
    first = guesses[0].category if guesses else None
    return Understanding(
        language=tongue.guess(text),
        categories=guesses,
        offered=category.offered(guesses, region),
        sure=category.is_sure(guesses),
        competence=authority.find(text, first, bool(places) and places[0].place.outside, region),
        places=places,
        mention=mention.find(text, today),
    )


def fill(draft: Draft, found: Understanding, region: Region) -> Draft:
    """The draft whose words were read anew: what nobody has answered is filled by what they say, and marked so."""
    filled = replace(draft, suggested=found.offered)
    if _is_free(filled, Slot.WHERE, filled.place is None):
        filled = _set(filled, Slot.WHERE, place=_place(found, region))
    if _is_free(filled, Slot.CATEGORY, filled.category is None):
        filled = _set(filled, Slot.CATEGORY, category=found.category if found.sure else None)
    nobody_said = filled.when is None or filled.when.assumed
    if _is_free(filled, Slot.WHEN, nobody_said) and (found.mention or not nobody_said):
        filled = _set(filled, Slot.WHEN, when=found.mention.when if found.mention else None)
    return filled


def _is_free(draft: Draft, slot: Slot, empty: bool) -> bool:
    return empty or slot in draft.understood


def _set(draft: Draft, slot: Slot, **value: object) -> Draft:
    """The slot's value and its mark; without one, neither."""
    changed = replace(draft, **value)  # type: ignore[arg-type]  # the caller names a field of Draft
    if all(one is None for one in value.values()):
        return replace(changed, understood=draft.understood - {slot})
    return replace(changed, understood=draft.understood | {slot}, skipped=draft.skipped - {slot})


def competence(draft: Draft, region: Region) -> Competence | None:
    """Who outside the regency's government is responsible for what the draft says now; None when it is the regency."""
    outside = draft.place is not None and draft.place.outside
    return authority.find(draft.text, draft.category, outside, region)


def _place(found: Understanding, region: Region) -> Place | None:
    """The place named most surely; of several equals only their names, and the person is asked which one it is."""
    sure = [named for named in found.places if named.place.score >= PLACE_SURE]
    if not sure:
        return None
    best = sure[0].place
    equals = [named for named in sure if named.place.score > best.score - PLACE_CLEAR]
    if len(equals) > 1:
        return Place(words=", ".join(dict.fromkeys(_called(named, region) or named.place.name for named in equals)))
    return Place(
        village=None if best.outside else best.code,
        name=best.name,
        district=best.district,
        regency=best.regency,
        words=_called(sure[0], region),
        outside=best.outside,
    )


def _called(named: Named, region: Region) -> str:
    """The landmark or the street by which a place was named."""
    if named.place.landmark is not None:
        return named.place.landmark.id
    street = next((street for street in region.streets if street.id == named.street), None)
    return street.names[0] if street else ""
