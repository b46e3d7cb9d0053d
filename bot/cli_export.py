"""`kanal export`: reports as a sheet, from the command line, as `/ekspor` makes it at the desk."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from bot import settings
from rules.export import Format

if TYPE_CHECKING:
    from bot.orders import Result
    from rules.period import Period
    from rules.region import Region

screen = Console(highlight=False)
_LANGUAGES: Final = ("id", "en")


class ExportError(Exception):
    """A wrong option of this command; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Wish:
    span: Period
    agency: str | None
    form: Format
    personal: bool
    language: str
    out: Path


def export(
    out: Annotated[Path, typer.Option(help="The file to write; it must not be there yet.")],
    since: Annotated[str, typer.Option("--from", help="First day of filing, such as 2026-10-01.")],
    until: Annotated[str, typer.Option("--to", help="Last day of filing, such as 2026-11-15.")],
    agency: Annotated[str | None, typer.Option(help="Only reports of this agency: its short word.")] = None,
    form: Annotated[Format, typer.Option("--format", help="xlsx or csv.")] = Format.XLSX,
    personal: Annotated[
        bool, typer.Option("--personal", help="With names, contacts, exact places and unmasked words.")
    ] = False,
    language: Annotated[str, typer.Option(help="id or en: the language of heads and words.")] = "id",
) -> None:
    """Write the reports filed in a span of days as a sheet. That it was done is kept, as of `/ekspor`."""
    from bot import region

    current = settings.load()
    served = region.load(current.region)
    wish = _checked(served, out, since, until, agency, form, personal, language)
    result = asyncio.run(_write(current.database_url, served, wish))
    told = "with personal data" if personal else "without personal data"
    screen.print(f"{result.rows} reports {told} are in {result.files[0].path}.", markup=False, soft_wrap=True)


def _checked(
    served: Region, out: Path, since: str, until: str, agency: str | None, form: Format, personal: bool, language: str
) -> _Wish:
    from rules.period import LONGEST, Period

    span = Period(_day("--from", since), _day("--to", until))
    if span.first > span.last or span.last - span.first > LONGEST:
        raise ExportError("--to must be a day from --from on, and no more than two years later.")
    if agency is not None and agency not in served.agencies:
        raise ExportError(f"There is no agency “{agency}”. Known: {', '.join(served.agencies)}.")
    if form is Format.PICTURES:
        raise ExportError("--format is xlsx or csv.")
    if language not in _LANGUAGES:
        raise ExportError("--language is id or en.")
    if out.exists():
        raise ExportError(f"{out} is there already: name a file that is not.")
    if not out.absolute().parent.is_dir():
        raise ExportError(f"The folder of {out} is not there: make it first.")
    return _Wish(span, agency, form, personal, language, out)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ExportError(f"{option} {text} is no day: write it like 2026-10-01.") from None


async def _write(url: str, served: Region, wish: _Wish) -> Result:
    from bot import making
    from bot.orders import Order
    from handlers.house import House
    from locales.catalog import Catalog
    from storage import exports, installation, migrate
    from storage.work import Storage

    if not migrate.is_current(url):
        raise migrate.MigrationError("The database is not up to date: run `kanal migrate` first.")
    since, until = wish.span.moments(served.tz)
    order = Order(
        wish.form, since.isoformat(), until.isoformat(), wish.agency, wish.personal, wish.language, str(wish.out),
        url, served.name,
    )  # fmt: skip
    what = {"sort": str(wish.form), "since": since, "until": until, "agency": wish.agency, "personal": wish.personal}
    async with Storage.open(url) as storage:
        now = datetime.now(UTC)
        async with storage.read() as session:
            secret = await installation.key(session)
        house = House(served, Catalog.load(), "", "", secret=secret)
        async with storage.work(now) as work:  # before the file: none is made of which nothing is known
            done = {"state": exports.MADE, "made_at": now, "gone_at": now}
            export = await exports.note(work, **what, language=wish.language, **done)
        wish.out.touch(0o600)
        try:
            result = await making.make(storage, house, order)
        except BaseException:
            wish.out.unlink()
            raise
        async with storage.work(now) as work:
            await exports.counted(work, export, result.rows)
    return result
