"""The shredder: bytes go within minutes once nobody needs them, and never those of somebody else."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from sqlmodel import col

from bot.files import FileStore
from bot.shredder import FRESH_SECONDS, shred
from storage import attachments
from storage.tables import Attachment
from storage.work import Storage
from tests.bot.conftest import utc_now


async def _kept(storage: Storage, store: FileStore, content: bytes, *uniques: str, old: bool = True) -> str:
    """The same bytes sent by several people; the sum."""
    draft = store.draft()
    draft.write_bytes(content)
    kept = await store.keep(draft)
    if old:
        before = time.time() - FRESH_SECONDS - 1
        os.utime(store.path(kept.sha256), (before, before))
    async with storage.work(utc_now()) as work:
        for unique in uniques:
            fields = {"bot": "desk", "kind": "photo", "file_id": "F", "message_id": 1, "state": "stored"}
            await attachments.add(work, file_unique_id=unique, sha256=kept.sha256, **fields)
    return kept.sha256


async def _let_go(storage: Storage, *uniques: str) -> None:
    async with storage.work(utc_now()) as work:
        await attachments.shred(work, col(Attachment.file_unique_id).in_(uniques))


async def _left(storage: Storage) -> int:
    async with storage.read() as session:
        return len(await attachments.shredded(session, 10))


async def test_bytes_that_nobody_needs_go(store: Storage, tmp_path: Path) -> None:
    """With their row; a second round finds nothing, and what others sent stays."""
    files = FileStore(tmp_path)
    mine, others = await _kept(store, files, b"mine", "a"), await _kept(store, files, b"others", "b")
    await _let_go(store, "a")

    assert [1, 0] == [await shred(store, files, utc_now) for _ in range(2)]
    assert not files.path(mine).exists()
    assert files.path(others).exists()
    assert 0 == await _left(store)


async def test_the_same_picture_of_somebody_else_stays(store: Storage, tmp_path: Path) -> None:
    """Only the row is forgotten."""
    files = FileStore(tmp_path)
    both = await _kept(store, files, b"both", "a", "b")
    await _let_go(store, "a")

    assert 0 == await shred(store, files, utc_now)
    assert files.path(both).exists()
    assert 0 == await _left(store)


async def test_bytes_that_came_just_now_wait(store: Storage, tmp_path: Path) -> None:
    """Somebody's row may come yet; the next rounds look again."""
    files = FileStore(tmp_path)
    fresh = await _kept(store, files, b"fresh", "a", old=False)
    await _let_go(store, "a")
    assert 0 == await shred(store, files, utc_now)
    assert (True, 1) == (files.path(fresh).exists(), await _left(store))

    before = time.time() - FRESH_SECONDS - 1
    os.utime(files.path(fresh), (before, before))
    assert 1 == await shred(store, files, utc_now)
    assert not files.path(fresh).exists()


async def test_a_kill_between_bytes_and_row_is_mended(store: Storage, tmp_path: Path) -> None:
    """The bytes are gone, the row is not: the next round forgets it."""
    files = FileStore(tmp_path)
    mine = await _kept(store, files, b"mine", "a")
    await _let_go(store, "a")
    files.path(mine).unlink()

    await shred(store, files, utc_now)
    assert 0 == await _left(store)
    assert hashlib.sha256(b"mine").hexdigest() == mine
