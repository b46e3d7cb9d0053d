"""What a profile does not say in a language that reporters can choose: for whoever writes it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from rules.region import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.region import Region


def lacking(region: Region, language: str) -> dict[str, list[str]]:
    """The texts without that language, by the part of the profile, as its readers see them instead.

    A name that is the same in both of the profile's languages is a name of its own, and needs none; the country's
    holidays stand in no profile.
    """
    parts = [part.name for part in fields(region) if part.name != "calendar"]
    found = {name: list(_without(getattr(region, name), language)) for name in parts}
    return {part: list(dict.fromkeys(texts)) for part, texts in found.items() if texts}


def _without(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, Names):
        if value.id != value.en and language not in dict(value.more):
            yield value.of(language)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _without(getattr(value, part.name), language)
    elif isinstance(value, Mapping) and value.keys() >= {"id", "en"}:  # the texts of a template
        if language not in value:
            yield str(value["en"])
    elif isinstance(value, (tuple, list, Mapping)):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _without(one, language)
