"""What Telegram itself shows of the bots: commands, descriptions and menus, in each language, set at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.telegram import Api, ApiError, ConnectionFailed
from locales.catalog import FALLBACK, Catalog
from rules.region import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

log = structlog.get_logger()

# An Indonesian command and its English twin, in the same place, stand in the menu of their own language; a third
# language has the English ones. Each pair has one description, under its English name.
PUBLIC: Final = {
    "id": ("lapor", "laporan", "status", "darurat", "bantuan", "pengaturan", "bahasa", "privasi"),
    "en": ("report", "mine", "status", "emergency", "help", "settings", "language", "privacy"),
}
# Languages Telegram has menus for whose readers want Indonesian: Malay and Javanese. Balinese has no two letters.
ALSO: Final = {"id": ("ms", "jv")}
_LETTERS: Final = 2  # of a language's code, where Telegram takes one
DESK: Final = {
    "id": (
        "antrean",
        "cari",
        "kartu",
        "siaran",
        "templat",
        "statistik",
        "ekspor",
        "blokir",
        "sp4n",
        "tim",
        "istirahat",
        "bantuan",
        "bahasa",
    ),
    "en": (
        "queue",
        "find",
        "card",
        "broadcast",
        "templates",
        "stats",
        "export",
        "bans",
        "sp4n",
        "team",
        "offduty",
        "help",
        "language",
    ),
}


async def publish(api: Api, bot: str, catalog: Catalog, region_title: Names) -> None:
    """Tell Telegram the bot's commands and descriptions. Best effort: a bot without a menu still works."""
    menus, locales = (PUBLIC, catalog.locales) if bot == "public" else (DESK, catalog.desk)
    for locale, languages in _languages(locales, also=bot == "public"):
        commands = zip(menus.get(locale, menus[FALLBACK]), menus[FALLBACK], strict=True)
        lines = [{"command": name, "description": catalog.say(locale, f"menu.{bot}.{key}")} for name, key in commands]
        title = region_title.of(locale)
        calls: dict[str, dict[str, Any]] = {
            "setMyCommands": {"commands": lines},
            "setMyShortDescription": {"short_description": catalog.say(locale, f"about.{bot}.short", region=title)},
            "setMyDescription": {"description": catalog.say(locale, f"about.{bot}.long", region=title)},
        }
        for language in languages:
            for method, params in calls.items():
                await _quietly(api, bot, method, {**params, "language_code": language})


def _languages(locales: Sequence[str], *, also: bool) -> Iterator[tuple[str, list[str]]]:
    """Telegram's codes for each of our languages; the empty one is what every other language gets."""
    taken: set[str] = set(locales)
    for locale in locales:
        codes = [""] if locale == FALLBACK else [locale.partition("_")[0]]
        codes += [code for code in ALSO.get(locale, ()) if also and code not in locales]
        own = [code for code in codes if len(code) in {0, _LETTERS} and (code == locale or code not in taken)]
        taken |= set(own)
        if own:
            yield locale, own


async def _quietly(api: Api, bot: str, method: str, params: dict[str, Any]) -> None:
    try:
        await api.call(method, **params)
    except (ApiError, ConnectionFailed) as error:
        log.warning("menus.refused", bot=bot, method=method, error=type(error).__name__)
