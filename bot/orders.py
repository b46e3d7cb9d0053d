"""What the running program orders of the process that makes files, and what that answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: moments are ISO 8601, `agency` None is all of them, `path` where the file goes. The database and
    the region are those of whoever asks."""

    sort: str
    since: str
    until: str
    agency: str | None
    personal: bool
    language: str
    path: str
    database_url: str
    region: str


@dataclass(frozen=True, slots=True)
class Product:
    """A file: where it is, what it is called, of which kind Telegram is to take it."""

    path: str
    name: str
    kind: str
    mime: str


@dataclass(frozen=True, slots=True)
class Result:
    """The files, and how many reports are in them."""

    rows: int
    files: tuple[Product, ...]
