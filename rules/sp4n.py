"""The number under which SP4N-LAPOR! keeps a report: the tracking ID that lapor.go.id shows.

It is written as # and digits, seven or eight of them from 2019 to 2025 (unconfirmed):
one more either way is taken, so that its growing by a digit stops nobody.
"""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"#?\s*([1-9]\d{5,8})", re.ASCII)


def parse(text: str) -> str | None:
    """The digits of a tracking ID as somebody typed it; None when it is none."""
    found = _NUMBER.fullmatch(text.strip())
    return found[1] if found else None
