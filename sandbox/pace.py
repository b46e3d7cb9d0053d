"""Telegram's rate limits, enforced only when asked for."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from math import ceil

from sandbox.errors import flood


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many messages in so many seconds."""

    count: int
    seconds: float


# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this; short bursts to a person pass
PER_TOKEN = Limit(30, 1.0)
PER_PERSON = Limit(3, 3.0)
PER_GROUP = Limit(20, 60.0)
SENDS = ("send", "copy", "forward", "edit")


class Pace:
    """Remembers when messages went out, per token and per chat."""

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], deque[float]] = defaultdict(deque)

    def check(self, token: str, method: str, chat_id: str, now: float) -> None:
        """Counts a message, or refuses it with the seconds to wait."""
        if not chat_id or not method.lower().startswith(SENDS) or method.lower() == "sendchataction":
            return
        per_chat = PER_GROUP if chat_id.startswith("-") else PER_PERSON
        lanes = [(self._sent[token, ""], PER_TOKEN), (self._sent[token, chat_id], per_chat)]
        for sent, limit in lanes:
            while sent and now - sent[0] >= limit.seconds:
                sent.popleft()
            if len(sent) >= limit.count:
                raise flood(max(1, ceil(limit.seconds - (now - sent[0]))))
        for sent, _ in lanes:
            sent.append(now)
