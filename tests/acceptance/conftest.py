"""A town: the sandbox, its people, and Kanal as a process."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # program.py stands beside the tests that start it

from program import DESK_TOKEN, PUBLIC_TOKEN, Program

from rules.access import Role
from sandbox.server import Sandbox
from storage import desk_chats, staff
from storage.work import Storage


@dataclass
class Town:
    """The sandbox with two bots, an operators' group and a department's group, and Kanal beside it."""

    sandbox: Sandbox
    kanal: Program
    public: Any
    desk: Any
    operator: Any
    coordinators: Any
    department: Any
    template: Path

    async def open(self, start: bool = True, agency: str = "dlhk") -> None:
        """Name the operator and the chats in a migrated database; start Kanal unless more is to be set up."""
        shutil.copy(self.template, self.kanal.database)
        async with Storage.open(self.kanal.url) as storage, storage.work(datetime.now(UTC)) as work:
            await staff.add(work, telegram_id=self.operator.id, name="Ayu", role=Role.COORDINATOR)
            await desk_chats.bind(work, chat_id=self.coordinators.chat.id, agency=None)
            await desk_chats.bind(work, chat_id=self.department.chat.id, agency=agency)
        if start:
            await self.kanal.start()

    async def open_by_commands(self) -> None:
        """The same, as an engineer does it on the first day."""
        await self.kanal.command("migrate")
        await self.kanal.command(
            "staff", "add", "--telegram-id", str(self.operator.id), "--name", "Ayu", "--role", "coordinator"
        )  # fmt: skip
        await self.kanal.command("desk", "bind", "--chat", str(self.coordinators.chat.id))
        await self.kanal.command("desk", "bind", "--chat", str(self.department.chat.id), "--agency", "dlhk")
        await self.kanal.start()

    def phone(self, name: str, language: str) -> Any:
        """A new person's phone, looking at the public bot."""
        return self.sandbox.phone(self.sandbox.person(name, language_code=language), self.public)

    def desk_phone(self) -> Any:
        """The coordinator's phone, looking at the coordinators' group."""
        return self.sandbox.phone(self.operator, self.coordinators)


@pytest.fixture
async def town(tmp_path: Path, sqlite_template: Path, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """A town whose Kanal is not started yet; indirect parameters are options of Program."""
    options: dict[str, Any] = getattr(request, "param", {})
    async with Sandbox(port=0) as sandbox:
        public = sandbox.bot(PUBLIC_TOKEN, "lapor_badung_bot", "Lapor Badung")
        desk = sandbox.bot(DESK_TOKEN, "meja_badung_bot", "Meja Badung")
        operator = sandbox.person("Ayu", language_code="id")
        coordinators = sandbox.group("Koordinator", [operator], [desk])
        department = sandbox.group("DLHK", [operator], [desk])
        kanal = Program(tmp_path, sandbox.url, **options)
        town = Town(sandbox, kanal, public, desk, operator, coordinators, department, sqlite_template)
        yield town
        if kanal.process is not None and kanal.process.returncode is None:
            await kanal.stop()
