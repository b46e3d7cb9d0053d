"""What only this installation knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import installation

if TYPE_CHECKING:
    from datetime import datetime

    from storage.work import Storage


async def test_the_key_of_the_pseudonyms_is_drawn_once(storage: Storage, now: datetime) -> None:
    """It is as long as a key can be, and every later start finds the same."""
    async with storage.read() as session:
        assert "" == await installation.key(session)
    keys = []
    for _ in range(2):
        async with storage.work(now) as work:
            keys.append(await installation.make_key(work))

    assert keys[0] == keys[1]
    assert 32 == len(keys[0])
