"""What brought somebody here: the payload of a deep link, as a poster or a workshop's sheet carries it.

It names a place, so that nobody has to describe where they stand, and a source, so that reports can be counted by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rules import gazetteer, place

if TYPE_CHECKING:
    from rules.place import PlaceMatch
    from rules.region import Region

PAYLOAD_MAX: Final = 64  # Telegram's limit for `start`; only A-Z a-z 0-9 _ - are allowed in it
SOURCE_MAX: Final = 24
SHARED: Final = "shared-link"  # the source of who came by a report that was shared; no poster can be called that
SURE: Final = 0.8  # from which words on a command line name a place without doubt
_PAYLOAD: Final = re.compile(r"p-([a-z0-9_]*)-([a-z0-9_]*)")
_SOURCE: Final = re.compile(rf"[a-z0-9_]{{1,{SOURCE_MAX}}}")


@dataclass(frozen=True, slots=True)
class Origin:
    """`place` is a landmark's id or a village's code without its dots, or empty; `source` what is counted, or empty."""

    place: str = ""
    source: str = ""


def is_source(text: str) -> bool:
    """Whether a source can be called that: small letters, digits and _, at most 24."""
    return _SOURCE.fullmatch(text) is not None


def payload(origin: Origin) -> str:
    """The payload that says it."""
    return f"p-{origin.place}-{origin.source}"


def parse(payload: str) -> Origin | None:
    """What a payload says; None when it says something else, or more than Telegram would have carried."""
    found = _PAYLOAD.fullmatch(payload) if len(payload) <= PAYLOAD_MAX else None
    return Origin(found[1], found[2][:SOURCE_MAX]) if found else None


def url(bot: str, origin: Origin) -> str:
    """The deep link to a bot, by its user name."""
    return f"https://t.me/{bot}?start={payload(origin)}"


def where(origin: Origin, region: Region) -> PlaceMatch | None:
    """The place an origin names; None when it names none of the region, or names one no more."""
    return _places(region).get(origin.place)


def named(words: str, region: Region) -> tuple[str, ...]:
    """The places that words may name, as an origin writes them; exactly one when there is no doubt."""
    keys = {_whose(match): key for key, match in _places(region).items()}
    found = [match for match in gazetteer.find(words, region) if _whose(match) in keys]
    sure = [match for match in found if match.score >= SURE]
    return tuple(keys[_whose(match)] for match in (sure if len(sure) == 1 else found))


def _whose(match: PlaceMatch) -> tuple[str | None, str]:
    return match.code, match.landmark.id if match.landmark else ""


@lru_cache(maxsize=8)
def _places(region: Region) -> dict[str, PlaceMatch]:
    villages = zip((one.code.replace(".", "") for one in region.villages), place.villages(region), strict=True)
    return dict(villages) | dict(zip((one.id for one in region.landmarks), place.landmarks(region), strict=True))
