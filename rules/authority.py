"""Whose a matter is when it is not the regency's: the province's, the police's, PLN's. It is said at once, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules import gazetteer, lexicon

if TYPE_CHECKING:
    from rules.lexicon import Hit
    from rules.region import Region

ELSEWHERE: Final = "other_regency"  # the authority of what happened over the border, where a profile has it


@dataclass(frozen=True, slots=True)
class Competence:
    """An authority of the profile, and the words, the street or the place that led to it."""

    authority: str
    words: tuple[str, ...]


def find(text: str, category: str | None, outside: bool, region: Region) -> Competence | None:
    """Who outside the regency's government is responsible; None when it is the regency's own.

    What the text calls by name comes first, then the street it happened on, then what it is about, and then that it
    happened `outside` the regency.
    """
    about = region.categories.get(category or "")
    named = _named(text, region)
    street = gazetteer.street_of(text, region)
    if named is not None and (about is None or about.authority is None or about.authority == named.authority):
        return named
    if about is not None and about.follows_street and street is not None and street.authority is not None:
        return Competence(street.authority, (street.names[0],))
    if about is not None and about.authority is not None:
        return Competence(about.authority, _words(text, lexicon.CATEGORY + about.id, region))
    if outside and ELSEWHERE in region.authorities:
        return Competence(ELSEWHERE, ())
    return None


def _named(text: str, region: Region) -> Competence | None:
    """The authority that the words speak of most."""
    scores: dict[str, float] = {}
    hits = [hit for hit in _hits(text, region) if hit.owner.startswith(lexicon.AUTHORITY)]
    for hit in hits:
        scores[hit.owner] = scores.get(hit.owner, 0.0) + hit.weight
    if not scores:
        return None
    best = max(scores, key=lambda owner: scores[owner])
    words = tuple(dict.fromkeys(hit.phrase for hit in hits if hit.owner == best))
    return Competence(best.removeprefix(lexicon.AUTHORITY), words)


def _words(text: str, owner: str, region: Region) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.phrase for hit in _hits(text, region) if hit.owner == owner))


def _hits(text: str, region: Region) -> tuple[Hit, ...]:
    return lexicon.find(text, lexicon.of_region(region))
