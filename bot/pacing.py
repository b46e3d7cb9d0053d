"""Pacing: when a token, and when a chat, may get its next message. Nobody sleeps here but the one who must.

Telegram's limits are not promises; 429 is answered by the courier. This keeps us from earning one: the stock
AIORateLimiter sent 59 messages in its first second and 10 to one chat in 0.33 s, and cut a 429's pause short
(python-telegram-bot #5338, #3772).

Telegram counts a message when it arrives, at some moment between our request and its answer. So a message leaves our
count a second after its answer came: however late things arrive, no second of Telegram's has more than the rate, and no
margin has to be given away for that.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from telegram.ext import BaseRateLimiter

WINDOW_SECONDS: Final = 1.005  # Telegram's clock and ours may differ by a little
CHAT_SECONDS: Final = 1.0
CHAT_BURST: Final = 5
GROUP_COUNT: Final = 20
GROUP_SECONDS: Final = 60.1
AHEAD_SECONDS: Final = 0.1  # the courier claims what can leave within this
_REMEMBERED: Final = 200  # chats, before those that are free again are forgotten
_SPEAKING: Final = ("send", "edit", "copy", "forward", "createForumTopic")


@dataclass(slots=True)
class Turn:
    """A message's moment: when it may leave; once its answer came, when it surely was counted."""

    at: float
    is_over: bool = False

    def counted(self, now: float) -> float:
        """The latest moment at which it may have been counted."""
        return self.at if self.is_over else max(self.at, now)

    def end(self, now: float) -> None:
        """Its answer came."""
        self.at, self.is_over = max(self.at, now), True


@dataclass(slots=True)
class Leak:
    """GCRA: one message each `every` seconds, `burst` of them at once after a rest."""

    every: float
    burst: int
    _next: float = float("-inf")

    def ready(self, now: float, count: int = 1) -> float:
        """The earliest moment for `count` messages together (more than the burst count as the burst)."""
        spare = self.burst - min(count, self.burst)
        return max(now, self._next - spare * self.every)

    def room(self, now: float, soon: float) -> int:
        """How many can leave by `soon`."""
        return int((soon - max(now, self._next)) // self.every) + self.burst

    def spend(self, turn: Turn, count: int = 1) -> None:
        """They leave in that turn."""
        self._next = max(turn.at, self._next) + count * self.every


@dataclass(slots=True)
class Window:
    """At most `limit` messages in any `seconds`. One whose answer is long in coming takes its own place only."""

    limit: int
    seconds: float
    _sent: list[Turn] = field(default_factory=list)

    def ready(self, now: float, count: int = 1) -> float:
        """The earliest moment for `count` messages together."""
        spare = self.limit - min(count, self.limit)
        if len(self._sent) <= spare:
            return now
        return max(now, sorted(sent.counted(now) for sent in self._sent)[-spare - 1] + self.seconds)

    def room(self, now: float, soon: float) -> int:
        """How many can leave by `soon`."""
        return self.limit - sum(1 for sent in self._sent if sent.counted(now) + self.seconds > soon)

    def spend(self, turn: Turn, count: int = 1) -> None:
        """They leave in that turn."""
        self._sent += [turn] * count
        if len(self._sent) > self.limit:
            self._sent = sorted(self._sent, key=lambda sent: sent.counted(turn.at))[-self.limit :]


Limits = tuple[Leak | Window, ...]


def ready(limits: Limits, now: float, count: int = 1) -> float:
    """The earliest moment that all of them allow."""
    return max((limit.ready(now, count) for limit in limits), default=now)


class Pacing(BaseRateLimiter[None]):
    """The pace of one token. Moments are those of a monotonic clock."""

    def __init__(
        self,
        rate: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._token: Limits = (Leak(1 / rate, max(1, rate // 4)), Window(rate, WINDOW_SECONDS))
        self._chats: dict[int, Limits] = {}
        self._remembered = _REMEMBERED
        self._holds: dict[int, float] = {}
        self._halted_until = float("-inf")

    def now(self) -> float:
        """The moment on this pacing's clock."""
        return self._clock()

    def halt(self, seconds: float) -> None:
        """The whole token is silent for so long; a later, shorter halt does not end an earlier one."""
        self._halted_until = max(self._halted_until, self._clock() + seconds)

    def free_at(self, now: float) -> float:
        """When the token may send its next message."""
        return max(self._halted_until, ready(self._token, now))

    def room(self, now: float) -> int:
        """How many messages the token can start about now."""
        if self._halted_until > now:
            return 0
        return max(0, min(limit.room(now, now + AHEAD_SECONDS) for limit in self._token))

    def hold(self, chat_id: int, seconds: float) -> None:
        """The chat is silent for so long, whoever wants to write to it."""
        now = self._clock()
        self._holds = {chat: until for chat, until in self._holds.items() if until > now}
        self._holds[chat_id] = max(now + seconds, self._holds.get(chat_id, now))

    def not_before(self, chat_id: int, now: float, count: int = 1) -> float:
        """When the chat may get its next message, or an album of so many."""
        return max(ready(self._chats.get(chat_id, ()), now, count), self._holds.get(chat_id, now))

    def held(self, now: float) -> dict[int, float]:
        """The chats that must wait, each with the moment it may go on."""
        moments = {chat_id: self.not_before(chat_id, now) for chat_id in self._chats.keys() | self._holds.keys()}
        return {chat_id: moment for chat_id, moment in moments.items() if moment > now}

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Make the call in its turn, once: an error, also a 429, is the courier's to judge."""
        if endpoint.startswith(_SPEAKING) and endpoint != "sendChatAction":
            album = data.get("media") if endpoint == "sendMediaGroup" else None
            chat_id, count = data.get("chat_id"), len(album or "1")
            # The chat's wait comes first: a turn of the token taken so long ahead would keep all others waiting.
            while isinstance(chat_id, int) and (free := self.not_before(chat_id, now := self._clock(), count)) > now:
                await self._sleep(free - now)
            now = self._clock()
            turn = self._reserve(chat_id, count, now)
            try:
                if turn.at > now:
                    await self._sleep(turn.at - now)
                return await callback(*args, **kwargs)
            finally:
                turn.end(self._clock())
        return await callback(*args, **kwargs)

    def _reserve(self, chat_id: object, count: int, now: float) -> Turn:
        """Take the next moment that token and chat allow; whoever comes later gets a later one."""
        limits, hold = self._token, now
        if isinstance(chat_id, int):
            limits, hold = limits + self._chat(chat_id, now), self._holds.get(chat_id, now)
        turn = Turn(max(self._halted_until, hold, ready(limits, now, count)))
        for limit in limits:
            limit.spend(turn, count)
        return turn

    def _chat(self, chat_id: int, now: float) -> Limits:
        if len(self._chats) > self._remembered and chat_id not in self._chats:
            self._forget(now)
        if chat_id not in self._chats:
            person: Limits = (Leak(CHAT_SECONDS, CHAT_BURST),)
            group: Limits = (Leak(CHAT_SECONDS, CHAT_BURST), Window(GROUP_COUNT, GROUP_SECONDS))
            self._chats[chat_id] = group if chat_id < 0 else person
        return self._chats[chat_id]

    def _forget(self, now: float) -> None:
        """Chats that could take a full burst again need not be remembered."""
        self._chats = {one: limits for one, limits in self._chats.items() if ready(limits, now, GROUP_COUNT) > now}
        self._remembered = max(_REMEMBERED, 2 * len(self._chats))  # so that looking through them all stays rare
