"""Sending the report, and the receipt; a second tap on the same button is told the code it already has."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from aiogram.types import CallbackQuery

from handlers import casework, receipt, say
from handlers.reporter import neighbours, sharing
from handlers.reporter.pages import filed, summary
from handlers.reporter.pages.filed import Filed
from rules import danger, reader, tongue
from rules import draft as rules
from rules.draft import Part
from storage import deadlines, links, outbox, reports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.reporter.talk import Talk
    from handlers.reporter.taps import Tap
    from rules.draft import Draft
    from storage.tables import Report

BOT = "public"
LOOKED_BACK = 50  # of a person's reports, for the one a button of the past has become


async def submit(query: CallbackQuery, talk: Talk, tap: Tap) -> None:
    """File the draft just as the button's own summary shows it, if nothing is missing, and hand out the receipt. Once,
    before that, show what others have reported nearby."""
    if not await _is_shown(talk, tap.value):
        return
    if talk.draft.joins:
        await _join_shared(query, talk)
    elif not await neighbours.asked(talk):
        await _file(query, talk)


async def join(query: CallbackQuery, talk: Talk, tap: Tap) -> None:
    """File it as one that tells of the same thing as another report. When that cannot be joined any more, it is filed
    all the same, and handled by itself."""
    report_id, _, mark = tap.value.partition(".")
    if await _is_shown(talk, mark):
        await _file(query, talk, await neighbours.joined(talk, report_id))


async def _join_shared(query: CallbackQuery, talk: Talk) -> None:
    """File it with the report that was shared; when that cannot be joined any more, nothing is sent unseen."""
    found = await sharing.parent(talk)
    if found is not None:
        await _file(query, talk, found)
        return
    await talk.keep(replace(talk.draft, joins=0))
    await talk.ask(talk.words("share.alone"))


async def _is_shown(talk: Talk, mark: str) -> bool:
    """Whether it can be sent, and is what the button was looking at; otherwise it is shown as it is."""
    if talk.row is None or not talk.consented or not rules.can_submit(talk.draft, talk.house.region.limits):
        await talk.ask()
        return False
    if mark != rules.mark(talk.draft):
        await talk.keep(replace(talk.draft, editing=None))
        await talk.ask(talk.words("summary.changed"))
        return False
    return True


async def _file(query: CallbackQuery, talk: Talk, parent: Report | None = None) -> None:
    if talk.row is None:
        return
    if await _has_had_enough(talk):
        most = talk.house.region.flood.reports_per_day
        await talk.keep(replace(talk.draft, editing=None))
        await talk.ask(talk.view().count("flood.reports", most))
        return
    draft, files = talk.draft, await talk.files()
    messages = {part.message_id for part in draft.parts} | {file.message_id for file in files}
    if draft.place and draft.place.message_id:
        messages.add(draft.place.message_id)
    report = await casework.file(talk.work, talk.house, talk.reporter, talk.row, _written(talk, draft), parent)
    talk.forget()
    await _link(talk, report, messages)
    await _show_sent(talk, report)
    assumed = draft.when is not None and draft.when.assumed
    due = await deadlines.open_of(talk.work.session, report.id or 0)
    await _receipt(talk, Filed(report, due, len(files), assumed, _is_visitor(talk, query, draft)))
    if report.anonymous:
        await give_number(talk, report)


async def give_number(talk: Talk, report: Report) -> None:
    """The number that opens an anonymous report from anywhere: said once, and not kept."""
    number = await receipt.issue(talk.work, talk.house, report)
    screen = receipt.screen(talk.house, report, number, talk.reporter.language)
    await talk.tell(screen, report_id=report.id, purpose=outbox.ONCE)


def _written(talk: Talk, draft: Draft) -> Draft:
    """The draft with words in it: of a recording that tells it all, that it does; that it is the same as was shared."""
    if draft.joins and not draft.spoken and rules.missing_characters(draft, talk.house.region.limits):
        return replace(draft, parts=(Part(0, summary.same(talk.view())), *draft.parts))
    if not draft.spoken or rules.missing_characters(draft, talk.house.region.limits) == 0:
        return replace(draft, spoken=False)
    return draft if draft.text else replace(draft, parts=(Part(0, talk.words("what.spoken")),))


async def filed_from(talk: Talk, draft_id: int) -> Report | None:
    """The person's report that this draft has become."""
    own = await reports.of_reporter(talk.work.session, talk.reporter.id or 0, LOOKED_BACK)
    return next((report for report in own if report.draft_id == draft_id), None)


async def say_filed(talk: Talk, report: Report) -> None:
    """The report is sent already: a word with its code, and the button is taken away. The receipt is there."""
    talk.work.toast = talk.words("old.filed", code=report.code)
    if talk.tapped is not None:
        await _show_sent(talk, report)


async def _show_sent(talk: Talk, report: Report) -> None:
    """What a message of the draft becomes, once however often it is tapped."""
    key = f"sent:{talk.chat_id}:{talk.tapped}" if talk.tapped else None
    await say.instead(talk.work, BOT, talk.chat_id, talk.tapped, filed.sent(talk.view(), report), dedup_key=key)


async def _has_had_enough(talk: Talk) -> bool:
    """Whether the account has filed as many reports today as one may; in danger there is no such limit."""
    today, region = talk.view().today, talk.house.region
    if danger.find(talk.draft.text, region) is not None:
        return False
    midnight = datetime.combine(today, time.min, tzinfo=region.tz)
    filed = await reports.filed_since(talk.work.session, talk.reporter.id, midnight)
    return filed >= region.flood.reports_per_day


def _is_visitor(talk: Talk, query: CallbackQuery, draft: Draft) -> bool:
    """Whether they may be a guest: they write English, or their Telegram does not speak Indonesian."""
    speaks = reader.otherwise(query.from_user.language_code)
    return tongue.guess(draft.text) == reader.ENGLISH or speaks == reader.ENGLISH


async def _receipt(talk: Talk, said: Filed) -> None:
    report = said.report
    key = f"receipt:{report.id}"
    await talk.tell(filed.receipt(talk.view(), said), report_id=report.id, purpose="receipt", dedup_key=key)


async def _link(talk: Talk, report: Report, messages: Iterable[int]) -> None:
    """The person's own messages are about this report: replies to them and edits of them belong to it."""
    for message_id in sorted(messages):
        await links.add(talk.work, BOT, talk.chat_id, message_id, report.id or 0, "reporter")
