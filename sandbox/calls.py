"""A log of the calls that arrived, for tests. Tokens are masked, file contents left out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

# Enough for any test; a load run must not fill the memory.
KEPT = 50_000


@dataclass(slots=True)
class Call:
    """One call; `outcome` is "ok", an error code, "hang_up", "drop", or "" while it runs."""

    at: float
    bot: str
    method: str
    chat_id: str
    params: dict[str, Any]
    outcome: str = ""
    description: str = ""
    result: Any = None

    def as_dict(self) -> dict[str, Any]:
        return {
            name: getattr(self, name) for name in ("at", "bot", "method", "chat_id", "params", "outcome", "description")
        }


class CallLog:
    """The newest calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)

    def add(self, call: Call) -> None:
        self._calls.append(call)

    def of(self, method: str | None = None, chat: int | str | None = None) -> list[Call]:
        """The calls of a method, to a chat; both optional."""
        return [
            call
            for call in self._calls
            if (method is None or call.method.lower() == method.lower()) and (chat is None or call.chat_id == str(chat))
        ]

    def clear(self) -> None:
        self._calls.clear()

    def __len__(self) -> int:
        return len(self._calls)


def mask(token: str) -> str:
    return f"{token.partition(':')[0]}:***"
