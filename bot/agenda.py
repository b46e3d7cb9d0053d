"""What a round of the clock has before it, thing by thing, in sentences for engineers and auditors: `kanal tick`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers import closing, idle, summaries
from handlers.desk import warnings, weekly
from rules import broadcast
from storage import (
    answered,
    broadcasts,
    deadlines,
    desk_chats,
    drafts,
    erasures,
    linked,
    overdue,
    reporters,
    reports,
    stays,
    told,
    tombstones,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
    from datetime import datetime

    from bot.clock import Tick
    from handlers.house import House
    from rules.warning import Warned
    from storage.overdue import Missed
    from storage.tables import Tombstone
    from storage.warnings import Moment
    from storage.work import Session, Work

MOST: Final = 1000  # things of one tick
REPORTER: Final = "reporter"
COORDINATORS: Final = "coordinators' group"
LEADER: Final = "leader"
LEADERS: Final = "coordinator or leader"
REPORTERS: Final = "reporters"
CARDS: Final = "groups with its card"
NOBODY: Final = "nobody"
_PROMISES: Final = {"verify": "verification", "follow_up": "the first follow-up", "resolve": "the answer"}
_WENT: Final = {
    "report": "It was kept for its term and is made anonymous.",
    "evidence": "Its files were kept for their term and are deleted.",
    "event": "It was anonymous; its text and history were kept for their term and are deleted.",
    "reporter": "An account was kept for its term and is forgotten.",
}
# What has no code is only counted.
_UNNAMED: Final = {
    "prune": "handled updates are forgotten.",
    "retention": "rows were kept for their term and are deleted.",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One line: a tick, the report's code ("" when there is none), the kind of chat that hears, and a sentence."""

    tick: str
    code: str
    chat: str
    says: str


@dataclass(frozen=True, slots=True)
class _Due:
    chat: str
    says: str
    report_id: int | None = None


async def before(tick: Tick, work: Work, house: House) -> list[Thing]:
    """What the tick will do at this moment; of what it deletes for good only `after` can tell."""
    look = _LOOKS.get(tick.name)
    found = await look(work, replace(house, batch=MOST)) if look else []
    codes = await _codes(work.session, {one.report_id for one in found if one.report_id is not None})
    return [Thing(tick.name, codes.get(one.report_id or 0, ""), one.chat, one.says) for one in found]


async def after(tick: Tick, session: Session, count: int, known: int, stone: int) -> list[Thing]:
    """What the tick did beside what was known before: what has a proof (newer than `stone`), and how much has none."""
    stones = await tombstones.since(session, stone, MOST) if tick.name == "retention" else []
    things = [_gone(tick.name, one) for one in stones]
    if (rest := count - known - len(things)) > 0:
        things.append(Thing(tick.name, "", NOBODY, f"{rest} {_UNNAMED.get(tick.name, 'more of the same.')}"))
    return things


