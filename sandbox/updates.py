"""A bot's queue of updates, as Telegram keeps it until they are confirmed."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

# https://core.telegram.org/bots/api#getupdates: these are only sent to a bot that asks for them by name.
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Update:
    """One update; `lane` names the chat in whose order it must be delivered."""

    id: int
    lane: str
    raw: dict[str, Any]


class UpdateQueue:
    """Unconfirmed updates of one bot, oldest first, numbered in sequence from a random start."""

    def __init__(self) -> None:
        self.pending: dict[int, Update] = {}
        self.allowed: list[str] = []
        self.next_id = random.randint(100_000_000, 900_000_000)  # noqa: S311 - an id, not a secret
        self.poll = 0
        self._arrived = asyncio.Event()

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_ON_REQUEST

    def push(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queues an update of the kind, unless the bot did not ask for it."""
        return self.inject({kind: payload}) if self.wants(kind) else None

    def inject(self, raw: dict[str, Any]) -> int:
        """Queues a raw update under a fresh update_id, whatever it holds."""
        update_id = self.next_id
        self.next_id += 1
        self.pending[update_id] = Update(update_id, lane(raw, update_id), {**raw, "update_id": update_id})
        self.wake()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forgets everything before the offset; a negative offset keeps only that many newest."""
        if offset < 0:
            forget = list(self.pending)[:offset]
        else:
            forget = list(takewhile(lambda update_id: update_id < offset, self.pending))
        for update_id in forget:
            del self.pending[update_id]

    def window(self, limit: int) -> list[dict[str, Any]]:
        return [update.raw for update in islice(self.pending.values(), limit)]

    def since(self, update_id: int) -> list[Update]:
        """What arrived after an update, found from the newest end: a backlog may be long."""
        newest_first = takewhile(lambda update: update.id > update_id, reversed(self.pending.values()))
        return list(newest_first)[::-1]

    def wake(self) -> None:
        self._arrived.set()

    async def wait(self, seconds: float | None) -> None:
        """Returns when something arrived or the queue was woken, at the latest after the seconds."""
        self._arrived.clear()
        try:
            await asyncio.wait_for(self._arrived.wait(), seconds)
        except TimeoutError:
            return


def lane(raw: dict[str, Any], update_id: int) -> str:
    """The chat an update belongs to, else the person, else the update alone."""
    for payload in raw.values():
        if not isinstance(payload, dict):
            continue
        message = payload.get("message")
        holder = message if isinstance(message, dict) else payload
        for key in ("chat", "from"):
            if isinstance(holder.get(key), dict) and "id" in holder[key]:
                return f"{key} {holder[key]['id']}"
    return f"update {update_id}"
