"""Before a report is sent: whether others have reported the same nearby, and joining one of those."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import nearby
from handlers.reporter.pages import neighbours as pages
from rules import linked as rules
from storage import linked, reports

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk
    from storage.tables import Report


async def asked(talk: Talk) -> bool:
    """Show what others have reported nearby, once a draft; False: nothing is like it, or it was shown before."""
    if talk.draft.compared or not await _show(talk):
        return False
    await talk.keep(replace(talk.draft, compared=True))
    return True


async def which(talk: Talk) -> bool:
    """Ask which of them it is, of somebody who wrote that it is the same; False: there is none any more."""
    return await _show(talk, talk.words("neighbours.which"))


async def joined(talk: Talk, report_id: str) -> Report | None:
    """The report somebody wants to join; None when that cannot be any more, or never could."""
    found = await reports.by_id(talk.work.session, int(report_id)) if report_id.isdecimal() else None
    if found is None or talk.draft.confidential or str(talk.draft.kind) != found.kind:
        return None
    alike = await nearby.of_draft(talk.work.session, talk.house, talk.draft, talk.draft_id, talk.work.now)
    named = {one.report.id for one in nearby.same(talk.house, alike)}  # nobody joins what they were not shown
    return found if found.id in named and found.status in rules.JOINED else None


async def _show(talk: Talk, note: str = "") -> bool:
    found = await nearby.of_draft(talk.work.session, talk.house, talk.draft, talk.draft_id, talk.work.now)
    alike = [one.report for one in nearby.same(talk.house, found)]
    own, others = await _own(talk, alike)
    if own or others:
        await talk.show(pages.page(talk.view(note), own, others[: pages.SHOWN], talk.work.now))
    return bool(own or others)


async def _own(talk: Talk, alike: list[Report]) -> tuple[list[Report], list[Report]]:
    """The person's own among the reports that are alike, by the code they know, and the others."""
    mine = await linked.of_reporter(talk.work.session, talk.reporter.id, [one.id for one in alike])
    own = [mine[one.id] for one in alike if one.id in mine]
    return own, [one for one in alike if one.id not in mine]
