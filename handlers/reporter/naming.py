"""A reporter hides the name of a filed report, or shows it: the desk's cards follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handlers import casework
from handlers.reporter import files, mine, submit
from handlers.reporter.pages import naming as pages
from rules import redact
from rules.lifecycle import Actor, Moved, Step
from storage import attachments

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk
    from storage.tables import Report

PURPOSE: Final = "manage"
PAGES: Final = frozenset({pages.ASK, pages.HIDE, pages.SHOW})


async def tapped(talk: Talk, report: Report, what: str) -> None:
    """The page, or the answer to it; an old button says how things are."""
    hide = what == pages.HIDE
    if what == pages.ASK:
        sent = await attachments.of_reports(talk.work.session, [report.id])
        recordings = sum(file.kind in files.TELLING for file in sent)
        await mine.place(talk, report, pages.page(talk.view(), report, recordings), PURPOSE)
        return
    if hide != report.anonymous:
        values: dict[str, Any] = {"anonymous": hide, "receipt_digest": None}
        if hide:  # it stands in lists, where nobody looks whose it is
            values["title"] = redact.nameless(report.title, talk.reporter.name, talk.reporter.username)
        step = (talk.work, talk.house, report, Step.IDENTITY)
        outcome = await casework.take_step(*step, actor=Actor.REPORTER, **values)
        if not isinstance(outcome, Moved):
            await mine.show_list(talk, talk.words("mine.not_found"))
            return
        if hide:
            await submit.give_number(talk, report)
    await mine.place(talk, report, pages.done(talk.view(), report), PURPOSE)
