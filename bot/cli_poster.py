"""`kanal poster`: a page to print whose code opens the bot with the place filled in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.origin import Origin
    from rules.region import Region

screen = Console(highlight=False)


class PosterError(Exception):
    """A wrong option of this command; the message says what to do."""


def poster(
    out: Annotated[Path, typer.Option(help="The PDF to write.")] = Path("poster-a4.pdf"),
    place: Annotated[
        str, typer.Option(help="Where it will hang: a landmark or a village, in words. Without it, nowhere.")
    ] = "",
    lang: Annotated[str, typer.Option(help="Its languages, with commas; the first one on top.")] = "id,en",
    size: Annotated[str, typer.Option(help="a4, a5, or sheet: four cards for rooms on one A4.")] = "a4",
    source: Annotated[
        str | None,
        typer.Option(help="What its reports are counted as: a-z, 0-9 and _, at most 24. Without it, the place."),
    ] = None,
    bot: Annotated[
        str | None, typer.Option(help="The public bot's user name; without it, Telegram is asked with the token.")
    ] = None,
) -> None:
    """Make a poster to print."""
    from bot import poster as printing
    from bot import region
    from locales.catalog import Catalog
    from rules import origin

    served, catalog = region.load(settings.load().region), Catalog.load()
    locales = _locales(lang, catalog.locales)
    if size not in printing.SIZES:
        raise PosterError(f"--size is one of {', '.join(printing.SIZES)}, not “{size}”.")
    strange = [one for one in locales if not printing.can_print(catalog.say(one, "poster.how"))]
    if strange:
        raise PosterError(f"The poster's letters cannot write {', '.join(strange)}: leave it out of --lang.")
    came = _origin(place, source, served)
    url = origin.url(bot.removeprefix("@") if bot else asyncio.run(_public_username()), came)
    found = origin.where(came, served)
    named = (found.landmark.of(locale) if found.landmark else found.name for locale in locales) if found else ()
    out.write_bytes(printing.draw(printing.Poster(url, locales, tuple(named)), size, served, catalog))
    screen.print(f"{out}: {url}", soft_wrap=True)


def _locales(lang: str, known: Sequence[str]) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(part.strip() for part in lang.split(",") if part.strip()))
    if not asked or not set(asked) <= set(known):
        raise PosterError(f"--lang takes {', '.join(known)}, with commas between them.")
    return asked


def _origin(place: str, source: str | None, served: Region) -> Origin:
    from rules import origin

    found = origin.named(place, served) if place else ("",)
    if not found:
        raise PosterError(f"The region knows no place called “{place}”. Name a village or a landmark of its profile.")
    if len(found) > 1:
        raise PosterError(f"“{place}” may be {' or '.join(found)}. Say more of its name.")
    counted = source if source is not None else found[0][: origin.SOURCE_MAX]
    if counted and not origin.is_source(counted):
        raise PosterError(f"--source is a-z, 0-9 and _ only, at most {origin.SOURCE_MAX} of them.")
    return origin.Origin(found[0], counted)


async def _public_username() -> str:
    from telegram import Bot
    from telegram.error import TelegramError

    current = settings.load()
    if current.public_token is None:
        raise PosterError("Give --bot, the public bot's user name, or set KANAL_PUBLIC_TOKEN.")
    try:
        async with Bot(current.public_token.get_secret_value(), base_url=f"{current.telegram_api}/bot") as public:
            return str(public.username)
    except TelegramError as error:
        raise PosterError(
            f"Telegram does not say the bot's user name ({error.message}). Give it with --bot."
        ) from error
