"""What can be pressed on a card: the steps open to whoever looks at it, and the choices some of them need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zlib import crc32

from handlers import callbacks
from handlers.screens import Button
from rules import authority, translation
from rules.lifecycle import AT_PARENT, HELD, TABLE, Actor, Status, Step

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Report

Rows = tuple[tuple[Button, ...], ...]

PAGE: Final = 8
OTHER: Final = "other"
MORE: Final = "more"  # the menu of the rare steps (`more`)


class Press(StrEnum):
    """The prefix of a desk button's payload."""

    STEP = "d.do"  # report id, step, mark: take the step now
    PROMPT = "d.ask"  # report id, step: write something first
    MENU = "d.menu"  # report id, menu: show a choice under the card
    FORWARD = "d.fwd"  # report id, agency, mark
    REFER = "d.ref"  # report id, authority, mark: confirmed
    ARCHIVE = "d.arc"  # report id, reason, mark: confirmed; or `other`: write it
    OPEN = "d.open"  # report id: show the card here anew
    SEND = "d.send"  # composition id, seal: send the words as they were shown
    NOTE = "d.note"  # composition id
    CANCEL = "d.cancel"  # composition id
    OTHER = "d.other"  # composition id: write the same in the reporter's language
    RISK = "d.risk"  # composition id: send it although the reporter cannot read it? asks once more
    MACHINE = "d.mt"  # composition id: have a machine draft the other language
    CHECKED = "d.seen"  # composition id, seal: the machine's draft was checked
    READ = "d.read"  # report id: have a machine translate its words, to read
    CORRECT = "d.correct"  # event id: correct what was sent
    LOOK = "d.look"  # composition id: the preview again
    LANGUAGE = "d.lang"  # locale
    TEAM = "d.tm"  # what to do, about whom or what, with what
    DUTY = "d.off"  # what, and until when or who stands in
    TRUST = "d.trust"  # report id, staff id: let a liaison read a confidential report, or no more; nothing: whom?
    LINK = "d.link"  # report id, nothing (with which?), the id of another, or what else: reports of one thing
    QUEUE = "d.q"  # a place in the queue (`rules.queue`): show it here
    LOOKING = "d.v"  # report id, page, the place it was opened from: show the report in this message
    ASSIGN = "d.asg"  # report id, a staff id, `me` or 0 (nobody), mark
    CATEGORISE = "d.cat"  # report id, category, mark: confirmed
    WHY = "d.why"  # report id, what, its choice, mark: write the reason first
    SPLIT = "d.split"  # report id: write what is to be a report of its own
    PART = "d.part"  # composition id, what, a choice: what is to become of those words
    FILL = "d.fill"  # report id, a page of templates or the key of one: fill it in
    TEMPLATE = "d.tpl"  # template id, what to do, with what
    REVEAL = "d.rev"  # report id: the identity numbers it hides, to me alone
    SEEING = "d.see"  # what to do, with which span, agency, form, page: statistics and exports
    COVER = "d.cov"  # report id, file id, cells: blacken a part of a picture
    BAN = "d.ban"  # report id, days or `lift` (nothing: the choice): its reporter may not report for a while
    BROADCAST = "d.bc"  # broadcast id, what to do, with what


_PROMPTED: Final = frozenset({Step.ASK, Step.REPLY, Step.NOTE, Step.TITLE, Step.TRANSCRIBE, Step.RETURN})
_CHOSEN: Final = frozenset({Step.FORWARD, Step.REFER, Step.ARCHIVE})
_LAYOUT: Final = {
    Actor.COORDINATOR: (
        (Step.TRANSCRIBE,),
        (Step.FORWARD,),
        (Step.TAKE, Step.FINISH),
        (Step.ASK, Step.REPLY),
        (Step.REFER, Step.ARCHIVE),
        (Step.CLOSE, Step.REOPEN),
        (Step.NOTE,),
    ),
    Actor.LIAISON: ((Step.TRANSCRIBE,), (Step.TAKE, Step.FINISH), (Step.REPLY, Step.ASK), (Step.NOTE, Step.RETURN)),
}


def mark(report: Report) -> str:
    """What a decision was looking at: the same as long as nobody else has moved the report."""
    where = f"{report.status}|{report.agency}|{report.assignee_id}|{report.taken}|{report.proposed}"
    return f"{crc32(f'{where}|{report.category}|{report.klass}'.encode()):08x}"[:4]


