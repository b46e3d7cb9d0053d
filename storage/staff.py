"""The operators of the desk, as `rules.access.Staff`."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from rules.access import Role, Staff
from storage import conflict
from storage.tables import StaffRow
from storage.work import Work

_DUTY = ("off_since", "off_until", "stand_in_id")


async def add(
    work: Work,
    telegram_id: int,
    name: str,
    role: Role,
    agency: str | None = None,
    language: str = "id",
    *,
    admin: bool = False,
) -> Staff:
    """Name an operator; one named before (also one removed) gets this role and agency, and is on duty."""
    person = {"name": name, "role": str(role), "agency": agency, "language": language, "active": True, "admin": admin}
    person |= dict.fromkeys(_DUTY)
    await work.session.exec(
        conflict.insert(work.session, StaffRow)
        .values(telegram_id=telegram_id, created_at=work.now, **person)
        .on_conflict_do_update(index_elements=["telegram_id"], set_=person)
    )
    return _staff((await work.session.exec(_of_account(telegram_id).execution_options(populate_existing=True))).one())


async def remove(work: Work, telegram_id: int) -> bool:
    """The account is no operator any more; its name stays in the history. False when it was none."""
    removed = await work.session.exec(
        update(StaffRow).where(col(StaffRow.telegram_id) == telegram_id, col(StaffRow.active)).values(active=False)
    )
    return removed.rowcount == 1


async def change(work: Work, staff_id: int, **values: object) -> None:
    """The operator's role, agency, duty or sight of the team is another one now."""
    await work.session.exec(update(StaffRow).where(col(StaffRow.id) == staff_id).values(**values))


async def seen(work: Work, staff_id: int) -> None:
    """They have done something now."""
    await change(work, staff_id, seen_at=work.now)


async def choose_language(work: Work, telegram_id: int, language: str) -> None:
    """The operator reads this language from now on."""
    await work.session.exec(update(StaffRow).where(col(StaffRow.telegram_id) == telegram_id).values(language=language))


async def everyone(session: AsyncSession) -> list[Staff]:
    """The operators, in the order they were named."""
    rows = await session.exec(select(StaffRow).where(col(StaffRow.active)).order_by(col(StaffRow.id)))
    return [_staff(row) for row in rows.all()]


async def hold(work: Work) -> list[Staff]:
    """Everyone, whom nobody else may change until this work is committed: for what must be true of all together."""
    rows = await work.session.exec(
        select(StaffRow)
        .where(col(StaffRow.active))
        .order_by(col(StaffRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [_staff(row) for row in rows.all()]


async def active(session: AsyncSession, staff_id: int) -> Staff | None:
    """The operator of that id; None when it is none (any more)."""
    row = (await session.exec(select(StaffRow).where(col(StaffRow.id) == staff_id, col(StaffRow.active)))).first()
    return _staff(row) if row else None


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Staff | None:
    """The operator behind an account; None when it is none (any more)."""
    row = (await session.exec(_of_account(telegram_id).where(col(StaffRow.active)))).first()
    return _staff(row) if row else None


async def by_id(session: AsyncSession, staff_id: int) -> Staff | None:
    """Whoever has or had that id: for the history, also when removed since."""
    row = (await session.exec(select(StaffRow).where(col(StaffRow.id) == staff_id))).first()
    return _staff(row) if row else None


def _of_account(telegram_id: int) -> SelectOfScalar[StaffRow]:
    return select(StaffRow).where(col(StaffRow.telegram_id) == telegram_id)


def _staff(row: StaffRow) -> Staff:
    return Staff(
        row.id,
        row.telegram_id,
        row.name,
        Role(row.role),
        row.agency,
        row.language,
        row.admin,
        row.seen_at,
        row.off_since,
        row.off_until,
        row.stand_in_id,
    )
