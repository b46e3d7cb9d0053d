"""The queue is read off its index, in its order: a page costs what is on it, the counts one pass over open reports."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bench.regency import ADDRESSED, NOW, Regency
from rules.queue import PAGE, View
from storage import queue
from storage.queue import Asked
from storage.work import Storage
from tests.bot.test_clock_plans import plans_of


def asked(agency: str | None) -> Asked:
    return Asked(agency, 1, NOW, NOW + timedelta(hours=14))


@pytest.mark.parametrize("agency", [None, ADDRESSED])
async def test_no_view_passes_over_all_reports(sqlite_url: str, agency: str | None) -> None:
    """Nor is a page sorted: the index has its order."""
    async with Storage.open(sqlite_url) as store:
        await Regency(reports=100, every=10).fill(store)
        for view in View:
            with plans_of(store.writer.sync_engine) as plans:
                async with store.work(NOW) as work:
                    found = await queue.page(work.session, view, asked(agency), PAGE)
            assert not [plan for plan in plans if plan in {"SCAN report", "SCAN push", "SCAN deadline"}]
            if view is View.UNREACHED:
                assert any("ix_push_unreached" in plan for plan in plans)
            else:
                assert "INDEX ix_report_queue" in plans[0]
                assert plans.count("USE TEMP B-TREE FOR ORDER BY") == 1  # of the promises of those on the page
                due = [report.due_at for report, _ in found if report.due_at is not None]
                assert due == sorted(due)


async def test_the_counts_read_the_index_alone(sqlite_url: str) -> None:
    """No report's words, whatever is asked of it; and they are what the pages have."""
    async with Storage.open(sqlite_url) as store:
        await Regency(reports=100, every=10).fill(store)
        with plans_of(store.writer.sync_engine) as plans:
            async with store.work(NOW) as work:
                counts = await queue.counts(work.session, asked(None))
        assert any("USING COVERING INDEX ix_report_queue" in plan for plan in plans)
        async with store.work(NOW) as work:
            for view in View:
                assert counts[view] == len(await queue.page(work.session, view, asked(None), 1000))
    assert min(counts[View.ALL], counts[View.NEW], counts[View.TODAY] + counts[View.LATE], counts[View.WAITING]) > 0
