"""`kanal try`: one command, one address, people to play."""

from __future__ import annotations

import asyncio
import re
import signal
import sys

import aiohttp
import pytest
from program import free_port

from sandbox.phone import Phone, RemoteLine

pytestmark = pytest.mark.acceptance


async def test_the_printed_address_has_phones_that_are_answered() -> None:
    """The page is served where it says, a phone gets an answer, and Ctrl-C ends everything with 0."""
    port = free_port()
    kanal = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "try", "--port", str(port),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert kanal.stdout is not None
    try:
        address = ""
        while not address:
            line = (await asyncio.wait_for(kanal.stdout.readline(), 60)).decode()
            assert line, "it ended before it printed an address"
            address = (re.findall(r"http://\S+", line) or [""])[0]

        assert f"http://127.0.0.1:{port}" == address
        async with aiohttp.ClientSession() as session:
            async with session.get(address) as page:
                assert "<html" in await page.text()
            async with session.get(f"{address}/control/state") as answer:
                phones = (await answer.json())["phones"]
            assert 8 == len(phones)
            made = Phone(RemoteLine(session, address, phones[0]["id"]))
            await made.say("Jalan di depan sekolah rusak parah sejak kemarin")
            await made.sees("Setuju", within=10)
    finally:
        kanal.send_signal(signal.SIGINT)
        code = await asyncio.wait_for(kanal.wait(), 30)
        kanal._transport.close()  # type: ignore[attr-defined]  # what it printed last is not read
    assert 0 == code
