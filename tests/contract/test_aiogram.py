"""aiogram, unchanged, against the stand-in."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot, Dispatcher, F, exceptions
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.methods import SendMessage
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox import samples

TOKEN = "5000000002:contract-secret"
GO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go:1")]])


@pytest.fixture
async def bot(sandbox):
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
def dispatcher():
    dp = Dispatcher()

    @dp.message(CommandStart(deep_link=True))
    async def start(message, command):
        await message.answer(f"from <b>{command.args}</b>", parse_mode="HTML", reply_markup=GO)

    @dp.callback_query(F.data == "go:1")
    async def go(query):
        await query.answer("going")
        await query.message.edit_text("gone")

    @dp.message(F.photo)
    async def photo(message, bot):
        data = await bot.download(message.photo[-1])
        await message.reply_photo(BufferedInputFile(data.read(), "copy.jpg"), caption="copy")

    @dp.edited_message()
    async def edited(message):
        await message.answer(f"now {message.text}")

    return dp


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


async def test_a_conversation_by_polling(bot, dispatcher, phone):
    """Deep link, buttons, photos both ways and edits work through start_polling."""
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    await converse(phone)
    await dispatcher.stop_polling()
    await polling


async def test_a_conversation_by_webhook(bot, dispatcher, phone):
    """The same works through aiogram's own webhook handler with a secret."""
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token="s-1").register(app, path="/hook")
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s-1")
    await converse(phone)
    info = await bot.get_webhook_info()
    assert (0, None) == (info.pending_update_count, info.last_error_message)
    await bot.delete_webhook()
    await runner.cleanup()


async def test_every_kind_of_message_is_understood(bot, phone):
    """aiogram's models accept every update a person can cause."""
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
    assert all(isinstance(u, Update) and u.event_type for u in updates)


async def test_every_kind_of_send(bot, chat, forum):
    """What the stand-in answers to sends is what aiogram's models expect."""
    jpeg = BufferedInputFile(samples.photo("flood"), "flood.jpg")
    data = BufferedInputFile(b"x" * 100, "x.bin")
    photo = await bot.send_photo(chat, jpeg, caption="c")
    again = await bot.send_photo(chat, photo.photo[-1].file_id)
    assert photo.photo[-1].file_unique_id == again.photo[-1].file_unique_id
    assert "x.bin" == (await bot.send_document(chat, data, caption="d")).document.file_name
    assert 7 == (await bot.send_voice(chat, data, duration=7)).voice.duration
    assert (await bot.send_video(chat, data)).video
    assert (await bot.send_audio(chat, data, title="t")).audio.title == "t"
    assert (await bot.send_animation(chat, data)).animation
    assert (await bot.send_video_note(chat, data)).video_note
    assert (await bot.send_location(chat, -8.7, 115.1)).location.latitude == -8.7
    assert (await bot.send_venue(chat, -8.7, 115.1, "Pasar", "Jl.")).venue.title == "Pasar"
    assert (await bot.send_contact(chat, "112", "Darurat")).contact
    album = await bot.send_media_group(
        chat, [InputMediaPhoto(media=jpeg, caption="1"), InputMediaPhoto(media=photo.photo[-1].file_id)]
    )
    assert 1 == len({m.media_group_id for m in album})
    copied = await bot.copy_message(chat, chat, photo.message_id)
    assert (await bot.forward_message(chat, chat, copied.message_id)).forward_origin
    assert await bot.send_chat_action(chat, "typing")
    assert await bot.set_message_reaction(chat, photo.message_id, [ReactionTypeEmoji(emoji="👀")])
    assert await bot.pin_chat_message(chat, photo.message_id)
    assert (await bot.get_chat(chat)).pinned_message.message_id == photo.message_id
    assert await bot.delete_message(chat, photo.message_id)
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Where", request_location=True)]])
    assert await bot.send_message(chat, "x", reply_markup=keyboard, protect_content=True)
    assert (await bot.get_chat_administrators(forum))[0].user.first_name == "Ketut"
    assert "administrator" == (await bot.get_chat_member(forum, bot.id)).status


