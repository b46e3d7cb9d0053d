"""Reports that are handled with another one: who they are, and the rows of a step that all of them share.

However many children a report has, a step is written to all of them by the same few statements.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, case, exists, func, insert, literal, or_, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.correction import CORRECTS
from rules.deadline import Promise
from rules.lifecycle import Status
from rules.linked import OF
from storage import conflict
from storage.tables import Deadline, Event, Report, Reporter, table_of
from storage.work import Work

_EVENT: Final[Table] = table_of(Event)
_COPIED: Final = ("due_at", "set_at", "warn_at", "light_at", "met_at", "warned_at", "escalated_at", "told_at")


@dataclass(frozen=True, slots=True)
class Family:
    """The people who reported one thing: how many children, people by language, and how many cannot be reached."""

    children: int = 0
    people: tuple[tuple[str, int], ...] = ()
    unreachable: int = 0

    @property
    def total(self) -> int:
        """How many people, the parent's reporter too."""
        return sum(number for _, number in self.people)


async def family(session: AsyncSession, report: Report) -> Family:
    """The people of a report and its children, not those who withdrew; empty when it has none.

    Who hides the name is somebody else in each report: the number must not tell that a named one is theirs too.
    """
    children = await count(session, report.id)
    if not children:
        return Family()
    is_known = (col(Reporter.telegram_id) > 0) & col(Report.anonymous).is_(False)
    person = case((is_known, col(Reporter.id)), else_=-col(Report.id))
    reached = case((col(Reporter.blocked_at).is_(None), person))
    rows = await session.exec(
        select(col(Reporter.language), func.count(person.distinct()), func.count(reached.distinct()))
        .join(Report, col(Report.reporter_id) == col(Reporter.id))
        .where(or_(col(Report.id) == report.id, col(Report.parent_id) == report.id), _stays())
        .group_by(col(Reporter.language))
        .order_by(func.count(person.distinct()).desc(), col(Reporter.language))
    )
    found = rows.all()
    people = tuple((language, number) for language, number, _ in found)
    return Family(children, people, sum(number - heard for _, number, heard in found))


async def count(session: AsyncSession, parent_id: int) -> int:
    """How many reports are handled with this one."""
    statement = select(func.count()).select_from(Report).where(col(Report.parent_id) == parent_id, _stays())
    return (await session.exec(statement)).one()


async def languages(session: AsyncSession, parent_id: int) -> Sequence[str]:
    """What the children's reporters read who hear us."""
    statement = (
        select(col(Reporter.language))
        .join(Report, col(Report.reporter_id) == col(Reporter.id))
        .where(col(Report.parent_id) == parent_id, _stays(), _hears())
        .distinct()
        .order_by(col(Reporter.language))
    )
    return (await session.exec(statement)).all()


async def of_parent(session: AsyncSession, parent_id: int, limit: int, offset: int = 0) -> Sequence[Report]:
    """A page of the children, the first that was filed first."""
    statement = select(Report).where(col(Report.parent_id) == parent_id, _stays()).order_by(col(Report.id))
    return (await session.exec(statement.limit(limit).offset(offset))).all()


async def adopt(work: Work, child: Report, parent_id: int) -> int:
    """The child's own children are the parent's now, so that no parent has a parent; how many."""
    moved = await work.session.exec(
        update(Report)
        .where(col(Report.parent_id) == child.id)
        .values(parent_id=parent_id, version=col(Report.version) + 1)
        .execution_options(synchronize_session="fetch")
    )
    return moved.rowcount


async def heir(session: AsyncSession, parent_id: int, open_: Collection[str]) -> Report | None:
    """The child that was filed first, of the open ones if there is any: the parent when that one is withdrawn."""
    statement = select(Report).where(col(Report.parent_id) == parent_id, _stays())
    oldest = statement.order_by(case((col(Report.status).in_(open_), 0), else_=1), col(Report.id)).limit(1)
    return (await session.exec(oldest.execution_options(populate_existing=True))).first()


