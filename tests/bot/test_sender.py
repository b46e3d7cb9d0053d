"""The sender against the sandbox: what the phones show, and what is done when Telegram refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import sender as module
from handlers.house import House
from handlers.screens import Button, Does, Media, Screen
from rules.delivery import Dead, Dropped, Later, Lost, Sent, Unreachable
from storage import attachments
from storage.tables import Attachment, Push
from storage.work import Fault, Storage
from tests.bot.conftest import Post, opened, utc_now

SAMPLES = Path(__file__).parents[2] / "sandbox" / "samples"


@pytest.fixture
async def here(store: Storage, house: House, tmp_path: Path) -> AsyncIterator[Post]:
    """The senders without a courier that runs."""
    async with opened(store, house, tmp_path) as post:
        yield post


def push(chat_id: int, **columns: Any) -> Push:
    return Push(
        id=1, bot="public", chat_id=chat_id, kind="reply", rank=0, due_at=utc_now(), created_at=utc_now(), **columns
    )


async def send(post: Post, row: Push, screen: Screen | str, bot: str = "public") -> module.Delivery:
    return await post.senders[bot].send(row, Screen(screen) if isinstance(screen, str) else screen)


async def stored(post: Post, sample: str, kind: str = "photo", **columns: Any) -> int:
    """A file the public bot received and the store keeps; its id."""
    draft = post.files.draft()
    draft.write_bytes((SAMPLES / f"{sample}.jpg").read_bytes())
    kept = await post.files.keep(draft)
    async with post.storage.work(utc_now()) as work:
        settings = {"bot": "public", "state": "stored", "sha256": kept.sha256, **columns}
        file = await attachments.add(
            work, kind=kind, file_id=f"public-{sample}", file_unique_id=sample, message_id=1, **settings
        )  # fmt: skip
    assert file.id is not None
    return file.id


def person(phone: Any) -> int:
    return int(phone.line.handset.person.id)


def group(post: Post, *, forum: bool = False, **options: Any) -> tuple[int, Any]:
    made = post.sandbox.person("Made")
    room = post.sandbox.group("Desk", [made], [post.desk], forum=forum, **options)
    return room.chat.id, post.sandbox.phone(made, room)


async def test_words_and_buttons_arrive_as_they_are(here: Post) -> None:
    """HTML, buttons to press, open and copy; no link preview; silent when asked."""
    phone = here.phone()
    buttons = ((Button("Go", "rGO"), Button("Web", "https://x.example", Does.OPEN), Button("Code", "X1", Does.COPY)),)

    result = await send(here, push(person(phone), silent=True), Screen("<b>Hello</b> &amp; bye", buttons))

    message = await phone.last()
    assert Sent(message.id, None) == result.outcome
    assert "Hello & bye" == message.text
    assert [["Go", "Web", "Code"]] == message.buttons
    [call] = here.sandbox.calls.of("sendMessage")
    assert "true" == str(call.params["disable_notification"]).lower()
    assert "is_disabled" in str(call.params["link_preview_options"])


async def test_an_edit_replaces_words_and_buttons(here: Post) -> None:
    """The same again is a success; a message that is gone must be said anew."""
    phone = here.phone()
    await send(here, push(person(phone)), Screen("one", ((Button("a", "rA"),),)))
    message = await phone.last()
    edit = push(person(phone), method="edit", edit_message_id=message.id)

    assert Sent(message.id) == (await send(here, edit, "two")).outcome
    assert "two" == await phone.screen()
    assert Sent(None) == (await send(here, edit, "two")).outcome
    gone = push(person(phone), method="edit", edit_message_id=99_999)
    assert isinstance((await send(here, gone, "two")).outcome, Lost)
    assert isinstance((await send(here, push(person(phone), method="edit"), "two")).outcome, Lost)


async def test_an_edit_of_a_picture_edits_its_caption(here: Post) -> None:
    """Whether a message has a text or a caption is not the outbox's business."""
    phone = here.phone()
    photo = await stored(here, "pothole", other_file_id=None, bot="desk")
    sent = (await send(here, push(person(phone)), Screen("one", media=(Media(photo, "photo"),)))).outcome
    assert isinstance(sent, Sent)

    edit = push(person(phone), method="edit", edit_message_id=sent.message_id)

    assert Sent(sent.message_id) == (await send(here, edit, "two")).outcome
    assert "two" == (await phone.last()).text


async def test_an_answer_whose_question_is_gone_is_still_said(here: Post) -> None:
    """A reply to a deleted message is a message."""
    phone = here.phone()

    assert isinstance((await send(here, push(person(phone), reply_to=4711), "hello")).outcome, Sent)


async def test_the_other_bots_picture_is_sent_as_bytes_once(here: Post) -> None:
    """Then by the id this bot got for it."""
    chat, phone = group(here)
    photo = await stored(here, "rubbish")
    screen = Screen("caption", media=(Media(photo, "photo"),))

    result = await send(here, push(chat), screen, "desk")
    assert "caption" == (await phone.last()).text
    [(number, file_id)] = result.learned
    assert photo == number
    async with here.storage.work(utc_now()) as work:
        await attachments.sent_as(work, photo, file_id)

    assert () == (await send(here, push(chat), screen, "desk")).learned
    assert file_id == here.sandbox.calls.of("sendPhoto")[-1].params["photo"]


