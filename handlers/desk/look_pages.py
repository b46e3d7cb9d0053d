"""Composing a report opened in place: its card, its whole history, the reporter's other reports, those nearby."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import callbacks, cards, fit, looks, nearby, shown, sight
from handlers.desk import card, lights, more, view
from handlers.desk.menus import Press
from handlers.screens import Button, Media, Screen, Wait, quote
from rules import queue
from rules.queue import FIND, PAGE, Spot
from storage import attachments, events, links, reporters, reports, search
from storage import queue as rows

if TYPE_CHECKING:
    from handlers.house import House
    from handlers.sight import Sight
    from storage.tables import Deadline, Push, Report
    from storage.work import Session

HISTORY: Final = "history"
OTHERS: Final = "others"
NEARBY: Final = "nearby"
ALBUM: Final = 10  # files in one message group
SHOWN: Final = frozenset({attachments.STORED, attachments.WAITING})
PAUSE: Final = timedelta(seconds=2)
PATIENCE: Final = timedelta(minutes=10)
RECENT: Final = timedelta(days=30)  # since when a report has ended that may still be the same matter
_WORDS: Final = 500  # of one line of the history
_ROOM: Final = 3400  # of the lines on one page; head and legend stay below the rest
_PAGE: Final = re.compile(rf"{looks.FACTS}|(?:{HISTORY}|{OTHERS}|{NEARBY})-\d{{1,3}}")
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A report as one chat sees it now, and where the way back leads."""

    session: Session
    house: House
    report: Report
    chat_id: int
    seen: Sight
    spot: Spot
    now: datetime

    def say(self, key: str, **fields: object) -> str:
        """A text in the chat's language."""
        return self.house.catalog.say(self.seen.language, key, **fields)

    def to(self, page: str, number: int | None = None) -> str:
        """The payload that shows a page of the report here."""
        name = page if number is None else f"{page}-{number}"
        return callbacks.pack(Press.LOOKING, self.report.id, name, self.spot)


