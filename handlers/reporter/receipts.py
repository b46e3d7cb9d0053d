"""The receipts of erasures: whoever has one is told what it proves. Who it was, nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter.pages import erasure
from storage import tombstones

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk


async def show(talk: Talk, code: str) -> None:
    """When the erasure was done, and how much went and stayed."""
    found = await tombstones.of_subject(talk.work.session, code)
    if not found:
        await talk.aside(erasure.no_proof(talk.view(), code))
        return
    stone = found[0]
    await talk.aside(erasure.proof(talk.view(), code, stone.at, stone.data["reports"], stone.data["files"]))