async def test_an_id_that_is_not_ours_falls_back_to_the_bytes(here: Post) -> None:
    """A token that was changed makes every remembered id worthless."""
    chat, phone = group(here)
    one = await stored(here, "rubbish", other_file_id="of another token")
    two = await stored(here, "tree", other_file_id="of another token too")

    single = await send(here, push(chat), Screen("one", media=(Media(one, "photo"),)), "desk")
    album = await send(here, push(chat), Screen("two", media=(Media(one, "photo"), Media(two, "photo"))), "desk")

    assert [1, 2] == [len(single.learned), len(album.learned)]
    assert 3 == sum(message.kind == "photo" for message in await phone.messages())


async def test_an_album_and_what_does_not_fit_into_it(here: Post) -> None:
    """Two pictures together with the words, the voice after them; the row knows the first message."""
    chat, phone = group(here)
    media = [
        Media(await stored(here, "rubbish"), "photo"),
        Media(await stored(here, "tree"), "photo"),
        Media(await stored(here, "flood", kind="voice"), "voice"),
        Media(await stored(here, "dog", kind="document", name="dog.jpg"), "document"),
        Media(await stored(here, "pavement", kind="video_note"), "video_note"),
        Media(999, "photo"),
    ]

    result = await send(here, push(chat), Screen("caption", media=tuple(media)), "desk")

    messages = await phone.messages()
    assert ["photo", "photo", "voice", "document", "video_note"] == [
        message.kind for message in messages if message.kind
    ]
    assert isinstance(result.outcome, Sent)
    assert next(message.id for message in messages if message.kind) == result.outcome.message_id
    assert 5 == len(result.learned)


async def test_the_rest_of_a_screen_is_insisted_on(here: Post) -> None:
    """The first message is out, so a refusal of a later one is waited out; one for ever ends it."""
    chat, phone = group(here)
    voice = await stored(here, "flood", kind="voice")
    photo = await stored(here, "tree")
    screen = Screen("caption", media=(Media(photo, "photo"), Media(voice, "voice")))
    here.sandbox.faults.add("429", method="sendVoice", retry_after=1)

    assert isinstance((await send(here, push(chat), screen, "desk")).outcome, Sent)
    assert "voice" == (await phone.last()).kind

    here.sandbox.faults.add("400", method="sendVoice", text="Bad Request: VOICE_MESSAGES_FORBIDDEN")
    assert isinstance((await send(here, push(chat), screen, "desk")).outcome, Sent)
    assert "photo" == (await phone.last()).kind


async def test_a_map_and_a_question(here: Post) -> None:
    """A place to look at; a message that asks for an answer."""
    phone = here.phone()
    await send(here, push(person(phone)), Screen("there", pin=(-8.6, 115.1)))
    assert "location" == (await phone.last()).kind

    await send(here, push(person(phone)), Screen("what?", ask=True))
    assert "force_reply" in str(here.sandbox.calls.of("sendMessage")[-1].params["reply_markup"])


async def test_a_topic_is_made_or_done_without(here: Post) -> None:
    """In a forum the thread's id comes back; in a group without topics nothing is lost."""
    forum, _ = group(here, forum=True)
    plain, _ = group(here)

    made = (await send(here, push(forum, method="topic"), "BDG-1 · Road " + "x" * 200, "desk")).outcome
    assert isinstance(made, Sent)
    assert made.thread_id
    assert made.message_id is None
    assert Dropped() == (await send(here, push(plain, method="topic"), "BDG-1", "desk")).outcome
    kept = push(forum, thread_id=made.thread_id)
    assert made.thread_id == (await send(here, kept, "card", "desk")).outcome.thread_id  # type: ignore[union-attr]


async def test_a_topic_that_is_gone_is_done_without(here: Post) -> None:
    """The card goes to the group itself."""
    forum, phone = group(here, forum=True)

    result = await send(here, push(forum, thread_id=4711), "card", "desk")

    assert isinstance(result.outcome, Sent)
    assert result.outcome.thread_id is None
    assert "card" == (await phone.last()).text


async def test_what_cannot_be_said_is_told_apart(here: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody there, a file not here yet, a file that is gone, nothing to say, a database that fails."""
    phone = here.phone()
    waiting = await stored(here, "tree", bot="desk", sha256=None, state="waiting")
    gone = await stored(here, "dog", bot="desk", sha256="f" * 64)

    def media(number: int) -> Screen:
        return Screen("t", media=(Media(number, "photo"),))

    assert isinstance((await send(here, push(4711), "hello")).outcome, Unreachable)
    assert Later("the file is not here yet") == (await send(here, push(person(phone)), media(waiting))).outcome
    assert Dead("the file is gone") == (await send(here, push(person(phone)), media(gone))).outcome
    assert Dropped() == (await send(here, push(person(phone)), "")).outcome

    async def broken(*_: Any) -> list[Attachment]:
        raise Fault("disk")

    monkeypatch.setattr(attachments, "by_ids", broken)
    assert Later("SQLAlchemyError", counts=False) == (await send(here, push(person(phone)), media(gone))).outcome
