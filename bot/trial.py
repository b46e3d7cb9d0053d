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
from typing import TYPE_CHECKING, Final

import aiohttp
from rich.console import Console

from bot import region
from locales import formats
from rules import quiet
from rules.access import Role
from sandbox.server import Sandbox
from storage import desk_chats, migrate, staff
from storage.work import Storage

if TYPE_CHECKING:
    from rules.region import Agency, Region
    from sandbox.accounts import Person

PUBLIC_TOKEN: Final = "1000001:sandbox-public-bot"  # noqa: S105 - of the sandbox
DESK_TOKEN: Final = "1000002:sandbox-desk-bot"  # noqa: S105 - of the sandbox
STOP_SECONDS: Final = 10.0
READY_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.1
WHILE: Final = timedelta(hours=1)  # that somebody plays

screen = Console(highlight=False)


async def run(
    port: int,
    name: str | None = None,
    *,
    begins: datetime | None = None,
    speed: float = 1,
    seconds: float | None = None,
) -> int:
    """Serve the page with the phones of a region until Ctrl-C (or for so many seconds); the exit code.

    Kanal's own clock begins at `begins` (now, and at night next morning) and runs `speed` times as fast; what phones
    show is their own time.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="kanal-try-") as folder:
        async with Sandbox(port=port) as sandbox:
            environment = _environment(Path(folder), sandbox.url, name)
            served = region.load(environment["KANAL_REGION"])
            await _people(sandbox, served, environment["KANAL_DATABASE_URL"])
            begins = begins or _morning(served, datetime.now(UTC))
            options = [*(["--from", begins.isoformat()] if begins else []), "--speed", str(speed)]
            return await _play(environment, sandbox.url, options, stop, seconds)


def _environment(folder: Path, api: str, name: str | None) -> dict[str, str]:
    """The settings of the Kanal in the sandbox; nothing of a real installation leaks in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KANAL_")}
    return kept | {
        "KANAL_PUBLIC_TOKEN": PUBLIC_TOKEN,
        "KANAL_DESK_TOKEN": DESK_TOKEN,
        "KANAL_TELEGRAM_API": api,
        "KANAL_DATABASE_URL": f"sqlite:///{folder}/kanal.db",
        "KANAL_FILES_DIR": f"{folder}/files",
        "KANAL_REGION": name or os.environ.get("KANAL_REGION", "badung"),
        "KANAL_WEBHOOK_URL": "",
        "KANAL_WEBHOOK_SECRET": "",
        "KANAL_HTTP_PORT": str(_free_port()),
        "KANAL_LOG_LEVEL": os.environ.get("KANAL_LOG_LEVEL", "WARNING"),
    }


def _morning(chosen: Region, now: datetime) -> datetime | None:
    """The morning, when it is night in the region or soon will be: that nothing rings then would look like a fault."""
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


async def _people(sandbox: Sandbox, served: Region, database_url: str) -> None:
    """A resident, a tourist, a coordinator, two departments' officers and a leader, each with a phone; the coordinator
    (administrator too) and one of the officers also see the own chat with the desk's bot. The desk knows its own."""
    name = served.name.capitalize()
    public = sandbox.bot(PUBLIC_TOKEN, f"lapor_{served.name}_bot", f"Lapor {name}")
    desk = sandbox.bot(DESK_TOKEN, f"meja_{served.name}_bot", f"Meja {name}")
    first, _, last = served.wording.people[0].partition(" ")
    resident = sandbox.person(first, last_name=last, language_code="id")
    emma = sandbox.person("Emma", last_name="Clarke", language_code="en")
    coordinator, *officers, leader = [sandbox.person(one, language_code="id") for one in served.wording.people[1:]]
    coordinators = sandbox.group("Koordinator LAPOR!", [coordinator], [desk])
    departments = _departments(served)
    rooms = [
        sandbox.group(f"{agency.short} {name}", [officer, coordinator], [desk])
        for officer, agency in zip(officers, departments, strict=True)
    ]
    sandbox.phone(resident, public, label=f"{first} · warga", locale="id")
    sandbox.phone(emma, public, label="Emma · tourist", locale="en")
    sandbox.phone(coordinator, coordinators, label=f"{_first(coordinator)} · koordinator", locale="id")
    sandbox.phone(coordinator, desk, label=f"{_first(coordinator)} · bot meja", locale="id", started=True)
    for officer, agency, room in zip(officers, departments, rooms, strict=True):
        sandbox.phone(officer, room, label=f"{_first(officer)} · petugas {agency.short}", locale="id")
        if officer is officers[0]:
            sandbox.phone(officer, desk, label=f"{_first(officer)} · bot meja", locale="id", started=True)
    sandbox.phone(leader, desk, label=f"{_first(leader)} · pimpinan", locale="id", started=True)
    migrate.upgrade(database_url)
    async with Storage.open(database_url) as storage, storage.work(datetime.now(UTC)) as work:
        for person, role in ((coordinator, Role.COORDINATOR), (leader, Role.LEADER)):
            admin = person is coordinator  # so that the team can be tried too
            await staff.add(work, telegram_id=person.id, name=person.first_name, role=role, admin=admin)
        await desk_chats.bind(work, chat_id=coordinators.chat.id, agency=None)
        for officer, agency, room in zip(officers, departments, rooms, strict=True):
            name = officer.first_name
            await staff.add(work, telegram_id=officer.id, name=name, role=Role.LIAISON, agency=agency.id)
            await desk_chats.bind(work, chat_id=room.chat.id, agency=agency.id)


def _departments(served: Region) -> tuple[Agency, Agency]:
    """The two that waste and roads go to, or, where the profile has no such categories, the first two."""
    wanted = [served.categories[name].agency for name in ("waste", "road_damage") if name in served.categories]
    others = [name for name in served.agencies if name not in {served.coordinator, *wanted}]
    first, second = list(dict.fromkeys((*wanted, *others)))[:2]
    return served.agencies[first], served.agencies[second]


def _first(person: Person) -> str:
    return person.first_name.partition(" ")[0]


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