async def hears_elsewhere(session: AsyncSession, child: Report) -> bool:
    """Whether the child's reporter is told all this already: of the parent, or of an older child.

    Not where one of the two hides the name: on the card of it, that nothing was said would tell whose it is.
    """
    if child.anonymous:
        return False
    siblings = (col(Report.parent_id) == child.parent_id) & (col(Report.id) < child.id)
    older = or_(col(Report.id) == child.parent_id, siblings)
    known = (col(Report.reporter_id) == child.reporter_id, col(Report.anonymous).is_(False))
    statement = select(Report.id).where(older, *known, _stays())
    return (await session.exec(statement.limit(1))).first() is not None


async def of_reporter(session: AsyncSession, reporter_id: int, report_ids: Collection[int]) -> dict[int, Report]:
    """Of these reports, those that are this reporter's or are handled with one of theirs: theirs, by that id."""
    near = or_(col(Report.id).in_(report_ids), col(Report.parent_id).in_(report_ids))
    statement = select(Report).where(col(Report.reporter_id) == reporter_id, near, _stays()).order_by(col(Report.id))
    found: dict[int, Report] = {}
    for report in await session.exec(statement):
        found.setdefault(report.id if report.id in report_ids else report.parent_id or report.id, report)
    return found


async def share(
    work: Work,
    event: Event,
    *,
    sources: Collection[str] | None,
    target: str | None,
    promises: Collection[str],
    answer: Event | None = None,
    **values: Any,
) -> int:
    """Write a parent's step to its children; how many it concerns.

    A step that moves takes those with it that stand in one of `sources`, to `target`, with these `values` of their
    columns: their `promises` of these kinds are met, and what was promised to the parent now is promised to them. With
    `answer`, those who have not been answered get that first. To whoever said that it is solved nothing is written.
    """
    concerned = [col(Report.parent_id) == event.report_id, _stays(), col(Report.solved).is_not(True)]
    if sources is not None:
        concerned.append(col(Report.status).in_([str(status) for status in sources]))
    if (first := event.data.get(CORRECTS)) is not None:
        concerned.append(_was_told(int(first)))
    locked = select(Report.id).where(*concerned).order_by(col(Report.id)).with_for_update()
    if not (number := len((await work.session.exec(locked)).all())):
        return 0
    if answer is not None:
        await _write(work, answer, [*concerned, col(Report.replied).is_(False)], None, work.now)
    await _write(work, event, concerned, target, event.at)
    if sources is not None:
        await _promise(work, event, concerned, promises)
    fresh = select(func.min(Event.id)).where(col(Event.report_id) == col(Report.id), col(Event.id) > event.id)
    moved = {"status": target} if target is not None else {}
    await work.session.exec(
        update(Report)
        .where(*concerned)
        .values(
            **moved,
            **values,
            news_from=func.coalesce(col(Report.news_from), fresh.scalar_subquery()),
            version=col(Report.version) + 1,
            changed_at=work.now,
        )
        .execution_options(synchronize_session=False)
    )
    return number


async def untold(work: Work, limit: int, parent_id: int | None = None) -> Sequence[Report]:
    """At most `limit` reports to whose reporters a step of the parent is still to be said, the longest waiting first;
    nobody else takes them meanwhile. Of one parent only, if it is named."""
    statement = select(Report).where(col(Report.news_from).is_not(None))
    if parent_id is not None:
        statement = statement.where(col(Report.parent_id) == parent_id)
    statement = statement.order_by(col(Report.news_from)).limit(limit).with_for_update(skip_locked=True)
    return (await work.session.exec(statement.execution_options(populate_existing=True))).all()


async def told(work: Work, report_ids: Collection[int]) -> None:
    """It is ordered to be said to them."""
    await work.session.exec(
        update(Report)
        .where(col(Report.id).in_(report_ids))
        .values(news_from=None)
        .execution_options(synchronize_session="fetch")
    )