def is_page(page: str) -> bool:
    """Whether there is such a page."""
    return _PAGE.fullmatch(page) is not None


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The report as it is now, on the page that is asked for, or on which it is open in the message by now."""
    report = await reports.by_id(session, push.report_id or 0)
    spot, page = queue.read(push.data["spot"]), push.data["page"]
    if push.data.get("again"):  # a message that was deleted, or shows something else by now, is left alone
        link = await links.find(session, push.bot, push.chat_id, push.edit_message_id or 0)
        open_ = looks.read(link)
        if push.method != "edit" or link is None or open_ is None or report is None or link.report_id != report.id:
            return None
        (spot, page), push.purpose = open_, link.purpose
    if report is None or spot is None:
        return None
    seen = await sight.of_chat(session, push.chat_id, report)
    look = Look(session, house, report, push.chat_id, seen, spot, now)
    if not seen.sees:
        left = card.screen(house, await view.load(session, report), seen, now)
        return Screen(left.text, buttons=(*left.buttons, _back(look)))
    name, _, number = page.partition("-")
    return await _PAGES[name](look, int(number or 0), push.data.get("menu") or "")


async def compose_files(session: Session, house: House, push: Push, now: datetime) -> Screen | Wait | None:
    """A piece of the whole text, or files once their bytes are here; as an answer to where the report is open."""
    report = await reports.by_id(session, push.report_id or 0)
    if report is None or not (seen := await sight.of_chat(session, push.chat_id, report)).sees:
        return None
    if "part" in push.data:
        words = await shown.words(session, house, report, report.body, seen)
        pieces, part = cards.parts(words), int(push.data["part"])
        head = f"<b>{report.code}</b> · {part + 1}/{len(pieces)}"
        return Screen(f"{head}\n\n{quote(pieces[part])}") if part < len(pieces) else None
    files = await attachments.by_ids(session, push.data["files"])
    if any(file.state == attachments.WAITING for file in files) and now - push.created_at < PATIENCE:
        return Wait(PAUSE)
    kept = tuple(Media(file.id, file.kind) for file in files if file.state == attachments.STORED)
    if not kept:
        return None
    return Screen(house.catalog.say(seen.language, "desk.files.evidence", code=report.code), media=kept)


async def _facts(look: Look, _number: int, menu: str) -> Screen:
    """The card, with its own steps; a choice takes the place of all buttons."""
    ahead = await more.ahead(look.session, look.house, look.report, menu, look.seen.actor, look.now)
    facts = card.screen(look.house, await view.load(look.session, look.report), look.seen, look.now, menu, ahead)
    if menu and look.seen.actor is not None:
        return facts
    return Screen(facts.text, buttons=(*facts.buttons, *_tabs(look, looks.FACTS)))


async def _history(look: Look, number: int, _menu: str) -> Screen:
    """Everything that happened, in pages, the newest first; what only the desk reads is marked."""
    lines = []
    for event in await events.of_report(look.session, look.report.id):
        said = await shown.words(look.session, look.house, look.report, shown.written(event), look.seen)
        line = await view.line(look.session, event)
        words = card.done(look.house, line, look.seen.language, said=said, room=_WORDS)
        lines.append(f"🗒 {words}" if event.visibility == "desk" else words)
    parts = _parts(lines)
    at = min(number, len(parts) - 1)
    head = look.say("desk.look.history", code=look.report.code)
    text = "\n\n".join((head, "\n".join(parts[-1 - at]), look.say("desk.look.legend")))
    return Screen(text, buttons=(*_turning(look, HISTORY, at, len(parts)), *_tabs(look, HISTORY)))


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """The lines in pages, each within a message; counted from the end, so that the newest page is full."""
    parts: list[list[str]] = [[]]
    room = _ROOM
    for line in reversed(lines):
        length = fit.visible(line) + 1
        if length > room:
            parts.insert(0, [])
            room = _ROOM
        parts[0].insert(0, line)
        room -= length
    return parts


async def _others(look: Look, number: int, _menu: str) -> Screen:
    """What else the same reporter filed with their name, as far as this chat may see it. An anonymous report leads to
    no other: who shows their name in one of them must not be known in the others (decision 26)."""
    if look.report.anonymous:
        text = look.say("desk.look.others.anonymous", code=look.report.code)
        return Screen(text, buttons=_tabs(look, OTHERS))
    reporter = await reporters.by_id(look.session, look.report.reporter_id)
    known = reporter is not None and reporter.erased_at is None
    found = await reports.named_others(look.session, look.report) if known else []
    return await _listed(look, OTHERS, look.say("desk.look.others", code=look.report.code), found, number)


async def _nearby(look: Look, number: int, _menu: str) -> Screen:
    """Open reports around that may tell of the same thing, the most alike first; then those of the same category in the
    same village that ended of late."""
    around = [one.report for one in await nearby.of_report(look.session, look.house, look.report, look.now)]
    alike = await search.alike(look.session, look.report, look.now - RECENT)
    found = [*around, *(report for report in alike if report.ended_at is not None)]
    head = look.say("desk.look.nearby", code=look.report.code, days=RECENT.days)
    return await _listed(look, NEARBY, head, found[: search.ALIKE], number)


async def _listed(look: Look, page: str, head: str, found: Sequence[Report], number: int) -> Screen:
    """A page of those that may stand here, each with a button that opens it in place of this one."""
    visible = [report for report in found if (await sight.of_chat(look.session, look.chat_id, report)).sees]
    if not visible:
        return Screen(f"{head}\n\n{look.say(f'desk.look.{page}.none')}", buttons=_tabs(look, page))
    at = min(number, queue.pages(len(visible)) - 1)
    listed = await rows.with_promises(look.session, visible[at * PAGE : (at + 1) * PAGE])
    lines = [await _line(look, *one, which) for which, one in enumerate(listed, start=at * PAGE + 1)]
    buttons = [
        Button(str(which), callbacks.pack(Press.LOOKING, report.id, looks.FACTS, look.spot))
        for which, (report, _) in enumerate(listed, start=at * PAGE + 1)
    ]
    numbers = tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))
    turning = _turning(look, page, at, queue.pages(len(visible)))
    return Screen("\n\n".join((head, *lines)), buttons=(*numbers, *turning, *_tabs(look, page)))


async def _line(look: Look, report: Report, promise: Deadline | None, number: int) -> str:
    locale = look.seen.language
    seen = await sight.of_chat(look.session, look.chat_id, report)
    title = await shown.words(look.session, look.house, report, report.title, seen)
    words = (
        f"{number}. {lights.sign(look.house, promise, look.now)} <b>{report.code}</b>",
        quote(fit.cut(title, 60)),
        look.say(f"desk.status.{report.status}"),
        card.day_filed(look.house, report, locale),
    )
    return " · ".join(words)


def _turning(look: Look, page: str, at: int, pages: int) -> Rows:
    if pages < 2:
        return ()
    ways = ((at - 1, "‹"), (at, f"{at + 1}/{pages}"), (at + 1, "›"))
    return (tuple(Button(label, look.to(page, number)) for number, label in ways if 0 <= number < pages),)


def _tabs(look: Look, shown: str) -> Rows:
    """The other pages, the evidence, and the way back to the very page of the queue."""
    first = Button(look.say("desk.look.facts"), look.to(looks.FACTS))
    evidence = Button(look.say("desk.look.evidence"), look.to("evidence"))
    pages = {name: Button(look.say(f"desk.look.tab.{name}"), look.to(name, 0)) for name in (HISTORY, OTHERS, NEARBY)}
    tabs = [*([first] if shown != looks.FACTS else []), evidence]
    tabs += [button for name, button in pages.items() if name != shown]
    return (*(tuple(tabs[at : at + 2]) for at in range(0, len(tabs), 2)), _back(look))


def _back(look: Look) -> tuple[Button, ...]:
    key = "desk.look.found" if look.spot.view == FIND else "desk.look.queue"
    return (Button(look.say(key), callbacks.pack(Press.QUEUE, look.spot)),)


_PAGES: Final[dict[str, Callable[[Look, int, str], Awaitable[Screen]]]] = {
    looks.FACTS: _facts,
    HISTORY: _history,
    OTHERS: _others,
    NEARBY: _nearby,
}
