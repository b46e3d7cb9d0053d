"""Removing bytes that nobody needs: of files that were let go within minutes, whatever else is left over once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from storage import attachments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from bot.files import FileStore
    from storage.work import Session, Storage

FRESH_SECONDS: Final = 300.0  # bytes that came just now may be the same picture, sent by somebody whose row comes yet
_ROWS: Final = 200
_SUMS: Final = 500  # in one question to the database


async def shred(storage: Storage, store: FileStore, clock: Callable[[], datetime]) -> int:
    """Remove the bytes of files that were let go; how many files. A kill leaves the row, and so the next round.

    Bytes that another row needs stay for that row; those that came just now wait for another round.
    """
    removed = 0
    while True:
        async with storage.read() as session:
            files = await attachments.shredded(session, _ROWS)
            needed = await attachments.referenced(session, [file.sha256 for file in files if file.sha256])
        settled = []
        for file in files:
            kept = file.sha256 is None or file.sha256 in needed
            gone = not kept and await store.forget(file.sha256 or "", FRESH_SECONDS)
            removed += gone
            if kept or gone or not store.path(file.sha256 or "").exists():
                settled.append(file.id)
        if not settled:
            return removed
        async with storage.work(clock()) as work:
            await attachments.forget(work, settled)


async def sweep(storage: Storage, store: FileStore) -> int:
    """Remove the bytes that no attachment needs any more; how many files. It holds no transaction open."""
    removed = 0
    for sums in _batched(await store.unused()):
        async with storage.read() as session:
            needed = await attachments.referenced(session, sums)
        removed += sum([await store.forget(sha256) for sha256 in sums if sha256 not in needed])
    return removed


async def would_go(session: Session, store: FileStore) -> int:
    """How many files the two would remove as the database is in this session; nothing is removed."""
    let_go = {file.sha256 for file in await attachments.shredded(session, None) if file.sha256}
    sums = set(await store.unused()) | await store.old(let_go, FRESH_SECONDS)
    return sum([len(set(some) - await attachments.referenced(session, some)) for some in _batched(sorted(sums))])


def _batched(sums: Sequence[str]) -> Iterator[Sequence[str]]:
    return (sums[start : start + _SUMS] for start in range(0, len(sums), _SUMS))
