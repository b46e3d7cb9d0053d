"""Who a broadcast reaches, counted for each language, in ranges of ids so that nobody waits meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, exists, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules import reader
from rules.broadcast import Audience
from storage.tables import Report, Reporter

RANGE: Final = 20_000  # ids at a time: some 10 milliseconds


async def count(session: AsyncSession, audience: Audience, at: datetime) -> dict[str, int]:
    """How many it would reach at that moment, for each language of its texts."""
    found: Counter[str] = Counter()
    last = (await session.exec(select(func.max(col(Reporter.id))))).one() or 0
    for start in range(0, last, RANGE):
        within = (col(Reporter.id) > start, col(Reporter.id) <= start + RANGE)
        language = col(Reporter.language)
        rows = await session.exec(
            select(language, func.count()).where(*within, *conditions(audience, at)).group_by(language)
        )
        for reads, number in rows.all():
            found[reader.otherwise(reads)] += number
        await asyncio.sleep(0)
    return dict(found)


def conditions(audience: Audience, at: datetime) -> Iterator[ColumnElement[bool]]:
    """What must be true of a reporter: they can and may be written to, and belong to the audience."""
    yield col(Reporter.telegram_id) > 0  # the erased, and nobody, have none
    yield col(Reporter.erased_at).is_(None)
    yield col(Reporter.withdrawn_at).is_(None)
    yield col(Reporter.blocked_at).is_(None)
    yield col(Reporter.consent_at).is_not(None)
    yield col(Reporter.announcements).is_(True)
    yield col(Reporter.created_at) <= at
    if audience.language:
        reads = col(Reporter.language).in_(reader.READ_INDONESIAN)
        yield reads if audience.language == reader.INDONESIAN else ~reads
    if audience.active_days:
        yield col(Reporter.seen_at) >= at - timedelta(days=audience.active_days)
    if audience.asks_for_reports:
        yield exists().where(col(Report.reporter_id) == col(Reporter.id), *_of_report(audience, at))


def _of_report(audience: Audience, at: datetime) -> Iterator[ColumnElement[bool]]:
    """What must be true of one of their reports, which was there at that moment."""
    yield col(Report.filed_at) <= at
    if audience.districts or audience.villages:
        yield or_(col(Report.district).in_(audience.districts), col(Report.village).in_(audience.villages))
    if audience.categories:
        yield col(Report.category).in_(audience.categories)
    if audience.agencies:
        yield col(Report.agency).in_(audience.agencies)
    if audience.report_id:
        yield or_(col(Report.id) == audience.report_id, col(Report.parent_id) == audience.report_id)
