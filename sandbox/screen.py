"""A phone's screen as plain text, and where the buttons are on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

KINDS = ("photo", "video", "voice", "audio", "document", "animation", "video_note", "sticker", "venue", "location",
         "contact", "poll")  # fmt: skip
LISTED = 12


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as a phone shows it; `raw` is everything the control API says about it."""

    raw: dict[str, Any]

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def is_bot(self) -> bool:
        return bool(self.raw["from"]["is_bot"]) and not self.raw["service"]

    @property
    def mine(self) -> bool:
        return bool(self.raw["from"]["me"])

    @property
    def kind(self) -> str:
        """What it is besides words: "photo", "location"…, or ""."""
        return next((kind for kind in KINDS if kind in self.raw), "")

    @property
    def buttons(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.raw["reply_markup"]]

    def __str__(self) -> str:
        venue = self.raw.get("venue", {}).get("title", "")
        lines = [f"[{self.kind}{': ' + venue if venue else ''}]"] if self.kind else []
        lines += [self.text or str(self.raw["service"] or "")]
        lines += [" ".join(f"[ {text} ]" for text in row) for row in self.buttons]
        return "\n".join(line for line in lines if line)


def listing(screen: dict[str, Any]) -> str:
    """The newest messages, who wrote them, buttons, keyboard and alert: for the message of a failed test."""
    lines = []
    for bubble in [Bubble(raw) for raw in screen["messages"][-LISTED:]]:
        name = "me" if bubble.mine else bubble.raw["from"]["name"]
        lines.append(f"  {name}: " + str(bubble).replace("\n", "\n      "))
    if screen["keyboard"]:
        lines.append(f"  keyboard: {screen['keyboard']['keyboard']}")
    if screen["alert"]:
        lines.append(f"  alert: {screen['alert']['text']}")
    return "\n".join(lines) or "  (nothing)"


def find_button(screen: dict[str, Any], text: str | re.Pattern[str], since: int) -> tuple[int, tuple[int, int]] | None:
    """Message and place of the newest inline button with the text, on messages newer than a revision.

    Within a message a button that is exactly the text comes before one that only contains it.
    """
    wanted = re.compile(re.escape(text)) if isinstance(text, str) else text
    for raw in reversed(screen["messages"]):
        if raw["revision"] <= since:
            continue
        places = [(button["text"], (r, c)) for r, row in enumerate(raw["reply_markup"]) for c, button in enumerate(row)]
        hits = [(wanted.fullmatch(words) is None, place) for words, place in places if wanted.search(words)]
        if hits:
            return raw["message_id"], min(hits)[1]
    return None