def buttons(
    house: House, report: Report, actor: Actor | None, locale: str, has_chat: bool = False, linked: int = 0
) -> Rows:
    """The steps the lifecycle allows this actor now. A leader reads only.

    The work of an agency that has a chat of its own is taken there (`has_chat`), not by the coordinator. `linked`: how
    many reports of the same thing are handled with it.
    """
    if actor is None:
        return ()
    elsewhere = _elsewhere(report, actor, has_chat)
    allowed = [
        [step for step in row if step not in elsewhere and is_open(step, report, actor)] for row in _LAYOUT[actor]
    ]
    steps = tuple(tuple(_button(house, report, step, locale) for step in row) for row in allowed if row)
    fill = Button(house.catalog.say(locale, "desk.template"), callbacks.pack(Press.FILL, report.id, "0"))
    more = Button(house.catalog.say(locale, "desk.more"), callbacks.pack(Press.MENU, report.id, MORE))
    last = (*((fill,) if is_open(Step.REPLY, report, actor) else ()), *_read(house, report, locale), more)
    return (
        *steps,
        last,
        *_trust(house, report, actor, locale),
        *_linking(house, report, locale, linked),
    )


def _trust(house: House, report: Report, actor: Actor, locale: str) -> Rows:
    """A coordinator says who at the agency may open a confidential report."""
    if actor is not Actor.COORDINATOR or not report.confidential or report.agency is None:
        return ()
    return ((Button(house.catalog.say(locale, "desk.trust"), callbacks.pack(Press.TRUST, report.id)),),)


def _elsewhere(report: Report, actor: Actor, has_chat: bool) -> set[Step]:
    """What a coordinator's card leaves out: the agency's own work; what an agency has is passed on with a reason."""
    if actor is not Actor.COORDINATOR:
        return set()
    return ({Step.TAKE} if has_chat else set()) | ({Step.FORWARD} if report.agency and report.status in HELD else set())


def _read(house: House, report: Report, locale: str) -> tuple[Button, ...]:
    """Where a machine translates, a report in another language than the chat's can be read in that."""
    if not house.translates or translation.source(report.body, locale, confidential=report.confidential) is None:
        return ()
    return (Button(house.catalog.say(locale, "desk.read"), callbacks.pack(Press.READ, report.id)),)


def of_papers(house: House, report: Report, actor: Actor | None, locale: str) -> Rows:
    """The way to the identity numbers that the card hides: for coordinators only."""
    if actor is not Actor.COORDINATOR:
        return ()
    return ((Button(house.catalog.say(locale, "desk.reveal.button"), callbacks.pack(Press.REVEAL, report.id)),),)


def _linking(house: House, report: Report, locale: str, linked: int) -> Rows:
    """The way to the report it is handled with, or to those that are handled with it; joining is a rare step."""
    say, number = house.catalog.say, report.id
    if report.parent_id is not None:
        parent = Button(say(locale, "desk.link.parent"), callbacks.pack(Press.OPEN, report.parent_id))
        return ((parent, Button(say(locale, "desk.do.unlink"), callbacks.pack(Press.LINK, number, "off"))),)
    who = Button(say(locale, "desk.link.who"), callbacks.pack(Press.LINK, number, "who", 0))
    return ((who,),) if linked else ()


def choice(house: House, report: Report, menu: str, locale: str) -> Rows:
    """The choice a menu offers: `forward.0` (a page of agencies), `refer.0` (of authorities), `archive`.

    `refer.pln` and `archive.unclear` ask whether to do just that.
    """
    if (chosen := to_confirm(house, menu)) is not None:
        return _sure(house, report, *chosen, locale)
    name, _, page = menu.partition(".")
    match name:
        case Step.FORWARD:
            return _forward(house, report, int(page or 0), locale)
        case Step.REFER:
            return _refer(house, report, int(page or 0), locale)
        case _:
            return _archive(house, report, locale)


def is_menu(house: House, menu: str) -> bool:
    """Whether there is such a menu."""
    name, _, rest = menu.partition(".")
    return (name in _CHOSEN and (not rest or rest.isdecimal())) or to_confirm(house, menu) is not None


def to_confirm(house: House, menu: str) -> tuple[Step, str] | None:
    """The step and the choice that a menu asks to confirm; None when it offers choices."""
    name, _, chosen = menu.partition(".")
    if name == Step.REFER and chosen in house.region.authorities:
        return Step.REFER, chosen
    if name == Step.ARCHIVE and chosen != OTHER and chosen in house.region.archive_reasons:
        return Step.ARCHIVE, chosen
    return None


def instead_of_sending(house: House, composition_id: int, locale: str) -> tuple[Button, ...]:
    """The two ways on from a preview by which nothing is sent."""
    say = house.catalog.say
    note = Button(say(locale, "desk.preview.note"), callbacks.pack(Press.NOTE, composition_id))
    cancel = Button(say(locale, "desk.cancel"), callbacks.pack(Press.CANCEL, composition_id))
    return (note, cancel)


def languages(house: House) -> Rows:
    """The languages of the desk, each in its own words."""
    say = house.catalog.say
    return (
        tuple(
            Button(say(locale, "desk.language.own"), callbacks.pack(Press.LANGUAGE, locale))
            for locale in house.catalog.desk
        ),
    )


def opening(reports: Iterable[Report]) -> Rows:
    """A button for each report of a list, two to a row."""
    return rows([Button(report.code, callbacks.pack(Press.OPEN, report.id)) for report in reports], 2)


