"""The commands. Each imports what it needs when it runs: aiogram alone costs three seconds."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import Annotated

import typer
from rich.console import Console

from bot import (
    cli_deadline,
    cli_desk,
    cli_export,
    cli_poster,
    cli_retention,
    cli_similar,
    cli_tick,
    cli_understand,
    moments,
    settings,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Kanal: a complaint channel on Telegram.")
app.add_typer(cli_desk.staff_app, name="staff")
app.add_typer(cli_desk.desk_app, name="desk")
app.command("tick")(cli_tick.tick)
app.command("export")(cli_export.export)
app.command("deadline")(cli_deadline.deadline)
app.command("retention")(cli_retention.retention)
app.command("poster")(cli_poster.poster)
app.command("understand")(cli_understand.understand)
app.command("similar")(cli_similar.similar)
screen = Console(stderr=True, highlight=False)

REFUSED = 2


def main() -> None:
    """Run a command; what the user can mend is a sentence and exit code 2, never a traceback."""
    try:
        app()
    except Exception as raised:  # the last boundary: a sentence for what we know, a traceback for what we do not
        error = raised
        while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
            error = error.exceptions[0]
        if not _is_sentence(error):
            raise
        screen.print(str(error), style="red", markup=False)
        sys.exit(REFUSED)


def _is_sentence(error: Exception) -> bool:
    from bot.leader import LeaderError
    from bot.region import RegionError
    from rules.calendar import CalendarError
    from storage.engine import DatabaseError
    from storage.migrate import MigrationError

    return isinstance(
        error,
        (
            settings.SettingsError,
            LeaderError,
            RegionError,
            CalendarError,
            DatabaseError,
            MigrationError,
            cli_desk.DeskError,
            cli_deadline.DeadlineError,
            cli_export.ExportError,
            cli_poster.PosterError,
            cli_similar.SimilarError,
            moments.MomentError,
        ),
    )


@app.command("try")
def try_it(
    port: Annotated[int, typer.Option(help="Port of the page with the phones.")] = 8311,
    name: Annotated[str | None, typer.Option("--region", help="Region profile to play (KANAL_REGION).")] = None,
    since: Annotated[str | None, typer.Option("--from", help=f"When it begins: {moments.HELP}.")] = None,
    speed: Annotated[float, typer.Option(help="How fast time passes: with 360, ten seconds are an hour.", min=1)] = 1,
    seconds: Annotated[float | None, typer.Option(hidden=True, help="Stop by itself after so long.")] = None,
) -> None:
    """Kanal in a sandbox: phones in your browser, no token, no internet."""
    from bot import trial

    begins = moments.read(since) if since else None
    sys.exit(asyncio.run(trial.run(port, name, begins=begins, speed=speed, seconds=seconds)))


@app.command()
def run(
    since: Annotated[str | None, typer.Option("--from", hidden=True)] = None,
    speed: Annotated[float, typer.Option(hidden=True, min=1)] = 1,
) -> None:
    """Run the bots, until Ctrl-C or SIGTERM."""
    current = settings.load()
    settings.tokens(current)
    begins = moments.read(since) if since else None
    if (begins or speed != 1) and current.telegram_api == settings.OFFICIAL_API:
        raise settings.SettingsError("--from and --speed are for the sandbox: real people live in real time.")
    from bot import preload

    gc.disable()  # importing makes hundreds of thousands of objects that stay: looking at them costs a second
    preload.aiogram()
    from bot import app as program

    program.run(current, begins, speed)


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    from storage import migrate as migrations

    migrations.upgrade(settings.load().database_url)
    screen.print("The database is up to date.")


@app.command()
def check() -> None:
    """Print what is configured and what is wrong; exit code 2 when something is."""
    from bot import check as checks

    sys.exit(REFUSED if checks.report() else 0)
