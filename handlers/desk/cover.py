"""Blackening a part of a picture: a grid to choose by, a look at what comes of it, and then everywhere at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, cards, sight
from handlers.desk.menus import Press
from handlers.screens import Button, Media, Screen
from rules import access
from rules import cover as rules
from rules.lifecycle import Actor
from storage import attachments, events
from storage import cards as card_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from storage.tables import Attachment, Report
    from storage.work import Session

PURPOSE: Final = "cover"  # of the message that shows the grid: `cover.17`, of file 17
STEP: Final = "cover"


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """The button on the card; which picture; or: so it is to be."""
    number, cells = parts[0], parts[1]
    seen = await sight.of_chat(desk.work.session, desk.chat_id, report)
    if not seen.sees or access.acts_as(desk.staff, report.agency) is None:
        desk.toast("desk.refused.actor")
        return
    found = await pictures(desk.work.session, report.id)
    chosen = next((file for file in found if str(file.id) == number), None)
    if not found or (number and chosen is None):
        desk.toast("desk.cover.none")
    elif chosen is not None and rules.parse(cells):
        await _cover(desk, report, chosen, cells)
    elif chosen is not None or len(found) == 1:
        await _grid(desk, report, chosen or found[0])
    else:
        await _which(desk, report, found)


def named(purpose: str) -> int | None:
    """Of which file, where a message shows a grid."""
    name, _, number = purpose.partition(".")
    return int(number) if name == PURPOSE and number.isdecimal() else None


async def look(desk: Desk, report: Report, number: int, words: str) -> None:
    """The cells were written: show what comes of it, and ask whether it is to be so."""
    found = {file.id: file for file in await pictures(desk.work.session, report.id)}
    rectangles = rules.parse(words)
    if number not in found or access.acts_as(desk.staff, report.agency) is None:
        await desk.answer("desk.cover.none")
        return
    if not rectangles:
        await desk.answer("desk.cover.unclear")
        return
    cells = _all(desk, report, found[number], rules.written(rectangles))
    yes = _button(desk, report, "desk.cover.yes", number, cells)
    anew = _button(desk, report, "desk.cover.anew", number)
    text = desk.text("desk.cover.preview", code=report.code, cells=cells.replace(",", ", "))
    media = (Media(number, "photo", draws=cells),)
    await desk.say(Screen(text, media=media, buttons=((yes,), (anew,))), report_id=report.id, purpose=STEP)


async def pictures(session: Session, report_id: int) -> list[Attachment]:
    """What the reporter sent that can be blackened."""
    kept = await attachments.of_report(session, report_id)
    return [file for file in kept if file.bot == "public" and file.state == attachments.STORED and _is_picture(file)]


async def _which(desk: Desk, report: Report, found: Sequence[Attachment]) -> None:
    buttons = [_button(desk, report, "desk.cover.picture", file.id, n=at) for at, file in enumerate(found, start=1)]
    rows = tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))
    screen = Screen(desk.text("desk.cover.which", code=report.code), buttons=rows)
    await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=STEP)


async def _grid(desk: Desk, report: Report, file: Attachment) -> None:
    """A coordinator chooses anew on the picture as it came; others go on from what is black already."""
    media = (Media(file.id, "photo", draws=_base(desk, report, file), grid=True),)
    screen = Screen(desk.text("desk.cover.ask", code=report.code), media=media)
    await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=f"{PURPOSE}.{file.id}")


async def _cover(desk: Desk, report: Report, file: Attachment, cells: str) -> None:
    cells = _all(desk, report, file, cells)
    if file.covers == cells:
        desk.toast("desk.cover.done")
        return
    await attachments.cover(desk.work, file.id, cells)
    event = await events.add(
        desk.work, report, _actor(desk, report), STEP, report.status, report.status,
        staff_id=desk.staff.id, data={"file": file.id, "cells": cells}, visibility="desk",
    )  # fmt: skip
    for card in await card_rows.of_report(desk.work.session, report.id):
        if (await sight.of_chat(desk.work.session, card.chat_id, report)).sees:
            await cards.clear(desk.work, card, f"{event.id}", cards.COVERED)
            await cards.hang(desk.work, report, card)
    await cards.refresh(desk.work, report, event)
    desk.toast("desk.cover.done")


def _base(desk: Desk, report: Report, file: Attachment) -> str:
    return "" if _actor(desk, report) is Actor.COORDINATOR else file.covers


def _all(desk: Desk, report: Report, file: Attachment, cells: str) -> str:
    """The cells with those that stay black: what somebody hid, only a coordinator can show again."""
    return rules.written(tuple(dict.fromkeys(rules.parse(f"{_base(desk, report, file)},{cells}"))))


def _actor(desk: Desk, report: Report) -> Actor:
    return access.acts_as(desk.staff, report.agency) or Actor.LIAISON


def _is_picture(file: Attachment) -> bool:
    return file.kind == "photo" or file.mime.startswith("image/")


def _button(desk: Desk, report: Report, key: str, number: int, cells: str = "", **fields: object) -> Button:
    parts = (report.id, number, cells) if cells else (report.id, number)
    return Button(desk.text(key, **fields), callbacks.pack(Press.COVER, *parts))
