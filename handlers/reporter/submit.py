"""Sending the report, and the receipt; a second tap on the same button is told the code it already has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.types import CallbackQuery

from handlers import casework
from handlers.reporter import mine
from handlers.reporter.pages import filed
from handlers.reporter.pages.filed import Filed
from rules import draft as rules
from storage import attachments, deadlines, links, reports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.reporter.talk import Talk
    from storage.tables import Report

BOT = "public"
LOOKED_BACK = 50  # of a person's reports, for the one a button of the past has become


async def submit(query: CallbackQuery, talk: Talk) -> None:
    """File the draft, if nothing is missing, and hand out the receipt."""
    if talk.row is None or not talk.consented or not rules.can_submit(talk.draft, talk.house.region.limits):
        await talk.ask()
        return
    draft, files = talk.draft, await attachments.of_draft(talk.work.session, talk.draft_id)
    messages = {part.message_id for part in draft.parts} | {file.message_id for file in files}
    if draft.place and draft.place.message_id:
        messages.add(draft.place.message_id)
    report = await casework.file(talk.work, talk.house, talk.reporter, talk.row, draft)
    talk.forget()
    await _link(talk, report, messages)
    await talk.show(filed.sent(talk.view(), report))
    await _receipt(talk, report, len(files))


async def filed_from(talk: Talk, draft_id: int) -> Report | None:
    """The person's report that this draft has become."""
    own = await reports.of_reporter(talk.work.session, talk.reporter.id or 0, LOOKED_BACK)
    return next((report for report in own if report.draft_id == draft_id), None)


async def say_filed(talk: Talk, report: Report) -> None:
    """The report is sent already: its code, and where it stands."""
    talk.work.toast = talk.words("old.filed", code=report.code)
    await talk.show(filed.sent(talk.view(), report))
    talk.tapped = None
    await mine.show(talk, report)


async def _receipt(talk: Talk, report: Report, files: int) -> None:
    due = await deadlines.open_of(talk.work.session, report.id or 0)
    await talk.tell(
        filed.receipt(talk.view(), Filed(report, due, files)),
        report_id=report.id,
        purpose="receipt",
        dedup_key=f"receipt:{report.id}",
    )


async def _link(talk: Talk, report: Report, messages: Iterable[int]) -> None:
    """The person's own messages are about this report: replies to them and edits of them belong to it."""
    for message_id in sorted(messages):
        await links.add(talk.work, BOT, talk.chat_id, message_id, report.id or 0, "reporter")
