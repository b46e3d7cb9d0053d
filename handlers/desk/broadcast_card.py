"""The card of a broadcast that is under way or over: how far it is, and how to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers.desk import broadcast_audience
from handlers.screens import Screen, quote
from locales import formats
from rules import broadcast as rules
from rules.broadcast import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.desk.broadcast_sheet import Sheet
    from handlers.screens import Button, Document

_BAR: Final = 12


def page(sheet: Sheet, name: str) -> Screen:
    """How far it is; or, when it was paused for that, whether to end it."""
    if name == "stop" and sheet.row.state == State.PAUSED:
        return _stop(sheet)
    row = sheet.row
    text = "\n".join((sheet.say(f"card.{_standing(sheet)}", **_fields(sheet)), "", *_lines(sheet)))
    rows: list[tuple[Button, ...]] = []  # its writer's is renewed by itself while it runs
    if row.state == State.RUNNING:
        rows.append((sheet.call("pause", "pause"), sheet.call("stop", "stop")))
    if row.state == State.PAUSED:
        rows.append((sheet.call("resume", "resume"), sheet.call("stop", "stop")))
    if row.state == State.PAUSED or (row.ended_at is None and not sheet.is_own):
        rows.append((sheet.page("renew", ""), sheet.call("list", "list")))
    if row.ended_at is not None:
        rows.append((sheet.call("preview", "look"), sheet.call("file", "file")))
        rows.append((sheet.call("list", "list"),))
    return Screen(text, buttons=tuple(rows))


def _standing(sheet: Sheet) -> str:
    """In one word."""
    row = sheet.row
    if row.state == State.RUNNING and row.goes_at is not None and row.goes_at > sheet.now:
        return "begun" if sheet.progress.total > sheet.progress.left else "waits"
    if row.state == State.RUNNING and row.planned_at is None:
        return "prepares"
    if row.state == State.CANCELLED and row.ended_at is None:
        return "stops"
    return str(row.state)


def _fields(sheet: Sheet) -> dict[str, str]:
    at = sheet.row.goes_at
    return {"id": str(sheet.row.id), "at": sheet.moment(at) if at else ""}


def _lines(sheet: Sheet) -> Iterator[str]:
    found, row = sheet.progress, sheet.row
    reached = found.total - found.left
    total = found.total if row.planned_at or row.ended_at else max(found.total, row.size or 0)
    if row.ended_at is None:
        share = reached / total if total else 0.0
        yield f"{_bar(share)} {sheet.number(100 * share)} %"
    yield sheet.say("progress.sent", n=sheet.number(found.sent))
    for name in ("unreachable", "unknown", "refused", "dropped"):
        if count := getattr(found, name):
            yield sheet.say(f"progress.{name}", n=sheet.number(count))
    if row.ended_at is None:
        yield sheet.say("progress.left", n=sheet.number(total - reached))
    if row.state == State.RUNNING and sheet.rate > 0 and found.left:
        yield from _pace(sheet)
    yield ""
    yield sheet.say("line.audience", who=broadcast_audience.words(sheet))
    if row.emergency:
        yield sheet.emergency()
    if row.approved_at is not None:
        key = "by.own" if row.approved_by == row.staff_id else "by.two"
        at = sheet.moment(row.approved_at)
        yield sheet.say(key, writer=quote(sheet.writer), approver=quote(sheet.approver), at=at)
    if row.ended_at is not None:
        yield sheet.say("line.ended", at=sheet.moment(row.ended_at))


def _pace(sheet: Sheet) -> Iterator[str]:
    """How many a second, and until when; nights are reckoned with."""
    hours = None if sheet.row.emergency else sheet.house.region.quiet
    at = rules.finish_at(sheet.now, sheet.progress.left, sheet.rate, hours)
    yield sheet.say("progress.rate", rate=sheet.number(sheet.rate))
    if at is not None:
        seconds = (at - sheet.now).total_seconds()
        left = formats.duration(round(seconds / 60), sheet.viewer.language) if seconds >= _MINUTE else ""
        key = "progress.until" if left else "progress.soon"
        yield sheet.say(key, at=sheet.moment(at), left=left)


_MINUTE: Final = 60


def _bar(share: float) -> str:
    full = int(share * _BAR)
    return "▓" * full + "░" * (_BAR - full)


def _stop(sheet: Sheet) -> Screen:
    left = sheet.people(sheet.progress.left)
    text = sheet.say("stop", id=sheet.row.id, left=left, sent=sheet.number(sheet.progress.sent))
    yes = sheet.call("stop.sure", "end", sheet.row.version)
    return Screen(text, buttons=((yes,), (sheet.call("resume", "resume"),)))


def report(sheet: Sheet, document: Document | None) -> Screen:
    """What became of it; in the file, of each recipient without a name."""
    about = sheet.say("file.there" if document else "file.gone")
    pieces = (sheet.say(f"report.{sheet.row.state}", id=sheet.row.id), "", *_lines(sheet), "", about)
    return Screen("\n".join(pieces), document=document)
