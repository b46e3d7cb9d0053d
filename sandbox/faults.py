"""Scripted faults: what goes wrong, for which calls, how often."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox import errors
from sandbox.errors import ApiError

REFUSALS = ("429", "400", "401", "403", "404", "409", "500", "502", "migrate")
ACTIONS = (*REFUSALS, "hang_up", "drop", "slow", "html-404")
WORDS = {
    "400": "Bad Request: chat not found",
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}


@dataclass(slots=True)
class Fault:
    """One rule. Unset conditions match every call; `times=None` is for ever; the first `after` matches pass."""

    action: str
    method: str | None = None
    chat_id: int | None = None
    token: str | None = None
    times: int | None = 1
    after: int = 0
    retry_after: int = 1
    text: str = ""
    seconds: float = 0.0
    new_chat_id: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"a fault is one of {', '.join(ACTIONS)}, not {self.action!r}")

    def matches(self, token: str, method: str, chat_id: str) -> bool:
        return (
            self.token in {None, token}
            and (self.method is None or self.method.lower() == method.lower())
            and (self.chat_id is None or str(self.chat_id) == chat_id)
        )

    def strikes(self) -> bool:
        """Counts a match; whether it is one that fails."""
        self.hits += 1
        past = self.hits - self.after
        return past > 0 and (self.times is None or past <= self.times)

    def error(self) -> ApiError:
        """The refusal of this fault."""
        if self.action == "429":
            return errors.flood(self.retry_after)
        if self.action == "migrate":
            return errors.migrated(self.new_chat_id)
        return ApiError(int(self.action), self.text or WORDS[self.action])


@dataclass(slots=True)
class FaultScript:
    """The rules in the order they were added; the first that strikes is the one, after any slowness."""

    rules: list[Fault] = field(default_factory=list)

    def add(self, action: str | int, **details: Any) -> Fault:
        fault = Fault(str(action), **details)
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        self.rules.clear()

    def strike(self, token: str, method: str, chat_id: str) -> tuple[float, Fault | None]:
        """How long to wait, and what then goes wrong with a call."""
        delay = 0.0
        for fault in self.rules:
            if not fault.matches(token, method, chat_id) or not fault.strikes():
                continue
            if fault.action != "slow":
                return delay, fault
            delay += fault.seconds
        return delay, None

    def as_list(self) -> list[dict[str, Any]]:
        return [asdict(fault) | {"token": None} for fault in self.rules]
