"""Taking messages back: deleted while Telegram lets us, emptied afterwards, and said when neither can be done."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import clearing
from handlers.house import House
from handlers.screens import Media, Screen
from rules.delivery import Cleared, Later, Sent, Unreachable
from storage.work import Storage
from tests.bot.conftest import Post, opened
from tests.bot.test_sender import group, push, send, stored

THREE_DAYS = 3 * 24 * 3600
GONE = Screen("<b>BDG-1</b> is no longer here")


class Sundial:
    """A clock that can be moved on."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Sundial:
    return Sundial()


@pytest.fixture
async def here(store: Storage, house: House, tmp_path: Path, clock: Sundial) -> AsyncIterator[Post]:
    async with opened(store, house, tmp_path, clock=clock) as post:
        yield post


async def said(post: Post, chat: int) -> list[int]:
    """A text, an album of two pictures and one of two documents; the ids of all five messages."""
    pictures = tuple([Media(await stored(post, name), "photo") for name in ("rubbish", "tree")])
    papers = tuple([Media(await stored(post, name, "document"), "document") for name in ("rubbish", "tree")])
    screens = (Screen("her words"), Screen("her pictures", media=pictures), Screen("her papers", media=papers))
    outcomes = [(await send(post, push(chat), screen, "desk")).outcome for screen in screens]
    ids = [number for one in outcomes if isinstance(one, Sent) for number in (one.message_id, *one.others)]
    assert 5 == len(set(ids))
    return [number for number in ids if number]


def shown(message: Any) -> str:
    """The words or the file of a message, as a phone shows it."""
    return str(message.raw[message.kind] if message.kind else message.text)


async def clear(post: Post, chat: int, *ids: int) -> Any:
    return (await send(post, push(chat, method="clear"), GONE.clearing(ids), "desk")).outcome


async def test_what_is_young_is_deleted(here: Post) -> None:
    """Each message of an album too; doing it again, or what is gone already, is as good."""
    chat, phone = group(here)
    ids = await said(here, chat)

    assert Cleared(tuple(ids)) == await clear(here, chat, *ids)
    assert [] == await phone.messages()
    assert Cleared((*ids, 999)) == await clear(here, chat, *ids, 999)


async def test_what_is_old_is_emptied(here: Post, clock: Sundial) -> None:
    """Words become others, pictures and documents become a grey one; doing it again changes nothing."""
    chat, phone = group(here)
    ids = await said(here, chat)
    before = {shown(message) for message in await phone.messages()}
    clock.ahead = THREE_DAYS

    assert Cleared(tuple(ids)) == await clear(here, chat, *ids)
    assert Cleared(tuple(ids[:2])) == await clear(here, chat, *ids[:2])

    after = await phone.messages()
    assert ["BDG-1 is no longer here"] * 5 == [message.text for message in after]
    assert ["", "photo", "photo", "document", "document"] == [message.kind for message in after]
    assert before.isdisjoint(map(shown, after))


async def test_an_old_voice_message_stays_and_is_counted(here: Post, clock: Sundial) -> None:
    """Telegram lets nobody but an admin take it away."""
    chat, phone = group(here)
    voice = await send(
        here, push(chat), Screen("", media=(Media(await stored(here, "dog", "voice"), "voice"),)), "desk"
    )
    assert isinstance(voice.outcome, Sent)
    [text, *_] = await said(here, chat)
    clock.ahead = THREE_DAYS

    assert Cleared((text,), left=1) == await clear(here, chat, voice.outcome.message_id or 0, text)
    assert "voice" == (await phone.messages())[0].kind


@pytest.mark.parametrize(
    ("action", "method", "outcome"), [("429", "deleteMessage", Later), ("403", "deleteMessage", Unreachable)]
)
async def test_a_refusal_of_the_chat_ends_the_round(here: Post, action: str, method: str, outcome: type) -> None:
    """It is the courier's, who comes again; what was taken back stays so."""
    chat, _ = group(here)
    ids = await said(here, chat)
    here.sandbox.faults.add(action, method=method)

    assert isinstance(await clear(here, chat, *ids), outcome)
    assert Cleared(tuple(ids)) == await clear(here, chat, *ids)


def test_the_picture_is_one() -> None:
    """Of a shape that Telegram takes."""
    data = clearing.picture()

    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert (320, 180) == (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
