"""`kanal try`: the whole of Kanal against the sandbox, with people to play, in a temporary folder."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Final

import aiohttp
from rich.console import Console

from bot import region
from locales import formats
from rules import quiet
from rules.access import Role
from sandbox.server import Sandbox
from storage import desk_chats, migrate, staff
from storage.work import Storage

PUBLIC_TOKEN: Final = "1000001:sandbox-public-bot"  # noqa: S105 - of the sandbox
DESK_TOKEN: Final = "1000002:sandbox-desk-bot"  # noqa: S105 - of the sandbox
STOP_SECONDS: Final = 10.0
READY_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.1
WHILE: Final = timedelta(hours=1)  # that somebody plays

screen = Console(highlight=False)


async def run(port: int, *, begins: datetime | None = None, speed: float = 1, seconds: float | None = None) -> int:
    """Serve the page with the phones until Ctrl-C (or for so many seconds); the exit code.

    Kanal's own clock begins at `begins` (now, and at night next morning) and runs `speed` times as fast; what phones
    show is their own time.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="kanal-try-") as folder:
        async with Sandbox(port=port) as sandbox:
            environment = _environment(Path(folder), sandbox.url)
            await _people(sandbox, environment["KANAL_DATABASE_URL"])
            begins = begins or _morning(environment["KANAL_REGION"], datetime.now(UTC))
            options = [*(["--from", begins.isoformat()] if begins else []), "--speed", str(speed)]
            return await _play(environment, sandbox.url, options, stop, seconds)


def _environment(folder: Path, api: str) -> dict[str, str]:
    """The settings of the Kanal in the sandbox; nothing of a real installation leaks in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KANAL_")}
    return kept | {
        "KANAL_PUBLIC_TOKEN": PUBLIC_TOKEN,
        "KANAL_DESK_TOKEN": DESK_TOKEN,
        "KANAL_TELEGRAM_API": api,
        "KANAL_DATABASE_URL": f"sqlite:///{folder}/kanal.db",
        "KANAL_FILES_DIR": f"{folder}/files",
        "KANAL_REGION": os.environ.get("KANAL_REGION", "badung"),
        "KANAL_WEBHOOK_URL": "",
        "KANAL_WEBHOOK_SECRET": "",
        "KANAL_HTTP_PORT": str(_free_port()),
        "KANAL_LOG_LEVEL": os.environ.get("KANAL_LOG_LEVEL", "WARNING"),
    }


def _morning(name: str, now: datetime) -> datetime | None:
    """The morning, when it is night in the region or soon will be: that nothing rings then would look like a fault."""
    chosen = region.load(name)
    if not any(quiet.is_quiet(at, chosen.quiet) for at in (now, now + WHILE)):
        return None
    begins = quiet.release_at(now + WHILE, chosen.quiet)
    shown = formats.moment(begins, "en", chosen.tz, chosen.zone_label)
    screen.print(f"In {chosen.title.of('en')} it is night, when nothing rings: the clock here begins on {shown}.")
    return begins


def _free_port() -> int:
    """A port nobody listens on: Kanal's own, where it says that it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _people(sandbox: Sandbox, database_url: str) -> None:
    """A resident, a tourist, a coordinator, two departments' officers and a leader, each with a phone; the coordinator
    (administrator too) and one of the officers also see the own chat with the desk's bot. The desk knows its own."""
    public = sandbox.bot(PUBLIC_TOKEN, "lapor_badung_bot", "Lapor Badung")
    desk = sandbox.bot(DESK_TOKEN, "meja_badung_bot", "Meja Badung")
    made = sandbox.person("Made", last_name="Wirawan", language_code="id")
    emma = sandbox.person("Emma", last_name="Clarke", language_code="en")
    ayu = sandbox.person("Ayu Pratiwi", language_code="id")
    ketut = sandbox.person("Ketut Suardana", language_code="id")
    wayan = sandbox.person("Wayan Budi", language_code="id")
    putu = sandbox.person("Putu Ariani", language_code="id")
    coordinators = sandbox.group("Koordinator LAPOR!", [ayu], [desk])
    dlhk = sandbox.group("DLHK Badung", [ketut, ayu], [desk])
    pupr = sandbox.group("PUPR Badung", [wayan, ayu], [desk])
    sandbox.phone(made, public, label="Made · warga", locale="id")
    sandbox.phone(emma, public, label="Emma · tourist", locale="en")
    sandbox.phone(ayu, coordinators, label="Ayu · koordinator", locale="id")
    sandbox.phone(ayu, desk, label="Ayu · bot meja", locale="id", started=True)
    sandbox.phone(ketut, dlhk, label="Ketut · petugas DLHK", locale="id")
    sandbox.phone(ketut, desk, label="Ketut · bot meja", locale="id", started=True)
    sandbox.phone(wayan, pupr, label="Wayan · petugas PUPR", locale="id")
    sandbox.phone(putu, desk, label="Putu · pimpinan", locale="id", started=True)
    migrate.upgrade(database_url)
    async with Storage.open(database_url) as storage, storage.work(datetime.now(UTC)) as work:
        for person, role, agency in (
            (ayu, Role.COORDINATOR, None),
            (ketut, Role.LIAISON, "dlhk"),
            (wayan, Role.LIAISON, "pupr"),
            (putu, Role.LEADER, None),
        ):
            admin = person is ayu  # so that the team can be tried too
            await staff.add(work, telegram_id=person.id, name=person.first_name, role=role, agency=agency, admin=admin)
        for room, agency in ((coordinators, None), (dlhk, "dlhk"), (pupr, "pupr")):
            await desk_chats.bind(work, chat_id=room.chat.id, agency=agency)


async def _play(
    environment: dict[str, str], url: str, options: list[str], stop: asyncio.Event, seconds: float | None
) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", *options, env=environment, start_new_session=True
    )
    ended = asyncio.create_task(process.wait())
    asked = asyncio.create_task(stop.wait())
    ready = asyncio.create_task(_answers(f"http://127.0.0.1:{environment['KANAL_HTTP_PORT']}/readyz"))
    try:
        screen.print("Kanal is starting …")
        await asyncio.wait({ended, asked, ready}, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        screen.print("[bold]Kanal[/bold] · the sandbox. Phones of a resident, a tourist and the operators:")
        screen.print(f"  {url}", style="bold cyan")
        screen.print("Nothing leaves this machine. Ctrl-C ends it.")
        await asyncio.wait({ended, asked}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            screen.print(f"Kanal itself has stopped (exit code {process.returncode}); see above why.", style="red")
            return 1
        return 0
    finally:
        asked.cancel()
        ready.cancel()
        await _end(process)


async def _answers(url: str) -> None:
    """Return when that address says 200."""
    async with aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(url) as answer:
                    if answer.status == HTTPStatus.OK:
                        return
            await asyncio.sleep(LOOK_SECONDS)


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
