"""How the desk works, and in which language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from handlers.desk import card, menus, open_card
from handlers.screens import Screen, quote
from rules import access, tongue
from rules.access import Role
from storage import staff

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk


_ALL: Final = frozenset(Role)
_READS: Final = _ALL - {Role.ADMIN}
_WORKS: Final = frozenset({Role.COORDINATOR, Role.LIAISON})
_HEADS: Final = frozenset({Role.COORDINATOR, Role.LEADER})
_FIRST: Final = frozenset({Role.COORDINATOR})
# What each may use: in Indonesian, in other languages, of which roles.
_COMMANDS: Final = (
    ("antrean", "queue", _READS),
    ("cari", "find", _READS),
    ("kartu", "card", _READS),
    ("templat", "templates", _WORKS),
    ("sp4n", "sp4n", _WORKS),
    ("siaran", "broadcast", _HEADS),
    ("statistik", "stats", _READS),
    ("ekspor", "export", _READS),
    ("blokir", "bans", _FIRST),
    ("tim", "team", _FIRST | {Role.ADMIN}),
    ("kesehatan", "health", _ALL - {Role.LIAISON}),
    ("istirahat", "offduty", _ALL),
    ("bahasa", "language", _ALL),
)


async def help_(desk: Desk, update: Update) -> None:
    """`/start`, `/bantuan`, `/help`: how it works, and the commands of this operator's role. A link from a group opens
    what it names."""
    message = update.effective_message
    payload = (message.text or "").partition(" ")[2] if message else ""
    if payload.startswith(card.OPENS):
        await open_card.by_code(desk, payload.removeprefix(card.OPENS))
        return
    region = desk.house.region.title.of(desk.locale)
    sort = ".admin" if desk.staff.role is Role.ADMIN else ""
    text = desk.text(f"desk.help{sort}", name=quote(desk.staff.name), region=region)
    await desk.say(Screen("\n".join((text, "", *_commands(desk)))))


def _commands(desk: Desk) -> Iterator[str]:
    for own, other, roles in _COMMANDS:
        if desk.staff.role in roles or (own == "tim" and access.runs_team(desk.staff)):
            name = own if desk.locale == tongue.HOME else other
            yield f"/{name} · {desk.text(f'menu.desk.{other}')}"


async def language(desk: Desk, _update: Update) -> None:
    """`/bahasa`, `/language`."""
    await desk.say(Screen(desk.text("desk.language.ask"), buttons=menus.languages(desk.house)))


async def choose(desk: Desk, parts: Sequence[str]) -> None:
    """The operator's own language; a group keeps that of its cards."""
    locale = parts[0] if parts else ""
    if locale not in desk.house.catalog.desk:
        desk.toast("desk.toast.stale")
        return
    await staff.choose_language(desk.work, desk.staff.telegram_id, locale)
    await desk.instead(Screen(desk.house.catalog.say(locale, "desk.language.chosen")))
