"""The figures of a span, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.statistics import Cell, Rate
from storage import reporters, statistics
from storage.statistics import Figures
from storage.tables import Deadline, Report
from storage.work import Storage

DAY = timedelta(days=1)
FIRST = datetime(2026, 11, 1, 16, tzinfo=UTC)
NOW = FIRST + 14 * DAY
PARTS = [(FIRST, FIRST + 7 * DAY), (FIRST + 7 * DAY, NOW)]


class Town:
    """Reports as they stand, row by row."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.number = storage, 0

    async def report(
        self, days: float, *, due: Any = None, met: Any = None, kind: str = "resolve", **values: Any
    ) -> None:
        """One filed so many days after the first; a promise due then, met then."""
        self.number += 1
        filed = FIRST + days * DAY
        async with self.storage.work(NOW) as work:
            person = await reporters.seen(work, 7, "Emma", "", "en")
            row = {
                "code": f"BDG-{self.number}", "reporter_id": person.id, "draft_id": self.number, "kind": "complaint",
                "title": "", "body": "", "language": "id", "status": "forwarded", "agency": "dlhk", "filed_at": filed,
                "changed_at": filed, "category": "waste", "village": "51.03.06.2004",
            }  # fmt: skip
            report = Report(**{**row, **values})
            work.session.add(report)
            await work.session.flush()
            if due is not None:
                promise = {"due_at": FIRST + due * DAY, "met_at": None if met is None else FIRST + met * DAY}
                work.session.add(Deadline(report_id=report.id, kind=kind, set_at=filed, **promise))

    async def figures(self, agency: str | None = None, parts: Sequence[tuple[datetime, datetime]] = PARTS) -> Figures:
        """As of now."""
        async with self.storage.read() as session:
            return await statistics.of(session, parts, agency, NOW)


@pytest.fixture
def town(storage: Storage) -> Town:
    """Nothing filed yet."""
    return Town(storage)


async def test_nothing(town: Town) -> None:
    """Zeroes, and nothing to divide by."""
    found = await town.figures()
    assert (found.filed, found.rate, found.open, found.late) == (Cell(0), Rate(0, 0), 0, 0)
    assert (found.rate.percent, found.satisfaction.mean, dict(found.categories)) == (None, None, {})


async def test_what_was_filed(town: Town) -> None:
    """Within the span, half open, by part, category, village, language and origin; confidential ones are told apart."""
    for days in (-0.001, 14):
        await town.report(days)
    await town.report(0, confidential=True)
    await town.report(6.999, category=None, village=None, language="en", origin="hotel_7")
    await town.report(7, agency="pupr")
    found = await town.figures()
    assert found.filed == Cell(3, 1)
    assert found.filed_parts == [Cell(2, 1), Cell(1)]
    assert found.categories == {"waste": Cell(2, 1), "": Cell(1)}
    assert found.villages == {"51.03.06.2004": Cell(2, 1), "": Cell(1)}
    assert (found.languages, found.origins) == ({"id": Cell(2, 1), "en": Cell(1)}, {"": Cell(2, 1), "hotel_7": Cell(1)})
    assert (await town.figures("pupr")).filed_parts == [Cell(0), Cell(1)]
    assert (await town.figures(parts=[(FIRST, NOW)])).filed_parts == [Cell(3, 1)]


async def test_what_was_settled(town: Town) -> None:
    """The promise of an answer, met in the span, by its date or not; whenever it was filed, unless it was withdrawn."""
    await town.report(-30, due=1, met=1, status="closed", stars=5)
    await town.report(1, due=3, met=8, status="answered", stars=4)
    await town.report(1, due=3, met=2, status="referred", agency=None)
    await town.report(1, due=3, met=2, status="withdrawn")
    await town.report(1, due=3, met=2, status="forwarded", kind="verify")
    await town.report(1, due=3, met=14, status="closed")
    found = await town.figures()
    assert found.rate == Rate(3, 2)
    assert found.settled_parts == [Cell(2), Cell(1)]
    assert found.rates == {"dlhk": (Rate(2, 1), Cell(2)), "": (Rate(1, 1), Cell(1))}
    assert (found.satisfaction.given, found.satisfaction.mean) == (2, 4.5)
    assert (await town.figures("dlhk")).rate == Rate(2, 1)
    assert (await town.figures(parts=[(FIRST, NOW)])).settled_parts == [Cell(3)]


async def test_what_is_open_and_late_now(town: Town) -> None:
    """Of all there is; nothing is late while the desk waits for the reporter, nor by the reporter's own time."""
    await town.report(-60, due=-40)
    await town.report(1, due=13)
    await town.report(1, due=15)
    await town.report(1, due=13, met=12)
    await town.report(1, due=13, status="needs_info")
    await town.report(1, due=13, kind="reply")
    await town.report(1, due=13, status="answered")
    found = await town.figures()
    assert (found.open, found.late) == (6, 2)
    assert ((await town.figures("pupr")).open, (await town.figures("pupr")).late) == (0, 0)


async def test_first_answers(town: Town) -> None:
    """How many after how long; what was not answered yet is not among them."""
    for minutes in (10, 10, 400, None):
        await town.report(1, first_minutes=minutes)
    assert (await town.figures()).first == {10: Cell(2), 400: Cell(1)}
