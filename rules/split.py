"""One report that tells of two matters becomes two: what is promised of the second one (decision 29)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FROM: Final = "split_from"  # the first line in the history of the second report
# In the data of that line, and of the step in the history of the first: the other's code. Once only one of the two
# shows its reporter's name, the desk must not be led from one to the other: the code goes under the second name.
OTHER: Final = {"split": "into", FROM: "from"}
HIDDEN: Final = "other"

Wait = tuple[datetime, datetime]


def answer_by(counted: datetime, promised: datetime | None) -> datetime:
    """Until when the second report is answered: as its own class counts from the first one's filing, and not later than
    the reporter was promised an answer to the whole (None: that promise is not open)."""
    return counted if promised is None else min(counted, promised)


def counts_from(since: datetime, waits: Sequence[Wait]) -> dict[str, Any]:
    """From when the answer counts and the waits for the reporter since then, as the line keeps them."""
    return {"since": since.isoformat(), "waits": [[asked.isoformat(), told.isoformat()] for asked, told in waits]}


def counted(data: Mapping[str, Any]) -> tuple[datetime, list[Wait]]:
    """What `counts_from` made of them."""
    waits = [(datetime.fromisoformat(asked), datetime.fromisoformat(told)) for asked, told in data["waits"]]
    return datetime.fromisoformat(data["since"]), waits
