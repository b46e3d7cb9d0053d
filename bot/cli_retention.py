"""`kanal retention`: what was kept for its term goes, or is listed; and the proofs of what went, for auditors."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from bot import moments, settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.house import House
    from storage.tables import Tombstone
    from storage.work import Storage

screen = Console(highlight=False)
LISTED: Final = 1000
_BATCHES: Final = 100_000
_SORTS: Final = {
    "updates": "messages that could not be read",
    "messages": "messages sent, and their words",
    "links": "which message was about which report",
    "compositions": "operators' words that were sent or never confirmed",
    "unsent_files": "operators' files that went nowhere",
    "strangers": "people who never agreed, with what they sent",
    "evidence": "reports whose files were deleted",
    "reports": "reports made anonymous",
    "people": "accounts forgotten",
    "histories": "anonymous reports whose text and history were deleted",
    "files": "files removed from the disk",
}


def retention(
    at: Annotated[
        str | None, typer.Option(help="ISO 8601 with its offset, such as 2027-03-09T03:00+08:00; without it, now.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List only: the database stays as it is.")] = False,
    proofs: Annotated[bool, typer.Option("--proofs", help="List the proofs of what went before; do nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, times in UTC.")] = False,
) -> None:
    """Delete or make anonymous what was kept for its term, or list it with --dry-run. Kanal does it every night."""
    moment = moments.read(at) if at else datetime.now(UTC)
    found = asyncio.run(_look(moment, dry_run=dry_run, proofs=proofs))
    if as_json:
        screen.print_json(json.dumps(found))
    else:
        _show(found)


async def _look(moment: datetime, *, dry_run: bool, proofs: bool) -> dict[str, Any]:
    from bot import region
    from handlers.house import House
    from locales.catalog import Catalog
    from storage import installation, migrate, tombstones
    from storage.work import Storage

    current = settings.load()
    if not migrate.is_current(current.database_url):
        raise migrate.MigrationError("The database is not up to date: run `kanal migrate` first.")
    async with Storage.open(current.database_url) as storage, storage.read() as session:
        secret = await installation.key(session)
    house = House(region.load(current.region), Catalog.load(), "", "", secret=secret)
    if dry_run and not proofs:
        return await _listed(current, house, moment)
    async with Storage.open(current.database_url) as storage:
        if proofs:
            async with storage.read() as session:
                return _told(house, moment, Counter(), await tombstones.since(session, 0, _BATCHES), proofs=True)
        return await _done(storage, house, moment, current)


async def _done(storage: Storage, house: House, moment: datetime, current: settings.Settings) -> dict[str, Any]:
    """A batch a transaction, so that a running Kanal never waits long; then the bytes that nothing needs any more."""
    from bot.files import FileStore
    from bot.shredder import shred, sweep
    from handlers import retention as terms
    from storage import tombstones

    async with storage.read() as session:
        newest = await tombstones.newest_id(session)
    gone: Counter[str] = Counter()
    for _ in range(_BATCHES):
        async with storage.work(moment) as work:
            batch = await terms.sweep(work, house)
        gone += batch
        if batch.total() < house.batch:
            break
    store = FileStore(current.files_dir)
    gone["files"] = await shred(storage, store, lambda: moment) + await sweep(storage, store)
    async with storage.read() as session:
        return _told(house, moment, gone, await tombstones.since(session, newest, LISTED))


async def _listed(current: settings.Settings, house: House, moment: datetime) -> dict[str, Any]:
    """The same, and nothing of it stays."""
    from bot.files import FileStore
    from bot.shredder import would_go
    from handlers import retention as terms
    from storage import rehearsal, tombstones

    gone: Counter[str] = Counter()
    async with rehearsal.rehearse(current.database_url, moment) as work:
        newest = await tombstones.newest_id(work.session)
        for _ in range(_BATCHES):
            batch = await terms.sweep(work, house)
            gone += batch
            if batch.total() < house.batch:
                break
        gone["files"] = await would_go(work.session, FileStore(current.files_dir))
        return _told(house, moment, gone, await tombstones.since(work.session, newest, LISTED), dry_run=True)


def _told(
    house: House, moment: datetime, gone: Counter[str], stones: Iterable[Tombstone], **options: bool
) -> dict[str, Any]:
    return {
        "at": moment.isoformat(),
        "at_local": moment.astimezone(house.region.tz).isoformat(),
        "dry_run": False,
        "proofs": False,
        **options,
        "gone": {sort: gone[sort] for sort in _SORTS},
        "tombstones": [
            {"at": one.at.isoformat(), "sort": one.sort, "subject": one.subject, "why": one.why, "data": one.data}
            for one in stones
        ],
    }


def _show(found: dict[str, Any]) -> None:
    if not found["proofs"]:
        heading = "What would go" if found["dry_run"] else "Gone"
        counted = Table("What", "How many", title=f"{heading} at {found['at_local']}", title_justify="left")
        for sort, count in found["gone"].items():
            counted.add_row(_SORTS[sort], str(count))
        screen.print(counted)
    if not found["tombstones"]:
        screen.print("Nothing of a person went, so there is no proof of it.")
        return
    proofs = Table("At", "What", "Of", "Why", "Data", title="Proofs", title_justify="left")
    for one in found["tombstones"]:
        data = ", ".join(f"{name}: {value}" for name, value in one["data"].items())
        proofs.add_row(one["at"], one["sort"], one["subject"], one["why"], data)
    screen.print(proofs)
