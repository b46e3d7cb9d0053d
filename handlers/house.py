"""What every handler needs to know and nothing changes while the program runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from locales.catalog import Catalog
    from rules.region import Region


@dataclass(frozen=True, slots=True)
class House:
    """The region served, the texts, and the two bots' user names (without @)."""

    region: Region
    catalog: Catalog
    public_username: str
    desk_username: str
