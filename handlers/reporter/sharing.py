"""A report is shared by its reporter, and whoever opens the link joins it: "me too"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks
from handlers.reporter import mine
from handlers.reporter.keys import Taps
from handlers.reporter.pages import neighbours, summary
from handlers.reporter.pages import sharing as pages
from handlers.screens import Screen
from rules import draft as drafts
from rules import linked as joining
from rules import origin, sharing
from rules.draft import Draft, Place, ReportKind, Slot
from storage import linked, reporters, reports

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk
    from storage.tables import Report

PURPOSE = "manage"


def router() -> Router:
    """The button under what was shared."""
    shared = Router(name="sharing")
    shared.callback_query.register(me_too, Taps(callbacks.ME_TOO))
    return shared


async def offer(talk: Talk, report: Report) -> None:
    """The page with the link of one's own report; of one that cannot be shared, where it stands."""
    if not sharing.may(report):
        talk.work.toast = talk.words("share.not_now")
        await mine.show(talk, report)
        return
    token = await reports.share(talk.work, report)
    await mine.place(talk, report, pages.offer(talk.view(), report, token, talk.work.now), PURPOSE)


async def opened(talk: Talk, token: str) -> bool:
    """Show what the link shares; False: there is nothing to join, and that was said."""
    report = await _shared(talk, token)
    if report is None:
        return False
    if (own := await _own(talk, report)) is not None:
        await mine.show(talk, own)
        return True
    await reporters.came_by(talk.work, talk.reporter, origin.SHARED)
    if drafts.is_empty(talk.draft):
        await talk.keep(replace(talk.draft, origin=talk.draft.origin or origin.SHARED))
    await talk.aside(pages.opened(talk.view(), report, token, talk.work.now))
    return True


async def me_too(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """Fill a draft with what was shared, to be looked at and sent; a draft that has begun is not touched."""
    talk.tapped = None  # what was shared stays
    report = await _shared(talk, parts[0] if parts else "")
    if report is None:
        await talk.ask()
    elif (own := await _own(talk, report)) is not None:
        await mine.show(talk, own)
    elif not drafts.is_empty(talk.draft) and talk.draft.joins != report.id:
        await talk.show(summary.resume(talk.view(talk.words("share.busy"))))
    else:
        if not talk.draft.joins:
            await talk.keep(_filled(talk, report))
        await talk.ask()


async def parent(talk: Talk) -> Report | None:
    """The report that the draft joins; None: that cannot be any more, as things are now."""
    found = await reports.by_id(talk.work.session, talk.draft.joins)
    if found is None or not sharing.may(found) or talk.draft.confidential or str(talk.draft.kind) != found.kind:
        return None
    return found if await _own(talk, found) is None else None


async def _shared(talk: Talk, token: str) -> Report | None:
    """The report of a link, if it can be joined; otherwise the person is told."""
    report = await reports.shared_by(talk.work.session, token)
    if report is not None and sharing.may(report):
        return report
    ended = report is not None and not report.confidential and report.status not in joining.JOINED
    await talk.tell(Screen(talk.words("share.ended" if ended else "share.gone")))
    return None


async def _own(talk: Talk, report: Report) -> Report | None:
    """The person's own report of it: the one that was shared, or one that is handled with it."""
    lead = report.parent_id or report.id
    own = await linked.of_reporter(talk.work.session, talk.reporter.id, [report.id, lead])
    return own.get(report.id) or own.get(lead)


def _filled(talk: Talk, report: Report) -> Draft:
    """A draft of the same: what it is about and where, as it was shown."""
    place = Place(
        village=report.village,
        name=report.place_name,
        district=report.district,
        regency=report.regency,
        words=neighbours.landmark(talk.view(), report),
        outside=report.outside,
    )
    return Draft(
        joins=report.id,
        category=report.category or talk.house.region.fallback_category,
        place=place if place != Place() else None,
        kind=ReportKind(report.kind),
        skipped=frozenset() if place != Place() else frozenset({Slot.WHERE}),
        origin=talk.draft.origin or origin.SHARED,
    )
