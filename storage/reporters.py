"""The people who report: one row for a Telegram account."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import Reporter
from storage.work import Work

SEEN_EVERY: Final = timedelta(days=1)  # how exactly it is known when somebody last wrote
_BY_ACCOUNT: Final = select(Reporter).where(col(Reporter.telegram_id) == bindparam("account"))


async def seen(work: Work, telegram_id: int, name: str, username: str, language: str) -> Reporter:
    """The reporter behind an account that just wrote: new or known, with today's names.

    Language and name follow the account's until the person chooses others. Whoever writes has not blocked us; who took
    the consent back hears answers and nothing else.
    """
    reporter = await by_telegram_id(work.session, telegram_id) or await _new(work, telegram_id, language)
    reporter.name, reporter.username = reporter.name if reporter.name_chosen else name, username
    reporter.blocked_at = reporter.withdrawn_at
    if not reporter.language_chosen:
        reporter.language = language
    if reporter.seen_at is None or work.now - reporter.seen_at >= SEEN_EVERY:
        reporter.seen_at = work.now
    await work.session.flush()
    return reporter


async def by_id(session: AsyncSession, reporter_id: int) -> Reporter | None:
    """The reporter of that id."""
    return (await session.exec(select(Reporter).where(col(Reporter.id) == reporter_id))).first()


async def by_ids(session: AsyncSession, reporter_ids: Collection[int]) -> Sequence[Reporter]:
    """The reporters of these ids."""
    return (await session.exec(select(Reporter).where(col(Reporter.id).in_(reporter_ids)))).all()


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Reporter | None:
    """The reporter behind an account."""
    return (await session.exec(_BY_ACCOUNT, params={"account": telegram_id})).first()


def unheard(reporter: Reporter | None) -> str:
    """Why what is written to the reporter reaches nobody: erased, withdrawn; empty when it does."""
    if reporter is None or reporter.erased_at is not None:
        return "erased"
    return "withdrawn" if reporter.withdrawn_at is not None else ""


async def came_by(work: Work, reporter: Reporter, source: str) -> None:
    """What brought the person here: the first thing that did stays."""
    reporter.origin = reporter.origin or source
    await work.session.flush()


async def choose_language(work: Work, reporter: Reporter, language: str) -> None:
    """The person chose: the account's language no longer matters."""
    reporter.language, reporter.language_chosen = language, True
    await work.session.flush()


async def choose_updates(work: Work, reporter: Reporter, choice: str) -> None:
    """The person chose how they are kept up to date."""
    reporter.updates = str(choice)
    await work.session.flush()


async def allow_announcements(work: Work, reporter: Reporter, allowed: bool) -> None:
    """The person wants announcements, or no more of them."""
    reporter.announcements = allowed
    await work.session.flush()


async def consent(work: Work, reporter: Reporter, version: str) -> None:
    """The person agreed to that version of the privacy notice; files sent before may now be fetched."""
    reporter.consent_version, reporter.consent_at = version, work.now
    reporter.withdrawn_at = reporter.blocked_at = None
    await work.session.flush()
    work.wake("files")


async def offer(work: Work, reporter: Reporter, handover_id: int | None) -> None:
    """The person opened that hand-over link; None: they have answered it."""
    reporter.offered_id = handover_id
    await work.session.flush()


async def silence(work: Work, reporter: Reporter) -> None:
    """Nothing more is said to them of our accord."""
    reporter.blocked_at = work.now
    await work.session.flush()


async def withdraw(work: Work, reporter: Reporter) -> None:
    """The person took their consent back: nothing more is said to them of our accord until they agree again."""
    reporter.withdrawn_at = reporter.blocked_at = work.now
    reporter.consent_version = reporter.consent_at = None
    await work.session.flush()


async def rename(work: Work, reporter: Reporter, name: str, *, chosen: bool) -> None:
    """The desk is to know the person by that name; not `chosen`: by their account's, whatever that will be."""
    reporter.name, reporter.name_chosen = name, chosen
    await work.session.flush()


async def blocked(work: Work, telegram_id: int, at: datetime | None) -> None:
    """Since when the account does not want to hear from us; None: it does again, unless the consent was taken back."""
    since = at if at is not None else col(Reporter.withdrawn_at)
    await work.session.exec(update(Reporter).where(col(Reporter.telegram_id) == telegram_id).values(blocked_at=since))


async def _new(work: Work, telegram_id: int, language: str) -> Reporter:
    """The account's row, made now or by somebody else at this moment."""
    await work.session.exec(
        conflict.insert(work.session, Reporter)
        .values(telegram_id=telegram_id, language=language, created_at=work.now)
        .on_conflict_do_nothing(index_elements=["telegram_id"])
    )
    return (await work.session.exec(select(Reporter).where(col(Reporter.telegram_id) == telegram_id))).one()
