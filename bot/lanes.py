"""Lanes: the updates of one chat in the order they came; every chat has its own, and none waits for another."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from storage.inbox import Incoming, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Lane = tuple[str, int]  # bot, chat
_LARGEST: Final = 2**63 - 1
# Where an update says whose it is: the chat it is about, else the person it is from.
_CONTENTS: Final = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "channel_post")
FULL: Final = 20  # updates of one lane in memory; a chat that floods leaves the rest of its own in the table


def incoming(update: Any) -> Incoming:
    """An update as the inbox keeps it. What has no usable `update_id` is kept as malformed."""
    try:
        raw = json.dumps(update, separators=(",", ":"))  # ASCII only: half a surrogate pair cannot be stored otherwise
    except RecursionError:
        return Incoming(integer(update.get("update_id")) if isinstance(update, dict) else None, 0, "", malformed=True)
    update_id = integer(update.get("update_id")) if isinstance(update, dict) else None
    if update_id is None:
        return Incoming(None, 0, raw, malformed=True)
    return Incoming(update_id, lane_of(update), raw)


def legible(value: Any) -> Any:
    """The same with a replacement mark for what no database keeps: NUL, and half a surrogate pair."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")
    if isinstance(value, dict):
        return {name: legible(one) for name, one in value.items()}
    return [legible(one) for one in value] if isinstance(value, list) else value


def lane_of(update: dict[str, Any]) -> int:
    """The chat whose order an update keeps; an update that names nobody is a lane of its own."""
    chat, person = chat_of(update), _sender_of(update)
    return next(one for one in (chat, person, integer(update.get("update_id")), 0) if one is not None)


def is_astray(update: dict[str, Any]) -> bool:
    """Whether it names a chat or a person by what is no id: python-telegram-bot reads it, and SQLite would store it."""
    content = content_of(update)
    message = content.get("message", content)
    named = [one.get(name) for one in (content, message) if isinstance(one, dict) for name in ("chat", "from")]
    return any(integer(who.get("id")) is None for who in named if isinstance(who, dict))


def chat_of(update: dict[str, Any]) -> int | None:
    """The id of the chat an update is about, if it can be read."""
    content = content_of(update)
    message = content.get("message", content)
    chat = message.get("chat") if isinstance(message, dict) else None
    return integer(chat.get("id")) if isinstance(chat, dict) else None


def content_of(update: dict[str, Any]) -> dict[str, Any]:
    """What is in the envelope, whatever kind it is; empty when nothing is."""
    names = (*_CONTENTS, *(name for name in update if name not in _CONTENTS))
    return next((update[name] for name in names if isinstance(update.get(name), dict)), {})


def integer(value: Any) -> int | None:
    """The value if it is an integer that 64 bits hold."""
    return value if type(value) is int and -_LARGEST <= value <= _LARGEST else None


def _sender_of(update: dict[str, Any]) -> int | None:
    sender = content_of(update).get("from")
    return integer(sender.get("id")) if isinstance(sender, dict) else None


class Lanes:
    """What is in hand: per lane a queue, whose first is being handled."""

    def __init__(self) -> None:
        self._queues: dict[Lane, deque[Stored]] = {}
        self.ids: set[int] = set()

    def add(self, rows: Iterable[Stored]) -> Iterator[Lane]:
        """Queue the rows; the lanes that had none before, which are to be started."""
        for row in rows:
            if row.id in self.ids:
                continue
            self.ids.add(row.id)
            lane = (row.bot, row.lane)
            if lane in self._queues:
                self._queues[lane].append(row)
            else:
                self._queues[lane] = deque([row])
                yield lane

    def first(self, lane: Lane) -> Stored | None:
        """The lane's oldest update; None (and the lane is gone) when all are handled."""
        queue = self._queues.get(lane)
        if queue:
            return queue[0]
        self._queues.pop(lane, None)
        return None

    def drop(self, lane: Lane) -> bool:
        """The lane's oldest update needs no more; True: the lane was full, and more of its own may be in the table."""
        was_full = len(self._queues[lane]) >= FULL
        row = self._queues[lane].popleft()
        self.ids.discard(row.id)
        return was_full

    def full(self) -> list[Lane]:
        """The lanes with enough in hand."""
        return [lane for lane, queue in self._queues.items() if len(queue) >= FULL]

    def __len__(self) -> int:
        return len(self._queues)
