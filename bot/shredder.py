"""The shredder: removes the bytes of files that are nobody's any more, within minutes and not with the daily sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from storage import attachments

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.files import FileStore
    from storage.work import Storage

FRESH_SECONDS: Final = 300.0  # bytes that came just now may be the same picture, sent by somebody whose row comes yet
_AT_ONCE: Final = 200


async def shred(storage: Storage, store: FileStore, clock: Callable[[], datetime]) -> int:
    """Remove what can be removed now; how many files. A kill leaves the row, and so the next round.

    Bytes that another row needs stay for that row.
    """
    async with storage.read() as session:
        files = await attachments.shredded(session, _AT_ONCE)
        needed = await attachments.referenced(session, [file.sha256 for file in files if file.sha256])
    settled, removed = [], 0
    for file in files:
        if file.sha256 is None or file.sha256 in needed:
            settled.append(file.id)
        elif await store.forget(file.sha256, FRESH_SECONDS) or not store.path(file.sha256).exists():
            settled.append(file.id)
            removed += 1
    if settled:
        async with storage.work(clock()) as work:
            await attachments.forget(work, settled)
    return removed
