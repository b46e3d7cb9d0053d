"""Composing cards and the text that follows them, at the moment they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import shown, sight
from handlers.cards import GONE, parts
from handlers.desk import card, more, view
from handlers.screens import Screen, quote
from storage import cards, links, reports

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Card, Push, Report
    from storage.work import Session


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The card as it is now, in the chat's language; an edit goes to where the card stands now."""
    found = await of_push(session, push)
    if found is None:
        return None
    row, report = found
    seen = await sight.of_chat(session, row.chat_id, report)
    if push.data.get("moved"):
        return card.moved(house, report, seen.language)
    push.thread_id = push.thread_id or row.thread_id
    if push.method == "edit":
        push.edit_message_id = row.message_id or push.edit_message_id
        if push.edit_message_id is None:  # never sent, or the group has become another one: it stands there anew
            if not seen.tells:
                return None
            push.method = "send"
    menu = push.data.get("menu") or ""
    ahead = await more.ahead(session, house, report, menu, seen.actor, now)
    return card.screen(house, await view.load(session, report), seen, now, menu, ahead)


async def compose_body(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """One piece of the whole text, under the card."""
    found = await of_push(session, push)
    if found is None:
        return None
    row, report = found
    seen = await sight.of_chat(session, row.chat_id, report)
    pieces, part = parts(await shown.words(session, house, report, report.body, seen)), int(push.data["part"])
    if part >= len(pieces) or not seen.sees:
        return None
    under(push, row)
    head = f"<b>{report.code}</b> · {part + 1}/{len(pieces)}"
    return Screen(f"{head}\n\n{quote(pieces[part])}")


async def compose_clear(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """All that stands in the chat about the report goes, but for its card if it has one there; then a word about what
    could not go."""
    report = await reports.by_id(session, push.report_id or 0)
    row = await cards.by_id(session, int(push.data["card_id"])) if "card_id" in push.data else None
    if report is None or (row is None and "card_id" in push.data):
        return None
    here = await links.under_card(session, push.bot, push.chat_id, report.id)
    if not (ids := tuple(number for number in here if row is None or number != row.message_id)):
        return None
    locale, why = (await sight.of_chat(session, push.chat_id, report)).language, push.data.get("why", GONE)
    if push.method == "clear":
        return card.cleared(house, report, locale, why).clearing(ids)
    push.reply_to, push.thread_id = ids[0], push.thread_id or (row.thread_id if row else None)
    return Screen(house.catalog.count(locale, f"desk.left.{why}", len(ids), code=report.code))


async def of_push(session: Session, push: Push) -> tuple[Card, Report] | None:
    """The card a push is about, and its report; None when either is gone."""
    row = await cards.by_id(session, int(push.data["card_id"]))
    report = await reports.by_id(session, row.report_id) if row else None
    return (row, report) if row and report else None


def under(push: Push, row: Card) -> None:
    """Aim the push at its card: an answer to it, in its topic."""
    push.reply_to = push.reply_to or row.message_id
    push.thread_id = push.thread_id or row.thread_id
