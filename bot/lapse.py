"""A clock that begins when one likes and runs ahead: for trying and training, where a week is to pass in minutes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Lapse:
    """Call it for the moment it shows: `start`, and since then `speed` seconds for each second that passed."""

    start: datetime
    speed: float = 1.0
    _begun: float = field(default_factory=time.monotonic, repr=False)

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self._begun) * self.speed)
