"""What a voice message says, written down at the desk: part of the report, and shown to whoever spoke it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers import fit, news, say
from handlers.screens import Screen, quote
from rules import quiet, title
from rules.delivery import Kind
from storage import reporters

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Report
    from storage.work import Work

WORDS_UNITS = 3000  # of what was written down, in the message to the reporter


def values(report: Report, words: str) -> dict[str, Any]:
    """What the report is after it: the words under those that say that there is a recording."""
    return {"body": f"{report.body}\n{words}", "title": title.make(words), "spoken": False}


async def tell(work: Work, house: House, report: Report, event: Event) -> None:
    """Show the reporter what was written down, so that they can correct it."""
    reporter = await reporters.by_id(work.session, report.reporter_id)
    if reporter is None or reporters.unheard(reporter) or reporter.blocked_at is not None:
        return
    words = quote(fit.cut(event.text, WORDS_UNITS))
    screen = Screen(
        house.catalog.say(reporter.language, "notice.transcribed", code=report.code, text=words),
        buttons=news.buttons(house, report, reporter.language),
    )
    await say.to(
        work,
        "public",
        reporter.telegram_id,
        screen,
        kind=Kind.NOTICE,
        report_id=event.report_id,
        purpose="transcript",
        due_at=quiet.release_at(work.now, house.region.quiet),
        dedup_key=f"transcript:{event.id}",
    )
