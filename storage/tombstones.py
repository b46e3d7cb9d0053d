"""Proof that personal data went or a right was exercised, without the person: for auditors. Append-only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Reporter, Tombstone
from storage.work import Work


async def add(work: Work, sort: str, subject: str, why: str, **data: Any) -> None:
    """Write down what went, of what, and why."""
    work.session.add(Tombstone(sort=sort, subject=subject, why=why, at=work.now, data=data))
    await work.session.flush()


async def newest_id(session: AsyncSession) -> int:
    """The id of the last one; 0 when there is none."""
    return (await session.exec(select(func.max(col(Tombstone.id))))).one() or 0


async def since(session: AsyncSession, after_id: int, limit: int) -> list[Tombstone]:
    """Those after that id, oldest first."""
    statement = select(Tombstone).where(col(Tombstone.id) > after_id).order_by(col(Tombstone.id)).limit(limit)
    return list((await session.exec(statement)).all())


async def of_subject(session: AsyncSession, subject: str) -> list[Tombstone]:
    """Everything about a code, a receipt or a pseudonym, oldest first."""
    statement = select(Tombstone).where(col(Tombstone.subject) == subject).order_by(col(Tombstone.id))
    return list((await session.exec(statement)).all())


def consent_of(reporter: Reporter | None) -> dict[str, Any]:
    """To what a person agreed and on which day: what proves the consent once the person is gone."""
    if reporter is None or reporter.consent_version is None or reporter.consent_at is None:
        return {}
    return {"consent": reporter.consent_version, "consent_on": reporter.consent_at.date().isoformat()}
