"""What every handler needs to know and nothing changes while the program runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalog import Catalog
    from rules.region import Region


@dataclass(frozen=True, slots=True)
class House:
    """The region served, the texts, the two bots' user names (without @), how many bytes the fullest of our disks has
    left (None: not known), how many things a tick of the clock does in one transaction, and whether a machine
    translates."""

    region: Region
    catalog: Catalog
    public_username: str
    desk_username: str
    free_bytes: Callable[[], int | None] = lambda: None
    batch: int = 50
    translates: bool = False

    @property
    def few(self) -> int:
        """How many of what takes five times as long as other things: reports that close, people who are erased."""
        return math.ceil(self.batch / 5)
