from __future__ import annotations

from sandbox import world


async def test_a_bot_cannot_write_first(sandbox, api):
    """Until a person has written or pressed Start, a bot may not write to them."""
    made = sandbox.person("Made")
    phone = sandbox.phone(made, sandbox.world.bot_named("kanal_bot"))

    refused = await api("sendMessage", chat_id=made.id, text="x")
    assert (403, "Forbidden: bot can't initiate conversation with a user") == (refused.status, refused.description)
    await phone.start()
    assert (await api("sendMessage", chat_id=made.id, text="x")).result


async def test_blocking(api, chat, phone):
    """A block tells the bot with my_chat_member and refuses its messages; writing again lifts it."""
    await phone.block()
    (update,) = await api.updates()
    assert "kicked" == update["my_chat_member"]["new_chat_member"]["status"]
    assert "Forbidden: bot was blocked by the user" == (await api("sendMessage", chat_id=chat, text="x")).description

    await phone.start()
    assert ["kicked", "member", "message"] == [
        u.get("my_chat_member", {}).get("new_chat_member", {}).get("status", "message") for u in await api.updates()
    ]


async def test_a_deactivated_account(sandbox, api, chat):
    """Nobody reads there any more."""
    sandbox.world.people[chat].deactivated = True

    assert "Forbidden: user is deactivated" == (await api("sendMessage", chat_id=chat, text="x")).description


async def test_commands_are_marked_as_entities(api, phone):
    """python-telegram-bot finds commands by their entity."""
    await phone.start("src-poster_7")

    message = (await api.updates())[0]["message"]

    assert "/start src-poster_7" == message["text"]
    assert [{"type": "bot_command", "offset": 0, "length": 6}] == message["entities"]


async def test_a_tap_is_a_callback_query_answered_once(api, chat, phone):
    """The query carries message and data; it is answered once, and its text shows on the phone."""
    await api(
        "sendMessage",
        chat_id=chat,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "Go", "callback_data": "g"}]]},
    )
    await phone.tap("Go", old=True)
    query = (await api.updates())[0]["callback_query"]

    assert ("g", "?") == (query["data"], query["message"]["text"])
    assert (await api("answerCallbackQuery", callback_query_id=query["id"], text="done", show_alert=True)).result
    assert "done" == await phone.alert()
    again = await api("answerCallbackQuery", callback_query_id=query["id"])
    assert "query is too old and response timeout expired or query ID is invalid" in again.description


async def test_an_old_query_cannot_be_answered(sandbox, api, chat, phone):
    """A callback query expires."""
    await api(
        "sendMessage",
        chat_id=chat,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "Go", "callback_data": "g"}]]},
    )
    await phone.tap("Go", old=True)
    query = (await api.updates())[0]["callback_query"]
    now = sandbox.world.clock()
    sandbox.world.clock = lambda: now + world.QUERY_SECONDS + 1

    assert "query is too old" in (await api("answerCallbackQuery", callback_query_id=query["id"])).description


async def test_an_album_is_one_update_per_photo(api, phone):
    """All share a media_group_id; the caption is on the first."""
    await phone.album(3, "three")

    messages = [u["message"] for u in await api.updates()]

    assert 1 == len({m["media_group_id"] for m in messages})
    assert ["three", None, None] == [m.get("caption") for m in messages]


async def test_edits_replies_places_and_files(api, phone):
    """Everything a person can send arrives as Telegram would send it."""
    said = await phone.say("one")
    await phone.edit(said, "uno")
    await phone.reply(said, "yes")
    await phone.pin(-8.7, 115.1)
    await phone.venue(-8.7, 115.1, "Pasar Kuta")
    for send in (phone.voice, phone.video, phone.sticker, phone.contact):
        await send()
    await phone.document("surat.pdf", b"%PDF-1.4")
    await phone.poll("Which?", "a", "b")
    await phone.inject({"purchased_paid_media": {"odd": True}})

    kinds = [next(k for k in u if k != "update_id") for u in await api.updates()]
    messages = [u["message"] for u in await api.updates() if "message" in u]

    assert ["message", "edited_message", *["message"] * 9, "purchased_paid_media"] == kinds
    assert "uno" == messages[1]["reply_to_message"]["text"]
    assert "Pasar Kuta" == messages[3]["venue"]["title"]
    assert ("surat.pdf", "application/pdf") == tuple(messages[8]["document"][k] for k in ("file_name", "mime_type"))


async def test_reply_keyboards(api, chat, phone):
    """A key sends its text or the place it asks for; a one-time keyboard then leaves."""
    keys = [[{"text": "Kirim lokasi", "request_location": True}], [{"text": "Lewati"}]]
    await api("sendMessage", chat_id=chat, text="where?", reply_markup={"keyboard": keys, "one_time_keyboard": True})

    assert ["Kirim lokasi", "Lewati"] == await phone.keys()
    assert "location" == (await phone.key("Kirim lokasi", -8.7, 115.1)).kind
    assert [] == await phone.keys()
