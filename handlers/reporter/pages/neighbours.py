"""What others have reported nearby: only what it is about, where, how long ago, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.reporter import taps
from handlers.reporter.pages import filed
from handlers.screens import Button, Screen, quote
from rules import draft as drafts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from handlers.reporter.view import View
    from storage.tables import Report

SHOWN: Final = 3


def page(view: View, own: Sequence[Report], others: Sequence[Report], now: datetime) -> Screen:
    """Up to three cards, each with a button to join it, which come first: a number that is typed means its card; and
    what the person has reported already, by its code."""
    mark = drafts.mark(view.draft)
    blocks = [view.say("neighbours.own", code=one.code, status=_status(view, one)) for one in own[:1]]
    if others:
        blocks += [view.say("neighbours.head"), *(_card(view, n, one, now) for n, one in enumerate(others, start=1))]
        blocks += [view.say("neighbours.foot"), view.say("neighbours.ask")]
    joins = [
        (Button(_yes(view, n, len(others)), taps.join(view.draft_id, one.id, mark)),)
        for n, one in enumerate(others, start=1)
    ]
    mine = [(view.call("neighbours.add", callbacks.ADD, one.id),) for one in own[:1]]
    no = Button(view.say("neighbours.no"), taps.submit(view.draft_id, mark))
    back = view.move("neighbours.back", taps.KEEP)
    return Screen(view.with_note("\n\n".join(blocks)), buttons=(*joins, *mine, (no,), (back,)))


def _yes(view: View, number: int, among: int) -> str:
    yes = view.say("neighbours.yes")
    return f"{yes} ({number})" if among > 1 else yes


def card(view: View, report: Report, now: datetime) -> str:
    """One of them by itself."""
    return "\n".join((_about(view, report), *_lines(view, report, now)))


def told(view: View, report: Report) -> str:
    """What it is about and where, in one line of plain text."""
    found = view.region.categories.get(report.category or view.region.fallback_category)
    return ", ".join(filter(None, (found.names.of(view.locale) if found else "", _place(view, report))))


def landmark(view: View, report: Report) -> str:
    """A landmark that was named by its own name; empty when it was none."""
    said = report.place_words.casefold()
    named = (one.names for one in view.region.landmarks)
    found = (names for names in named if said in {name.casefold() for name in names.all})
    return next((names.of(view.locale) for names in found), "")


def _card(view: View, number: int, report: Report, now: datetime) -> str:
    return "\n".join((f"<b>{number}.</b> {_about(view, report)}", *_lines(view, report, now)))


def _lines(view: View, report: Report, now: datetime) -> Iterator[str]:
    """Nothing in the words of whoever reported it, and no pin."""
    if place := _place(view, report):
        yield f"📍 {quote(place)}"
    days = (now.astimezone(view.region.tz).date() - report.filed_at.astimezone(view.region.tz).date()).days
    yield f"🗓 {view.count('neighbours.days', days) if days else view.say('neighbours.today')}"
    yield f"📌 {_status(view, report)}"


def _about(view: View, report: Report) -> str:
    found = view.region.categories.get(report.category or view.region.fallback_category)
    return f"{found.emoji} {quote(found.names.of(view.locale))}" if found else ""


def _place(view: View, report: Report) -> str:
    """Village and kecamatan, and a landmark that was named by its own name."""
    parts = (landmark(view, report), report.place_name, report.district)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _status(view: View, report: Report) -> str:
    return view.say(f"standing.{filed.PUBLIC[report.status]}")
