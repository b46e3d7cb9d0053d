"""Region profiles: everything that differs between regencies. Data, no code; `bot.region` checks and reads them."""

from __future__ import annotations

import csv
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def names() -> tuple[str, ...]:
    """The profiles there are, in alphabetical order."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(file.removesuffix(".toml") for file in files if file.endswith(".toml")))


def path(name: str) -> Traversable:
    """Where the profile is, in a source tree as in an installed package; its tables are in the folder of that name."""
    return resources.files(__name__) / f"{name}.toml"


def read(name: str) -> dict[str, Any]:
    """The profile as it is written. FileNotFoundError, or tomllib.TOMLDecodeError with the line."""
    return tomllib.loads(path(name).read_text(encoding="utf-8"))


def read_shared(name: str) -> dict[str, Any]:
    """What several profiles share, as it is written."""
    return tomllib.loads((resources.files(__name__) / "shared" / f"{name}.toml").read_text(encoding="utf-8"))


def ordinary_words() -> frozenset[str]:
    """Everyday words of both languages that are spelt right, and are no misspelling of a profile's words."""
    return frozenset((resources.files(__name__) / "ordinary.txt").read_text(encoding="utf-8").split())


def read_table(name: str, file: str) -> list[dict[str, str]]:
    """The rows of a table of the profile, by column."""
    text = (resources.files(__name__) / name / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