def finish(house: House, report: Report, locale: str) -> Rows:
    """Done, offered right after the answer was sent."""
    return ((_button(house, report, Step.FINISH, locale),),)


def is_open(step: Step, report: Report, actor: Actor) -> bool:
    """Whether the lifecycle lets this actor take the step now."""
    if step is Step.TRANSCRIBE and not report.spoken:
        return False
    row = TABLE[step]
    missing = row.needs_reply and not report.replied
    if report.parent_id is not None and step in AT_PARENT:
        return False
    return actor in row.actors and Status(report.status) in row.sources and not missing


def _button(house: House, report: Report, step: Step, locale: str) -> Button:
    label = house.catalog.say(locale, f"desk.do.{step}")
    if step in _PROMPTED:
        return Button(label, callbacks.pack(Press.PROMPT, report.id, step))
    if step in _CHOSEN:
        return Button(label, callbacks.pack(Press.MENU, report.id, step))
    return Button(label, callbacks.pack(Press.STEP, report.id, step, mark(report)))


def _forward(house: House, report: Report, page: int, locale: str) -> Rows:
    """The starred agency on every page; then all others."""
    offered = agencies(house, report)
    starred, others = [one for one in offered if one[1]], [one for one in offered if not one[1]]

    def button(name: str, star: str) -> Button:
        payload = callbacks.pack(Press.FORWARD, report.id, name, mark(report))
        return Button(f"{star}{house.region.agencies[name].short}", payload)

    first = tuple((button(*one),) for one in starred)
    chosen = [button(*one) for one in others[page * PAGE : (page + 1) * PAGE]]
    return (*first, *rows(chosen, 2), _pager(house, report, Step.FORWARD, page, len(others), locale))


def agencies(house: House, report: Report) -> list[tuple[str, str]]:
    """Every agency that does not have the report, with its star: first the one that was proposed when it was given
    back, or else that of the category; then all others in the region's order."""
    category = house.region.categories.get(report.category or "")
    suggested = report.proposed or (category.agency if category else None)
    names = [name for name in house.region.agencies if name != report.agency]
    return sorted(((name, "⭐ " if name == suggested else "") for name in names), key=lambda one: not one[1])


def _refer(house: House, report: Report, page: int, locale: str) -> Rows:
    """The authority that the report's own words speak of first, starred; then all others in the region's order."""
    region = house.region
    found = authority.find(report.body, report.category, report.outside, region)
    suggested = found.authority if found and found.authority in region.authorities else None
    others = [name for name in region.authorities if name != suggested]

    def button(name: str, star: str = "") -> Button:
        payload = callbacks.pack(Press.MENU, report.id, f"{Step.REFER}.{name}")
        return Button(f"{star}{region.authorities[name].names.of(locale)}", payload)

    first = ((button(suggested, "⭐ "),),) if suggested else ()
    chosen = [button(name) for name in others[page * PAGE : (page + 1) * PAGE]]
    return (*first, *rows(chosen, 1), _pager(house, report, Step.REFER, page, len(others), locale))


def _archive(house: House, report: Report, locale: str) -> Rows:
    chosen = [
        Button(reason.names.of(locale), callbacks.pack(Press.MENU, report.id, f"{Step.ARCHIVE}.{name}"))
        for name, reason in house.region.archive_reasons.items()
        if name != OTHER
    ]
    other = Button(
        house.catalog.say(locale, "desk.archive.other"),
        callbacks.pack(Press.ARCHIVE, report.id, OTHER, mark(report)),
    )
    return (*rows([*chosen, other], 1), (back(house, report, locale),))


def _sure(house: House, report: Report, step: Step, chosen: str, locale: str) -> Rows:
    """Yes, or back to the page of choices one came from."""
    page = list(house.region.authorities).index(chosen) // PAGE if step is Step.REFER else 0
    prefix = Press.REFER if step is Step.REFER else Press.ARCHIVE
    yes = Button(
        house.catalog.say(locale, f"desk.sure.{step}.yes"),
        callbacks.pack(prefix, report.id, chosen, mark(report)),
    )
    return ((yes,), (back(house, report, locale, f"{step}.{page}"),))


def _pager(house: House, report: Report, step: Step, page: int, total: int, locale: str) -> tuple[Button, ...]:
    return (back(house, report, locale), *turns(report, step, page, total))


def turns(report: Report, menu: str, page: int, total: int) -> tuple[Button, ...]:
    """To the page before and the one after, where there are."""
    return tuple(
        Button(arrow, callbacks.pack(Press.MENU, report.id, f"{menu}.{other}"))
        for arrow, other in (("‹", page - 1), ("›", page + 1))
        if 0 <= other * PAGE < total
    )


def back(house: House, report: Report, locale: str, menu: str = "") -> Button:
    """To the card's own buttons, or to the menu one came from."""
    return Button(house.catalog.say(locale, "desk.back"), callbacks.pack(Press.MENU, report.id, menu))


def rows(buttons: Sequence[Button], width: int) -> Rows:
    """The buttons, so many to a row."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
