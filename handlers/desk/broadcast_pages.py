"""The pages of a broadcast that is being written or waits for a second word: pure functions of a `Sheet`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from handlers import announcements, fit
from handlers.desk import broadcast_audience, broadcast_card
from handlers.screens import Screen, quote
from locales import formats
from rules import broadcast as rules
from rules import quiet, tongue
from rules.broadcast import Clearance, State
from storage import attachments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.desk.broadcast_sheet import Sheet
    from handlers.screens import Button

Page = Callable[["Sheet", Sequence[str]], Screen]
MORNING: Final = time(8)  # of the next days, for the buttons
_EXCERPT: Final = 120
_TAG: Final = re.compile(r"<[^>]*>")


def of(sheet: Sheet, page: str, args: Sequence[str]) -> Screen:
    """That page; once a broadcast is under way there is one page of it, and the question whether to end it."""
    if sheet.row.state == State.DRAFT and sheet.is_own:
        return PAGES.get(page, _draft)(sheet, args)
    if sheet.row.state == State.ASKED:
        return _asked(sheet)
    return broadcast_card.page(sheet, page)


def _draft(sheet: Sheet, _args: Sequence[str]) -> Screen:
    """The draft: what is there, what is missing, and everything that can be done with it."""
    pieces = [sheet.say("draft.head", id=sheet.row.id), contents(sheet), *doubts(sheet)]
    missing = list(_missing(sheet))
    pieces.append("\n".join(missing) if missing else sheet.say(f"draft.ready.{sheet.needs}"))
    texts = tuple(
        sheet.page(f"text.{language}", "ask", f"text.{language}") for language in sheet.house.region.languages
    )
    optional = {"picture": sheet.row.attachment_id, "link": sheet.row.link}
    rows = [
        (sheet.page("audience", "who"),),
        texts,
        tuple(sheet.page(name, "ask", name) for name in optional),
        tuple(sheet.call(f"no_{name}", "drop", name) for name, there in optional.items() if there),
        (sheet.page("when", "when"), sheet.call("no_emergency" if sheet.row.emergency else "emergency", "sos")),
    ]
    if sheet.row.texts:
        rows.append((sheet.call("preview", "look"), sheet.call("test", "test")))
    if sheet.picture == attachments.WAITING:
        rows.append((sheet.page("renew", ""),))
    if not missing:
        rows.append((sheet.page("send" if sheet.needs is Clearance.NONE else "ask", "sure"),))
    rows.append((sheet.page("delete", "delete"), sheet.call("list", "list")))
    return Screen("\n\n".join(pieces), buttons=tuple(row for row in rows if row))


def contents(sheet: Sheet) -> str:
    """What a second person needs to know, too: for whom, what, when."""
    row = sheet.row
    lines = [
        sheet.say("line.audience", who=broadcast_audience.words(sheet)),
        *broadcast_audience.counted(sheet),
        "",
        *(
            sheet.say(
                f"line.text.{language}",
                text=quote(excerpt(row.texts.get(language, ""), _EXCERPT)) or sheet.say("line.none"),
            )
            for language in sheet.house.region.languages
        ),
        *([sheet.say("line.picture")] if row.attachment_id else []),
        sheet.say("line.link", link=quote(row.link["url"]) if row.link else sheet.say("line.none")),
        sheet.say("line.when", when=_when(sheet)),
    ]
    if row.emergency:
        lines.append(sheet.emergency())
    return "\n".join(lines)


def excerpt(markup: str, room: int) -> str:
    """The beginning of a text, as plain words."""
    return fit.cut(" ".join(html.unescape(_TAG.sub("", markup)).split()), room)


def _when(sheet: Sheet) -> str:
    """When the first would get it if it were sent now."""
    at = max(sheet.now, sheet.row.send_at) if sheet.row.send_at else sheet.now
    goes_at = at if sheet.row.emergency else quiet.release_at(at, sheet.house.region.quiet)
    if goes_at <= sheet.now:
        return sheet.say("goes.now")
    return sheet.say("goes.at" if goes_at == at else "goes.held", at=sheet.moment(goes_at))


def _missing(sheet: Sheet) -> Iterator[str]:
    """What must be mended before it can be sent, and what might be a mistake."""
    for flaw, language, detail in sheet.flaws:
        name = sheet.say(f"language.{language}") if language else ""
        yield sheet.say(f"flaw.{flaw}", language=name, detail=quote(detail))
    if sheet.picture:
        yield sheet.say(f"flaw.picture.{sheet.picture}")
    if sheet.size == 0:
        yield sheet.say("flaw.nobody")
    if sheet.needs is not Clearance.NONE and not sheet.agreeing:
        yield sheet.say(f"flaw.alone.{sheet.needs}")


def doubts(sheet: Sheet) -> list[str]:
    """A text that seems to be in the other language."""
    guessed = {language: tongue.guess(_TAG.sub("", text)) for language, text in sheet.row.texts.items()}
    return [
        sheet.say("doubt.language", language=sheet.say(f"language.{language}"))
        for language, guess in guessed.items()
        if guess not in {None, language}
    ]


def _sure(sheet: Sheet, _args: Sequence[str]) -> Screen:
    """The last question before it goes, or before others are asked."""
    version = sheet.row.version
    key = "sure" if sheet.needs is Clearance.NONE else "sure.ask"
    pieces = [
        sheet.say(key, people=sheet.people(sheet.size), when=_when(sheet), names=quote(", ".join(sheet.agreeing))),
        *doubts(sheet),
    ]
    yes = sheet.call("sure" if sheet.needs is Clearance.NONE else "sure.ask", "go", version)
    return Screen("\n\n".join(pieces), buttons=((yes,), (_back(sheet),)))


def _hours(sheet: Sheet, _args: Sequence[str]) -> Screen:
    """When it is to go out: a button, or a message."""
    mornings = [sheet.button(sheet.say(f"label.morning.{days}", at=_morning(sheet)), "at", days) for days in (1, 2)]
    text = sheet.say("hours", when=_when(sheet), zone=sheet.house.region.zone_label)
    return Screen(text, buttons=((sheet.call("at_once", "at"), *mornings), (_back(sheet),)))


def _morning(sheet: Sheet) -> str:
    return formats.clock_time(datetime.combine(sheet.now.date(), MORNING), sheet.viewer.language)


def _delete(sheet: Sheet, _args: Sequence[str]) -> Screen:
    yes = sheet.call("delete.sure", "end", sheet.row.version)
    return Screen(sheet.say("delete", id=sheet.row.id), buttons=((yes,), (_back(sheet),)))


def _ask(sheet: Sheet, args: Sequence[str]) -> Screen:
    """What the next message is to say."""
    what = args[0] if args else ""
    room = sheet.number(announcements.room(sheet.house, sheet.row))
    return Screen(
        sheet.say(f"prompt.{what}", room=room, website=quote(sheet.house.region.wording.website)),
        buttons=((_back(sheet),),),
    )


def _asked(sheet: Sheet) -> Screen:
    """It waits for a second word: the writer can take it back, whoever may agree decides."""
    pieces = [sheet.say("asked.head", id=sheet.row.id, name=quote(sheet.writer)), contents(sheet)]
    version = sheet.row.version
    rows: list[tuple[Button, ...]] = []
    if sheet.is_own:
        pieces.append(sheet.say("asked.own", names=quote(", ".join(sheet.agreeing))))
        rows.append((sheet.call("withdraw", "withdraw", version),))
    elif rules.may_approve(sheet.viewer, sheet.row.staff_id, sheet.needs):
        pieces += [*doubts(sheet), sheet.say("asked.other", people=sheet.people(sheet.size))]
        rows.append((sheet.call("approve", "yes", version), sheet.call("reject", "no", version)))
    rows.append((sheet.call("preview", "look"), sheet.call("list", "list")))
    return Screen("\n\n".join(pieces), buttons=tuple(rows))


def _back(sheet: Sheet) -> Button:
    return sheet.page("back", "")


PAGES: Final[dict[str, Page]] = {
    "": _draft,
    "sure": _sure,
    "delete": _delete,
    "when": _hours,
    "ask": _ask,
    **broadcast_audience.PAGES,
}
