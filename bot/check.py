"""`kanal check`: what is configured, what is wrong, what the region profile has to confirm. No secrets printed."""

from __future__ import annotations

import asyncio
import tempfile
from typing import TYPE_CHECKING

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from bot import boundaries, region_words
from bot import region as regions
from bot import settings as settings_module
from bot.settings import Settings
from locales import catalog
from storage import desk_chats, migrate, staff
from storage.engine import DatabaseError
from storage.work import Storage

if TYPE_CHECKING:
    from rules.region import Region


def report() -> list[str]:
    """Print the state of things; return every problem, a sentence each."""
    out = Console(highlight=False)
    try:
        current = settings_module.load()
    except settings_module.SettingsError as error:
        out.print(str(error), style="red", markup=False)
        return [str(error)]
    out.print(_settings_table(current))
    found = settings_module.problems(current)
    found += _files(current)
    found += _region(current, out)
    found += asyncio.run(_database(current, out))
    for problem in found:
        out.print(f"✗ {problem}", style="red", markup=False)
    out.print(
        "Everything is in order." if not found else f"{len(found)} to mend.", style="green" if not found else "red"
    )
    return found


def _settings_table(current: Settings) -> Table:
    table = Table("Setting", "Value", "What it is")
    for name, info in Settings.model_fields.items():
        value = getattr(current, name)
        shown = "not set" if value is None else ("set" if isinstance(value, SecretStr) else str(value))
        if name == "database_url":
            shown = shown.split("@")[-1] if "@" in shown else shown
        table.add_row(f"KANAL_{name.upper()}", shown, info.description or "")
    return table


def _files(current: Settings) -> list[str]:
    """Try to write where the files will be, or in the nearest folder above it that is there."""
    folder = current.files_dir
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            return []
    except OSError as error:
        return [f"KANAL_FILES_DIR: nothing can be written to {folder} ({error.strerror})."]


def _region(current: Settings, out: Console) -> list[str]:
    try:
        region = regions.load(current.region)
    except regions.RegionError as error:
        return str(error).splitlines()
    out.print(
        f"Region {region.title.id}: {len(region.agencies)} agencies, {len(region.categories)} categories, "
        f"{len(region.villages)} villages, {len(region.landmarks)} landmarks."
    )
    waiting = regions.unconfirmed(region)
    if waiting:
        out.print("The operator still has to confirm these entries of the profile:", style="yellow")
    for what, entries in waiting.items():
        out.print(f"  {what}", style="yellow")
        for entry in entries:
            out.print(f"    {entry}", markup=False)
    _untranslated(region, out)
    return boundaries.problems(region)


def _untranslated(region: Region, out: Console) -> None:
    """What reporters of a third language read in another one, because the profile does not have it in theirs."""
    for language in (name for name in catalog.present() if name not in catalog.BASE):
        for part, texts in region_words.lacking(region, language).items():
            shown = "; ".join(texts)
            out.print(f"{len(texts)} texts of {part} are not in {language}: {shown}", style="yellow", markup=False)


async def _database(current: Settings, out: Console) -> list[str]:
    try:
        if not migrate.is_current(current.database_url):
            return ["The database is not up to date: run `kanal migrate`."]
    except (DatabaseError, migrate.MigrationError) as error:
        return [str(error)]
    async with Storage.open(current.database_url) as storage, storage.read() as session:
        people, chats = await staff.everyone(session), await desk_chats.everyone(session)
    out.print(f"Desk: {len(people)} operators, {len(chats)} chats.")
    found = []
    if not people:
        found.append("Nobody works at the desk yet: add an operator with `kanal staff add`.")
    if not any(chat.agency is None for chat in chats):
        found.append("The coordinators have no chat yet: bind one with `kanal desk bind --chat ID`.")
    return found
