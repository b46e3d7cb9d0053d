"""Every callback payload: a prefix and its parts, joined by colons, 1 to 64 bytes (a Telegram limit).

Prefixes of the public bot begin with `r`, those of the desk with `d`; both rooms name theirs in their own files, except
the few that one room writes and the other reads.
"""

from __future__ import annotations

from typing import Final

LIMIT_BYTES: Final = 64

ADD: Final = "r.add"  # parts: report id. The reporter wants to add something to a report
STATUS: Final = "r.status"  # parts: report id. The reporter wants to see where a report stands
SURVEY: Final = "r.sv"  # parts: report id, which ending, an answer
MANAGE: Final = "r.mg"  # parts: report id, what to do with it (nothing: the page of what can be done)
MUTE: Final = "r.mute"  # parts: report id, on or off. No more messages about a report, or messages again
STAY: Final = "r.stay"  # parts: report id, a day (ISO), or what else (nothing: the page). The last day of a stay
ANNOUNCEMENTS: Final = "r.ann"  # parts: on or off. Announcements to everybody, or no more of them
HAND_OVER: Final = "r.hand"  # parts: report id, what, the link it stands under. Give a report to somebody who stays
TAKE_OVER: Final = "r.take"  # parts: link id, yes or no
ME_TOO: Final = "r.too"  # parts: token. Report the same as was shared
HELD: Final = "r.held"  # parts: report id, keep or drop. Recordings by which who hides may be known
SETTINGS: Final = "r.set"  # parts: what is chosen (nothing: the page)


def pack(prefix: str, *parts: object) -> str:
    """The payload of a button; a payload Telegram would refuse raises here, in our tests, not at the reader's phone."""
    texts = [str(part) for part in parts]
    if any(":" in text for text in (prefix, *texts)):
        raise ValueError("a callback part must not contain a colon")
    data = ":".join((prefix, *texts))
    if len(data.encode()) > LIMIT_BYTES:
        raise ValueError(f"a callback payload must fit in {LIMIT_BYTES} bytes")
    return data


def unpack(data: str | None) -> tuple[str, ...]:
    """The prefix and the parts of a payload, as they were packed."""
    return tuple((data or "").split(":"))
