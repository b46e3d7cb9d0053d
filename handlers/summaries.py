"""Summaries: one message a day for all reports of a reporter, and the weekly line about those that stand still."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from handlers import callbacks, fit, news, outlook
from handlers.screens import Button, Screen, quote
from rules import quiet, updates
from rules.delivery import Kind
from rules.lifecycle import OPEN, Actor, Status
from rules.updates import Choice, Matter, When
from storage import deadlines, events, outbox, reporters, reports, told

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Event, Push, Report, Reporter
    from storage.work import Session, Work

ENTRY_UNITS: Final = 1200  # of what happened with one report
LISTED: Final = 10  # reports in one summary; the rest is a command away


async def order(
    work: Work, house: House, reporter: Reporter, since: int | None = None, *, detail: int | None = None
) -> None:
    """Have the next summary tell what happened from the event `since` on, or the event `detail` alone; one that waits
    takes it up."""
    waiting = await told.waiting_summary(work.session, reporter.telegram_id)
    details = (detail,) if detail is not None else ()
    await _order(work, house, reporter, waiting, since=since, details=details)


async def release(work: Work, house: House, reporter: Reporter) -> None:
    """Let what waits for the next summary go now, or in the morning."""
    waiting = await told.waiting_summary(work.session, reporter.telegram_id)
    if waiting is not None:
        await told.hasten(work, waiting, quiet.release_at(work.now, house.region.quiet))


async def look(work: Work, house: House) -> int:
    """Order the line that says why a report waits and until when, for all of which nothing was said for a week.

    Who chose only the answer or blocked us gets none; for them too the week begins anew, so that nobody is looked at
    again and again. How many reports.
    """
    since = work.now - timedelta(days=house.region.updates.silence_days)
    waiting = await told.standing_still(work.session, since, house.batch)
    still: dict[int, list[int]] = defaultdict(list)
    for reporter_id, report_id in await told.still_of(work.session, waiting, since) if waiting else ():
        still[reporter_id].append(report_id)
    listening = [one for one in await reporters.by_ids(work.session, list(still)) if listens(one)] if still else []
    summaries = await told.waiting_summaries(work.session, [one.telegram_id for one in listening])
    for reporter in listening:
        await _order(work, house, reporter, summaries.get(reporter.telegram_id), still=still[reporter.id])
    every = [report_id for ids in still.values() for report_id in ids]
    if every:
        await told.now(work, *every)
    return len(every)


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The summary as things stand now; nothing when nothing happened that its reader still wants to hear of."""
    reporter = await reporters.by_id(session, int(push.data["reporter"]))
    if reporter is None or reporter.telegram_id != push.chat_id:
        return None
    news_of = await _news(session, push, reporter)
    still = await _still(session, push, reporter)
    found = await reports.by_ids(session, [*news_of, *still])
    shown = [found[number] for number in sorted(found) if found[number].status != Status.WITHDRAWN]
    if not shown:
        return None
    entries = [await _entry(session, house, report, reporter, news_of.get(report.id, []), now) for report in shown]
    push.report_id = shown[0].id if len(shown) == 1 else None  # replies belong to the one report it is about
    head = house.catalog.say(reporter.language, "digest.head" if news_of else "digest.still.head")
    return screen(house, reporter.language, head, shown, entries)


async def _order(
    work: Work,
    house: House,
    reporter: Reporter,
    waiting: Push | None,
    *,
    since: int | None = None,
    details: Sequence[int] = (),
    still: Sequence[int] = (),
) -> None:
    """Have the summary that waits say this too, or order the next one. Its key is the day's, so that no day has two."""
    region, due_at = house.region, work.now
    pauses = dict.fromkeys(map(str, still), work.now.isoformat())
    fresh = _with({"reporter": reporter.id}, since, details, pauses)
    while waiting is None or not await _join(work, waiting, since, details, pauses):
        due_at = updates.next_summary(due_at, region.updates.digest_at, region.quiet)
        key = f"summary:{reporter.id}:{due_at.date()}"
        if await _put(work, reporter, fresh, due_at=due_at, dedup_key=key):
            return
        waiting = await told.waiting_summary(work.session, reporter.telegram_id)  # somebody else's, or it has just gone


async def _join(work: Work, waiting: Push, since: int | None, details: Sequence[int], pauses: dict[str, str]) -> bool:
    """Let a waiting summary say this too; False: it is on its way already."""
    data = _with(waiting.data, since, details, pauses)
    return data == waiting.data or await told.amend(work, waiting, data)


