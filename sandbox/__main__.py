"""`python -m sandbox --port 8311 --script seed.json`: the stand-in alone, until interrupted."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
from pathlib import Path

from sandbox.server import Sandbox


async def serve(host: str, port: int, script: Path | None, *, enforce_limits: bool) -> None:
    """Serves until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    async with Sandbox(port, host=host, enforce_limits=enforce_limits) as sandbox:
        if script is not None:
            sandbox.play(json.loads(script.read_text(encoding="utf-8")))  # noqa: ASYNC240 - once, before anybody calls
        print(f"The stand-in serves at {sandbox.url}", flush=True)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A Telegram stand-in for trying and testing bots."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8311, help="port to listen on; 0 takes a free one")
    parser.add_argument("--script", type=Path, help="JSON file with bots, people, chats and phones to set up")
    parser.add_argument("--limits", action="store_true", help="answer 429 as Telegram's rate limits would")
    given = parser.parse_args()
    asyncio.run(serve(given.host, given.port, given.script, enforce_limits=given.limits))


if __name__ == "__main__":
    main()
