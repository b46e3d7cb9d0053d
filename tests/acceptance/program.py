"""Kanal as a process of its own, against the sandbox of the test."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import Process
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

PUBLIC_TOKEN = "7000000001:AApublic-token-of-a-test-0123456789"
DESK_TOKEN = "7000000002:AAdesk-token-of-a-test-0123456789012"
SECRET = "a-secret-of-a-test"


def free_port() -> int:
    """A TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """`kanal run`: start it, kill it, start it again on the same database."""

    folder: Path
    api: str
    webhook: bool = False
    level: str = "INFO"
    rate: int | None = None
    settings: dict[str, str] = field(default_factory=dict)  # more of them, without KANAL_
    port: int = field(default_factory=free_port)
    process: Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the tester's own settings leaks in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KANAL_")}
        mine = {
            "PUBLIC_TOKEN": PUBLIC_TOKEN,
            "DESK_TOKEN": DESK_TOKEN,
            "TELEGRAM_API": self.api,
            "DATABASE_URL": self.url,
            "FILES_DIR": str(self.folder / "files"),
            "HTTP_PORT": str(self.port),
            "LOG_LEVEL": self.level,
        }
        if self.rate is not None:
            mine["SEND_RATE"] = str(self.rate)
        if self.webhook:
            mine |= {"WEBHOOK_URL": f"http://127.0.0.1:{self.port}", "WEBHOOK_SECRET": SECRET}
        return kept | {f"KANAL_{name}": value for name, value in (mine | self.settings).items()}

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database}"

    @property
    def database(self) -> Path:
        return self.folder / "kanal.db"

    @property
    def logs(self) -> str:
        return (self.folder / "log").read_text()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    async def command(self, *words: str) -> None:
        """Run another command of Kanal to its end; its words when it fails."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=self.environment, cwd=self.folder,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()

    async def start(self, *options: str) -> None:
        """Start it and wait until it says that it is ready."""
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", *options, env=self.environment, cwd=self.folder,
                stdout=log, stderr=log,
            )  # fmt: skip
        for _ in range(600):
            if await self._ready():
                return
            assert self.process.returncode is None, self.logs
            await asyncio.sleep(0.05)
        raise AssertionError(f"not ready after 30 s:\n{self.logs}")

    async def _ready(self) -> bool:
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}/readyz") as answer,
            ):
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def kill(self) -> None:
        """`kill -9`: no last word."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 30)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in the database, read from outside."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()
