from __future__ import annotations

import pytest

from sandbox import samples

BUTTON = {"text": "Go", "callback_data": "go"}


def keyboard(*buttons):
    return {"inline_keyboard": [[button] for button in buttons]}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, 'Can\'t find end tag corresponding to start tag "b"'),
        ({"text": "<x>y</x>", "parse_mode": "HTML"}, 'Unsupported start tag "x" at byte offset 0'),
        ({"text": "é</b>", "parse_mode": "HTML"}, "Unexpected end tag at byte offset 2"),
        ({"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, 'expected "</i>", found "</b>"'),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "Unclosed start tag at byte offset 2"),
        ({"text": "x", "reply_markup": keyboard({"text": "Go", "callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard({"text": "Go", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(*[BUTTON] * 101)}, "reply markup is too long"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON] * 9]}}, "reply markup is too long"),
        ({"text": "x", "reply_markup": keyboard({"text": "Go"})}, "Text buttons are unallowed in the inline keyboard"),
        (
            {"text": "x", "reply_markup": keyboard({"text": "Go", "copy_text": {"text": "a" * 257}})},
            "COPY_TEXT_INVALID",
        ),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "chat_id": 1}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ],
)
async def test_what_telegram_refuses(api, chat, params, words):
    """Every limit is refused with 400 and Telegram's words."""
    answer = await api("sendMessage", **({"chat_id": chat} | params))

    assert (400, True) == (answer.status, words in answer.description), answer.body


async def test_limits_count_the_text_without_tags(api, chat):
    """4096 UTF-16 units after parsing are fine however long the source is."""
    text = "<b>" + "&lt;" * 4096 + "</b>"

    assert "<" * 4096 == (await api("sendMessage", chat_id=chat, text=text, parse_mode="HTML")).result["text"]


async def test_html_becomes_entities(api, chat):
    """Offsets and lengths are UTF-16 units, and nested entities come in order."""
    sent = await api(
        "sendMessage", chat_id=chat, text='😀 <b>a<i>b</i></b> <a href="https://x.id">c</a>', parse_mode="HTML"
    )

    assert "😀 ab c" == sent.result["text"]
    assert [
        {"type": "bold", "offset": 3, "length": 2},
        {"type": "italic", "offset": 4, "length": 1},
        {"type": "text_link", "offset": 6, "length": 1, "url": "https://x.id"},
    ] == sent.result["entities"]


async def test_dates_are_whole_seconds(api, chat):
    """A message's date is an int."""
    assert isinstance((await api("sendMessage", chat_id=chat, text="x")).result["date"], int)


async def test_edits(api, chat, phone):
    """An edit changes text and keyboard; the same again is "not modified"; others' messages cannot be edited."""
    sent = (await api("sendMessage", chat_id=chat, text="one", reply_markup=keyboard(BUTTON))).result
    target = {"chat_id": chat, "message_id": sent["message_id"]}

    edited = (await api("editMessageText", text="two", **target)).result
    assert ("two", None) == (edited["text"], edited.get("reply_markup"))
    assert "message is not modified" in (await api("editMessageText", text="two", **target)).description
    assert "no caption in the message" in (await api("editMessageCaption", caption="x", **target)).description
    assert (
        "message to edit not found" in (await api("editMessageText", chat_id=chat, message_id=99, text="x")).description
    )
    mine = await phone.say("mine")
    answer = await api("editMessageText", chat_id=chat, message_id=mine.id, text="x")
    assert "message can't be edited" in answer.description


async def test_a_deleted_message_is_gone(api, chat, phone):
    """deleteMessage works once."""
    sent = (await api("sendMessage", chat_id=chat, text="one")).result
    target = {"chat_id": chat, "message_id": sent["message_id"]}

    assert (await api("deleteMessage", **target)).result
    assert [] == await phone.messages()
    assert "message to delete not found" in (await api("deleteMessage", **target)).description


async def test_copy_and_forward(api, chat, phone):
    """A copy is the bot's own message, a forward names its origin."""
    mine = await phone.photo("flood", caption="help")
    source = {"chat_id": chat, "from_chat_id": chat, "message_id": mine.id}

    copied = (await api("copyMessage", **source)).result["message_id"]
    forwarded = (await api("forwardMessage", **source)).result

    assert copied == mine.id + 1
    assert ("help", "Wayan") == (forwarded["caption"], forwarded["forward_origin"]["sender_user"]["first_name"])
    assert ["photo", "photo"] == [b.kind for b in (await phone.messages())[1:]]


async def test_one_bad_item_sends_nothing_of_an_album(api, chat, phone):
    """An album is sent whole or not at all, with 2 to 10 items."""
    good = {"type": "photo", "media": "attach://a"}

    assert "2-10" in (await api("sendMediaGroup", chat_id=chat, media=[good])).description
    assert "wrong file identifier" in (await api("sendMediaGroup", chat_id=chat, media=[good, good])).description
    assert [] == await phone.messages()


async def test_a_picture_must_be_one(api, chat):
    """sendPhoto refuses bytes that are no picture."""
    import aiohttp

    form = aiohttp.FormData({"chat_id": str(chat)})
    form.add_field("photo", b"not a picture", filename="x.jpg")
    async with api.session.post(f"{api.url}/bot{api.token}/sendPhoto", data=form) as response:
        assert "Bad Request: IMAGE_PROCESS_FAILED" == (await response.json())["description"]


async def test_file_ids_belong_to_one_bot(sandbox, api, phone):
    """file_unique_id is shared between bots, file_id is not."""
    await phone.photo("pothole")
    sizes = (await api.updates())[0]["message"]["photo"]
    path = (await api("getFile", file_id=sizes[-1]["file_id"])).result["file_path"]
    async with api.session.get(f"{api.url}/file/bot{api.token}/{path}") as response:
        assert samples.photo("pothole") == await response.read()

    other = sandbox.bot("6000000001:other", "desk_bot")
    api.token = other.token
    assert "wrong file identifier" in (await api("getFile", file_id=sizes[-1]["file_id"])).description
    assert [90, 320, 640] == [size["width"] for size in sizes]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendLocation", {"latitude": -8.7, "longitude": 115.17}),
        ("sendVenue", {"latitude": -8.7, "longitude": 115.17, "title": "Pasar", "address": "Jl. Raya"}),
        ("sendContact", {"phone_number": "112", "first_name": "Darurat"}),
        ("sendChatAction", {"action": "typing"}),
        ("setMyCommands", {"commands": [{"command": "start", "description": "Mulai"}], "language_code": "id"}),
        ("setMyDescription", {"description": "x"}),
        ("setMyShortDescription", {"short_description": "x"}),
        ("setMyName", {"name": "x"}),
        ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
        ("getChat", {}),
        ("unpinAllChatMessages", {}),
        ("deleteMyCommands", {}),
    ],
)
async def test_the_other_methods_answer(api, chat, method, params):
    """Every method of the list is there."""
    assert (await api(method, chat_id=chat, **params)).result


async def test_the_menu_of_a_phone_follows_its_language(api, phone):
    """Commands set for a language win over those for everybody; three-letter codes have no menu."""
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await api("setMyCommands", commands=[{"command": "bantuan", "description": "Bantuan"}], language_code="id")

    assert ["bantuan"] == [c["command"] for c in (await phone.line.view())["commands"]]
    assert 400 == (await api("setMyCommands", commands=[], language_code="ban")).status
