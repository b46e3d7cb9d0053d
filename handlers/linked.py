"""Reports that are handled together: linked and parted, a parent's steps shared, a parent that is withdrawn replaced.

The rows of a step are written to all children at once (`storage/linked.py`); what their reporters are told of it is
ordered for the first few in the same transaction, and for the others by the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import cards, correction, first_words, notices, promises, sight, words
from rules import correction as corrections
from rules import lifecycle
from rules import linked as rules
from rules.lifecycle import OPEN, Actor, Refused, Status, Step
from rules.linked import LEAD, OF, Why
from storage import cards as card_rows
from storage import deadlines, events, linked, reports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Attachment, Event, Report
    from storage.work import Work

_MET: Final = {Status.FORWARDED: (promises.VERIFY,), Status.IN_PROGRESS: (promises.VERIFY, promises.FOLLOW_UP)}
# What a parent's step sets, its children have too.
_SHARED: Final = (
    "agency",
    "assignee_id",
    "taken",
    "proposed",
    "referred_to",
    "archive_reason",
    "replied",
    "ended_at",
    "asked_at",
)
_SAID: Final = frozenset({Step.REPLY, Step.ASK})


async def link(
    work: Work,
    house: House,
    child: Report,
    parent: Report,
    *,
    actor: Actor,
    staff: Staff | None = None,
) -> Why | Refused | None:
    """Have the child handled with the parent from now on, its own children too; or say why not and change nothing.

    None: done. A parent that has a parent stands for that one. The child takes over where the parent stands.
    """
    parent = await reports.take(work, parent.parent_id or parent.id) or parent  # no step of it goes past its children
    if (why := rules.why_not(child, parent)) is not None:
        return why
    before, former = child.status, child.parent_id
    values = {name: getattr(parent, name) for name in ("agency", "assignee_id", "taken", "proposed")}
    case = lifecycle.Case(Status(parent.status), parent.agency, parent.taken)
    status = rules.status_beside(case)
    if not await reports.change(work, child, parent_id=parent.id, status=status.value, **values):
        return Refused(lifecycle.Refusal.STATUS)
    await linked.adopt(work, child, parent.id)
    await _promise(work, child, parent)
    event = await events.add(
        work, child, actor, Step.LINK, before, status, staff_id=staff.id if staff else None, data={"with": parent.code}
    )
    if actor != Actor.REPORTER:  # who joins reads it on the receipt
        await notices.announce(work, house, child, event)
    await cards.refresh(work, child, event)
    for card in await card_rows.of_report(work.session, child.id):
        if not (await sight.of_chat(work.session, card.chat_id, child)).sees:
            await cards.clear(work, card, f"{event.id}")
    await _tell_parent(work, parent.id, child, event)
    await _redraw(work, former, event)
    return None


async def unlink(work: Work, house: House, child: Report, *, actor: Actor, staff: Staff | None = None) -> bool:
    """The child is a report of its own again, where it stands; False: it was one, or somebody was faster."""
    parent_id = child.parent_id
    if parent_id is None or not await reports.change(work, child, parent_id=None):
        return False
    status = child.status
    event = await events.add(work, child, actor, Step.UNLINK, status, status, staff_id=staff.id if staff else None)
    await notices.announce(work, house, child, event)
    await parted(work, house, child, parent_id, event)
    return True


async def parted(work: Work, house: House, child: Report, parent_id: int, event: Event) -> None:
    """The child is on its own: the desk has its card and is warned of its promises; the parent's cards count anew."""
    await _tell_parent(work, parent_id, child, event)
    if child.status in OPEN:
        await _on_its_own(work, house, child, event)
    else:
        await cards.refresh(work, child, event)


async def follow(work: Work, house: House, parent: Report, event: Event) -> None:
    """After a step of a report: what its children share of it. When it was withdrawn, the oldest child leads them."""
    if event.step == Step.WITHDRAW:
        await _replace(work, house, parent, event)
        return
    if not rules.is_shared(event.step, event.actor, to_all=bool(event.data.get(rules.ALL))):
        return
    sources = rules.moves(event.step)
    values = {name: getattr(parent, name) for name in _SHARED} if sources is not None else {}
    if event.step in {Step.REPLY, Step.CORRECT} and parent.replied:
        values["replied"] = True
    if event.step in {Step.FINISH, Step.REOPEN}:
        values |= {"solved": None, "stars": None}
    number = await linked.share(
        work,
        event,
        sources=sources,
        target=parent.status if sources is not None else None,
        promises=promises.MEETS.get(Step(event.step), ()),
        answer=await _answer(work, parent) if event.step == Step.FINISH else None,
        **values,
    )
    if number:
        await tell(work, house, await linked.untold(work, house.few, parent.id))


