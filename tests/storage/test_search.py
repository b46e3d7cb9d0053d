"""Finding reports by what somebody looks for, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import search
from storage.search import Wanted
from storage.work import Storage


@pytest.mark.parametrize(
    ("terms", "is_found"),
    [
        ([["lampu"]], True),
        ([["LAMPU"], ["padam"]], True),
        ([["lampu"], ["mati"]], False),
        ([["mati", "padam"]], True),
        ([["padam sejak"]], True),
        ([["pad_m"]], False),
        ([["%"]], False),
        ([["\\"]], False),
        ([["2345"]], True),
    ],
)
async def test_each_term_in_one_of_its_forms(
    storage: Storage, now: datetime, filed: Any, terms: list[list[str]], is_found: bool
) -> None:
    """Whatever its case; what means something to LIKE means itself."""
    async with storage.work(now) as work:
        await filed(work)
        assert int(is_found) == len(await search.find(work.session, Wanted(None, terms)))


async def test_all_that_is_asked_holds(storage: Storage, now: datetime, filed: Any) -> None:
    """Agency, village, district, category and time; the newest first."""
    async with storage.work(now) as work:
        first = await filed(work, "BDG-1")
        first.agency, first.village, first.district, first.category = "dlhk", "51.03.06.2004", "Kuta Utara", "waste"
    async with storage.work(now + timedelta(days=1)) as work:
        second = await filed(work, "BDG-2")
        assert [second.id, first.id] == await search.find(work.session, Wanted(None))
        asked: tuple[dict[str, Any], ...] = (
            {"agency": "dlhk"},
            {"villages": ["51.03.06.2004", "x"]},
            {"district": "Kuta Utara"},
            {"category": "waste"},
            {"until": now + timedelta(hours=1)},
            {"code": "BDG-1"},
        )
        for one in asked:
            assert [first.id] == await search.find(work.session, Wanted(**{"agency": None, **one}))
        assert [second.id] == await search.find(work.session, Wanted(None, since=now + timedelta(hours=1)))
        second.confidential = True
        assert [first.id] == await search.find(work.session, Wanted(None, readable=search.plain()))
