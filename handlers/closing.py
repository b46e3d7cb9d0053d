"""What the clock does with answered reports: the reporter is asked once more, and then the report closes itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from handlers import casework, promises
from rules import quiet, updates
from rules.delivery import Kind
from rules.lifecycle import Actor, Moved, Refused, Step
from rules.updates import Choice
from storage import answered, deadlines, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from storage.answered import Unsaid
    from storage.work import Work

log = logging.getLogger(__name__)


async def ask_again(work: Work, house: House) -> int:
    """Ask once more, halfway, where nobody answered; how many were looked at. Not when the report is to be silent, nor
    when its time is over already: that it has closed says more."""
    found = await answered.to_ask_again(work, house.batch)
    await answered.asked_again(work, [one.deadline_id for one in found])
    for one in found:
        if not is_asked(one, work.now):
            continue
        await outbox.put(
            work,
            bot="public",
            chat_id=one.chat_id,
            kind=Kind.NOTICE,
            screen=None,
            intent="survey",
            report_id=one.report_id,
            purpose="survey",
            due_at=_rings_at(work, house, one),
            dedup_key=f"survey:{one.deadline_id}:{int(one.set_at.timestamp())}",
        )
    return len(found)


def is_asked(one: Unsaid, now: datetime) -> bool:
    """Whether the reporter still has to say it, can hear the question, and has time to answer."""
    return not (one.muted or one.blocked or one.solved is not None or one.due_at <= now)


async def close(work: Work, house: House) -> int:
    """Close the answered reports whose reporters' time to respond is over; how many were looked at."""
    found = await answered.over(work, house.few)
    for report in found:
        outcome = await casework.take_step(work, house, report, Step.CLOSE, actor=Actor.CLOCK)
        if isinstance(outcome, Refused):  # nothing was ever answered: that is for the coordinator, not for the clock
            log.warning("report.not_closed", extra={"report_id": report.id, "why": str(outcome.why)})
            await deadlines.met(work, report.id or 0, promises.REPLY)
        elif isinstance(outcome, Moved):
            log.info("report.closed", extra={"report_id": report.id})
    return len(found)


def _rings_at(work: Work, house: House, one: Unsaid) -> datetime:
    """Now or in the morning; for whoever wants to hear of us once a day, when they do, unless they leave before."""
    region = house.region
    summary_at = updates.next_summary(work.now, region.updates.digest_at, region.quiet)
    leaves = one.stay_until is not None and one.stay_until < summary_at.astimezone(region.tz).date()
    return quiet.release_at(work.now, region.quiet) if leaves or one.updates != Choice.DAILY else summary_at
