"""What every handler needs to know and nothing changes while the program runs, but for what officers teach it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rules import pseudonym

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from locales.catalog import Catalog
    from rules.category import Lessons
    from rules.place import Boundaries
    from rules.region import Region


@dataclass(slots=True)
class Taught:
    """What corrections taught, as of the last one that was looked at (`handlers.lessons`)."""

    lessons: Lessons = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class House:
    """The region served, the texts, the two bots' user names (without @), how many bytes the fullest of our disks has
    left (None: not known), how many things a tick of the clock does in one transaction, whether a machine
    translates, the key of the pseudonyms, which only the database knows, what officers taught, the boundaries of the
    villages, if there are any, and how often each tick of the clock comes round, by name."""

    region: Region
    catalog: Catalog
    public_username: str
    desk_username: str
    free_bytes: Callable[[], int | None] = lambda: None
    batch: int = 50
    translates: bool = False
    secret: str = ""
    taught: Taught = field(default_factory=Taught)
    boundaries: Boundaries | None = None
    rounds: Mapping[str, timedelta] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of pseudonyms and receipts."""
        return self.secret or self.region.name

    def alias(self, report_id: int, name: str) -> str:
        """What somebody with that pseudonym is called in one report, where the desk sees it.

        Another one in each report: a person who shows their name in one of them must not be known in the others.
        """
        return pseudonym.make(self.key, f"{name} {report_id}")

    def recipient(self, broadcast_id: int, reporter_id: int, length: int) -> str:
        """What somebody is called in the file of outcomes of one announcement: another one in each.

        Otherwise one to the reporter of a named report and one to a hidden report's would tell that they are the same.
        """
        return pseudonym.make(self.key, f"announcement {broadcast_id} {reporter_id}", length)

    def pseudonym(self, reporter_id: int, length: int = pseudonym.LENGTH) -> str:
        """The name of a reporter who wants none: on cards, in lists, histories and files, the same everywhere."""
        return pseudonym.make(self.key, reporter_id, length)

    def pseudonyms(self, reporter_id: int) -> tuple[str, ...]:
        """That name, and the one in what was written before the installation had a key of its own."""
        return tuple(dict.fromkeys((self.pseudonym(reporter_id), pseudonym.make(self.region.name, reporter_id))))

    @property
    def few(self) -> int:
        """How many of what takes five times as long as other things: reports that close, people who are erased."""
        return math.ceil(self.batch / 5)
