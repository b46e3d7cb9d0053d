"""`kanal tick`: what is due at a moment, done on the configured database or only listed. Nothing is sent."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot import moments, settings

if TYPE_CHECKING:
    from handlers.house import House
    from storage.work import Storage

screen = Console(highlight=False)
LISTED = 1000


def tick(
    at: Annotated[str | None, typer.Option(help=f"{moments.HELP}; without it, now.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List only: the database stays as it is.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, times in UTC.")] = False,
) -> None:
    """Do what is due at a moment on the configured database, or list it with --dry-run; nothing is sent."""
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
    from storage import migrate
    from storage.work import Storage

    current = settings.load()
    if not migrate.is_current(current.database_url):
        raise migrate.MigrationError("The database is not up to date: run `kanal migrate` first.")
    house = House(region.load(current.region), Catalog.load(), "", "")  # what needs the bots' names is composed later
    async with Storage.open(current.database_url) as storage:
        if dry_run:
            return await _listed(storage, house, moment)
        return await _done(storage, house, moment)


async def _done(storage: Storage, house: House, moment: datetime) -> dict[str, Any]:
    from bot import clock
    from storage import outbox

    async with storage.read() as session:
        newest = await outbox.newest_id(session)
    counts = {tick.name: await clock.everything(tick, storage, moment, house) for tick in clock.TICKS}
    async with storage.read() as session:
        return await _report(session, house, moment, newest, counts, dry_run=False)


async def _listed(storage: Storage, house: House, moment: datetime) -> dict[str, Any]:
    """The same in one transaction that is rolled back."""
    from bot import clock
    from storage import outbox

    async with storage.rehearsal(moment) as work:
        newest = await outbox.newest_id(work.session)
        counts = {tick.name: await clock.all_batches(tick, work, house) for tick in clock.TICKS}
        return await _report(work.session, house, moment, newest, counts, dry_run=True)


async def _report(
    session: Any, house: House, moment: datetime, newest: int, counts: dict[str, int], *, dry_run: bool
) -> dict[str, Any]:
    from storage import outbox

    rows = await outbox.planned(session, moment, newest, LISTED)
    return {
        "at": moment.isoformat(),
        "at_local": moment.astimezone(house.region.tz).isoformat(),
        "dry_run": dry_run,
        "ticks": counts,
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
    heading = "What would be done" if found["dry_run"] else "Done"
    counted = Table("Tick", "Things", title=f"{heading} at {found['at_local']}", title_justify="left")
    for name, count in found["ticks"].items():
        counted.add_row(name, str(count))
    screen.print(counted)
    if not found["messages"]:
        screen.print("No message waits to be sent by then.")
        return
    messages = Table("Due", "Bot", "What", "Kind", "Report", "New", title="Messages waiting", title_justify="left")
    for one in found["messages"]:
        new = "yes" if one["new"] else ""
        messages.add_row(one["due_local"], one["bot"], one["what"], one["kind"], one["report"] or "–", new)
    screen.print(messages)
