"""A screen as the messages Telegram needs for it: usually one, more when files do not go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot import keyboards
from handlers import fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.keyboards import Markup
    from handlers.screens import Screen

ALBUM: Final = 10
_TOGETHER: Final = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
_WORDLESS: Final = frozenset({"video_note", "sticker"})  # these take no caption


@dataclass(frozen=True, slots=True)
class Item:
    """A file to send: the id this bot knows it by, or its bytes."""

    attachment_id: int
    kind: str
    file: str | bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text message."""

    text: str
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A map."""

    latitude: float
    longitude: float
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class One:
    """One file."""

    item: Item
    caption: str = ""
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class Album:
    """Two to ten files that go together; they can have no buttons."""

    items: tuple[Item, ...]
    caption: str = ""


Part = Words | Pin | One | Album


def pack(screen: Screen, items: Sequence[Item]) -> list[Part]:
    """The messages, the one with the text and the buttons first."""
    markup, groups = keyboards.of(screen), _groups(items)
    pins = [Pin(*screen.pin)] if screen.pin else []
    if groups and _captions(screen, groups[0], markup):
        first, *rest = groups
        return [_part(first, screen.text, markup), *(_part(group) for group in rest), *pins]
    files = [_part(group) for group in groups]
    if screen.text:
        return [Words(screen.text, markup), *files, *pins]
    if pins and not files:
        return [Pin(pins[0].latitude, pins[0].longitude, markup)]
    return [*files, *pins]


def _captions(screen: Screen, group: tuple[Item, ...], markup: Markup | None) -> bool:
    """Whether the text and the buttons can go with the first file or album."""
    if fit.visible(screen.text) > fit.CAPTION_UNITS or group[0].kind in _WORDLESS:
        return False
    return markup is None or len(group) == 1


def _part(group: tuple[Item, ...], caption: str = "", markup: Markup | None = None) -> Part:
    return One(group[0], caption, markup) if len(group) == 1 else Album(group, caption)


def _groups(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    """Pictures and videos together, documents together, audio together, everything else alone; ten at most."""
    sorts: dict[str, list[Item]] = {}
    for item in items:
        sorts.setdefault(_TOGETHER.get(item.kind, f"alone {item.attachment_id}"), []).append(item)
    return [tuple(sort[start : start + ALBUM]) for sort in sorts.values() for start in range(0, len(sort), ALBUM)]
