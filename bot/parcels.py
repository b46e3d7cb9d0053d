"""A screen as the messages Telegram needs for it: usually one, more when files do not go together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot import keyboards
from handlers import fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.keyboards import Markup
    from handlers.screens import Contact, Screen

ALBUM: Final = 10
UPLOAD_BYTES: Final = 45_000_000  # in one request; Telegram takes 50 MB, and there is more in it than the files
PHOTO_BYTES: Final = 10_000_000  # a larger picture is taken as a document only
_TOGETHER: Final = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
_WORDLESS: Final = frozenset({"video_note", "sticker"})  # these take no caption


@dataclass(frozen=True, slots=True)
class Item:
    """A file to send: the id this bot knows it by, or its bytes. `recast`: as a document, which it was not. A file that
    was made to be sent is no attachment."""

    attachment_id: int | None
    kind: str
    file: str | bytes
    name: str = ""
    recast: bool = False


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
class Entry:
    """An entry for an address book."""

    contact: Contact


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


Part = Words | Pin | Entry | One | Album


def pack(screen: Screen, items: Sequence[Item]) -> list[Part]:
    """The messages, the one with the text and the buttons first."""
    markup, groups = keyboards.of(screen), _groups(map(_taken, items))
    last: list[Part] = [Pin(*screen.pin)] if screen.pin else []
    last += [Entry(screen.contact)] if screen.contact else []
    if groups and _captions(screen, groups[0], markup):
        first, *rest = groups
        return [_part(first, screen.text, markup), *(_part(group) for group in rest), *last]
    files = [_part(group) for group in groups]
    if screen.text:
        return [Words(screen.text, markup), *files, *last]
    match last:
        case [Pin(latitude, longitude)] if not files:
            return [Pin(latitude, longitude, markup)]
    return [*files, *last]


def items_of(part: Part) -> tuple[Item, ...]:
    """The files of a message."""
    match part:
        case One(item):
            return (item,)
        case Album(items):
            return items
    return ()


def repack(part: One | Album, items: Iterable[Item]) -> list[Part]:
    """The same message with its files in another form; several when they do not go into one any more."""
    markup = part.markup if isinstance(part, One) else None
    first, *rest = _groups(map(_taken, items))
    return [_part(first, part.caption, markup), *(_part(group) for group in rest)]


def recast(item: Item) -> Item:
    """The file as a document, which Telegram takes as it is."""
    return item if item.kind == "document" else replace(item, kind="document", recast=True)


def _taken(item: Item) -> Item:
    return recast(item) if item.kind == "photo" and _size(item) > PHOTO_BYTES else item


def _size(item: Item) -> int:
    return len(item.file) if isinstance(item.file, bytes) else 0


def _captions(screen: Screen, group: tuple[Item, ...], markup: Markup | None) -> bool:
    """Whether the text and the buttons can go with the first file or album."""
    if fit.visible(screen.text) > fit.CAPTION_UNITS or group[0].kind in _WORDLESS:
        return False
    return markup is None or len(group) == 1


def _part(group: tuple[Item, ...], caption: str = "", markup: Markup | None = None) -> Part:
    return One(group[0], caption, markup) if len(group) == 1 else Album(group, caption)


def _groups(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    """Pictures and videos together, documents together, audio together, everything else alone."""
    sorts: dict[str, list[Item]] = {}
    for item in items:
        sorts.setdefault(_TOGETHER.get(item.kind, f"alone {item.attachment_id}"), []).append(item)
    return [group for sort in sorts.values() for group in _bundles(sort)]


def _bundles(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """Ten at most, and no more bytes than one request may have."""
    bundle: list[Item] = []
    for item in items:
        if len(bundle) == ALBUM or (bundle and sum(map(_size, [*bundle, item])) > UPLOAD_BYTES):
            yield tuple(bundle)
            bundle = []
        bundle.append(item)
    yield tuple(bundle)
