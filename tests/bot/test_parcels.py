"""A screen as messages: what goes together, what goes first, which buttons."""

from __future__ import annotations

import pytest
from telegram import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot import keyboards, parcels
from bot.parcels import Album, Entry, Item, One, Pin, Words
from handlers.screens import Button, Contact, Does, Screen

TAP = ((Button("Open", "rX"),),)


def items(*kinds: str) -> list[Item]:
    return [Item(number, kind, "id") for number, kind in enumerate(kinds, 1)]


def shape(screen: Screen, *kinds: str) -> list[str]:
    """What is sent, briefly: `+` means with the text, `*` with the buttons."""
    found = []
    for part in parcels.pack(screen, items(*kinds)):
        match part:
            case Words(_, markup):
                found.append("words" + "*" * bool(markup))
            case Pin(_, _, markup):
                found.append("pin" + "*" * bool(markup))
            case Entry(contact):
                found.append(f"entry {contact.name}")
            case One(item, caption, markup):
                found.append(item.kind + "+" * bool(caption) + "*" * bool(markup))
            case Album(album, caption):
                found.append(f"{len(album)} {album[0].kind}" + "+" * bool(caption))
    return found


@pytest.mark.parametrize(
    ("screen", "kinds", "expected"),
    [
        (Screen("t"), (), ["words"]),
        (Screen("t", TAP), (), ["words*"]),
        (Screen("t", TAP), ("photo",), ["photo+*"]),
        (Screen("t"), ("photo", "video"), ["2 photo+"]),
        (Screen("t", TAP), ("photo", "video"), ["words*", "2 photo"]),
        (Screen("t"), ("photo", "voice", "photo"), ["2 photo+", "voice"]),
        (Screen("t"), ("voice", "document", "document"), ["voice+", "2 document"]),
        (Screen("t"), ("photo",) * 11, ["10 photo+", "photo"]),
        (Screen("t"), ("video_note",), ["words", "video_note"]),
        (Screen("t" * 1025), ("photo",), ["words", "photo"]),
        (Screen("<b>" + "t" * 1024 + "</b>"), ("photo",), ["photo+"]),
        (Screen(""), ("photo",), ["photo"]),
        (Screen("", pin=(1.0, 2.0)), (), ["pin"]),
        (Screen("", TAP, pin=(1.0, 2.0)), (), ["pin*"]),
        (Screen("t", TAP, pin=(1.0, 2.0)), (), ["words*", "pin"]),
        (Screen("t", TAP, contact=Contact("Lapor", "112")), (), ["words*", "entry Lapor"]),
        (Screen("t", pin=(1.0, 2.0)), ("photo",), ["photo+", "pin"]),
        (Screen(""), (), []),
    ],
)
def test_a_screen_becomes_as_few_messages_as_telegram_allows(
    screen: Screen, kinds: tuple[str, ...], expected: list[str]
) -> None:
    """The text and the buttons first; pictures and videos together, documents together, the rest alone."""
    assert expected == shape(screen, *kinds)


MB = 1_000_000


def sized(kind: str, *megabytes: int) -> list[Item]:
    return [Item(number, kind, bytes(size * MB), f"{number}.x") for number, size in enumerate(megabytes, 1)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (sized("video", 20, 20, 5), [[20, 20, 5]]),
        (sized("video", 20, 20, 6), [[20, 20], [6]]),
        (sized("document", 20, 20, 20, 20, 20), [[20, 20], [20, 20], [20]]),
        (sized("video", 46, 1), [[46], [1]]),
        (sized("photo", *[4] * 12), [[4] * 10, [4] * 2]),
        (sized("photo", *[5] * 10), [[5] * 9, [5]]),
    ],
)
def test_one_request_has_less_than_telegram_takes(files: list[Item], expected: list[list[int]]) -> None:
    """An album's bytes stay below 45 MB: Telegram takes 50 MB in one request."""
    parts = parcels.pack(Screen("t"), files)

    assert expected == [[len(item.file) // MB for item in parcels.items_of(part)] for part in parts]
    assert [True] + [False] * (len(parts) - 1) == [
        bool(part.caption) for part in parts if isinstance(part, One | Album)
    ]


def test_a_large_picture_goes_as_a_document() -> None:
    """Telegram takes photos of at most 10 MB; by its id it has the picture already."""
    small, large = sized("photo", 10, 11)
    known = Item(3, "photo", "id")

    album, single = parcels.pack(Screen("t", TAP), [small, large, known])[1:]

    assert Album((small, known)) == album
    assert One(parcels.recast(large)) == single
    assert ("document", True) == (parcels.recast(large).kind, parcels.recast(large).recast)


def test_a_message_in_another_form_keeps_its_words_and_buttons() -> None:
    """With bytes in the place of ids it may need several messages; the first has the words."""
    markup = keyboards.inline(Screen("t", TAP))
    single, album = One(Item(1, "voice", "id"), "t", markup), Album(tuple(items("photo", "video", "video")), "t")

    assert [One(parcels.recast(Item(1, "voice", b"x")), "t", markup)] == parcels.repack(
        single, [parcels.recast(Item(1, "voice", b"x"))]
    )
    first, second = parcels.repack(album, sized("video", 20, 20, 20))
    assert ("t", 2) == (first.caption, len(parcels.items_of(first)))  # type: ignore[union-attr]
    assert ("", 1) == (second.caption, len(parcels.items_of(second)))  # type: ignore[union-attr]
    assert () == parcels.items_of(Words("t"))


def test_the_buttons_do_what_they_say() -> None:
    """Call back, open, copy; a key may ask for the position."""
    row = (Button("a", "rA"), Button("b", "https://x.example", Does.OPEN), Button("c", "BDG-1", Does.COPY))
    markup = keyboards.of(Screen("t", (row,)))
    assert isinstance(markup, InlineKeyboardMarkup)
    call, link, copy = markup.inline_keyboard[0]
    assert ("rA", "https://x.example") == (call.callback_data, link.url)
    assert copy.copy_text is not None
    assert "BDG-1" == copy.copy_text.text

    keys = keyboards.of(Screen("t", keys=((Button("Here", does=Does.PIN), Button("Skip", does=Does.SAY)),)))
    assert isinstance(keys, ReplyKeyboardMarkup)
    assert [True, None] == [key.request_location for key in keys.keyboard[0]]
    assert keys.resize_keyboard


def test_a_message_has_one_markup() -> None:
    """Buttons before keys before a question before taking keys away."""
    assert isinstance(keyboards.of(Screen("t", TAP, drop_keys=True)), InlineKeyboardMarkup)
    assert isinstance(keyboards.of(Screen("t", ask=True, drop_keys=True)), ForceReply)
    assert isinstance(keyboards.of(Screen("t", drop_keys=True)), ReplyKeyboardRemove)
    assert keyboards.of(Screen("t")) is None
    assert keyboards.inline(Screen("t", keys=((Button("k"),),))) is None
