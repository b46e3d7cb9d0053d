"""python-telegram-bot's calls through aiohttp: the same answers, and causes that tell whether the request left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import error
from telegram.ext import ExtBot

from bot import line, outcome
from bot.line import Line
from rules.delivery import Later, Unknown
from sandbox import Phone, Sandbox, samples
from tests.acceptance.program import free_port

TOKEN = "5000000003:line-secret"
WAYAN = 7_123_456_789


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        running.bot(TOKEN, "kanal_bot", "Kanal")
        yield running


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    wayan = sandbox.person("Wayan", id=WAYAN, language_code="id")
    return sandbox.phone(wayan, sandbox.world.bot_named("kanal_bot"), started=True)


def bot_at(url: str) -> ExtBot[None]:
    """A bot that speaks through lines."""
    return ExtBot(
        TOKEN,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=Line(4),
        get_updates_request=Line(1),
    )


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[ExtBot[None]]:
    async with bot_at(sandbox.url) as bot:
        yield bot


async def test_text_and_files_arrive_and_come_back(bot: ExtBot[None], phone: Phone) -> None:
    """Text as a form, files in parts with their names, and a file's bytes by its id."""
    await bot.send_message(WAYAN, "Jalan <rusak> & berlubang")
    assert (await phone.last()).text == "Jalan <rusak> & berlubang"

    content = bytes(range(256)) * 8192  # more than aiohttp likes to be given in one piece
    sent = await bot.send_document(WAYAN, content, filename="bukti-1.pdf", caption="é")
    assert sent.document is not None
    assert sent.document.file_name == "bukti-1.pdf"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content

    assert (await bot.send_photo(WAYAN, samples.photo("pothole"))).photo


async def test_nobody_listens() -> None:
    """A connection that fails says that nothing was sent."""
    async with Line(1) as request:
        with pytest.raises(error.NetworkError) as raised:
            await request.post(f"http://127.0.0.1:{free_port()}/bot{TOKEN}/sendMessage")
    assert isinstance(raised.value.__cause__, aiohttp.ClientConnectorError)
    assert TOKEN not in str(raised.value)
    assert isinstance(outcome.of(raised.value), Later)


async def test_a_hang_up_is_ambiguous(sandbox: Sandbox, bot: ExtBot[None], phone: Phone) -> None:
    """The server took the message and said nothing: sent or not."""
    sandbox.faults.add("hang_up", method="sendMessage")
    with pytest.raises(error.NetworkError) as raised:
        await bot.send_message(WAYAN, "sent or not?")
    assert isinstance(outcome.of(raised.value), Unknown)
    assert (await phone.last()).text == "sent or not?"


async def test_no_answer_in_time_is_ambiguous(sandbox: Sandbox, bot: ExtBot[None]) -> None:
    """A late answer is a time-out, and the request had left."""
    sandbox.faults.add("slow", method="sendMessage", seconds=5)
    with pytest.raises(error.TimedOut) as raised:
        await bot.send_message(WAYAN, "late", read_timeout=0.05)
    assert isinstance(outcome.of(raised.value), Unknown)


async def test_no_free_connection_in_time_is_no_sending(sandbox: Sandbox, phone: Phone) -> None:
    """Who waits in vain for a connection has sent nothing."""
    sandbox.faults.add("slow", method="sendMessage", seconds=1)
    async with Line(1) as request:
        url = f"{sandbox.url}/bot{TOKEN}"
        first = asyncio.create_task(request.post(f"{url}/sendMessage", None))
        await asyncio.sleep(0.1)
        with pytest.raises(error.TimedOut) as raised:
            await request.post(f"{url}/getMe", None, connect_timeout=0.05)
        assert isinstance(outcome.of(raised.value), Later)
        with pytest.raises(error.BadRequest):
            await first


async def test_a_line_is_opened_first() -> None:
    """A call before `initialize`, or after `shutdown`, is our own mistake, and said so."""
    request = Line(1)
    await request.shutdown()
    with pytest.raises(error.NetworkError, match="initialize"):
        await request.post("http://127.0.0.1:1/x")
    assert request.read_timeout == line.READ_SECONDS
