"""What officers taught is looked at every few minutes, in a reading transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import lessons

if TYPE_CHECKING:
    from handlers.house import House
    from storage.work import Storage


async def recall(storage: Storage, house: House) -> int:
    """Have the house know what is new of it; 0: nothing."""
    async with storage.read() as session:
        return await lessons.recall(session, house)
