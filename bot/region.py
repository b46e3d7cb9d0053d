"""Reads a region profile, checks it, and hands out the `Region` that the rest of the house uses."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

import regions
from bot import region_build, region_calendar, region_checks
from bot.region_models import NeighbourRow, Profile, VillageRow
from bot.region_shared import SHARED, with_shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from rules.region import Region

T = TypeVar("T", bound=BaseModel)


class RegionError(ValueError):
    """The region profile cannot be used; the message has one sentence a line, each saying where and what to do."""


def load(name: str) -> Region:
    """The region called `name`, checked. RegionError says everything that is wrong at once."""
    data = read(name)
    try:
        return build(data)
    except RegionError as error:
        lines = (f"regions/{name}.toml, {line}" for line in str(error).splitlines())
        raise RegionError("\n".join(lines)) from error


def read(name: str) -> dict[str, Any]:
    """The profile called `name` as it is written, with what it shares. RegionError when a file of it is no profile."""
    try:
        own = regions.read(name)
    except FileNotFoundError:
        known = ", ".join(regions.names())
        raise RegionError(f"There is no region profile {name}: set KANAL_REGION to one of {known}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegionError(f"regions/{name}.toml cannot be read: {error}. Correct that line.") from error
    if SHARED not in own:
        return own
    try:
        return with_shared(own, regions.read_shared(str(own[SHARED])))
    except FileNotFoundError:
        raise RegionError(
            f"regions/{name}.toml, shared: there is no file shared/{own[SHARED]}.toml; add it or correct the name."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegionError(f"regions/shared/{own[SHARED]}.toml cannot be read: {error}. Correct that line.") from error


def build(data: Mapping[str, Any]) -> Region:
    """The region of a profile as it is written, checked the same way."""
    profile = _shape(Profile, data)
    villages = _table(VillageRow, profile.name, profile.places.villages)
    neighbours = _table(NeighbourRow, profile.name, profile.places.neighbours)
    today = datetime.now(UTC).astimezone(profile.tz).date()
    wrong = list(region_checks.problems(profile, villages, neighbours, today))
    wrong += region_calendar.problems(profile)
    if wrong:
        raise RegionError("\n".join(wrong))
    return region_build.region(profile, villages, neighbours, regions.ordinary_words())


def unconfirmed(region: Region) -> dict[str, list[str]]:
    """What the operator still has to confirm, by what it is; the region's own days are counted by year."""
    years = Counter(entry.day.year for entry in region.days if not entry.confirmed)
    tables: dict[str, Iterable[tuple[str, bool]]] = {
        "Agencies": ((f"{entry.short}: {entry.names.id}", entry.confirmed) for entry in region.agencies.values()),
        "Emergency numbers": ((f"{entry.number}: {entry.names.id}", entry.confirmed) for entry in region.emergency),
        "Other authorities": (
            (f"{entry.id}: {entry.names.id}", entry.confirmed) for entry in region.authorities.values()
        ),
        "Deadlines": ((f"from {entry.effective_from}: {entry.legal}", entry.confirmed) for entry in region.sla),
        "Retention": (
            (f"{entry.id}: {entry.names.id}, {entry.days} days", entry.confirmed) for entry in region.retention.values()
        ),
        "Privacy": [(f"{region.privacy.office.id}: {region.privacy.contact.id}", region.privacy.confirmed)],
        "Places": [(f"coordinates of {len(region.villages)} villages", region.measured)],
        "Streets": ((f"{entry.names[0]}", entry.confirmed) for entry in region.streets),
        "Days off": ((f"{year}: {number} days", False) for year, number in sorted(years.items())),
    }
    found = {what: [name for name, sure in entries if not sure] for what, entries in tables.items()}
    return {what: names for what, names in found.items() if names}


def _table(model: type[T], region: str, file: str) -> tuple[T, ...]:
    try:
        rows = regions.read_table(region, file)
    except FileNotFoundError:
        raise RegionError(f"places: there is no table {region}/{file}; add it or correct the name.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise RegionError(f"{file}: it cannot be read ({error}); save it as CSV in UTF-8.") from error
    columns = list(model.model_fields)
    if not rows or list(rows[0])[: len(columns)] != columns:
        raise RegionError(f"{file}: it must begin with the line {','.join(columns)}, and have a row for each village.")
    read, wrong = [], []
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            wrong.append(f"{file}, line {line}: it needs {len(columns)} values with commas between; correct the line.")
            continue
        try:
            read.append(_shape(model, row, f"{file}, line {line}: "))
        except RegionError as error:
            wrong.append(str(error))
    if wrong:
        raise RegionError("\n".join(wrong))
    return tuple(read)


def _shape(model: type[T], data: Mapping[str, Any], where: str = "") -> T:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        sentences = (f"{where}{_sentence(problem, data)}" for problem in error.errors(include_url=False))
        raise RegionError("\n".join(sentences)) from error


def _sentence(problem: ErrorDetails, data: Mapping[str, Any]) -> str:
    where = ", ".join(_steps(problem["loc"], data))
    match problem["type"]:
        case "missing":
            return f"{where}: this is missing; add it."
        case "extra_forbidden":
            return f"{where}: this is not known; remove it or correct the spelling."
        case "value_error":
            return f"{where}: {problem['msg'].removeprefix('Value error, ')}."
        case _:
            return f"{where}: {problem['msg'][:1].lower()}{problem['msg'][1:]}; correct it."


def _steps(location: Sequence[int | str], data: Any) -> Iterator[str]:
    """The way to an entry in words: a list's entry goes by its id, or by its number from 1."""
    for step in location:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(step, int):
            yield str(data["id"]) if isinstance(data, dict) and "id" in data else f"number {step + 1}"
        else:
            yield step
