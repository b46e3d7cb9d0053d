"""The sender against the sandbox: what the phones show, and what is done when Telegram refuses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sender import Delivery
from handlers.house import House
from handlers.screens import Button, Contact, Document, Does, Media, Screen
from rules import delivery
from rules.delivery import Dead, Dropped, Later, Lost, Sent, Unreachable
from rules.draft import Draft, Part
from storage import attachments, drafts, reporters, reports
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


async def send(post: Post, row: Push, screen: Screen | str, bot: str = "public") -> Delivery:
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


async def test_a_document_is_made_when_it_is_sent(here: Post) -> None:
    """Its bytes go with the words and the buttons, under its name; nothing is learned, nothing kept on the disk."""
    phone = here.phone()
    content = '{"nama": "Ni Luh Sari 🌺"}'.encode()
    screen = Screen("yours", ((Button("ok", "x"),),), document=Document("data.json", content))

    result = await send(here, push(person(phone)), screen)

    last = await phone.last()
    sent = next(raw for raw in (await phone.line.view())["messages"] if raw["message_id"] == last.id)
    assert ("document", "yours", "data.json") == (last.kind, last.text, sent["document"]["file_name"])
    assert content == here.sandbox.world.files.get(sent["document"]["file_unique_id"]).data
    assert () == result.learned
    assert [] == [path for path in here.files.draft().parent.parent.rglob("*") if path.is_file()]


async def test_a_document_cannot_be_written_down(here: Post) -> None:
    """Not into the outbox, and not into a message that is there already."""
    screen = Screen("yours", document=Document("data.json", b"{}"))

    with pytest.raises(ValueError, match="intent"):
        screen.body()
    edit = push(person(here.phone()), method="edit", edit_message_id=1)
    assert Lost("nothing to edit") == (await send(here, edit, screen)).outcome


async def long(here: Post) -> Screen:
    """A screen of three messages: a picture with the words, a voice, a document."""
    kinds = {"tree": "photo", "flood": "voice", "dog": "document"}
    return Screen("words", media=tuple([Media(await stored(here, name, kind), kind) for name, kind in kinds.items()]))


async def kinds(phone: Any) -> list[str]:
    return [message.kind for message in await phone.messages() if message.kind]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Telegram does not wish is not waited for."""
    monkeypatch.setattr(delivery, "backoff", lambda _attempt: timedelta())


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("action", "times", "columns", "calls", "arrived"),
    [
        ("500", 2, {}, 3, ["photo", "voice", "document"]),
        ("500", None, {}, 4, ["photo", "document"]),
        ("400", 1, {}, 1, ["photo", "document"]),
        ("403", 1, {}, 1, ["photo", "document"]),
        ("drop", 1, {}, 2, ["photo", "voice", "document"]),
        ("drop", None, {}, 2, ["photo", "document"]),
        ("drop", 1, {"kind": "broadcast"}, 1, ["photo", "document"]),
        ("drop", 1, {"repeat": True}, 1, ["photo", "document"]),
        ("hang_up", 1, {}, 2, ["photo", "voice", "voice", "document"]),
        ("hang_up", 1, {"kind": "broadcast"}, 1, ["photo", "voice", "document"]),
    ],
)
async def test_the_rest_of_a_screen_is_insisted_on(
    here: Post, action: str, times: int | None, columns: dict[str, Any], calls: int, arrived: list[str]
) -> None:
    """The first message is out, so the row counts as sent; what is lost of the rest does not end what follows.

    One of unknown fate is repeated once at most, and never in a broadcast or when the row itself is a repeat.
    """
    chat, phone = group(here)
    screen = await long(here)
    here.sandbox.faults.add(action, method="sendVoice", times=times)
    row = push(chat)
    for name, value in columns.items():
        setattr(row, name, value)

    result = await send(here, row, screen, "desk")

    assert isinstance(result.outcome, Sent)
    assert calls == len(here.sandbox.calls.of("sendVoice"))
    assert arrived == await kinds(phone)