async def _put(work: Work, reporter: Reporter, data: dict[str, Any], **options: Any) -> bool:
    return await outbox.put(
        work,
        bot="public",
        chat_id=reporter.telegram_id,
        kind=Kind.NOTICE,
        screen=None,
        intent="summary",
        data=data,
        purpose="notice",
        **options,
    )


def listens(reporter: Reporter) -> bool:
    """Whether they want to hear why a report waits, and can be reached."""
    verdict = updates.decide(Matter.STANDSTILL, Choice(reporter.updates))
    return verdict.when is When.SUMMARY and reporter.blocked_at is None and reporter.erased_at is None


def _with(data: dict[str, Any], since: int | None, details: Sequence[int], still: dict[str, str]) -> dict[str, Any]:
    """What a summary is to tell, with more of it; the earliest event counts, in whichever order they were committed."""
    since_event = min(filter(None, (data.get("since_event"), since)), default=None)
    more = {"details": sorted({*data.get("details", ()), *details})} if details else {}
    return {**data, **more, "since_event": since_event, "still": {**data.get("still", {}), **still}}


async def _news(session: Session, push: Push, reporter: Reporter) -> dict[int, list[Event]]:
    """By report, the steps that are worth telling; not what reporters did themselves, which was confirmed."""
    since, details = push.data["since_event"], {int(number) for number in push.data.get("details", ())}
    if since is None and not details:
        return {}
    first = min(details | ({int(since)} if since is not None else set()))
    found_since = await events.of_reporter(session, reporter.id, first - 1, news.ANNOUNCED | news.DETAILS)
    steps = [event for event in found_since if _is_told(event, since, details)]
    found = await reports.by_ids(session, {event.report_id for event in steps})
    wanted = [
        event
        for event in steps
        if event.actor != Actor.REPORTER
        and news.is_ordered(event, found[event.report_id])
        and news.is_wanted(event, found[event.report_id], reporter)
    ]
    return {number: list(group) for number, group in groupby(wanted, key=lambda event: event.report_id)}


def _is_told(event: Event, since: int | None, details: Collection[int]) -> bool:
    """A detail only where it was ordered; the steps from where they were."""
    if event.step in news.DETAILS:
        return event.id in details
    return since is not None and event.id >= since


async def _still(session: Session, push: Push, reporter: Reporter) -> list[int]:
    """The reports that stand still to this moment: nothing else was ordered to be said of them since."""
    if updates.decide(Matter.STANDSTILL, Choice(reporter.updates)).when is When.NEVER:
        return []
    ordered = {int(number): datetime.fromisoformat(at) for number, at in push.data["still"].items()}
    return [
        number
        for number, report in (await reports.by_ids(session, ordered)).items()
        if report.status in OPEN
        and not report.muted
        and report.reporter_id == reporter.id
        and (report.told_at is None or report.told_at <= ordered[number])
    ]


async def _entry(
    session: Session, house: House, report: Report, reporter: Reporter, steps: list[Event], now: datetime
) -> str:
    """One report: what happened, or why nothing does; where it stands, and what is promised next."""
    locale = reporter.language
    head = house.catalog.say(locale, "digest.report", code=report.code, title=quote(report.title))
    said = news.lines(house, steps, locale) if steps else [outlook.waits(house, report, locale)]
    while fit.visible("\n".join(said)) > ENTRY_UNITS and len(said) > 1:  # the last steps count
        said.pop(0)
    due = await deadlines.open_of(session, report.id)
    return "\n".join((head, *said, outlook.line(house, report, due, locale, now)))


def screen(house: House, locale: str, head: str, shown: list[Report], entries: list[str]) -> Screen:
    """As many entries as fit; with one report its own buttons, with several a button to each."""
    say = house.catalog.say
    if len(shown) == 1:
        return Screen(f"{head}\n\n{entries[0]}", buttons=news.under(house, shown[0], locale))
    hint, more, count = say(locale, "digest.hint"), say(locale, "digest.more"), min(len(entries), LISTED)
    while True:
        parts = (head, *entries[:count], *((more,) if count < len(entries) else ()), hint)
        text = "\n\n".join(parts)
        if fit.visible(text) <= fit.MESSAGE_UNITS:
            break
        count -= 1
    codes = [Button(report.code, callbacks.pack(callbacks.STATUS, report.id)) for report in shown[:count]]
    settings = Button(say(locale, "notice.settings"), callbacks.pack(callbacks.SETTINGS))
    rows = tuple(tuple(codes[at : at + 2]) for at in range(0, len(codes), 2))
    return Screen(text, buttons=(*rows, (settings,)))
