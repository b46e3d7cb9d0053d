"""The figures of a span, counted by the database: a handful of statements, however many reports there are.

What each means is said in `rules.statistics`. Filed, categories, villages, languages, origins and first answers are of
the reports filed in the span; settled, on time and stars of those settled in it; open and late are as of now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.deadline import Promise
from rules.lifecycle import OPEN, Status
from rules.statistics import SETTLED, Cell, Rate, Stars
from storage.tables import Deadline, Report

Span = tuple[datetime, datetime]  # half open


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is shown of a span; "" in place of a name is none. `filed_parts` and `settled_parts` have a cell
    for each part of it. `first` has how many were first answered after so many working minutes."""

    filed: Cell
    filed_parts: Sequence[Cell]
    settled_parts: Sequence[Cell]
    rate: Rate
    rates: Mapping[str, tuple[Rate, Cell]]
    categories: Mapping[str, Cell]
    villages: Mapping[str, Cell]
    languages: Mapping[str, Cell]
    origins: Mapping[str, Cell]
    first: Mapping[int, Cell]
    stars: Mapping[int, Cell]
    open: int
    late: int

    @property
    def satisfaction(self) -> Stars:
        """The stars as one number."""
        return Stars({stars: cell.count for stars, cell in self.stars.items()})


@dataclass(frozen=True, slots=True)
class _Settled:
    part: int
    agency: str
    stars: int | None
    cell: Cell
    on_time: int


async def of(session: AsyncSession, parts: Sequence[Span], agency: str | None, now: datetime) -> Figures:
    """The figures of the span that these parts make up, one after the other, for an agency (None: all of them)."""
    since, until = parts[0][0], parts[-1][1]
    filed = (col(Report.filed_at) >= since, col(Report.filed_at) < until, *_own(agency))
    by_part = await _cells(session, _part(col(Report.filed_at), parts), filed)
    settled = await _settled(session, parts, agency)
    answered = (*filed, col(Report.first_minutes).is_not(None))
    return Figures(
        filed=sum(by_part.values(), Cell(0)),
        filed_parts=[by_part.get(number, Cell(0)) for number in range(len(parts))],
        settled_parts=_settled_parts(settled, len(parts)),
        rate=Rate(sum(one.cell.count for one in settled), sum(one.on_time for one in settled)),
        rates=_rates(settled),
        categories=await _cells(session, func.coalesce(Report.category, ""), filed),
        villages=await _cells(session, func.coalesce(Report.village, ""), filed),
        languages=await _cells(session, col(Report.language), filed),
        origins=await _cells(session, col(Report.origin), filed),
        first=await _cells(session, col(Report.first_minutes), answered),
        stars=_stars(settled),
        open=await _open(session, agency),
        late=await _open(session, agency, _is_late(now)),
    )


async def _cells(session: AsyncSession, what: Any, which: Sequence[ColumnElement[bool]]) -> dict[Any, Cell]:
    # by its name: PostgreSQL takes an expression with values in it for another one where it is grouped by
    statement = select(what.label("what"), func.count(), _confidential()).select_from(Report).where(*which)
    statement = statement.group_by(text("what"))
    return {name: Cell(count, int(hidden)) for name, count, hidden in await session.exec(statement)}


async def _settled(session: AsyncSession, parts: Sequence[Span], agency: str | None) -> list[_Settled]:
    met, part = col(Deadline.met_at), _part(col(Deadline.met_at), parts)
    in_time = func.sum(case((met <= col(Deadline.due_at), 1), else_=0))
    agencies = func.coalesce(Report.agency, "").label("whose")
    columns: Any = (part.label("part"), agencies, Report.stars, func.count(), _confidential(), in_time)
    statement = (
        select(*columns)
        .select_from(Deadline)
        .join(Report, col(Report.id) == col(Deadline.report_id))
        .where(
            col(Deadline.kind) == str(Promise.RESOLVE),
            met.is_not(None),
            met >= parts[0][0],
            met < parts[-1][1],
            col(Report.status).in_([str(status) for status in SETTLED]),
            *_own(agency),
        )
        .group_by(text("part"), text("whose"), col(Report.stars))
    )
    rows = await session.exec(statement)
    return [
        _Settled(number, name, stars, Cell(count, int(hidden)), int(on_time))
        for number, name, stars, count, hidden, on_time in rows
    ]


def _settled_parts(settled: Sequence[_Settled], count: int) -> list[Cell]:
    found = [Cell(0)] * count
    for one in settled:
        found[one.part] += one.cell
    return found


def _rates(settled: Sequence[_Settled]) -> dict[str, tuple[Rate, Cell]]:
    found: dict[str, tuple[Rate, Cell]] = defaultdict(lambda: (Rate(0, 0), Cell(0)))
    for one in settled:
        rate, cell = found[one.agency]
        found[one.agency] = (Rate(rate.settled + one.cell.count, rate.on_time + one.on_time), cell + one.cell)
    return dict(found)


def _stars(settled: Sequence[_Settled]) -> dict[int, Cell]:
    found: dict[int, Cell] = defaultdict(lambda: Cell(0))
    for one in settled:
        if one.stars is not None:
            found[one.stars] += one.cell
    return dict(found)


async def _open(session: AsyncSession, agency: str | None, *more: ColumnElement[bool]) -> int:
    still = col(Report.status).in_([str(status) for status in OPEN])
    return (await session.exec(select(func.count()).select_from(Report).where(still, *_own(agency), *more))).one()


def _is_late(now: datetime) -> ColumnElement[bool]:
    """A promise of the desk is over, and its clock does not stand still for the reporter."""
    missed = exists().where(
        col(Deadline.report_id) == col(Report.id),
        col(Deadline.met_at).is_(None),
        col(Deadline.kind) != str(Promise.REPLY),
        col(Deadline.due_at) < now,
    )
    return and_(col(Report.status) != str(Status.NEEDS_INFO), missed)


def _part(at: Any, parts: Sequence[Span]) -> Any:
    """In which part a moment of the span lies, from 0."""
    ends: list[Any] = [(at < until, number) for number, (_, until) in enumerate(parts)]
    return case(*ends, else_=0)


def _confidential() -> Any:
    return func.sum(case((col(Report.confidential), 1), else_=0))


def _own(agency: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if agency is None else (col(Report.agency) == agency,)
