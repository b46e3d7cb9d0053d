"""LAPOR!'s title of a report: the gist in a line, made from the first words and editable at the desk."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 80

_END: Final = re.compile(r"(?<=[.!?])\s|\n")


def make(text: str) -> str:
    """The first sentence, or as many whole words of it as fit; never empty for a text that is not."""
    first = _END.split(text.strip(), maxsplit=1)[0]
    return shorten(first.rstrip(" .!,;:") or text)


def shorten(title: str) -> str:
    """A title of one line that an operator or a reporter wrote, cut after a whole word where it is too long."""
    line = " ".join(title.split())
    if len(line) <= LONGEST:
        return line
    head = line[: LONGEST - 1]
    at = head.rfind(" ")
    return f"{head[:at] if at > LONGEST // 2 else head}…"
