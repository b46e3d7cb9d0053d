"""Everything a card shows of a report, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers import reach
from handlers.desk import looked
from rules import papers, reader
from rules.lifecycle import OPEN, Actor, Step
from storage import attachments, deadlines, desk_chats, events, linked, reporters, reports, staff
from storage.linked import Family

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.reach import Spoken
    from storage.tables import Attachment, Deadline, Event, Report
    from storage.work import Session

LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history, with the name of the operator who acted."""

    event: Event
    who: str
    whom: str = ""  # who was given the report


@dataclass(frozen=True, slots=True)
class CardView:
    """A report with what stands in other tables.

    `due` is the nearest promise, or the reporter's time to respond while it is their turn; `disputed` that they did
    and nobody has answered since; `word` what they said of the handling; `has_chat` that the agency works in a group of
    its own; `parent` is the report it is handled with, `family` who else reported the same and is told of it;
    `handed_at` when it went into other hands last; `proposal` how the agency before gave it back, naming
    another one; `lost` counts files never fetched; `unheard` is why nothing reaches the reporter (erased, withdrawn),
    or empty; `reads` is the language they chose, `language` the one that the desk writes to them in (Indonesian or
    English); `spoken` is how far the desk's last words to them came.
    """

    report: Report
    name: str
    username: str
    unheard: str
    language: str
    reads: str
    assignee: str
    due: Deadline | None
    disputed: bool
    word: str
    has_chat: bool
    spoken: Spoken | None
    handed_at: datetime | None
    proposal: Event | None
    files: int
    lost: int
    history: tuple[Line, ...]
    pictures: bool = False  # there is one that can be blackened
    papers: bool = False  # the reporter wrote identity numbers
    flags: tuple[str, ...] = ()
    parent: Report | None = None
    family: Family = Family()  # noqa: RUF009  # frozen, and empty
    languages: tuple[str, ...] = ()  # what the reporters of linked reports read


async def load(session: Session, report: Report) -> CardView:
    """The view of a stored report."""
    report_id = report.id or 0
    reporter = await reporters.by_id(session, report.reporter_id)
    reads = report.language if reporter is None or reporter.erased_at else reporter.language
    files = [file for file in await attachments.of_report(session, report_id) if file.bot == "public"]
    history = [event for event in await events.of_report(session, report_id) if event.step != looked.STEP]
    return CardView(
        report=report,
        name=reporter.name if reporter else "",
        username=reporter.username if reporter else "",
        unheard=reporters.unheard(reporter),
        language=reader.otherwise(reads),
        reads=reads,
        assignee=await _name(session, report.assignee_id),
        due=deadlines.shown(report.status, await deadlines.rows_of(session, report_id)),
        disputed=_is_disputed(report, history),
        word=_word(report, history),
        has_chat=bool(report.agency and await desk_chats.of_agency(session, report.agency)),
        spoken=await reach.last(session, report_id),
        handed_at=next((event.at for event in reversed(history) if event.step == Step.HAND_OVER), None),
        proposal=_proposal(report, history),
        files=len(files),
        lost=sum(file.state in {attachments.REFUSED, attachments.FAILED} for file in files),
        pictures=any(file.state == attachments.STORED and _is_picture(file) for file in files),
        papers=_has_papers(report, history),
        parent=await reports.by_id(session, report.parent_id) if report.parent_id else None,
        family=(family := await linked.family(session, report)),
        languages=tuple(await linked.languages(session, report_id)) if family.children else (),
        history=tuple([await line(session, event) for event in history[-LINES:]]),
    )


def _is_picture(file: Attachment) -> bool:
    return file.kind == "photo" or file.mime.startswith("image/")


def _has_papers(report: Report, history: list[Event]) -> bool:
    said = (report.body, report.place_words, *(event.text for event in history if event.actor == Actor.REPORTER))
    return any(map(papers.find, said))


async def line(session: Session, event: Event) -> Line:
    """One line of a history, with the names of whoever it is about."""
    whom = await _name(session, event.data.get("assignee_id")) if event.step == Step.ASSIGN else ""
    return Line(event, await _name(session, event.staff_id), whom)


def _proposal(report: Report, history: list[Event]) -> Event | None:
    given_back = [event for event in history if event.step == Step.RETURN] if report.proposed else []
    return given_back[-1] if given_back else None


def _is_disputed(report: Report, history: list[Event]) -> bool:
    reopened = [event.actor for event in history if event.step == Step.REOPEN]
    return reopened[-1:] == [Actor.REPORTER] and report.status in OPEN and not report.replied


def _word(report: Report, history: list[Event]) -> str:
    """What the reporter said of the handling, since they were asked last."""
    said = [event for event in history if event.step == Step.RATE and event.text]
    return said[-1].text if said and report.asked_at is not None and said[-1].at >= report.asked_at else ""


async def _name(session: Session, staff_id: int | None) -> str:
    person = await staff.by_id(session, staff_id) if staff_id is not None else None
    return person.name if person else ""
