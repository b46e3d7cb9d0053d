"""An operator's own words to a reporter, at once, and the files that go with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import fit, news, outlook
from handlers.screens import Media, Screen, Wait, quote
from locales import formats
from rules import correction as corrections
from rules import quiet, tongue, updates
from rules.delivery import Kind
from rules.lifecycle import Step
from rules.linked import OF
from rules.translation import Machine
from rules.updates import Choice, Matter
from storage import attachments, outbox, reporters, reports, told

if TYPE_CHECKING:
    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Event, Push, Report, Reporter
    from storage.work import Session, Work

PROOF_PATIENCE: Final = timedelta(minutes=10)
PROOF_PAUSE: Final = timedelta(seconds=2)


async def say(
    work: Work,
    house: House,
    report: Report,
    event: Event,
    *,
    agency: str | None,
) -> None:
    """An operator's own words to the reporter, named by agency: at once; at night, and when muted, silently. To whoever
    was erased, or took the consent back, nothing is said."""
    reporter = await reporters.by_id(work.session, report.reporter_id)
    if reporter is None or reporters.unheard(reporter):
        return
    await told.now(work, report.id or 0)
    silent = is_silent(work, house, report, reporter)
    after = await outlook.of(work.session, house, report, reporter.language, work.now)
    for piece, screen in enumerate(screens(house, report, event, reporter.language, agency, after)):
        await outbox.put(
            work,
            bot="public",
            chat_id=reporter.telegram_id,
            kind=Kind.REPLY,
            screen=screen.body(),
            data={"event": event.id, "first": corrections.first_id(event), "piece": piece},
            report_id=report.id,
            purpose="question" if is_question(event) else "words",
            silent=silent,
        )
    await files(work, report, event, reporter.telegram_id, silent=silent)


async def files(work: Work, report: Report, event: Event, chat_id: int, *, silent: bool) -> None:
    """The files an operator sent along with words, each once its bytes are here."""
    if (composition_id := event.data.get("composition_id")) is None:
        return
    key = f"proof:{composition_id}" + (f":{report.id}" if OF in event.data else "")
    for file in await attachments.of_composition(work.session, int(composition_id)):
        await outbox.put(
            work,
            bot="public",
            chat_id=chat_id,
            kind=Kind.REPLY,
            screen=None,
            intent="proof",
            data={"event": event.id, "file": file.id},
            report_id=report.id,
            purpose="words",
            silent=silent,
            dedup_key=f"{key}:{file.id}",
        )


def speaker(house: House, report: Report, staff: Staff | None) -> str:
    """The agency in whose name an operator speaks."""
    return (staff.agency if staff else None) or report.agency or house.region.coordinator


def is_question(event: Event) -> bool:
    """Whether the desk asks, or corrects what it asked."""
    return Step.ASK in {event.step, event.data.get("what")}


def is_silent(work: Work, house: House, report: Report, reporter: Reporter) -> bool:
    """Whether words come without a sound: at night, and when the report is muted."""
    matter = updates.decide(Matter.WORDS, Choice(reporter.updates), muted=report.muted)
    return matter.silent or quiet.is_quiet(work.now, house.region.quiet)


def readable(event: Event, language: str) -> str:
    """What was said, or what was kept beside it, if that is what this reporter can read: it may be another one now."""
    kept = event.data.get("original")
    return tongue.goes(kept, event.text, language).text if kept else event.text


def screens(
    house: House, report: Report, event: Event, locale: str, agency: str | None, after: str
) -> tuple[Screen, ...]:
    """An operator's words as the reporter reads them, with what comes `after`: until when they can answer, or what is
    promised next. What exceeds one message goes on in the next."""
    say, name = house.catalog.say, outlook.agency_name(house, agency, locale)
    sort = "question" if is_question(event) else "words"
    head = say(locale, f"notice.{sort}.head", agency=quote(name), code=report.code)
    if event.step == Step.CORRECT:
        at = formats.short_moment(event.at, locale, house.region.tz, house.region.zone_label)
        head = f"{head}\n<i>{say(locale, 'notice.words.corrected', at=at)}</i>"
    hint = f"<i>{say(locale, f'notice.{sort}.hint', agency=quote(name))}</i>"
    text = readable(event, locale)
    alone = event.data.get("machine") == Machine.CHECKED and text == event.text  # nobody changed a word of it
    mark = f"<i>{say(locale, 'notice.words.machine')}</i>" if alone else ""
    foot = "\n\n".join(filter(None, (mark, after, hint)))
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