async def test_too_much_for_a_chat_is_waited_out(here: Post) -> None:
    """Meanwhile nobody else writes to it, and the other chats go on."""
    chat, phone = group(here)
    screen = await long(here)
    here.sandbox.faults.add("429", method="sendVoice", retry_after=1)
    pacing = here.senders["desk"].pacing

    going = asyncio.create_task(send(here, push(chat), screen, "desk"))
    while not here.sandbox.calls.of("sendVoice"):
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)

    assert [chat] == list(pacing.held(pacing.now()))
    assert pacing.room(pacing.now()) > 0
    assert isinstance((await going).outcome, Sent)
    assert ["photo", "voice", "document"] == await kinds(phone)


async def test_a_group_that_moves_midway_gets_the_rest(here: Post) -> None:
    """At its new id; the row keeps the message that has the words."""
    chat, old = group(here)
    moved, new = group(here)
    here.sandbox.faults.add("migrate", method="sendVoice", new_chat_id=moved)

    assert isinstance((await send(here, push(chat), await long(here), "desk")).outcome, Sent)
    assert (["photo"], ["voice", "document"]) == (await kinds(old), await kinds(new))


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("trouble", [FileNotFoundError("gone"), Fault("disk"), PermissionError("disk")])
async def test_no_trouble_of_our_own_repeats_what_is_out(
    here: Post, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that cannot be read for a further message cost that message only."""
    chat, phone = group(here)
    screen = await long(here)
    here.sandbox.faults.add("400", method="sendVoice", text="Bad Request: wrong file identifier/HTTP URL specified")
    here.sandbox.faults.add("400", method="sendVoice", text="Bad Request: VOICE_MESSAGES_FORBIDDEN", times=None)
    read = here.files.read
    broken: list[str] = []

    async def breaking(sha256: str) -> bytes:
        if here.sandbox.calls.of("sendVoice") and not broken:
            broken.append(sha256)
            raise trouble
        return await read(sha256)

    monkeypatch.setattr(here.files, "read", breaking)

    assert isinstance((await send(here, push(chat), screen, "desk")).outcome, Sent)
    assert "document" == (await kinds(phone))[-1]


@pytest.mark.parametrize(
    ("words", "kind", "method"),
    [
        ("Bad Request: PHOTO_INVALID_DIMENSIONS", "photo", "sendPhoto"),
        ("Bad Request: IMAGE_PROCESS_FAILED", "photo", "sendPhoto"),
        ("Bad Request: can't parse the picture", "photo", "sendPhoto"),
        ("Bad Request: VIDEO_CONTENT_TYPE_INVALID", "video", "sendVideo"),
        ("Bad Request: VOICE_MESSAGES_FORBIDDEN", "voice", "sendVoice"),
    ],
)
@pytest.mark.parametrize("bot", ["public", "desk"])
async def test_what_telegram_takes_for_no_picture_goes_as_a_document(
    here: Post, words: str, kind: str, method: str, bot: str
) -> None:
    """With its words, whoever knew it by which id; and that document's id is not taken for a picture's."""
    chat, phone = group(here)
    file = await stored(here, "rubbish", kind, bot=bot)
    here.sandbox.faults.add("400", method=method, text=words)

    result = await send(here, push(chat), Screen("words", media=(Media(file, kind),)), "desk")

    message = await phone.last()
    assert ("document", "words") == (message.kind, message.text)
    assert Delivery(Sent(message.id), ()) == result


async def test_an_album_that_is_refused_goes_as_documents(here: Post) -> None:
    """Together as before. Where the bytes are not here the refusal stands."""
    chat, phone = group(here)
    media = tuple([Media(await stored(here, name), "photo") for name in ("rubbish", "tree")])
    here.sandbox.faults.add("400", method="sendMediaGroup", text="Bad Request: PHOTO_INVALID_DIMENSIONS")

    assert isinstance((await send(here, push(chat), Screen("words", media=media), "desk")).outcome, Sent)
    assert ["document", "document"] == await kinds(phone)

    alone = await stored(here, "dog", bot="desk", sha256=None)
    here.sandbox.faults.add("400", method="sendPhoto", text="Bad Request: PHOTO_INVALID_DIMENSIONS")
    refused = (await send(here, push(chat), Screen("words", media=(Media(alone, "photo"),)), "desk")).outcome
    assert isinstance(refused, Dead)


async def test_words_that_cannot_be_parsed_are_our_bug(here: Post) -> None:
    """No form of the file would help."""
    chat, _ = group(here)
    file = await stored(here, "tree")
    here.sandbox.faults.add("400", method="sendPhoto", text="Bad Request: can't parse entities: unclosed tag")

    refused = (await send(here, push(chat), Screen("words", media=(Media(file, "photo"),)), "desk")).outcome

    assert isinstance(refused, Dead)
    assert [] == here.sandbox.calls.of("sendDocument")


@pytest.mark.parametrize("method", ["topic", "edit"])
async def test_a_server_without_the_method_is_done_without(here: Post, method: str) -> None:
    """A 404 for a topic drops it, one for an edit says it anew."""
    chat, _ = group(here, forum=True)
    here.sandbox.faults.add("404", method="createForumTopic")
    here.sandbox.faults.add("404", method="editMessageText")

    became = (await send(here, push(chat, method=method, edit_message_id=5), "words", "desk")).outcome

    assert {"topic": Dropped(), "edit": Lost("Not Found")}[method] == became


@pytest.mark.parametrize(
    ("marks", "bot", "expected"),
    [
        ({}, "public", "Budi_KTP.pdf"),
        ({"anonymous": True}, "public", "bukti-1.pdf"),
        ({"confidential": True}, "public", "bukti-1.pdf"),
        (None, "public", "bukti-1.pdf"),
        (None, "desk", "Budi_KTP.pdf"),
    ],
)
async def test_a_files_name_does_not_tell_who_reports(
    here: Post, marks: dict[str, Any] | None, bot: str, expected: str
) -> None:
    """The desk sees the reporter's own name of a file only if the report hides nothing."""
    chat, _ = group(here)
    file = await stored(here, "tree", "document", bot=bot, name="Budi_KTP.pdf")
    if marks is not None:
        async with here.storage.work(utc_now()) as work:
            reporter = await reporters.seen(work, 7, "Budi", "", "id")
            row = await drafts.save(work, reporter.id or 0, replace(Draft(parts=(Part(1, "Hole"),)), **marks))
            report = await reports.file(work, reporter, row, drafts.load(row), "BDG-2345-678", "Hole")
            await attachments.assign(work, [file], report.id or 0)
    sender = "desk" if bot == "public" else "public"
    address = chat if sender == "desk" else person(here.phone())

    await send(here, push(address), Screen("t", media=(Media(file, "document"),)), sender)

    [sent] = here.sandbox.calls.of("sendDocument")
    assert expected == sent.result["document"]["file_name"]


async def test_a_map_and_a_question(here: Post) -> None:
    """A place to look at; a message that asks for an answer."""
    phone = here.phone()
    await send(here, push(person(phone)), Screen("there", pin=(-8.6, 115.1)))
    assert "location" == (await phone.last()).kind

    await send(here, push(person(phone)), Screen("what?", ask=True))
    assert "force_reply" in str(here.sandbox.calls.of("sendMessage")[-1].params["reply_markup"])


async def test_a_contact(here: Post) -> None:
    """An entry for the address book follows the words, with everything a phone keeps of it."""
    phone = here.phone()
    await send(here, push(person(phone)), Screen("save this", contact=Contact("Lapor", "14084", "BEGIN:VCARD")))

    [sent] = here.sandbox.calls.of("sendContact")
    assert "contact" == (await phone.last()).kind
    assert ("Lapor", "14084", "BEGIN:VCARD") == tuple(
        sent.params[name] for name in ("first_name", "phone_number", "vcard")
    )


async def test_a_topic_is_made_or_done_without(here: Post) -> None:
    """In a forum the thread's id comes back; in a group without topics nothing is lost."""
    forum, _ = group(here, forum=True)
    plain, _ = group(here)

    made = (await send(here, push(forum, method="topic"), "BDG-1 · Road " + "x" * 200, "desk")).outcome
    assert isinstance(made, Sent)
    assert made.thread_id
    assert made.message_id is None
    assert Dropped() == (await send(here, push(plain, method="topic"), "BDG-1", "desk")).outcome
    named = push(forum, method="retopic", thread_id=made.thread_id)
    assert Sent(None) == (await send(here, named, "BDG-1 · Lamp", "desk")).outcome
    [renamed] = here.sandbox.calls.of("editForumTopic")
    assert "BDG-1 · Lamp" == renamed.params["name"]
    for there in ({}, {"thread_id": 4711}):
        assert Dropped() == (await send(here, push(forum, method="retopic", **there), "BDG-1 · Lamp", "desk")).outcome
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
