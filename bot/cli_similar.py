"""`kanal similar CODE`: the open reports nearby that may tell of the same thing, with the parts of each score."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from bot import settings

if TYPE_CHECKING:
    from handlers.house import House
    from handlers.nearby import Neighbour
    from storage.tables import Report

screen = Console(highlight=False)


class SimilarError(Exception):
    """There is no such report; the message says so."""


def similar(
    code: Annotated[str, typer.Argument(help="A report's code, such as BDG-7K3Q-XM2.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print the open reports near one, the most alike first. What they say is not printed, nor who sent them."""
    told = asyncio.run(_look(code))
    if as_json:
        screen.print_json(json.dumps(told))
    else:
        _show(told)


async def _look(typed: str) -> dict[str, Any]:
    from bot import region
    from handlers import nearby
    from handlers.house import House
    from locales.catalog import Catalog
    from rules import code
    from storage import installation, migrate, reports
    from storage.work import Storage

    current = settings.load()
    if not migrate.is_current(current.database_url):
        raise migrate.MigrationError("The database is not up to date: run `kanal migrate` first.")
    async with Storage.open(current.database_url) as store, store.read() as session:
        secret = await installation.key(session)
        house = House(region.load(current.region), Catalog.load(), "", "", secret=secret)
        written = code.parse(typed)
        report = await reports.by_code(session, written) if written else None
        if report is None:
            raise SimilarError(f"There is no report {typed}.")
        found = await nearby.of_report(session, house, report, datetime.now(UTC))
        return _told(house, report, found, {one.report.id for one in nearby.same(house, found)})


def _told(house: House, report: Report, found: list[Neighbour], same: set[int]) -> dict[str, Any]:
    """The stable shape for programs: new fields may come, these stay. `photo` and `metres` are null without two."""
    near = house.region.similar.near(report.category)
    return {
        "code": report.code,
        "category": report.category,
        "confidential": report.confidential,
        "limits": {"metres": near.metres, "days": near.days, "score": house.region.similar.score},
        "similar": [
            {
                "code": one.report.code,
                "category": one.report.category,
                "status": one.report.status,
                "score": round(one.likeness.score, 2),
                "same": one.report.id in same,
                "parts": {
                    name: None if (value := getattr(one.likeness, name)) is None else round(value, 2)
                    for name in ("place", "category", "words", "age", "photo")
                },
                "metres": None if one.likeness.metres is None else round(one.likeness.metres),
                "days": round(one.likeness.days, 1),
            }
            for one in found
        ],
    }


def _show(told: dict[str, Any]) -> None:
    limits = told["limits"]
    title = f"{told['code']}: within {limits['metres']} m and {limits['days']} days; the same from {limits['score']} on"
    table = Table(
        Column("Code", no_wrap=True), "Score", "Same", "Place", "Category", "Words", "Age", "Photo", "m", "Days",
        title=title, title_justify="left",
    )  # fmt: skip
    for one in told["similar"]:
        parts = [_figure(one["parts"][name]) for name in ("place", "category", "words", "age", "photo")]
        metres = "–" if one["metres"] is None else str(one["metres"])
        table.add_row(
            one["code"], f"{one['score']:.2f}", "yes" if one["same"] else "", *parts, metres, f"{one['days']:.1f}"
        )
    screen.print(table)
    if told["confidential"]:
        screen.print("A confidential report is compared with none.")
    elif not told["similar"]:
        screen.print("No open report is near it.")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
