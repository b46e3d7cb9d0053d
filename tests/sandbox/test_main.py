from __future__ import annotations

import asyncio
import json
import os
import signal
import sys

import aiohttp

SCRIPT = {
    "bots": [{"token": "8:x", "username": "desk_bot", "name": "Desk"}],
    "people": [{"id": 42, "first_name": "Ketut"}],
    "phones": [{"person": 42, "chat": "desk_bot", "started": True}],
}


async def test_it_runs_alone(tmp_path):
    """`python -m sandbox --script` serves the scripted stage until it is interrupted."""
    script = tmp_path / "seed.json"
    script.write_text(json.dumps(SCRIPT))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--script", str(script),
        stdout=asyncio.subprocess.PIPE, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    url = (await process.stdout.readline()).decode().split()[-1]
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{url}/bot8:x/sendMessage", json={"chat_id": 42, "text": "hello"}) as response:
            assert (await response.json())["ok"]
        async with session.get(f"{url}/control/phones/1/messages") as response:
            assert ["hello"] == [m["text"] for m in (await response.json())["messages"]]
    process.send_signal(signal.SIGINT)

    assert 0 == await process.wait()
