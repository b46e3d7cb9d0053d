"""What Telegram itself shows of the bots: commands, descriptions and menus, in each language, set at the start."""

from __future__ import annotations

from typing import Any, Final

import structlog

from bot.telegram import Api, ApiError, ConnectionFailed
from locales.catalog import FALLBACK, Catalog
from rules.region import Names

log = structlog.get_logger()

# An Indonesian command and its English twin stand in the menu of their own language.
PUBLIC: Final = {
    "id": ("lapor", "laporan", "status", "darurat", "bantuan", "pengaturan", "bahasa", "privasi"),
    "en": ("report", "mine", "status", "emergency", "help", "settings", "language", "privacy"),
}
# Languages Telegram has menus for whose readers want Indonesian: Malay and Javanese. Balinese has no two letters.
ALSO: Final = {"id": ("ms", "jv")}
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
    menus = PUBLIC if bot == "public" else DESK
    for locale, commands in menus.items():
        # The empty code is what every other language gets.
        languages = ("",) if locale == FALLBACK else (locale, *(ALSO.get(locale, ()) if bot == "public" else ()))
        lines = [{"command": name, "description": catalog.say(locale, f"menu.{bot}.{name}")} for name in commands]
        title = region_title.of(locale)
        calls: dict[str, dict[str, Any]] = {
            "setMyCommands": {"commands": lines},
            "setMyShortDescription": {"short_description": catalog.say(locale, f"about.{bot}.short", region=title)},
            "setMyDescription": {"description": catalog.say(locale, f"about.{bot}.long", region=title)},
        }
        for language in languages:
            for method, params in calls.items():
                await _quietly(api, bot, method, {**params, "language_code": language})


async def _quietly(api: Api, bot: str, method: str, params: dict[str, Any]) -> None:
    try:
        await api.call(method, **params)
    except (ApiError, ConnectionFailed) as error:
        log.warning("menus.refused", bot=bot, method=method, error=type(error).__name__)
