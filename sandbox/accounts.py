"""Who is on the stand-in: people and bots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.updates import UpdateQueue


@dataclass(eq=False, slots=True)
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    deactivated: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def as_user(self) -> dict[str, Any]:
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return user | {key: value for key, value in optional.items() if value}


@dataclass(slots=True)
class Hook:
    """Where a bot wants its updates pushed; no url means it polls."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass(slots=True)
class Profile:
    """What a bot set about itself; texts and commands are kept per scope and language."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Bot:
    """A bot account. `sees_all` is BotFather's privacy mode switched off."""

    token: str
    username: str
    name: str
    sees_all: bool = False
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    hook: Hook = field(default_factory=Hook)
    profile: Profile = field(default_factory=Profile)

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


Account = Person | Bot
