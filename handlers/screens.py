"""Screen: what a person sees, as a pure value; and its form as JSON, in which the outbox keeps it."""

from __future__ import annotations

import html
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any


class Does(StrEnum):
    """What a button does when pressed."""

    CALL = "call"  # value: callback data, 1 to 64 bytes
    OPEN = "open"  # value: a URL
    COPY = "copy"  # value: the text to copy, 1 to 256 characters
    SAY = "say"  # a reply-keyboard key: says its own words
    PIN = "pin"  # a reply-keyboard key: sends the phone's position (private chats only)


@dataclass(frozen=True, slots=True)
class Button:
    """One button."""

    text: str
    value: str = ""
    does: Does = Does.CALL


@dataclass(frozen=True, slots=True)
class Media:
    """A kept file to show: an attachment's id; the courier brings the bytes.

    `draws`: of a picture, these cells black (`rules.cover`) in place of those that are; `grid`: and a grid over it.
    """

    attachment_id: int
    kind: str
    draws: str | None = None
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is made when it is sent and kept nowhere: what it is called, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry for somebody's address book: a name, a number, and both with more in a vCard of at most 2048 bytes."""

    name: str
    number: str
    vcard: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """Text in Telegram's HTML, rows of buttons, files. With `media` the text becomes the first one's caption, and so it
    does with a `document`, which only a composer can give: it is never written down.

    `clears` are messages of the chat that go; where they cannot, the text takes their place.
    `keys` is a reply keyboard under the text field; `drop_keys` takes one away; `ask` asks for a reply to this message.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    keys: tuple[tuple[Button, ...], ...] = ()
    media: tuple[Media, ...] = ()
    drop_keys: bool = False
    ask: bool = False
    pin: tuple[float, float] | None = None  # latitude, longitude: a map to look at
    clears: tuple[int, ...] = ()  # composed when it is sent, so no row keeps it
    document: Document | None = None
    contact: Contact | None = None

    def body(self) -> dict[str, Any]:
        """The screen as JSON."""
        if self.document is not None:
            raise ValueError("a document is composed when it is sent: put an intent into the outbox")
        return {name: value for name, value in asdict(self).items() if name != "document"}

    def with_text(self, text: str) -> Screen:
        """The same with other words."""
        return replace(self, text=text)

    def clearing(self, message_ids: tuple[int, ...]) -> Screen:
        """The same in the place of these messages."""
        return replace(self, clears=message_ids)


@dataclass(frozen=True, slots=True)
class Wait:
    """What a composer gives instead of a screen when its time has not come: ask again after this while."""

    after: timedelta


def from_body(body: dict[str, Any]) -> Screen:
    """The screen that `Screen.body` wrote."""
    pin, contact = body.get("pin"), body.get("contact")
    return Screen(
        text=body["text"],
        buttons=_rows(body.get("buttons")),
        keys=_rows(body.get("keys")),
        media=tuple(Media(**media) for media in body.get("media") or ()),
        drop_keys=bool(body.get("drop_keys")),
        ask=bool(body.get("ask")),
        pin=(float(pin[0]), float(pin[1])) if pin else None,
        contact=Contact(**contact) if contact else None,
    )


def quote(text: str) -> str:
    """A person's own words, made safe for Telegram's HTML."""
    return html.escape(text, quote=False)


def _rows(rows: Any) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(Button(button["text"], button["value"], Does(button["does"])) for button in row) for row in rows or ()
    )
