"""`kanal understand`: what Kanal proposes for a text, each with the words that led to it."""

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
    from rules.category import Lessons
    from rules.gazetteer import Named
    from rules.region import Names, Region
    from rules.understanding import Understanding

screen = Console(highlight=False)


def understand(
    text: Annotated[str, typer.Argument(help="What a person might write, in Indonesian or English.")],
    at: Annotated[str | None, typer.Option(help=f"When it is written: {moments.HELP}; without it, now.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print the category, agency, authority, place, time and language proposed. Needs no token.

    Where there is a database, what officers corrected counts along, and is said.
    """
    from bot import region
    from rules import understanding

    written = moments.read(at) if at else datetime.now(UTC)
    current = settings.load()
    served = region.load(current.region)
    lessons = asyncio.run(_lessons(current.database_url, served))
    found = understanding.read(text, served, written.astimezone(served.tz).date(), lessons)
    if as_json:
        screen.print_json(json.dumps(_told(served, text, found)))
    else:
        _show(_told(served, text, found))


async def _lessons(url: str, served: Region) -> Lessons:
    """What was taught; nothing where no database is, or one of another version."""
    from rules.lessons import learn
    from storage import lessons, migrate
    from storage.work import Storage

    try:
        if not migrate.is_current(url):
            return {}
    except migrate.MigrationError:
        return {}
    async with Storage.open(url) as storage, storage.read() as session:
        return learn(await lessons.tallies(session), served.lessons)


def _told(served: Region, text: str, found: Understanding) -> dict[str, Any]:
    """The stable shape for programs: new fields may come, these stay. What was not understood is null."""
    categories = [_category(served, found, name) for name in found.offered]
    places = [_place(named, text) for named in found.places]
    return {
        "region": served.name,
        "text": text,
        "category": categories[0] if categories else None,
        "categories": categories,
        "sure": found.sure,
        "agency": _agency(served, found),
        "authority": _authority(served, found),
        "place": places[0] if places else None,
        "places": places,
        "time": {
            "day": found.mention.when.day.isoformat() if found.mention.when.day else None,
            "still": found.mention.when.now,
            "words": [found.mention.words],
        }
        if found.mention
        else None,
        "language": _language(text, found),
    }


def _category(served: Region, found: Understanding, name: str) -> dict[str, Any]:
    """A category on offer; one without words is there because it is next to the likeliest."""
    guess = next((guess for guess in found.categories if guess.category == name), None)
    return {
        "id": name,
        "name": _both(served.categories[name].names),
        "score": round(guess.score, 1) if guess else 0.0,
        "words": list(guess.words) if guess else [],
        "taught": list(guess.taught) if guess else [],
    }


def _agency(served: Region, found: Understanding) -> dict[str, Any]:
    """The department of the likeliest category; without one, the coordinator's, who reads it first."""
    category = served.categories[found.category or served.fallback_category]
    agency = served.agencies[category.agency]
    words = list(found.categories[0].words) if found.categories else []
    return {"id": agency.id, "short": agency.short, "name": _both(agency.names), "words": words}


def _authority(served: Region, found: Understanding) -> dict[str, Any]:
    """Whose it is: the regency's own, or somebody else's, with the contact."""
    if found.competence is None:
        return {
            "id": "regency",
            "ours": True,
            "level": "regency",
            "name": _both(served.title),
            "contact": "",
            "words": [],
        }
    authority = served.authorities[found.competence.authority]
    return {
        "id": authority.id,
        "ours": False,
        "level": authority.level,
        "name": _both(authority.names),
        "contact": authority.contact,
        "words": list(found.competence.words),
    }


def _place(named: Named, text: str) -> dict[str, Any]:
    from rules.tokens import tokens

    match = named.place
    return {
        "code": match.code,
        "name": match.name,
        "district": match.district or None,
        "regency": match.regency or None,
        "outside": match.outside,
        "landmark": _both(match.landmark) if match.landmark else None,
        "score": round(match.score, 2),
        "words": [" ".join(tokens(text)[named.start : named.stop])],
    }


def _language(text: str, found: Understanding) -> dict[str, Any]:
    from rules import tongue

    words = list(tongue.words(text, found.language)) if found.language else []
    return {"code": found.language, "words": words}


def _both(names: Names) -> dict[str, str]:
    return {"id": names.id, "en": names.en}


def _show(told: dict[str, Any]) -> None:
    table = Table("", "Proposed", "From the words", title=told["text"][:100], title_justify="left")
    for number, category in enumerate(told["categories"]):
        name = "Category" if number == 0 else ""
        taught = f"corrected: {_quoted({'words': category['taught']})}" if category["taught"] else ""
        said = ", ".join(filter(None, (_quoted(category), taught)))
        table.add_row(name, f"{category['name']['en']} ({category['id']}), {category['score']}", said)
    if not told["categories"]:
        table.add_row("Category", "–", "")
    table.add_row("Agency", f"{told['agency']['short']} ({told['agency']['id']})", _quoted(told["agency"]))
    authority = told["authority"]
    contact = f", {authority['contact']}" if authority["contact"] else ""
    table.add_row("Authority", f"{authority['name']['en']} ({authority['level']}){contact}", _quoted(authority))
    for number, place in enumerate(told["places"]):
        table.add_row("Place" if number == 0 else "", _where(place), _quoted(place))
    if not told["places"]:
        table.add_row("Place", "–", "")
    time = told["time"]
    day = f"{time['day']}, and still so" if time and time["still"] else time["day"] if time else "–"
    table.add_row("Time", day, _quoted(time) if time else "")
    table.add_row("Language", told["language"]["code"] or "–", _quoted(told["language"]))
    screen.print(table)


def _where(place: dict[str, Any]) -> str:
    landmark = place["landmark"]["en"] if place["landmark"] else None
    return ", ".join(dict.fromkeys(filter(None, (landmark, place["name"], place["district"], place["regency"]))))


def _quoted(proposal: dict[str, Any]) -> str:
    return ", ".join(f"“{word}”" for word in proposal["words"])