async def _codes(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    return {number: report.code for number, report in (await reports.by_ids(session, ids)).items()}


def _gone(tick: str, stone: Tombstone) -> Thing:
    code = "" if stone.sort == "reporter" else stone.subject
    return Thing(tick, code, NOBODY, _WENT.get(stone.sort, "It was kept for its term and goes."))


async def _warnings(work: Work, house: House) -> list[_Due]:
    groups = {chat.agency for chat in await desk_chats.everyone(work.session)}
    return [
        _Due(chat, says, moment.report_id)
        for moment, now in await warnings.due(work, house)
        for chat, says in _warning(house, groups, moment, now, work.now)
    ]


def _warning(
    house: House, groups: Collection[str | None], moment: Moment, warned: Warned, now: datetime
) -> Iterator[tuple[str, str]]:
    """Who is warned of a promise, chat by chat."""
    by, late = _at(house, moment.due_at), moment.due_at <= now
    promise = f"{_PROMISES[moment.kind]} {'was' if late else 'is'} due by {by}"
    own = moment.agency is not None and moment.agency in groups
    if warned.desk and own:
        yield f"group of {moment.agency}", f"The department is warned: {promise}."
    if warned.desk and (late or not own):
        yield COORDINATORS, f"The coordinators are warned: {promise}."
    if warned.leader:
        yield LEADER, f"The leader is told that twice the time has passed: {promise}."
    if not warned.desk and not warned.leader:
        yield NOBODY, f"Its clock stands still or was moved: {promise}."


async def _lights(work: Work, house: House) -> list[_Due]:
    return [
        _Due(CARDS, "The light of a promise changes, and so do the cards that show it.", report.id)
        for _, report in await deadlines.lights_due(work, house.batch)
    ]


async def _broadcasts(work: Work, _house: House) -> list[_Due]:
    return [
        _Due(REPORTERS, f"Those whom broadcast {one.id} is for are put down.")
        for one in await broadcasts.active(work.session)
        if one.planned_at is None and one.state != broadcast.State.CANCELLED
    ]


async def _linked(work: Work, house: House) -> list[_Due]:
    return [
        _Due(REPORTER, "The reporter is told what was done for all who reported the same.", report.id)
        for report in await linked.untold(work, house.batch)
    ]


async def _weekly(work: Work, house: House) -> list[_Due]:
    return [
        _Due(f"group of {one.agency}", "The department gets its figures of last week.")
        if one.agency
        else _Due(COORDINATORS if one.chat_id < 0 else LEADERS, "The figures of last week, with pictures.")
        for one in await weekly.waiting(work, house)
    ]


async def _erasures(work: Work, house: House) -> list[_Due]:
    found = await erasures.due(work, house.batch)
    return [_Due(REPORTER, "Somebody is erased as they wished, and told so.") for _ in found]


async def _missed(work: Work, house: House) -> list[_Due]:
    return [
        _reporter(one, f"The reporter is told that {_PROMISES[one.kind]} was not there in time.")
        for one in await overdue.missed(work, house.batch)
    ]


async def _unsettled(work: Work, house: House) -> list[_Due]:
    since = work.now - timedelta(days=house.region.closing.ombudsman_days)
    return [
        _reporter(one, "The reporter is told that they may turn to the Ombudsman.")
        for one in await overdue.unsettled(work, since, house.batch)
    ]


def _reporter(one: Missed, says: str) -> _Due:
    if one.blocked:
        return _Due(NOBODY, "The reporter would be told, but has blocked the bot.", one.report_id)
    return _Due(REPORTER, says, one.report_id)


async def _standstill(work: Work, house: House) -> list[_Due]:
    since = work.now - timedelta(days=house.region.updates.silence_days)
    waiting = await told.standing_still(work.session, since, house.batch)
    still = await told.still_of(work.session, waiting, since) if waiting else []
    listen = {one.id for one in await reporters.by_ids(work.session, waiting) if summaries.listens(one)}
    return [
        _Due(REPORTER, "The next summary says why it waits and until when.", report_id)
        if reporter_id in listen
        else _Due(NOBODY, "Nothing was said for a week, as the reporter wants it.", report_id)
        for reporter_id, report_id in still
    ]


async def _reminders(work: Work, house: House) -> list[_Due]:
    found = await idle.forgotten(work, house)
    return [_Due(REPORTER, "The reporter is reminded of a report that is not submitted.") for _ in found]


async def _drafts(work: Work, house: House) -> list[_Due]:
    over = await drafts.expired(work, house.batch)
    unsaid = await idle.unannounced(work, over)
    ends = [
        "A report not submitted stays another day: its announcement could not be sent yet."
        if row.id in unsaid
        else "A report not submitted is deleted."
        for row in over
    ]
    return [_Due(NOBODY, says) for says in ends] + [
        _Due(REPORTER, "The reporter is told that a report not submitted will be deleted.")
        if reporter.blocked_at is None
        else _Due(NOBODY, "A report not submitted will be deleted; its writer has blocked the bot.")
        for _, reporter in await idle.fading(work, house)
    ]


async def _leaving(work: Work, house: House) -> list[_Due]:
    return [
        _Due(NOBODY if one.blocked else REPORTER, f"Its reporter leaves on {one.last_day} and is told how it stands.",
             one.report_id)
        for one in await stays.leaving(work, house.batch)
    ]  # fmt: skip


async def _survey(work: Work, house: House) -> list[_Due]:
    return [
        _Due(REPORTER, "The reporter is asked once more whether it is solved.", one.report_id)
        if closing.is_asked(one, work.now)
        else _Due(NOBODY, "Nobody has to be asked any more whether it is solved.", one.report_id)
        for one in await answered.to_ask_again(work, house.batch)
    ]


async def _closing(work: Work, house: House) -> list[_Due]:
    return [
        _Due(REPORTER, "It closes by itself, and the reporter is told.", report.id)
        for report in await answered.over(work, house.batch)
    ]


def _at(house: House, moment: datetime) -> str:
    return f"{moment.astimezone(house.region.tz):%Y-%m-%d %H:%M} {house.region.zone_label}"


_LOOKS: Final[Mapping[str, Callable[[Work, House], Awaitable[list[_Due]]]]] = {
    "warnings": _warnings,
    "lights": _lights,
    "missed": _missed,
    "unsettled": _unsettled,
    "standstill": _standstill,
    "reminders": _reminders,
    "drafts": _drafts,
    "leaving": _leaving,
    "survey": _survey,
    "closing": _closing,
    "broadcasts": _broadcasts,
    "linked": _linked,
    "weekly": _weekly,
    "erasures": _erasures,
}