async def test_edits(bot, chat):
    """Text, caption, media and keyboard of own messages change."""
    text = await bot.send_message(chat, "one", reply_markup=GO)
    assert (await bot.edit_message_text("two", chat_id=chat, message_id=text.message_id)).reply_markup is None
    assert (await bot.edit_message_reply_markup(chat_id=chat, message_id=text.message_id, reply_markup=GO)).reply_markup
    jpeg = BufferedInputFile(samples.photo("flood"), "flood.jpg")
    photo = await bot.send_photo(chat, jpeg)
    assert "c" == (await bot.edit_message_caption(chat_id=chat, message_id=photo.message_id, caption="c")).caption
    media = InputMediaDocument(media=BufferedInputFile(b"x", "x.txt"), caption="d")
    changed = await bot.edit_message_media(media, chat_id=chat, message_id=photo.message_id)
    assert ("x.txt", None) == (changed.document.file_name, changed.photo)


async def test_topics(bot, forum):
    """A topic is opened, written to, renamed and closed."""
    topic = await bot.create_forum_topic(forum, "BDG-1")
    sent = await bot.send_message(forum, "case", message_thread_id=topic.message_thread_id)
    assert (topic.message_thread_id, True) == (sent.message_thread_id, sent.is_topic_message)
    assert sent.reply_to_message.forum_topic_created.name == "BDG-1"
    assert await bot.edit_forum_topic(forum, topic.message_thread_id, name="BDG-2")
    assert await bot.close_forum_topic(forum, topic.message_thread_id)
    assert await bot.reopen_forum_topic(forum, topic.message_thread_id)


async def test_profile(bot):
    """Commands, descriptions and getMe."""
    await bot.set_my_commands([BotCommand(command="start", description="Mulai")], language_code="id")
    assert "Mulai" == (await bot.get_my_commands(language_code="id"))[0].description
    await bot.set_my_description("about")
    assert "about" == (await bot.get_my_description()).description
    assert "kanal_bot" == (await bot.me()).username


@pytest.mark.parametrize(
    ("fault", "details", "error"),
    [
        ("429", {"retry_after": 3}, exceptions.TelegramRetryAfter),
        ("403", {}, exceptions.TelegramForbiddenError),
        ("400", {}, exceptions.TelegramBadRequest),
        ("401", {}, exceptions.TelegramUnauthorizedError),
        ("404", {}, exceptions.TelegramNotFound),
        ("409", {}, exceptions.TelegramConflictError),
        ("500", {}, exceptions.TelegramServerError),
        ("502", {}, exceptions.TelegramServerError),
        ("migrate", {"new_chat_id": -1009}, exceptions.TelegramMigrateToChat),
        ("hang_up", {}, exceptions.TelegramNetworkError),
        ("drop", {}, exceptions.TelegramNetworkError),
    ],
)
async def test_faults_raise_aiograms_own_errors(sandbox, bot, chat, fault, details, error):
    """Each fault is the exception aiogram has for it, with its parameters."""
    sandbox.faults.add(fault, method="sendMessage", **details)

    with pytest.raises(error) as raised:
        await bot(SendMessage(chat_id=chat, text="x"))

    assert getattr(raised.value, "retry_after", 3) == 3
    assert getattr(raised.value, "migrate_to_chat_id", -1009) == -1009


async def test_refusals(bot, chat):
    """Bad calls raise TelegramBadRequest with Telegram's words."""
    with pytest.raises(exceptions.TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(chat, "<b>", parse_mode="HTML")
    with pytest.raises(exceptions.TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(chat, "x", reply_parameters=ReplyParameters(message_id=99))
    with pytest.raises(exceptions.TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("1")
