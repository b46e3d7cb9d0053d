"""What the job that asks the machine gives it, and what comes of the answer. Nothing here knows of a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.desk import preview, reading
from rules import placeholder, translation
from rules.translation import Failure
from storage import compositions, reporters, reports, staff, translations

if TYPE_CHECKING:
    from storage.tables import Composition, Report, Translation
    from storage.work import Session, Work


@dataclass(frozen=True, slots=True)
class Task:
    """A text to translate; `hidden` is what stands for its placeholders and is given to nobody."""

    text: str
    hidden: tuple[str, ...]
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no translation; `limit` is how many characters the machine takes at most."""

    why: Failure
    limit: int = 0


async def task(session: Session, row: Translation) -> Task | None:
    """What to give to the machine; None when nobody waits for it any more, or it is none of its business."""
    report, composition = await _about(session, row)
    text = _text(row, report, composition)
    if text is None or report is None:
        return None
    reporter, writer = await reporters.by_id(session, report.reporter_id), await staff.by_id(session, row.staff_id)
    names = [(reporter.name, reporter.username)] if reporter else []
    names += [(writer.name, "")] if writer else []
    sent, hidden = placeholder.hide(text, names)
    return Task(sent, hidden, row.source, row.target)


async def settle(work: Work, row: Translation, asked: Task | None, answer: str | Failed) -> None:
    """Write down what came of it, and show it where it was asked for."""
    if not isinstance(answer, Failed):
        shown = placeholder.show(answer, asked.hidden if asked else ())
        answer = shown if shown and translation.is_usable(shown, row.target) else Failed(Failure.GARBAGE)
    report, composition = await _about(work.session, row)
    if _text(row, report, composition) is None:  # decided, reworded or made confidential meanwhile
        answer = Failed(Failure.STALE)
    if isinstance(answer, Failed):
        settled = await translations.settle(work, row.id, translations.FAILED, why=answer.why.value, limit=answer.limit)
    else:
        settled = await translations.settle(
            work, row.id, translations.DONE, text="" if composition is not None else answer
        )
        if settled and composition is not None:
            await compositions.drafted(work, composition, answer)
    if settled and composition is not None:
        await preview.renew(work, composition, row)
    elif settled:
        await reading.show(work, row, "" if isinstance(answer, Failed) else answer)


async def _about(session: Session, row: Translation) -> tuple[Report | None, Composition | None]:
    number = row.composition_id
    composition = await compositions.by_id(session, number) if number is not None else None
    return await reports.by_id(session, row.report_id), composition


def _text(row: Translation, report: Report | None, composition: Composition | None) -> str | None:
    """The text that was asked about, if it still is what it was and may be given to a machine."""
    if report is None or report.confidential or report.anonymised_at is not None:
        return None
    if row.composition_id is None:
        text = report.body
    elif composition is not None and composition.state == compositions.OPEN and not composition.translation:
        text = composition.body
    else:
        return None
    return text if translations.digest(text) == row.digest else None
