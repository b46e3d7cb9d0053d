"""An operator's own words to a reporter, at once, and the files that go with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import fit, news, outlook
from handlers.screens import Media, Screen, Wait, quote
from rules import quiet, updates
from rules.delivery import Kind
from rules.updates import Choice, Matter
from storage import attachments, outbox, reporters, reports, told

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Push, Report
    from storage.work import Session, Work

PROOF_PATIENCE: Final = timedelta(minutes=10)
PROOF_PAUSE: Final = timedelta(seconds=2)


async def say(
    work: Work,
    house: House,
    report: Report,
    text: str,
    *,
    agency: str | None,
    question: bool = False,
    composition_id: int | None = None,
) -> None:
    """An operator's own words to the reporter, named by agency: at once; at night, and when muted, silently. To whoever
    was erased, or took the consent back, nothing is said."""
    reporter = await reporters.by_id(work.session, report.reporter_id)
    if reporter is None or reporters.unheard(reporter):
        return
    await told.now(work, report.id or 0)
    matter = updates.decide(Matter.WORDS, Choice(reporter.updates), muted=report.muted)
    silent = matter.silent or quiet.is_quiet(work.now, house.region.quiet)
    after = await outlook.of(work.session, house, report, reporter.language, work.now)
    for screen in screens(house, report, reporter.language, text, agency, after, question=question):
        await outbox.put(
            work,
            bot="public",
            chat_id=reporter.telegram_id,
            kind=Kind.REPLY,
            screen=screen.body(),
            report_id=report.id,
            purpose="question" if question else "words",
            silent=silent,
        )
    for file in await attachments.of_composition(work.session, composition_id) if composition_id else ():
        await outbox.put(
            work,
            bot="public",
            chat_id=reporter.telegram_id,
            kind=Kind.REPLY,
            screen=None,
            intent="proof",
            data={"file": file.id},
            report_id=report.id,
            purpose="words",
            silent=silent,
            dedup_key=f"proof:{composition_id}:{file.id}",
        )


def screens(
    house: House, report: Report, locale: str, text: str, agency: str | None, after: str, *, question: bool
) -> tuple[Screen, ...]:
    """An operator's words as the reporter reads them, with what comes `after`: until when they can answer, or what is
    promised next. What exceeds one message goes on in the next."""
    say, name = house.catalog.say, outlook.agency_name(house, agency, locale)
    sort = "question" if question else "words"
    head = say(locale, f"notice.{sort}.head", agency=quote(name), code=report.code)
    hint = f"<i>{say(locale, f'notice.{sort}.hint', agency=quote(name))}</i>"
    foot = "\n\n".join(filter(None, (after, hint)))
    room = fit.MESSAGE_UNITS - fit.visible(head) - fit.visible(foot) - 10
    pieces = fit.split(text, room) if text else (say(locale, "notice.words.files"),)
    said = [Screen(quote(piece)) for piece in pieces]
    said[0] = Screen(f"{head}\n\n{said[0].text}")
    said[-1] = Screen(f"{said[-1].text}\n\n{foot}", buttons=news.buttons(house, report, locale))
    return tuple(said)


async def compose_proof(session: Session, house: House, push: Push, now: datetime) -> Screen | Wait | None:
    """A file that an operator sent along, once its bytes are here; after ten minutes it is given up."""
    file = await attachments.by_id(session, int(push.data["file"]))
    if file is None or file.state in {"refused", "failed"}:
        return None
    if file.state != "stored":
        return Wait(PROOF_PAUSE) if now - file.created_at < PROOF_PATIENCE else None
    report = await reports.by_id(session, push.report_id) if push.report_id else None
    return Screen(f"📎 {report.code}" if report else "", media=(Media(int(push.data["file"]), file.kind),))
