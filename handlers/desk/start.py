"""How the desk works, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.desk import card, menus, open_card
from handlers.screens import Screen, quote
from storage import staff

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk


async def help_(desk: Desk, update: Update) -> None:
    """`/start`, `/bantuan`, `/help`: how it works, in six lines. A link from a group opens what it names."""
    message = update.effective_message
    payload = (message.text or "").partition(" ")[2] if message else ""
    if payload.startswith(card.OPENS):
        await open_card.by_code(desk, payload.removeprefix(card.OPENS))
        return
    await desk.say(
        Screen(desk.text("desk.help", name=quote(desk.staff.name), region=desk.house.region.title.of(desk.locale)))
    )


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