async def look(work: Work, house: House) -> int:
    """Order what the parents' steps brought and is not yet ordered to be said; how many reports."""
    found = await linked.untold(work, house.few)
    await tell(work, house, found)
    return len(found)


async def tell(work: Work, house: House, children: Sequence[Report]) -> None:
    """Tell the reporters of these reports what the parents' steps brought, each as they chose, and each once; a first
    answer counts from each one's own filing."""
    for child in children:
        since, silent = child.news_from or 0, await linked.hears_elsewhere(work.session, child)
        for event in await events.of_report(work.session, child.id, since_id=since - 1):
            if OF not in event.data:
                continue
            child.sqlmodel_update(first_words.noted(house, child, event.step, event.at))
            if not silent:
                await _say(work, house, child, event)
    if children:
        await linked.told(work, [child.id for child in children])


async def tell_desk(work: Work, report: Report, event: Event, files: Sequence[Attachment]) -> None:
    """Hang what the reporter did under every card whose chat may see it; of a child, under its parent's cards."""
    await _hang(work, report.parent_id or event.report_id, report, event, files)


async def supply(work: Work, child: Report) -> Report | None:
    """The parent whose wait is over, because a child answered the question that was put to all."""
    parent = await reports.by_id(work.session, child.parent_id) if child.parent_id else None
    if parent is None or parent.status != Status.NEEDS_INFO:
        return None
    asked = [one for one in await events.of_report(work.session, parent.id) if one.step == Step.ASK]
    return parent if asked and asked[-1].data.get(rules.ALL) else None


async def _say(work: Work, house: House, child: Report, event: Event) -> None:
    if event.step in _SAID:
        await words.say(work, house, child, event, agency=event.data.get("agency") or house.region.coordinator)
    elif event.step == Step.CORRECT:
        await correction.tell(work, house, child, event)
    else:
        await notices.announce(work, house, child, event)


async def _answer(work: Work, parent: Report) -> Event | None:
    """The answer that holds: public like its report, so whoever joined after it gets it before the ending."""
    said = corrections.valid(await events.of_report(work.session, parent.id), {Step.REPLY})
    return said[-1] if said else None


async def _promise(work: Work, child: Report, parent: Report) -> None:
    """What the parent's handling has met is met for the child; its own dates stand, the desk is not warned of them."""
    for kind in _MET.get(Status(child.status), ()):
        await deadlines.met(work, child.id, kind)
    theirs = await deadlines.open_of(work.session, parent.id)
    if promises.FOLLOW_UP in theirs and promises.FOLLOW_UP not in await deadlines.dates_of(work.session, child.id):
        await deadlines.set(work, child.id, promises.FOLLOW_UP, theirs[promises.FOLLOW_UP])
    await linked.quieten(work, child.id)


async def _replace(work: Work, house: House, parent: Report, event: Event) -> None:
    """The parent was withdrawn: the child that was filed first leads the others, and the desk is told."""
    child = await linked.heir(work.session, parent.id, OPEN)
    if child is None or not await reports.change(work, child, parent_id=None):
        return
    await linked.adopt(work, parent, child.id)
    status, asked = child.status, {"from": parent.code}
    lead = await events.add(work, child, Actor.CLOCK, LEAD, status, status, data=asked, visibility="desk")
    if status in OPEN:
        await _on_its_own(work, house, child, lead)


async def _on_its_own(work: Work, house: House, child: Report, event: Event) -> None:
    await promises.watch(work, house, child)
    await cards.open_for(work, house, child, None, event)
    if child.agency is not None:
        await cards.open_for(work, house, child, child.agency, event)


async def _tell_parent(work: Work, parent_id: int, child: Report, event: Event) -> None:
    await _hang(work, parent_id, child, event, ())
    await _redraw(work, parent_id, event)


async def _redraw(work: Work, parent_id: int | None, event: Event) -> None:
    parent = await reports.by_id(work.session, parent_id) if parent_id is not None else None
    if parent is not None:
        await cards.refresh(work, parent, event)


async def _hang(work: Work, card_of: int, report: Report, event: Event, files: Sequence[Attachment]) -> None:
    for card in await card_rows.of_report(work.session, card_of):
        seen = await sight.of_chat(work.session, card.chat_id, report)
        if seen.tells:
            await cards.addition(work, card, event, files if seen.sees else ())