async def quieten(work: Work, report_id: int) -> None:
    """The desk is warned of the parent's promises, not of each child's; those to the reporter stay as they are."""
    await work.session.exec(
        update(Deadline)
        .where(col(Deadline.report_id) == report_id, col(Deadline.met_at).is_(None))
        .values(warn_at=None, light_at=None)
        .execution_options(synchronize_session=False)
    )


async def beside(session: AsyncSession, reporter_id: int) -> Sequence[int]:
    """The reports of others that are handled with one of this reporter's: parents, children and siblings of theirs."""
    theirs = col(Report.reporter_id) == reporter_id
    mine = (await session.exec(select(Report.id, Report.parent_id).where(theirs))).all()
    heads = {parent_id or number for number, parent_id in mine}
    family = or_(col(Report.parent_id).in_(heads), col(Report.id).in_(heads))
    return (await session.exec(select(Report.id).where(family, col(Report.reporter_id) != reporter_id))).all()


def _stays() -> ColumnElement[bool]:
    return col(Report.status) != str(Status.WITHDRAWN)


def _hears() -> ColumnElement[bool]:
    return col(Reporter.erased_at).is_(None) & col(Reporter.withdrawn_at).is_(None) & col(Reporter.blocked_at).is_(None)


def _was_told(first_id: int) -> ColumnElement[bool]:
    """Only who was told the first version is told its correction."""
    said = aliased(Event)
    return exists().where(col(said.report_id) == col(Report.id), col(said.data)[OF].as_integer() == first_id)


async def _write(
    work: Work, event: Event, concerned: Collection[ColumnElement[bool]], target: str | None, at: Any
) -> None:
    """The same line in the history of each, with its own status before it."""
    data = {key: value for key, value in event.data.items() if key != "moved"} | {OF: event.id}
    status = col(Report.status)
    columns: dict[str, Any] = {
        "report_id": col(Report.id),
        "at": literal(at, _EVENT.c.at.type),
        "actor": literal(event.actor),
        "staff_id": literal(event.staff_id, _EVENT.c.staff_id.type),
        "step": literal(event.step),
        "from_status": status,
        "to_status": status if target is None else literal(str(target)),
        "text": literal(event.text),
        "data": literal(data, _EVENT.c.data.type),
        "visibility": literal(event.visibility),
    }
    rows = sa_select(*(value.label(name) for name, value in columns.items())).where(*concerned).order_by(col(Report.id))
    await work.session.exec(insert(_EVENT).from_select(list(columns), rows))


async def _promise(work: Work, event: Event, concerned: Collection[ColumnElement[bool]], met: Collection[str]) -> None:
    """What the step met is met; what it promised to the parent is promised to each. The desk is not warned of it."""
    theirs = select(Report.id).where(*concerned)
    if met:
        await work.session.exec(
            update(Deadline)
            .where(col(Deadline.report_id).in_(theirs), col(Deadline.kind).in_(met), col(Deadline.met_at).is_(None))
            .values(met_at=work.now, warn_at=None, light_at=None)
            .execution_options(synchronize_session=False)
        )
    given = aliased(Deadline)
    nothing = literal(None, table_of(Deadline).c.met_at.type)
    asks = case(
        (col(given.kind) == str(Promise.REPLY), col(given.warn_at)), else_=nothing
    )  # whether it is solved, each is asked again
    values: dict[str, Any] = dict.fromkeys(_COPIED, nothing) | {
        "due_at": col(given.due_at),
        "set_at": col(given.set_at),
        "warn_at": asks,
    }
    columns = {"report_id": col(Report.id), "kind": col(given.kind), **values}
    rows = (
        sa_select(*(value.label(name) for name, value in columns.items()))
        .join(given, col(given.report_id) == col(Report.parent_id))
        .where(*concerned, col(given.set_at) == event.at, col(given.met_at).is_(None))
    )
    made = conflict.insert(work.session, Deadline).from_select(list(columns), rows)
    anew = {name: made.excluded[name] for name in values}
    await work.session.exec(made.on_conflict_do_update(index_elements=["report_id", "kind"], set_=anew))
