"""The pages of splitting a report: which category the second one has, which files go along; all of it to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from handlers import callbacks, promises
from handlers.desk import categories, menus, more, preview
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import deadline
from rules.draft import ReportKind
from storage import attachments, reporters
from storage.splits import SHARED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from handlers.desk.gate import Desk
    from storage.tables import Attachment, Composition, Report

CATEGORY: Final = "cat"  # and a group, or nothing: which category?
CHOSEN: Final = "is"  # and a category
FILES: Final = "files"  # and a page: which files go along?
FILE: Final = "file"  # and a file's id, `all` or `none`, and the page
LOOK: Final = "look"
YES: Final = "yes"  # and the seal
ALL: Final = "all"
NONE: Final = "none"
_PAGE: Final = 24  # files on one page
_SIGNS: Final = {"photo": "🖼", "video": "🎬", "animation": "🎬", "video_note": "🎬", "voice": "🎤", "audio": "🎤"}
_OTHER: Final = "📄"
_WORDS: Final = 1500


async def categories_of(desk: Desk, composition: Composition, report: Report, rest: str) -> Screen:
    """Which category the second report has; any, also the first one's: two holes in one road are two reports."""
    choice = categories.Choice(
        words=composition.body,
        without=None,
        group=lambda name: _payload(composition, CATEGORY, name),
        category=lambda name: _payload(composition, CHOSEN, name),
        groups=Button(desk.text("desk.back"), _payload(composition, CATEGORY)),
        out=(_cancel(desk, composition),),
    )
    text = desk.text("desk.split.category", code=report.code)
    words = preview.quoted(composition.body, _WORDS)
    return Screen(f"{text}\n\n{words}", buttons=categories.page(desk.house, choice, rest, desk.locale))


async def files(desk: Desk, composition: Composition, report: Report, page: int) -> Screen:
    """Which of the reporter's files go along, by their number in the order in which they were sent."""
    found = await evidence(desk, report)
    picked = {file.id for file in await chosen(desk, composition, report)}
    buttons = [
        Button(
            f"{'✅' if file.id in picked else '▫️'} {_SIGNS.get(file.kind, _OTHER)} {at}",
            _payload(composition, FILE, f"{file.id}.{page}"),
        )
        for at, file in enumerate(found, start=1)
    ][page * _PAGE : (page + 1) * _PAGE]
    turns = tuple(
        Button(arrow, _payload(composition, FILES, other))
        for arrow, other in (("‹", page - 1), ("›", page + 1))
        if 0 <= other * _PAGE < len(found)
    )
    everything = Button(desk.text("desk.split.all"), _payload(composition, FILE, f"{ALL}.{page}"))
    nothing = Button(desk.text("desk.split.none"), _payload(composition, FILE, f"{NONE}.{page}"))
    on = Button(desk.text("desk.split.on"), _payload(composition, LOOK))
    rows = (*menus.rows(buttons, 4), *((turns,) if turns else ()), (everything, nothing), (on,))
    return Screen(desk.text("desk.split.files", code=report.code), buttons=(*rows, (_cancel(desk, composition),)))


async def summary(desk: Desk, composition: Composition, report: Report) -> Screen:
    """What will be, before it is: the second report, its files, its promise, what the reporter hears."""
    lines = [line async for line in _lines(desk, composition, report)]
    parts = (
        desk.text("desk.split.sure", code=report.code),
        preview.quoted(composition.body, _WORDS),
        "\n".join(lines),
        desk.text(f"desk.split.told{await _unheard(desk, report)}", code=report.code),
    )
    yes = Button(desk.text("desk.split.yes"), _payload(composition, YES, await seal(desk, composition, report)))
    change = [Button(desk.text("desk.split.recategorise"), _payload(composition, CATEGORY))]
    if await evidence(desk, report):
        change.append(Button(desk.text("desk.split.refile"), _payload(composition, FILES)))
    return Screen("\n\n".join(parts), buttons=((yes,), tuple(change), (_cancel(desk, composition),)))


async def evidence(desk: Desk, report: Report) -> list[Attachment]:
    """What the reporter sent that can go along, in the order in which it was sent."""
    sent = await attachments.of_report(desk.work.session, report.id)
    return [file for file in sent if file.bot == "public" and file.state in SHARED]


async def chosen(desk: Desk, composition: Composition, report: Report) -> list[Attachment]:
    """Those of them that go along."""
    picked = set(composition.choices.get("files", ()))
    return [file for file in await evidence(desk, report) if file.id in picked]


async def seal(desk: Desk, composition: Composition, report: Report) -> str:
    """What a press on "yes" was looking at."""
    files = [file.id for file in await chosen(desk, composition, report)]
    looked_at = f"{menus.mark(report)}|{composition.choices.get('category')}|{files}|{composition.body}"
    return f"{crc32(looked_at.encode()):08x}"


async def _lines(desk: Desk, composition: Composition, report: Report) -> AsyncIterator[str]:
    region, name = desk.house.region, composition.choices["category"]
    found = region.categories[name]
    agency = region.agencies.get(found.agency or "")
    yield f"🏷 {more.category_name(desk.house, name, desk.locale)}"
    if agency is not None:
        yield desk.text("desk.split.agency", agency=quote(agency.names.of(desk.locale)))
    if files := len(await chosen(desk, composition, report)):
        yield f"📎 {desk.house.catalog.count(desk.locale, 'desk.card.files', files)}"
    klass = deadline.klass_of(ReportKind(report.kind), found.klass)
    answer = await promises.second_answer(desk.work.session, desk.house, report, klass)
    if answer is not None:
        by = formats.moment(answer.due_at, desk.locale, region.tz, region.zone_label)
        yield desk.text("desk.split.by", by=by)


async def _unheard(desk: Desk, report: Report) -> str:
    """Of a reporter who hears nothing of us, nothing is promised that they hear."""
    reporter = await reporters.by_id(desk.work.session, report.reporter_id)
    lost = reporter is None or reporters.unheard(reporter) or reporter.blocked_at is not None
    return ".unheard" if lost else ""


def _cancel(desk: Desk, composition: Composition) -> Button:
    return Button(desk.text("desk.cancel"), callbacks.pack(Press.CANCEL, composition.id))


def _payload(composition: Composition, what: str, value: object = "") -> str:
    parts = (composition.id, what) if value == "" else (composition.id, what, value)
    return callbacks.pack(Press.PART, *parts)
