"""python-telegram-bot, unchanged, against the stand-in."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from aiohttp import web
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
    error,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ExtBot, MessageHandler, filters

from sandbox import samples

TOKEN = "5000000002:contract-secret"
GO = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go:1")]])


@pytest.fixture
async def bot(sandbox):
    async with ExtBot(TOKEN, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot") as bot:
        yield bot


def application(sandbox, *, updater):
    builder = Application.builder().token(TOKEN).base_url(f"{sandbox.url}/bot").base_file_url(f"{sandbox.url}/file/bot")
    app = (builder if updater else builder.updater(None)).build()

    async def start(update, context):
        await update.message.reply_html(f"from <b>{context.args[0]}</b>", reply_markup=GO)

    async def go(update, _context):
        await update.callback_query.answer("going")
        await update.callback_query.edit_message_text("gone")

    async def photo(update, _context):
        file = await update.message.photo[-1].get_file()
        await update.message.reply_photo(bytes(await file.download_as_bytearray()), caption="copy")

    async def edited(update, _context):
        await update.edited_message.reply_text(f"now {update.edited_message.text}")

    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(go, pattern="^go:1$"))
    app.add_handler(MessageHandler(filters.PHOTO, photo))
    app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited))
    return app


async def converse(phone):
    await phone.start("poster")
    await phone.sees("from poster\n[ Go ]")
    await phone.tap("Go")
    await phone.sees("gone")
    assert "going" == await phone.alert()
    await phone.photo("streetlight")
    await phone.sees("[photo]\ncopy")
    said = await phone.say("wrong")
    await phone.edit(said, "right")
    await phone.sees("now right")


async def test_a_conversation_by_polling(sandbox, phone):
    """Deep link, buttons, photos both ways and edits work through the Updater."""
    app = application(sandbox, updater=True)
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=2)
        await converse(phone)
        await app.updater.stop()
        await app.stop()


async def test_a_conversation_by_webhook(sandbox, phone):
    """The same works with updates fed from a webhook with a secret."""
    app = application(sandbox, updater=False)

    async def hook(request: web.Request) -> web.Response:
        assert "s-1" == request.headers["X-Telegram-Bot-Api-Secret-Token"]
        await app.process_update(Update.de_json(await request.json(), app.bot))
        return web.Response()

    server = web.Application()
    server.router.add_post("/hook", hook)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with app:
        await app.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s-1")
        await converse(phone)
        assert 0 == (await app.bot.get_webhook_info()).pending_update_count
        await app.bot.delete_webhook()
    await runner.cleanup()


async def test_every_kind_of_message_is_understood(bot, phone):
    """python-telegram-bot reads every update a person can cause."""
    said = await phone.say("one #two https://x.id @kanal_bot +62 812 3456 789")
    for send in (phone.voice, phone.video, phone.sticker, phone.contact, phone.photo, phone.album, phone.block):
        await send()
    await phone.reply(said, "two")
    await phone.pin(-8.7, 115.1)
    await phone.venue(-8.7, 115.1, "Pasar", "Jl. Raya")
    await phone.document("a.jpg", samples.photo("dog"))
    await phone.poll("?", "a", "b")

    updates = await bot.get_updates()

    assert 16 == len(updates)
    assert ["message"] * 10 == [next(k for k in u.to_dict() if k != "update_id") for u in updates[:8]] + ["message"] * 2


async def test_every_kind_of_send(bot, chat, forum):
    """What the stand-in answers to sends is what python-telegram-bot expects."""
    jpeg = samples.photo("flood")
    photo = await bot.send_photo(chat, jpeg, caption="c")
    again = await bot.send_photo(chat, photo.photo[-1].file_id)
    assert photo.photo[-1].file_unique_id == again.photo[-1].file_unique_id
    assert "x.bin" == (await bot.send_document(chat, b"x" * 100, filename="x.bin")).document.file_name
    assert (await bot.send_voice(chat, b"x" * 100)).voice
    assert (await bot.send_video(chat, b"x" * 100)).video
    assert (await bot.send_audio(chat, b"x" * 100)).audio
    assert (await bot.send_animation(chat, b"x" * 100)).animation
    assert (await bot.send_video_note(chat, b"x" * 100)).video_note
    assert (await bot.send_location(chat, -8.7, 115.1)).location
    assert (await bot.send_venue(chat, -8.7, 115.1, "Pasar", "Jl.")).venue
    assert (await bot.send_contact(chat, "112", "Darurat")).contact
    album = await bot.send_media_group(
        chat, [InputMediaPhoto(jpeg, caption="1"), InputMediaPhoto(photo.photo[-1].file_id)]
    )
    assert 1 == len({m.media_group_id for m in album})
    copied = await bot.copy_message(chat, chat, photo.message_id)
    assert (await bot.forward_message(chat, chat, copied.message_id)).forward_origin
    assert await bot.send_chat_action(chat, "typing")
    assert await bot.set_message_reaction(chat, photo.message_id, "👀")
    assert await bot.pin_chat_message(chat, photo.message_id)
    assert (await bot.get_chat(chat)).pinned_message.message_id == photo.message_id
    assert await bot.delete_message(chat, photo.message_id)
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Where", request_location=True)]])
    assert await bot.send_message(chat, "x", reply_markup=keyboard, protect_content=True)
    assert (await bot.get_chat_administrators(forum))[0].user.first_name == "Ketut"
    assert "administrator" == (await bot.get_chat_member(forum, bot.id)).status


async def test_edits(bot, chat):
    """Text, caption, media and keyboard of own messages change."""
    text = await bot.send_message(chat, "one", reply_markup=GO)
    assert (await text.edit_text("two")).reply_markup is None
    assert (await text.edit_reply_markup(GO)).reply_markup
    photo = await bot.send_photo(chat, samples.photo("flood"))
    assert "c" == (await photo.edit_caption("c")).caption
    changed = await photo.edit_media(InputMediaDocument(b"x", filename="x.txt"))
    assert ("x.txt", ()) == (changed.document.file_name, changed.photo)


async def test_topics(bot, forum):
    """A topic is opened, written to, renamed and closed."""
    topic = await bot.create_forum_topic(forum, "BDG-1")
    sent = await bot.send_message(forum, "case", message_thread_id=topic.message_thread_id)
    assert (topic.message_thread_id, True) == (sent.message_thread_id, sent.is_topic_message)
    assert await bot.edit_forum_topic(forum, topic.message_thread_id, name="BDG-2")
    assert await bot.close_forum_topic(forum, topic.message_thread_id)
    assert await bot.reopen_forum_topic(forum, topic.message_thread_id)


async def test_profile(bot):
    """Commands, descriptions and getMe."""
    await bot.set_my_commands([BotCommand("start", "Mulai")], language_code="id")
    assert "Mulai" == (await bot.get_my_commands(language_code="id"))[0].description
    await bot.set_my_description("about")
    assert "about" == (await bot.get_my_description()).description
    assert "kanal_bot" == bot.username


@pytest.mark.parametrize(
    ("fault", "details", "expected"),
    [
        ("429", {"retry_after": 3}, error.RetryAfter),
        ("403", {}, error.Forbidden),
        ("400", {}, error.BadRequest),
        ("401", {}, error.InvalidToken),
        ("404", {}, error.InvalidToken),
        ("409", {}, error.Conflict),
        ("500", {}, error.NetworkError),
        ("502", {}, error.NetworkError),
        ("html-404", {}, error.InvalidToken),
        ("migrate", {"new_chat_id": -1009}, error.ChatMigrated),
        ("hang_up", {}, error.NetworkError),
        ("drop", {}, error.NetworkError),
    ],
)
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_faults_raise_its_own_errors(sandbox, bot, chat, fault, details, expected):
    """Each fault is the exception python-telegram-bot has for it, with its parameters."""
    sandbox.faults.add(fault, method="sendMessage", **details)

    with pytest.raises(expected) as raised:
        await bot.send_message(chat, "x")

    assert expected is type(raised.value)
    wait = getattr(raised.value, "retry_after", 3)  # seconds, or with PTB_TIMEDELTA set a timedelta
    assert wait in {3, timedelta(seconds=3)}
    assert getattr(raised.value, "new_chat_id", -1009) == -1009


async def test_a_hang_up_is_ambiguous_and_the_message_is_there(sandbox, bot, chat, phone):
    """The cause of the error is a protocol error, not a failed connection: the outbox must not repeat it."""
    sandbox.faults.add("hang_up", method="sendMessage")

    with pytest.raises(error.NetworkError) as raised:
        await bot.send_message(chat, "sent or not?")

    assert isinstance(raised.value.__cause__, httpx.RemoteProtocolError | httpx.ReadError)
    assert "sent or not?" == (await phone.last()).text


async def test_refusals(bot, chat):
    """Bad calls raise BadRequest with Telegram's words."""
    with pytest.raises(error.BadRequest, match="Can't parse entities"):
        await bot.send_message(chat, "<b>", parse_mode="HTML")
    with pytest.raises(error.BadRequest, match="Query is too old"):
        await bot.answer_callback_query("1")
