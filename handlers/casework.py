"""The one place where a report changes after its draft: rule, row, history, promises, reporter and desk together."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from handlers import (
    cards,
    correction,
    first_words,
    lessons,
    linked,
    looks,
    notices,
    promises,
    proof,
    shown,
    sight,
    stay,
    transcript,
    words,
)
from rules import closing, code, lifecycle, title
from rules.lifecycle import Actor, Moved, Refusal, Refused, Status, Step
from storage import attachments, drafts, events, reporters, reports, splits
from storage import cards as card_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.house import House
    from rules.access import Staff
    from rules.draft import Draft
    from storage.tables import Attachment, DraftRow, Event, Report, Reporter
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class LostRace:
    """Somebody else changed the report first; it has been looked at again and is now as they left it."""


# What the reporter may read in the history. A note never, a returned report's reason neither.
_INTERNAL: Final = frozenset({Step.NOTE, Step.TITLE, Step.RETURN, Step.ASSIGN})
# What two people can do at once without contradicting each other.
_UNDISPUTED: Final = frozenset(
    {Step.REPLY, Step.CORRECT, Step.NOTE, Step.TITLE, Step.RATE, Step.STAY, Step.HAND_OVER, Step.SP4N, Step.IDENTITY}
)
# What a step sets that its event does not say, or says in its own way.
_UNTOLD: Final = frozenset(
    {
        "receipt_digest",
        "title",
        "body",
        "spoken",
        "reporter_id",
        "stay_until",
        "leave_at",
        "muted",
        "first_minutes",
        "parent_id",
    }
)


async def file(
    work: Work, house: House, reporter: Reporter, draft_row: DraftRow, draft: Draft, parent: Report | None = None
) -> Report:
    """File the draft: a report with its code, history and promises, its evidence adopted, its cards on their way. One
    that tells of the same thing as `parent` is handled with that and has no card of its own."""
    report = await reports.file(
        work,
        reporter,
        draft_row,
        draft,
        code=code.make(house.region.prefix, secrets.randbelow(code.SPACE)),
        title=title.make(shown.title(house, draft.text, reporter if draft.anonymous else None)),
    )
    await stay.inherit(work, house, report)
    event = await events.add(work, report, Actor.REPORTER, "filed", report.status, report.status)
    await promises.at_filing(work, house, report)
    await attachments.adopt(work, draft_row.id or 0, event.report_id)
    await drafts.drop(work, draft_row)
    joins = parent and await linked.link(work, house, report, parent, actor=Actor.REPORTER) is None
    if not joins:
        await cards.open_for(work, house, report, None, event)
    return report


async def take_step(
    work: Work,
    house: House,
    report: Report,
    step: Step,
    *,
    actor: Actor,
    staff: Staff | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
    **values: Any,
) -> Moved | Refused | LostRace:
    """Take one step of the life of a report and everything that follows from it, or say why not and change nothing.

    `values` are the report's columns that the step sets (the agency of a forward, the reason of an archive). The words
    of a reply or a question are `text`; `data["composition_id"]` says which files go with them.
    """
    answers = step is Step.REPLY or (step is Step.CORRECT and (data or {}).get("what") == Step.REPLY)
    if answers and await proof.counts(work.session, house, text, data):
        values["replied"] = True  # once said, it stays said until the report is opened again
    heard = step is not Step.ASK or await _is_heard(work, report)
    outcome = lifecycle.move(step, case_of(report, has_lapsed(house, report, work.now), heard), actor)
    if isinstance(outcome, Refused):
        return outcome
    before, agency, owner, parent_id = report.status, report.agency, report.reporter_id, report.parent_id
    klass = promises.klass_of(house, report)
    values |= first_words.noted(house, report, step, work.now)
    changes = _changes(work, step, actor, staff, values) | _ended(work, outcome)
    if (outcome.changed or changes) and not await reports.change(work, report, **changes, status=outcome.status.value):
        if actor is Actor.REPORTER and report.reporter_id != owner:
            return Refused(Refusal.ACTOR)  # it has just gone into other hands
        if step in _UNDISPUTED:  # looked at anew by `change`: the words still hold
            return await take_step(work, house, report, step, actor=actor, staff=staff, text=text, data=data, **values)
        return LostRace()
    moved = await promises.after(work, house, report, step, before, klass)
    event = await events.add(
        work,
        report,
        actor,
        step,
        before,
        outcome.status,
        text=text,
        staff_id=staff.id if staff else None,
        data={"agency": report.agency or agency, **_told(values), **(data or {}), **moved},
        visibility="desk" if step in _INTERNAL else "reporter",
    )
    await _adopt_files(work, event)
    await lessons.note(work, house, report, event)
    await _tell(work, house, report, event, staff)
    await linked.follow(work, house, report, event)
    if parent_id is not None and report.parent_id is None:
        await linked.parted(work, house, report, parent_id, event)
    return outcome


async def add_from_reporter(
    work: Work,
    house: House,
    report: Report,
    text: str,
    attachment_ids: Sequence[int],
    message_id: int,
    step: Step | None = None,
) -> Event:
    """Keep what the reporter adds to a filed report and show it under the cards.

    Unless `step` says what it is, it ends the desk's wait for it, and opens again what the desk holds for dealt with.
    """
    before, late, parent_id = report.status, has_lapsed(house, report, work.now), report.parent_id
    taken = step or lifecycle.hears(Status(before), late)
    outcome = lifecycle.move(taken, case_of(report, late), Actor.REPORTER)
    status = outcome.status if isinstance(outcome, Moved) else Status(before)
    changes = _changes(work, taken, Actor.REPORTER, None, {})
    changes |= _ended(work, outcome) if isinstance(outcome, Moved) else {}
    if status != before and not await reports.change(work, report, **changes, status=status.value):
        return await add_from_reporter(work, house, report, text, attachment_ids, message_id, step)
    moved = await promises.after(work, house, report, taken, before)
    data = {"message_id": message_id, "agency": report.agency, **moved}
    event = await events.add(work, report, Actor.REPORTER, taken, before, status, text=text, data=data)
    await attachments.assign(work, attachment_ids, event.report_id, event.id)
    files = await attachments.by_ids(work.session, attachment_ids)
    await tell_desk(work, report, event, files)
    await notices.announce(work, house, report, event)
    await cards.refresh(work, report, event)
    if parent_id is not None and report.parent_id is None:
        await linked.parted(work, house, report, parent_id, event)
    if (waited := await linked.supply(work, report)) is not None:
        await take_step(work, house, waited, Step.SUPPLY, actor=Actor.REPORTER)
    return event


async def tell_desk(work: Work, report: Report, event: Event, files: Sequence[Attachment]) -> None:
    """Hang what the reporter did under every card that tells of it and whose chat may see it, or may know of it."""
    await linked.tell_desk(work, report, event, files)


def case_of(report: Report, lapsed: bool = False, heard: bool = True) -> lifecycle.Case:
    """What the lifecycle needs to know of a stored report; `lapsed` matters only for what its reporter may do, `heard`
    only for asking them."""
    return lifecycle.Case(
        status=Status(report.status),
        agency=report.agency,
        taken=report.taken,
        replied=report.replied,
        lapsed=lapsed,
        heard=heard,
        linked=report.parent_id is not None,
    )


async def _is_heard(work: Work, report: Report) -> bool:
    return not reporters.unheard(await reporters.by_id(work.session, report.reporter_id))


def has_lapsed(house: House, report: Report, now: datetime) -> bool:
    """Whether the report ended longer ago than its reporter can open it again."""
    return closing.has_lapsed(report.ended_at, now, house.region.closing.reopen_days)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """What a step set, as its event remembers it: the report itself goes on changing."""
    return {name: value for name, value in values.items() if value is not None and name not in _UNTOLD}


def _changes(work: Work, step: Step, actor: Actor, staff: Staff | None, values: dict[str, Any]) -> dict[str, Any]:
    match step:
        case Step.FORWARD:
            free = {"assignee_id": None, "taken": False, "proposed": None}
            return {**free, "referred_to": None, "archive_reason": None, **values}
        case Step.TAKE:
            return {"assignee_id": staff.id if staff else None, "taken": True, **values}
        case Step.RELEASE:
            return {"taken": False, **values}
        case Step.RETURN:
            return {"agency": None, "assignee_id": None, "taken": False, "proposed": None, **values}
        case Step.FINISH:
            return {"asked_at": work.now, "solved": None, "stars": None, **values}  # each ending is asked about anew
        case Step.REOPEN:
            # a dispute is one person's word: the report leaves those that it was handled with
            denied = {"solved": False, "parent_id": None} if actor is Actor.REPORTER else {}
            return {"replied": False, "referred_to": None, "archive_reason": None, **denied, **values}
        case Step.WITHDRAW:
            return {"parent_id": None, **values}
    return dict(values)


def _ended(work: Work, outcome: Moved) -> dict[str, Any]:
    """Since when the report has ended; nothing when it has not moved."""
    if not outcome.changed:
        return {}
    return {"ended_at": work.now if outcome.status in lifecycle.ENDED else None}


async def _tell(work: Work, house: House, report: Report, event: Event, staff: Staff | None) -> None:
    if event.step in {Step.REPLY, Step.ASK}:
        await words.say(work, house, report, event, agency=words.speaker(house, report, staff))
    if event.step == Step.CORRECT:
        await correction.tell(work, house, report, event)
    if event.step == Step.TRANSCRIBE:
        await transcript.tell(work, house, report, event)
    if event.actor != Actor.REPORTER:  # who pressed a button reads on that screen what came of it
        await notices.announce(work, house, report, event)
    await cards.refresh(work, report, event)
    await cards.rename(work, house, report, event)
    if event.step in {Step.RETURN, Step.FORWARD, Step.ASSIGN}:
        await _leave(work, report, event)
    if event.step == Step.IDENTITY:
        await _rename(work, report, event)
    if event.actor == Actor.REPORTER and event.step in cards.TOLD:
        await tell_desk(work, report, event, ())
    if event.step == Step.FORWARD and report.agency is not None:
        await cards.open_for(work, house, report, report.agency, event)


async def _leave(work: Work, report: Report, event: Event) -> None:
    """What chats that have nothing to do with the report any more were shown of it is taken back."""
    for card in await card_rows.of_report(work.session, event.report_id):
        if not (await sight.of_chat(work.session, card.chat_id, report)).sees:
            await cards.clear(work, card, f"{event.id}")
    await looks.take_back(work, report, f"{event.id}", cards.GONE)


async def _rename(work: Work, report: Report, event: Event) -> None:
    """The reporter shows or hides their name here: a report that was one with this one must not give it away."""
    for other in await splits.apart(work, report):
        await cards.redraw(work, other, f"{event.id}:apart")
    if report.anonymous:
        await _unname(work, report, event)


async def _unname(work: Work, report: Report, event: Event) -> None:
    """What hangs under the cards with the reporter's name is taken back, and hung anew without it."""
    for card in await card_rows.of_report(work.session, event.report_id):
        if (await sight.of_chat(work.session, card.chat_id, report)).sees:
            await cards.clear(work, card, f"{event.id}", cards.HIDDEN)
            await cards.hang(work, report, card)
    await looks.take_back(work, report, f"{event.id}", cards.HIDDEN, always=True)


async def _adopt_files(work: Work, event: Event) -> None:
    """What an operator sent along belongs to the report's history."""
    if (composition_id := event.data.get("composition_id")) is not None:
        files = await attachments.of_composition(work.session, int(composition_id))
        await attachments.assign(work, [file.id for file in files if file.id], event.report_id, event.id)
