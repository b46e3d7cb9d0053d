"""The first region, read once: it is frozen."""

from __future__ import annotations

import pytest

from bot import region
from rules.region import Region


@pytest.fixture(scope="session")
def badung() -> Region:
    return region.load("badung")
