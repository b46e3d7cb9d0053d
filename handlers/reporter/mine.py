"""The reporter's own reports: where one stands, and the list. Nobody sees anybody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, outlook
from handlers.reporter import receipts
from handlers.reporter.keys import Holds, Taps
from handlers.reporter.pages import filed
from handlers.reporter.pages.filed import Filed
from rules import code, rights
from storage import deadlines, links, reports

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk
    from handlers.screens import Screen
    from storage.tables import Report

LISTED = 10
BOT = "public"
_PAGES = frozenset({"notice", "status", "manage", "survey"})


def router() -> Router:
    """A tap on a report, and a code sent as a text."""
    own = Router(name="mine")
    own.callback_query.register(tapped, Taps(callbacks.STATUS))
    own.message.register(code_said, Holds(lambda message: code.parse(message.text or "") is not None))
    return own


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """Show the report of the button; the message above it stays."""
    talk.tapped = None
    report = await of_button(talk, parts[0] if parts else "")
    if report is not None:
        await show(talk, report)


async def code_said(message: Message, talk: Talk) -> None:
    """A code is all the person sent."""
    await show_code(talk, code.parse(message.text or "") or "")


async def show_code(talk: Talk, public_code: str) -> None:
    """The report with that code, if it is the person's own; or what the receipt of an erasure proves."""
    if rights.is_receipt(public_code):
        await receipts.show(talk, public_code)
        return
    report = await of_code(talk, public_code)
    if report is None:
        await show_list(talk, talk.words("mine.not_found"))
    else:
        await show(talk, report)


async def show(talk: Talk, report: Report) -> None:
    """Where a report stands; replying to this message adds to the report."""
    due = await deadlines.open_of(talk.work.session, report.id or 0)
    await talk.aside(
        filed.standing(talk.view(), Filed(report, due), talk.work.now), report_id=report.id, purpose="status"
    )


async def promise(talk: Talk, report: Report) -> str:
    """What is promised next of a report that has not ended, in the person's words."""
    return await outlook.of(talk.work.session, talk.house, report, talk.view().locale, talk.work.now)


async def place(talk: Talk, report: Report, screen: Screen, purpose: str) -> None:
    """Show a page about the report in place of the page about it that was tapped; a receipt or an operator's words
    stay, and the page is a new message."""
    if talk.tapped is not None:
        link = await links.find(talk.work.session, BOT, talk.chat_id, talk.tapped)
        if link is None or link.purpose not in _PAGES or link.report_id != report.id:
            talk.tapped = None
    await talk.show(screen, report_id=report.id, purpose=purpose)


async def show_list(talk: Talk, note: str = "") -> None:
    """The last reports with status and next date."""
    found = [
        Filed(report, await deadlines.open_of(talk.work.session, report.id or 0))
        for report in await reports.of_reporter(talk.work.session, talk.reporter.id or 0, LISTED)
    ]
    await talk.aside(filed.mine(talk.view(note), found, talk.work.now))


async def of_id(talk: Talk, report_id: str | int) -> Report | None:
    """The report of an id from a button or a link, if it is the person's own."""
    if not str(report_id).isdecimal():
        return None
    report = await reports.by_id(talk.work.session, int(report_id))
    return report if report is not None and report.reporter_id == talk.reporter.id else None


async def of_button(talk: Talk, report_id: str) -> Report | None:
    """The report a button is about; the list is shown instead of one that is not the person's own (any more)."""
    report = await of_id(talk, report_id)
    if report is None:
        talk.tapped = None
        await show_list(talk, talk.words("mine.not_found"))
    return report


async def of_code(talk: Talk, public_code: str) -> Report | None:
    """The report with that code, if it is the person's own."""
    report = await reports.by_code(talk.work.session, public_code)
    return report if report is not None and report.reporter_id == talk.reporter.id else None
