"""`kanal tick`: what is due at a moment, done on the configured database or only listed. Nothing is sent."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console

from bot import moments, settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.agenda import Thing
    from handlers.house import House
    from storage.work import Session, Storage

screen = Console(highlight=False, soft_wrap=True, markup=False)
LISTED: Final = 1000  # messages


def tick(
    at: Annotated[str | None, typer.Option(help=f"{moments.HELP}; without it, now.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List only: the database stays as it is.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, times in UTC.")] = False,
) -> None:
    """Do one round of the clock at a moment on the configured database, or list it with --dry-run.

    Without --dry-run everything that is due by then is written down as done, and the messages it calls for wait in the
    outbox, where a running Kanal finds and sends them; this command sends nothing. A moment ahead of now is for tests
    and rehearsals: what is done early is not done again when its time comes.
    """
    moment = moments.read(at) if at else datetime.now(UTC)
    found = asyncio.run(_look(moment, dry_run))
    if as_json:
        screen.print_json(json.dumps(found))
    else:
        _show(found)


async def _look(moment: datetime, dry_run: bool) -> dict[str, Any]:
    from bot import region
    from handlers.house import House
    from locales.catalog import Catalog
    from storage import installation, migrate
    from storage.work import Storage

    current = settings.load()
    if not migrate.is_current(current.database_url):
        raise migrate.MigrationError("The database is not up to date: run `kanal migrate` first.")
    async with Storage.open(current.database_url) as storage, storage.read() as session:
        secret = await installation.key(session)
    # what needs the bots' names is composed later
    house = House(region.load(current.region), Catalog.load(), "", "", secret=secret)
    if dry_run:
        return await _listed(current.database_url, house, moment)
    async with Storage.open(current.database_url) as storage:
        return await _done(storage, house, moment)


async def _done(storage: Storage, house: House, moment: datetime) -> dict[str, Any]:
    """A batch a transaction, so that a running Kanal never waits long."""
    from bot import agenda, clock
    from storage import outbox, tombstones

    things: list[Thing] = []
    counts: dict[str, int] = {}
    async with storage.read() as session:
        newest, stone = await outbox.newest_id(session), await tombstones.newest_id(session)
    for one in clock.TICKS:
        async with storage.rehearsal(moment) as work:
            due = await agenda.before(one, work, house)
        counts[one.name] = await clock.everything(one, storage, moment, house)
        async with storage.read() as session:
            things += due + await agenda.after(one, session, counts[one.name], len(due), stone)
    async with storage.read() as session:
        return await _report(session, house, moment, newest, counts, things, dry_run=False)


async def _listed(url: str, house: House, moment: datetime) -> dict[str, Any]:
    """The same, and nothing of it stays."""
    from bot import agenda, clock
    from storage import outbox, rehearsal, tombstones

    things: list[Thing] = []
    counts: dict[str, int] = {}
    async with rehearsal.rehearse(url, moment) as work:
        newest, stone = await outbox.newest_id(work.session), await tombstones.newest_id(work.session)
        for one in clock.TICKS:
            due = await agenda.before(one, work, house)
            counts[one.name] = await clock.all_batches(one, work, house)
            things += due + await agenda.after(one, work.session, counts[one.name], len(due), stone)
        return await _report(work.session, house, moment, newest, counts, things, dry_run=True)


async def _report(
    session: Session,
    house: House,
    moment: datetime,
    newest: int,
    counts: dict[str, int],
    things: Iterable[Thing],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    from storage import outbox

    rows = await outbox.planned(session, moment, newest, LISTED)
    return {
        "at": moment.isoformat(),
        "at_local": moment.astimezone(house.region.tz).isoformat(),
        "dry_run": dry_run,
        "ticks": counts,
        "things": [asdict(thing) for thing in things],
        "messages": [
            {
                "due": push.due_at.isoformat(),
                "due_local": push.due_at.astimezone(house.region.tz).isoformat(),
                "bot": push.bot,
                "what": push.intent or push.purpose or "message",
                "kind": push.kind,
                "report": code,
                "new": push.id > newest,
            }
            for push, code in rows
        ],
    }


def _show(found: dict[str, Any]) -> None:
    """A line a thing, and a line a message."""
    would = found["dry_run"]
    screen.print(
        f"{'Would be done' if would else 'Done'} at {found['at_local']}; nothing {'is' if would else 'was'} sent."
    )
    for one in found["things"]:
        screen.print(f"  {one['tick']}: {one['code'] or '–'} ({one['chat']}): {one['says']}")
    if not found["things"]:
        screen.print("  Nothing is due.")
    counted = ", ".join(f"{name} {count}" for name, count in found["ticks"].items() if count)
    screen.print(f"{sum(found['ticks'].values())} things in all{': ' if counted else ''}{counted}.")
    waiting = found["messages"]
    screen.print("Messages in the outbox:" if waiting else "No message waits to be sent by then.")
    for one in waiting:
        new = "new" if one["new"] else "waiting since before"
        screen.print(
            f"  {one['due_local']} {one['bot']} bot: {one['what']} {one['report'] or '–'} ({one['kind']}, {new})"
        )
