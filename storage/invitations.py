"""Links that make somebody an operator: made, cancelled, used once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.access import Role
from storage.tables import Invitation
from storage.work import Work


async def make(
    work: Work, token_sha256: str, role: Role, agency: str | None, by: int, expires_at: datetime
) -> Invitation:
    """A link for somebody who will have that role."""
    row = Invitation(
        token_sha256=token_sha256,
        role=str(role),
        agency=agency,
        made_by=by,
        created_at=work.now,
        expires_at=expires_at,
    )
    work.session.add(row)
    await work.session.flush()
    return row


async def by_digest(session: AsyncSession, token_sha256: str) -> Invitation | None:
    """The link of a token."""
    return (await session.exec(select(Invitation).where(col(Invitation.token_sha256) == token_sha256))).first()


async def use(work: Work, invitation_id: int) -> bool:
    """Use a link; False: it was used or cancelled, or has expired. Of two people at once one gets True."""
    statement = update(Invitation).where(
        col(Invitation.id) == invitation_id, col(Invitation.used_at).is_(None), col(Invitation.expires_at) > work.now
    )
    used = await work.session.exec(statement.values(used_at=work.now).execution_options(synchronize_session=False))
    return used.rowcount == 1


async def was_used_by(work: Work, invitation_id: int, staff_id: int) -> None:
    """Keep who became an operator by it."""
    statement = update(Invitation).where(col(Invitation.id) == invitation_id).values(used_by=staff_id)
    await work.session.exec(statement.execution_options(synchronize_session=False))


async def cancel(work: Work, invitation_id: int) -> bool:
    """The link can be used no more; False: it was used already, or there is none."""
    unused = delete(Invitation).where(col(Invitation.id) == invitation_id, col(Invitation.used_at).is_(None))
    return (await work.session.exec(unused.execution_options(synchronize_session=False))).rowcount == 1


async def of_maker(work: Work, staff_id: int) -> int:
    """No link of somebody who leaves can be used any more; how many there were."""
    unused = delete(Invitation).where(col(Invitation.made_by) == staff_id, col(Invitation.used_at).is_(None))
    return (await work.session.exec(unused.execution_options(synchronize_session=False))).rowcount


async def open_ones(session: AsyncSession, now: datetime) -> list[Invitation]:
    """The links somebody could use now, the newest first."""
    unused = (col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now)
    return list((await session.exec(select(Invitation).where(*unused).order_by(col(Invitation.id).desc()))).all())
