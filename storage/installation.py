"""What this installation knows of itself and nobody else does."""

from __future__ import annotations

import secrets
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import conflict
from storage.tables import Installation
from storage.work import Work

_PSEUDONYM: Final = "pseudonym"
_BYTES: Final = 24


async def key(session: AsyncSession) -> str:
    """The key of the pseudonyms; empty before the first start."""
    found = await session.exec(select(Installation.value).where(col(Installation.name) == _PSEUDONYM))
    return found.first() or ""


async def make_key(work: Work) -> str:
    """The key of the pseudonyms, drawn now if there is none: of two at once, one draws it."""
    await work.session.exec(
        conflict.insert(work.session, Installation)
        .values(name=_PSEUDONYM, value=secrets.token_urlsafe(_BYTES))
        .on_conflict_do_nothing(index_elements=["name"])
    )
    return await key(work.session)
